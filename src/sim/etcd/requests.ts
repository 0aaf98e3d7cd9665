/** Client requests of one member: puts, linearizable reads, alarm lists; their time-outs and slow lines. */
import { millis } from '../kernel/time.ts';
import { API_SERVER_OVERHEAD, CLIENT_OVERHEAD, type EtcdCluster } from './cluster.ts';
import { goDuration } from './go-duration.ts';
import { type LogEntry, type Member, REQUEST_TIMEOUT, type Request } from './member.ts';
import { turn } from './ready-loop.ts';
import { readLoop } from './reads.ts';

const nothing = (): void => undefined;

export interface Ask {
  readonly member: string;
  readonly kind: Request['kind'];
  /** '' or etcd's error: `etcdserver: request timed out`, `unavailable`. */
  readonly answer?: (error: string) => void;
  /** The write was applied, be its client there or not. */
  readonly applied?: () => void;
  /** Who asks: an API server over its standing connection, else a client that has to dial. */
  readonly from?: 'apiserver';
}

export function ask(
  c: EtcdCluster,
  { member, kind, answer = nothing, applied = nothing, from }: Ask,
): void {
  c.background.interrupt();
  const m = c.find(member);
  const request: Request = {
    id: c.nextRequest(),
    member,
    kind,
    startedAt: c.now,
    overhead:
      from === 'apiserver'
        ? c.kernel.stream(`${member}/etcd:apiserver`).draw(API_SERVER_OVERHEAD)
        : c.kernel.stream(`${member}/etcd:client`).draw(CLIENT_OVERHEAD),
    done: false,
    answer,
    applied,
  };
  if (m === undefined || !m.up || (!m.ready && kind !== 'publish')) {
    request.done = true;
    c.kernel.schedule('etcd', { type: 'ANSWER', value: [request, 'unavailable'] });
    return;
  }
  if (kind === 'range') {
    m.reads.push(request);
    readLoop(c, m);
  } else if (kind === 'status') rangeOrWait(c, m, request);
  else {
    c.requests.set(request.id, request);
    c.at(c.now + REQUEST_TIMEOUT, 'TIMEOUT', m.id, request.id);
    propose(c, m, { term: 0, kind, request: request.id, from: m.id });
  }
}

/** A range needs the backend's read lock. */
export function rangeOrWait(c: EtcdCluster, m: Member, request: Request): void {
  if (m.locked) m.lockWaiters.push(request);
  else finish(c, request, '');
}

export function finish(c: EtcdCluster, request: Request, error: string): void {
  if (request.done) return;
  request.done = true;
  const m = c.find(request.member);
  if (m === undefined || !m.up) return;
  const took = c.now - request.startedAt;
  if (request.kind === 'range' && took > millis(100)) {
    c.line(m, 'warn', 'etcdserver/util.go:170', 'apply request took too long', {
      took: goDuration(took),
      'expected-duration': '100ms',
      prefix: 'read-only range ',
      request: 'key:"health" ',
      response: 'range_response_count:0 size:5',
      ...(error === '' ? {} : { error }),
    });
  }
  if (request.kind !== 'publish' && took > millis(300)) {
    c.line(m, 'warn', 'v3rpc/interceptor.go:197', 'request stats', {
      'time spent': goDuration(took),
      remote: '127.0.0.1:41250',
      'response type': RESPONSE_TYPES[request.kind],
      'request count': request.kind === 'put' ? 1 : 0,
    });
  }
  if (request.answer !== nothing) {
    c.kernel.schedule('etcd', { type: 'ANSWER', value: [request, error] }, request.overhead);
  }
}
const RESPONSE_TYPES: Readonly<Record<string, string>> = {
  put: '/etcdserverpb.KV/Txn',
  range: '/etcdserverpb.KV/Range',
  alarm: '/etcdserverpb.Maintenance/Alarm',
  status: '/etcdserverpb.Maintenance/Status',
};

export function timeOut(c: EtcdCluster, id: number): void {
  const request = c.requests.get(id);
  if (request !== undefined) finish(c, request, 'etcdserver: request timed out');
}

/** raft's Propose: the leader appends, a follower forwards, and without a leader the caller waits. */
export function propose(c: EtcdCluster, m: Member, entry: LogEntry): void {
  if (m.role === 'leader') {
    entry.term = m.term;
    m.log.push(entry);
    m.appendDue = true;
    advanceCommit(m);
    turn(c, m);
  } else if (m.leader !== '') {
    m.outbox.push({ type: 'propose', from: m.id, to: m.leader, term: m.term, entry });
    turn(c, m);
  } else m.proposals.push(entry);
}

/** A leader is known again: the proposals that waited go to it. */
export function leaderKnown(c: EtcdCluster, m: Member): void {
  if (m.leader === '') return;
  for (const entry of m.proposals.splice(0)) {
    if (c.requests.get(entry.request)?.done !== true) propose(c, m, entry);
  }
}

/** The highest index that a quorum has, of this term; a leader counts its own entries at append. */
export function advanceCommit(m: Member): void {
  const indexes = m.config.voters
    .map((v) => (v === m.id ? m.log.length : (m.match.get(v) ?? 0)))
    .toSorted((a, b) => b - a);
  const index = indexes[indexes.length >> 1] ?? 0;
  if (index > m.commit && m.log[index - 1]?.term === m.term) {
    m.commit = index;
    m.appendDue = true;
  }
}
