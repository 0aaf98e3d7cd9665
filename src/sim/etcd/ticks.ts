/**
 * Time as raft sees it: ticks count only while the Ready loop is free, and a blocked loop keeps one.
 * Heartbeats are not events: who was free to hear is computed. Real: raft.go tickElection,
 * tickHeartbeat, checkQuorumActive; etcdserver/raft.go NewTimeoutDetector(2*heartbeat).
 */
import { millis } from '../kernel/time.ts';
import type { EtcdCluster } from './cluster.ts';
import { goDuration } from './go-duration.ts';
import { ELECTION_TICKS, type Member, TICK, peersOf } from './member.ts';

const wholeTicks = (m: Member, t: number): number => Math.floor((t - m.phase) / TICK);
const nextTickAt = (c: EtcdCluster, m: Member, ticks: number): number =>
  m.phase + (wholeTicks(m, c.now) + Math.max(1, ticks)) * TICK;

export function ticksOf(c: EtcdCluster, m: Member): number {
  const all = wholeTicks(m, c.now);
  return all - m.lostTicks - (m.busy ? all - wholeTicks(m, m.busyAt) : 0);
}

/** Ticks since the last contact with a leader; 0 while a free leader's heartbeats reach it. */
export function elapsedTicks(c: EtcdCluster, m: Member): number {
  const leader = c.find(m.leader);
  const hears =
    m.leader === m.id ||
    (leader !== undefined &&
      leader !== m &&
      leader.role === 'leader' &&
      leader.term === m.term &&
      leader.up &&
      !leader.busy &&
      c.reachable(leader.id, m.id));
  return hears ? 0 : ticksOf(c, m) - m.contactTick;
}

export function armElection(c: EtcdCluster, m: Member, ticks: number): void {
  c.at(nextTickAt(c, m, ticks), 'ELECTION', m.id, ++m.electionTimer, m.life);
}

export function electionTick(c: EtcdCluster, m: Member, timer: number): void {
  if (timer !== m.electionTimer || !m.up) return;
  if (m.role === 'leader' || !m.config.voters.includes(m.id))
    return armElection(c, m, ELECTION_TICKS);
  if (m.busy) return armElection(c, m, 1);
  const elapsed = elapsedTicks(c, m);
  if (elapsed === 0) m.contactTick = ticksOf(c, m);
  if (elapsed >= m.electionTimeoutTicks) {
    m.contactTick = ticksOf(c, m);
    c.tell(m, { type: 'ELECTION_TIMEOUT' });
  }
  armElection(c, m, m.electionTimeoutTicks - (ticksOf(c, m) - m.contactTick));
}

/** Arms the leader's next check of its quorum; a lone voter has none to lose. */
export function watchQuorum(c: EtcdCluster, m: Member): void {
  if (m.config.voters.length === 1) return;
  c.at(c.now + ELECTION_TICKS * TICK, 'CHECK_QUORUM', m.id, m.quorumTimer, m.life);
}

export function checkQuorum(c: EtcdCluster, m: Member, timer: number): void {
  if (timer !== m.quorumTimer || !m.up || m.role !== 'leader') return;
  const left = ELECTION_TICKS - (ticksOf(c, m) - m.contactTick);
  if (left > 0 || m.busy) {
    return c.at(nextTickAt(c, m, left), 'CHECK_QUORUM', m.id, timer, m.life);
  }
  const answering = m.config.voters.filter((voter) => {
    if (voter === m.id) return true;
    const follower = c.find(voter);
    if (follower === undefined || !follower.up || !c.reachable(voter, m.id)) return false;
    return !follower.busy || (m.activeAt.get(voter) ?? 0) > m.quorumCheckedAt;
  });
  m.contactTick = ticksOf(c, m);
  m.quorumCheckedAt = c.now;
  if (answering.length <= m.config.voters.length / 2) return c.tell(m, { type: 'QUORUM_LOST' });
  return watchQuorum(c, m);
}

/** A tick's heartbeat goes out late: the leader complains once per peer. */
export function heartbeat(c: EtcdCluster, m: Member): void {
  const gap = c.now - m.heartbeatSentAt;
  if (gap > 2 * TICK) {
    for (const peer of peersOf(m)) {
      c.line(m, 'warn', 'etcdserver/raft.go:426', LATE_HEARTBEAT, {
        to: c.hex(peer),
        'heartbeat-interval': '100ms',
        'expected-duration': '200ms',
        'exceeded-duration': goDuration(gap - 2 * TICK),
      });
    }
  }
  m.heartbeatSentAt = c.now;
}
const LATE_HEARTBEAT =
  'leader failed to send out heartbeat on time; took too long, leader is overloaded likely from slow disk';

/** The leader stops being free (blocked, dead, deposed): its heartbeats up to now have been heard. */
export function released(c: EtcdCluster, leader: Member): void {
  if (leader.busy) return;
  for (const m of c.members.values()) {
    if (m !== leader && m.up && m.leader === leader.id && c.reachable(leader.id, m.id)) {
      m.contactTick = ticksOf(c, m);
    }
  }
}

/** The Ready loop enters an fsync. */
export function block(c: EtcdCluster, m: Member): void {
  const leader = c.find(m.leader);
  if (leader !== undefined && leader !== m) leader.activeAt.set(m.id, c.now);
  if (m.role === 'leader') {
    released(c, m);
    const tick = m.phase + wholeTicks(m, c.now) * TICK;
    if (tick > m.busyAt && tick > m.heartbeatSentAt) m.heartbeatSentAt = tick;
  }
  m.busy = true;
  m.busyAt = c.now;
}

/** The Ready loop is free again: one buffered tick is taken, the others are lost. */
export function unblock(c: EtcdCluster, m: Member): void {
  const missed = wholeTicks(m, c.now) - wholeTicks(m, m.busyAt);
  m.busy = false;
  m.lostTicks += Math.max(0, missed - 1);
  m.busyAt = c.now;
  const leader = c.find(m.leader);
  if (leader !== undefined && leader !== m) leader.activeAt.set(m.id, c.now);
  if (m.role !== 'leader' || peersOf(m).length === 0) return;
  // Go's select takes the ticker or the Ready channel, whichever: with entries waiting, a coin.
  const waiting = m.log.length > m.stable;
  if (missed > 0 && (!waiting || c.kernel.stream(`${m.id}/etcd:select`).next() < 0.5)) {
    heartbeat(c, m);
  } else {
    const tick = m.phase + (wholeTicks(m, c.now) + 1) * TICK;
    if (tick - m.heartbeatSentAt > 2 * TICK) c.at(tick, 'HEARTBEAT', m.id, 0, m.life);
  }
}

/** A member that just started is found by the leader's next heartbeat. */
export function joinTick(c: EtcdCluster, m: Member): void {
  if (!m.up) return;
  const leader = [...c.members.values()].find(
    (l) => l.up && l.role === 'leader' && l.term >= m.term && peersOf(l).includes(m.id),
  );
  if (leader !== undefined && !leader.busy && c.reachable(leader.id, m.id)) {
    c.send([{ type: 'heartbeat', from: leader.id, to: m.id, term: leader.term, read: 0 }]);
  }
  if (m.leader === '') c.at(c.now + millis(100), 'JOIN_TICK', m.id, 0, m.life);
}
