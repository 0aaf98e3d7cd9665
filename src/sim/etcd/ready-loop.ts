/**
 * The Ready loop of a member: take what raft has ready; a leader sends first, then saves; others save
 * first. Whatever comes while the WAL syncs joins the next turn. Then entries are applied in order.
 * Real: etcd v3.5.16 server/etcdserver/raft.go (start), server.go (applyAll, shouldWaitWALSync).
 */
import { SECOND, millis } from '../kernel/time.ts';
import { dirtyBackend } from './backend.ts';
import type { EtcdCluster } from './cluster.ts';
import { goDuration } from './go-duration.ts';
import { type LogEntry, type Member, type Message, peersOf } from './member.ts';
import { serveReads, takeReadState } from './reads.ts';
import { finish } from './requests.ts';
import { block, unblock, watchQuorum } from './ticks.ts';

interface WalCall {
  readonly since: number;
  readonly upTo: number;
  readonly apply: number;
  readonly outbox: readonly Message[];
}

/** One turn after another until the loop blocks or nothing is ready. */
export function turn(c: EtcdCluster, m: Member): void {
  while (m.up && m.role !== 'off' && !m.busy) {
    if (m.readStates.length > 0) {
      if (takeReadState(c, m)) continue;
      return;
    }
    const upTo = m.log.length;
    const commit = Math.min(m.commit, upTo);
    const save = upTo > m.stable || m.hardStateChanged;
    const leads = m.role === 'leader';
    if (!save && commit <= m.handed && m.outbox.length === 0 && !m.appendDue) return;
    if (m.appendDue) queueAppends(m, upTo);
    const outbox = m.outbox;
    m.outbox = [];
    if (leads) c.send(outbox);
    const waitForWal = commit > m.stable;
    if (!waitForWal) m.handed = Math.max(m.handed, commit);
    if (save) {
      m.hardStateChanged = false;
      block(c, m);
      const call: WalCall = { since: c.now, upTo, apply: commit, outbox: leads ? [] : outbox };
      c.fsync(m, 'WAL_SYNCED', call);
      if (!waitForWal) apply(c, m);
      return;
    }
    if (!leads) c.send(outbox);
    apply(c, m);
  }
}

function queueAppends(m: Member, upTo: number): void {
  m.appendDue = false;
  if (m.role !== 'leader') return;
  for (const peer of peersOf(m)) {
    const next = m.next.get(peer) ?? 1;
    m.outbox.push({
      type: 'append',
      from: m.id,
      to: peer,
      term: m.term,
      previous: next - 1,
      previousTerm: m.log[next - 2]?.term ?? 0,
      entries: m.log.slice(next - 1),
      commit: m.commit,
    });
    m.next.set(peer, upTo + 1);
  }
}

export function walSynced(c: EtcdCluster, m: Member, call: WalCall): void {
  const took = c.now - call.since;
  m.fsyncs++;
  m.wal.observe(took);
  if (took > SECOND) {
    c.line(m, 'warn', 'wal/wal.go:805', 'slow fdatasync', {
      took: goDuration(took),
      'expected-duration': '1s',
    });
  }
  m.stable = Math.min(call.upTo, m.log.length);
  m.handed = Math.max(m.handed, Math.min(call.apply, m.stable));
  c.send(call.outbox);
  unblock(c, m);
  // A lone leader's commit moves when its own WAL is on disk.
  apply(c, m);
  turn(c, m);
}

/** Applies what was handed over, in order; writes wait while a backend commit holds the lock. */
export function apply(c: EtcdCluster, m: Member): void {
  while (m.applied < m.handed) {
    const entry = m.log[m.applied];
    if (entry === undefined) break;
    const writes = entry.kind === 'put' || entry.kind === 'publish' || entry.kind === 'conf';
    if (m.applyWaitingSince < 0) m.applyWaitingSince = c.now;
    if (writes && m.locked) return;
    const took = c.now - m.applyWaitingSince;
    m.applyWaitingSince = -1;
    m.applied++;
    if (writes) dirtyBackend(c, m);
    if (took > millis(100) && entry.kind === 'put') sayApplySlow(c, m, took);
    applyEntry(c, m, entry);
    if (!m.up) return;
  }
  serveReads(c, m);
}

function applyEntry(c: EtcdCluster, m: Member, entry: LogEntry): void {
  if (entry.kind === 'conf' && entry.change !== undefined) {
    m.config = entry.change;
    const voters = m.config.voters.map((v) => BigInt(`0x${c.hex(v)}`).toString());
    const learners = m.config.learners.map((v) => BigInt(`0x${c.hex(v)}`).toString());
    c.raftLine(
      m,
      `${m.hex} switched to configuration voters=(${voters.join(' ')})` +
        (learners.length > 0 ? ` learners=(${learners.join(' ')})` : ''),
    );
    if (m.role === 'leader') {
      m.appendDue = true;
      m.quorumTimer++;
      watchQuorum(c, m);
    }
    c.around.configured(m);
    if (removes(m, entry.change)) c.around.removed(m);
  }
  const request = c.requests.get(entry.request);
  if (request !== undefined) {
    request.applied();
    if (request.member === m.id || request.done) {
      c.requests.delete(request.id);
      finish(c, request, '');
    }
  }
  if (entry.kind === 'publish' && entry.from === m.id && !m.ready) {
    m.ready = true;
    c.line(
      m,
      'info',
      'etcdserver/server.go:2140',
      'published local member to cluster through raft',
      {
        'local-member-id': m.hex,
        'local-member-attributes': `{Name:${m.name} ClientURLs:[]}`,
        'publish-timeout': '7s',
      },
    );
    c.line(m, 'info', 'embed/serve.go:104', 'ready to serve client requests');
    c.around.serving(m);
  }
}

const has = ({ voters, learners }: Member['config'], id: string): boolean =>
  voters.includes(id) || learners.includes(id);

/** A new member goes through changes from before its own time too: those do not remove it. */
function removes(m: Member, change: Member['config']): boolean {
  if (has(change, m.id)) return false;
  const before = m.log.slice(0, m.applied - 1).findLast(({ kind }) => kind === 'conf')?.change;
  return before !== undefined && has(before, m.id);
}

function sayApplySlow(c: EtcdCluster, m: Member, took: number): void {
  c.line(m, 'warn', 'etcdserver/util.go:170', 'apply request took too long', {
    took: goDuration(took),
    'expected-duration': '100ms',
    prefix: '',
    request: `header:<ID:${m.applied} > put:<>`,
    response: 'size:5',
  });
}
