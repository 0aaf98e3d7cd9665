/**
 * What an etcd member says of peers that it cannot reach: a stream that was lost, a peer that became inactive, and the
 * prober every 5 s until it is back. Real: etcd 3.5 server/etcdserver/api/rafthttp/{stream,peer_status,probing_status}.go;
 * lines as 3.5.16 writes them. A peer is spoken of once it has been reached. Chart: watching
 */
import { setup } from 'xstate';
import type { Env } from '../env.ts';
import { urlTarget } from '../kube/api-path.ts';
import { ROUND_TRIP } from '../net/path.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
}
interface Peer {
  active: boolean;
  /** The reading end gives a silent stream up after ConnReadTimeout. */
  lostAt: number;
}
interface Context extends Input {
  readonly peers: Map<string, Peer>;
}
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'LOST'; peer: string }
  | { type: 'PROBE'; peer: string };
type Args = { context: Context; event: Events };

const READ_TIMEOUT_MILLIS = 5_000;
const PROBE_MILLIS = 5_000;
const STREAMS = ['stream MsgApp v2', 'stream Message'];
const PROBERS = ['ROUND_TRIPPER_SNAPSHOT', 'ROUND_TRIPPER_RAFT_MESSAGE'];

function say(c: Context, level: string, caller: string, msg: string, fields: object): void {
  c.env.say(c.containerId, JSON.stringify({ level, ts: '@@zap@@', caller, msg, ...fields }));
}

/** '' when a connection to the peer's own URL opens. */
function problemOf(c: Context, peer: string): string {
  const [url = ''] = c.env.etcd.find(peer)?.settings.initialAdvertisePeerUrls ?? [];
  const { name, port } = urlTarget(url);
  const end = c.env.net.connect(name, port);
  return end.ok && end.service === 'etcd' ? '' : c.env.net.why(url);
}

function look({ context: c }: Args): void {
  const { voters, learners } = c.env.etcd.member().config;
  const known = [...voters, ...learners].filter((id) => id !== c.env.host);
  for (const id of c.peers.keys()) if (!known.includes(id)) c.peers.delete(id);
  for (const id of known) {
    const peer = c.peers.get(id);
    const why = problemOf(c, id);
    if (why === '' && peer?.active !== true) connect(c, id, peer !== undefined);
    else if (why !== '' && peer?.active === true && peer.lostAt < 0) {
      peer.lostAt = c.env.now();
      const silent = /i\/o timeout|unreachable|no route/.test(why);
      c.env.post(c.env.id, { type: 'LOST', peer: id }, silent ? READ_TIMEOUT_MILLIS : 0);
    } else if (why === '' && peer !== undefined) peer.lostAt = -1;
  }
}

function connect(c: Context, id: string, again: boolean): void {
  c.peers.set(id, { active: true, lostAt: -1 });
  if (!again) return;
  const remote = c.env.etcd.hex(id);
  say(c, 'info', 'rafthttp/peer_status.go:53', 'peer became active', { 'peer-id': remote });
  for (const type of STREAMS)
    say(
      c,
      'info',
      'rafthttp/stream.go:412',
      'established TCP streaming connection with remote peer',
      {
        'stream-reader-type': type,
        'local-member-id': c.env.etcd.member().hex,
        'remote-peer-id': remote,
      },
    );
}

function lost({ context: c, event: e }: Args): void {
  if (e.type !== 'LOST') return;
  const peer = c.peers.get(e.peer);
  const why = problemOf(c, e.peer);
  if (peer === undefined || !peer.active || peer.lostAt < 0 || why === '') return;
  peer.active = false;
  const remote = c.env.etcd.hex(e.peer);
  const error = c.env.now() === peer.lostAt ? 'EOF' : why.replace(/^dial tcp .*: /, 'read tcp: ');
  for (const type of STREAMS)
    say(c, 'warn', 'rafthttp/stream.go:421', 'lost TCP streaming connection with remote peer', {
      'stream-reader-type': type,
      'local-member-id': c.env.etcd.member().hex,
      'remote-peer-id': remote,
      error,
    });
  say(
    c,
    'warn',
    'rafthttp/peer_status.go:66',
    'peer became inactive (message send to peer failed)',
    {
      'peer-id': remote,
      error: `failed to dial ${remote} on stream MsgApp v2 (${why})`,
    },
  );
  c.env.post(c.env.id, { type: 'PROBE', peer: e.peer }, PROBE_MILLIS);
}

function probe({ context: c, event: e }: Args): void {
  if (e.type !== 'PROBE' || c.peers.get(e.peer)?.active !== false) return;
  const error = problemOf(c, e.peer);
  if (error === '') return;
  for (const name of PROBERS)
    say(c, 'warn', 'rafthttp/probing_status.go:68', 'prober detected unhealthy status', {
      'round-tripper-name': name,
      'remote-peer-id': c.env.etcd.hex(e.peer),
      rtt: `${ROUND_TRIP}µs`,
      error,
    });
  c.env.post(c.env.id, { type: 'PROBE', peer: e.peer }, PROBE_MILLIS);
}

export const etcdPeers = setup({
  types: {} as { context: Context; input: Input; events: Events },
  actions: {
    watch: ({ context: c }: Args) => c.env.watch('etcd'),
    look,
    lost,
    probe,
  },
}).createMachine({
  id: 'etcd-peers',
  context: ({ input }) => ({ ...input, peers: new Map() }),
  options: { maxIterations: 1000 },
  initial: 'watching',
  entry: ['watch', 'look'],
  states: {
    watching: {
      on: {
        CHANGED: { actions: 'look' },
        LOST: { actions: 'lost' },
        PROBE: { actions: 'probe' },
      },
    },
  },
});
