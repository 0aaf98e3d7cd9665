/**
 * Linearizable reads: one ReadIndex in flight per member, those that come meanwhile take the next one;
 * retried each 500 ms, given up after 7 s. Real: etcd v3.5.16 v3_server.go linearizableReadLoop.
 */
import { SECOND } from '../kernel/time.ts';
import type { EtcdCluster } from './cluster.ts';
import { type Member, READ_INDEX_RETRY, REQUEST_TIMEOUT, peersOf } from './member.ts';
import { apply, turn } from './ready-loop.ts';
import { finish, rangeOrWait } from './requests.ts';
import { block, unblock } from './ticks.ts';

export function readLoop(c: EtcdCluster, m: Member): void {
  if (m.reading !== undefined || m.reads.length === 0) return;
  m.reading = { id: c.nextRequest(), requests: m.reads.splice(0), since: c.now, index: -1 };
  if (m.readStateHeld) {
    m.readStateHeld = false;
    sayOutOfDate(c, m);
  }
  c.at(c.now + READ_INDEX_RETRY, 'READ_RETRY', m.id, m.reading.id, m.life);
  askReadIndex(c, m);
}

const unanswered = (m: Member, id: number): boolean =>
  m.reading !== undefined && m.reading.id === id && m.reading.index < 0;

export function readIndexRetry(c: EtcdCluster, m: Member, id: number): void {
  if (!m.up || !unanswered(m, id) || m.reading === undefined) return;
  c.line(
    m,
    'warn',
    'etcdserver/v3_server.go:920',
    'waiting for ReadIndex response took too long, retrying',
    {
      'sent-request-id': id,
      'retry-timeout': '500ms',
    },
  );
  const since = m.reading.since;
  if (c.now - since >= REQUEST_TIMEOUT - READ_INDEX_RETRY) {
    c.at(since + REQUEST_TIMEOUT, 'READ_TIMEOUT', m.id, id, m.life);
  } else c.at(c.now + READ_INDEX_RETRY, 'READ_RETRY', m.id, id, m.life);
  askReadIndex(c, m);
}

export function readIndexTimeout(c: EtcdCluster, m: Member, id: number): void {
  if (!m.up || !unanswered(m, id) || m.reading === undefined) return;
  c.line(
    m,
    'warn',
    'etcdserver/v3_server.go:932',
    'timed out waiting for read index response (local node might have slow network)',
    { timeout: '7s' },
  );
  const { requests } = m.reading;
  m.reading = undefined;
  for (const request of requests) finish(c, request, 'etcdserver: request timed out');
  readLoop(c, m);
}

function askReadIndex(c: EtcdCluster, m: Member): void {
  const id = m.reading?.id ?? 0;
  if (m.role === 'leader') answerReadIndex(c, m, m.id, id);
  else if (m.leader !== '') {
    m.outbox.push({ type: 'readIndex', from: m.id, to: m.leader, term: m.term, read: id });
    turn(c, m);
  } else {
    c.raftLine(m, `${m.hex} no leader at term ${m.term}; dropping index reading msg`);
  }
}

/** The leader makes sure of its quorum by a heartbeat round that carries the request's id. */
export function answerReadIndex(c: EtcdCluster, leader: Member, from: string, id: number): void {
  if (leader.log[leader.commit - 1]?.term !== leader.term) return;
  const pending = { from, id, acks: [leader.id], index: leader.commit };
  if (leader.config.voters.length === 1) return readIndexDone(c, leader, pending);
  leader.readIndexes.set(id, pending);
  for (const to of peersOf(leader)) {
    leader.outbox.push({ type: 'heartbeat', from: leader.id, to, term: leader.term, read: id });
  }
  if (!leader.busy) leader.heartbeatSentAt = c.now;
  return turn(c, leader);
}

export function readIndexDone(
  c: EtcdCluster,
  leader: Member,
  { from, id, index }: { from: string; id: number; index: number },
): void {
  leader.readIndexes.delete(id);
  // raft keeps read states until the next Ready, which hands over the last one only.
  if (from === leader.id) leader.readStates = [{ id, index }];
  else {
    leader.outbox.push({
      type: 'readState',
      from: leader.id,
      to: from,
      term: leader.term,
      read: id,
      index,
    });
  }
  turn(c, leader);
}

/** The Ready loop hands a read state over; false when that blocked the loop for a second. */
export function takeReadState(c: EtcdCluster, m: Member): boolean {
  const state = m.readStates.shift();
  if (state === undefined) return true;
  if (m.reading !== undefined && m.reading.index < 0) {
    if (state.id === m.reading.id) {
      m.reading.index = state.index;
      apply(c, m);
    } else sayOutOfDate(c, m);
    return true;
  }
  if (!m.readStateHeld) {
    m.readStateHeld = true;
    return true;
  }
  c.line(m, 'warn', 'etcdserver/raft.go:215', 'timed out sending read state', { timeout: '1s' });
  block(c, m);
  c.at(c.now + SECOND, 'READ_STATE_DROPPED', m.id, 0, m.life);
  return false;
}

export function unblockReadState(c: EtcdCluster, m: Member): void {
  unblock(c, m);
  turn(c, m);
}

/** Reads whose index is applied are answered. */
export function serveReads(c: EtcdCluster, m: Member): void {
  if (m.reading === undefined || m.reading.index < 0 || m.applied < m.reading.index) return;
  const { requests } = m.reading;
  m.reading = undefined;
  for (const request of requests) rangeOrWait(c, m, request);
  m.readStateHeld = false;
  readLoop(c, m);
}

function sayOutOfDate(c: EtcdCluster, m: Member): void {
  c.line(
    m,
    'warn',
    'etcdserver/v3_server.go:897',
    'ignored out-of-date read index response; local node read indexes queueing up and waiting to be in sync with leader',
  );
}
