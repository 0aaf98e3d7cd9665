/**
 * haproxy: reads its file, binds, checks its servers, hands connections on. Reload (SIGUSR2) reads the file again;
 * a bad one leaves the running worker as it is. Real: haproxy 2.4 of RHEL 9, `-Ws`. Checks are parked: while nothing
 * that a check goes by has changed, the next one would say what the last one did. Chart: running -> (exited)
 */
import { setup } from 'xstate';
import type { Env } from '../../env.ts';
import { SECOND } from '../../kernel/time.ts';
import { Balancer, type Probe, type ServerState } from './balancer.ts';
import type { HaproxyConfig, Server } from './config.ts';
import { loaded } from './flags.ts';
import { haproxy as text } from './text.ts';

interface Input {
  readonly env: Env;
  readonly pid: number;
  /** The file that -f names. */
  readonly file: string;
}
/** What the process holds in its memory. */
interface Memory {
  balancer: Balancer | undefined;
  readonly pending: Set<ServerState>;
}
interface Context extends Input {
  readonly memory: Memory;
}
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'RELOAD' }
  | { type: 'CHECK'; state: ServerState }
  | { type: 'CHECKED'; state: ServerState; probe: Probe };
type Args = { context: Context; event: Events };

const UNIT = 'haproxy.service';
const CHECK_TIMEOUT_MILLIS = 2_000;
const say = (c: Context, line: string, priority = 5): void =>
  c.env.log(UNIT, 'haproxy', line, priority);

function start({ context: c }: Args): void {
  c.env.watch('net');
  if (!load(c)) c.env.post(`${c.env.host}/unit:haproxy`, { type: 'EXITED', exitCode: 1 }, 30);
}

/** Reads, binds and takes over; false when this cannot be. */
function load(c: Context): boolean {
  const found = c.env.file(c.file);
  const { config, alerts, warnings } = loaded(
    found?.folder === false ? found.content : undefined,
    c.file,
  );
  for (const line of warnings) say(c, text.stderr('WARNING', c.pid, line), 4);
  for (const line of alerts) say(c, text.stderr('ALERT', c.pid, line), 1);
  if (alerts.length > 0) return false;
  if (!bind(c, config)) return false;
  c.memory.balancer = new Balancer(resolved(c, config), c.env.now());
  c.memory.pending.clear();
  for (const line of text.start(c.pid)) say(c, line);
  look(c);
  return true;
}

/** Names are looked up once, at start. */
function resolved(c: Context, config: HaproxyConfig): HaproxyConfig {
  const proxies = config.proxies.map((proxy) => ({
    ...proxy,
    servers: proxy.servers.map((server) => ({
      ...server,
      address: c.env.net.resolve(server.address) ?? server.address,
    })),
  }));
  return { proxies };
}

function bind(c: Context, config: HaproxyConfig): boolean {
  const { sockets } = c.env.state();
  const wanted = new Set<number>();
  for (const proxy of config.proxies) {
    for (const { port, line } of proxy.binds) {
      const holder = sockets.get(port);
      if (holder !== undefined && holder !== 'haproxy') {
        say(c, text.cannotBind(c.pid, c.file, proxy.name, port, line), 1);
        return false;
      }
      wanted.add(port);
    }
  }
  for (const [port, holder] of [...sockets])
    if (holder === 'haproxy' && !wanted.has(port)) c.env.net.unlisten(port);
  for (const proxy of config.proxies)
    for (const { port } of proxy.binds)
      c.env.net.listen(port, 'haproxy', {
        accept: (turn, hops) => {
          const { balancer } = c.memory;
          const own = balancer?.config.proxies.find((each) =>
            each.binds.some((b) => b.port === port),
          );
          if (balancer === undefined || own === undefined) return { ok: false, afterMicros: 900 };
          return balancer.accept(own, turn, (server) => probe(c, server, hops));
        },
      });
  return true;
}

function probe(c: Context, { address, port }: Server, hops = 0): Probe {
  const found = c.env.net.connect(address, port, hops);
  // A listener behind it that only accepts is one all the same.
  if (found.ok || found.failure === 'eof') return 'ok';
  return found.failure === 'timeout' || found.failure === 'noRoute' ? found.failure : 'refused';
}

/** Whatever a check would now find otherwise is checked at its next turn. */
function look(c: Context): void {
  const { balancer, pending } = c.memory;
  for (const [index, state] of (balancer?.states ?? []).entries()) {
    if (!state.server.check || pending.has(state)) continue;
    if (balancer?.settled(state, probe(c, state.server)) === true) continue;
    const inter = state.server.interSeconds * SECOND;
    const spread = Math.round((inter * index) / (balancer?.states.length ?? 1));
    // Its turns lie on a grid of its own.
    const wait = inter - ((c.env.now() - spread + inter) % inter);
    pending.add(state);
    c.env.post(c.env.id, { type: 'CHECK', state }, wait / 1000);
  }
}

function begin({ context: c, event: e }: Args): void {
  if (e.type !== 'CHECK' || !c.memory.pending.has(e.state)) return;
  const found = probe(c, e.state.server);
  const wait = found === 'timeout' ? CHECK_TIMEOUT_MILLIS : 0;
  c.env.post(c.env.id, { type: 'CHECKED', state: e.state, probe: found }, wait);
}

function end({ context: c, event: e }: Args): void {
  const { balancer, pending } = c.memory;
  if (e.type !== 'CHECKED' || balancer === undefined || !pending.delete(e.state)) return;
  const change = balancer.check(e.state, e.probe, c.env.now());
  if (change !== undefined) {
    say(c, text.change(change), change.up ? 5 : 1);
    if (change.left === 0) say(c, text.noServer(change.state.backend), 0);
    c.env.net.changed();
  }
  look(c);
}

export const haproxy = setup({
  types: {} as { context: Context; input: Input; events: Events },
  actions: {
    start,
    look: ({ context: c }: Args) => look(c),
    reload: ({ context: c }: Args) => void load(c),
    begin,
    end,
  },
}).createMachine({
  id: 'haproxy',
  context: ({ input }) => ({ ...input, memory: { balancer: undefined, pending: new Set() } }),
  options: { maxIterations: 1000 },
  initial: 'running',
  entry: 'start',
  states: {
    running: {
      on: {
        CHANGED: { actions: 'look' },
        RELOAD: { actions: 'reload' },
        CHECK: { actions: 'begin' },
        CHECKED: { actions: 'end' },
      },
    },
  },
});
