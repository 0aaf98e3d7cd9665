/** The doors by which a member's machine acts on its data: role, votes, leadership, membership. */
import type { EtcdCluster } from './cluster.ts';
import {
  ELECTION_TICKS,
  type Configuration,
  type Member,
  type Message,
  peersOf,
} from './member.ts';
import { turn } from './ready-loop.ts';
import { leaderKnown, propose } from './requests.ts';
import { armElection, released, ticksOf, watchQuorum } from './ticks.ts';

export interface RoleChange {
  readonly role: Member['role'];
  readonly term: number;
  readonly vote: string;
  readonly leader: string;
  /** A new election timeout is drawn. */
  readonly redraw: boolean;
}

export function setRole(c: EtcdCluster, id: string, change: RoleChange): void {
  const m = c.member(id);
  c.background.interrupt();
  if (m.term !== change.term || m.vote !== change.vote) m.hardStateChanged = true;
  if (m.leader !== change.leader) {
    const was = c.hex(m.leader);
    const is = c.hex(change.leader);
    const how =
      change.leader === ''
        ? `lost leader ${was}`
        : m.leader === ''
          ? `elected leader ${is}`
          : `changed leader from ${was} to ${is}`;
    c.raftLine(m, `raft.node: ${m.hex} ${how} at term ${change.term}`);
    if (change.leader !== '') m.leaderChanges++;
  }
  const news = m.leader !== change.leader;
  if (m.role === 'leader' && change.role !== 'leader') released(c, m);
  m.role = change.role;
  m.term = change.term;
  m.vote = change.vote;
  m.leader = change.leader;
  if (change.redraw) {
    m.electionTimeoutTicks = c.kernel
      .stream(`${id}/etcd:election`)
      .integer(ELECTION_TICKS, 2 * ELECTION_TICKS - 1);
    m.contactTick = ticksOf(c, m);
    armElection(c, m, m.electionTimeoutTicks);
  }
  leaderKnown(c, m);
  if (news) c.around.configured(m);
}

/** Queues a vote message: it leaves after the member's own WAL fsync. */
export function cast(c: EtcdCluster, id: string, message: Omit<Message, 'from'>): void {
  c.member(id).outbox.push({ ...message, from: id });
}

export const wake = (c: EtcdCluster, id: string): void => turn(c, c.member(id));

/** A won election: progress of every peer starts anew, and an empty entry of the term is proposed. */
export function lead(c: EtcdCluster, id: string): void {
  const m = c.member(id);
  m.next.clear();
  m.match.clear();
  m.activeAt.clear();
  m.readIndexes.clear();
  m.heartbeatSentAt = c.now;
  if (!m.busy) m.busyAt = c.now;
  m.quorumCheckedAt = c.now;
  m.contactTick = ticksOf(c, m);
  for (const peer of peersOf(m)) m.next.set(peer, m.log.length + 1);
  m.quorumTimer++;
  watchQuorum(c, m);
  propose(c, m, { term: m.term, kind: 'empty', request: 0, from: id });
}

/**
 * Proposes a membership. Answers etcd's own errors: a learner may become a voter when it has 90 % of
 * the leader's log (server.go isLearnerReady).
 */
export function reconfigure(c: EtcdCluster, change: Configuration, promoted: string): string {
  const leader = c.leader();
  if (leader === undefined) return 'etcdserver: no leader';
  c.background.interrupt();
  if (promoted !== '' && (leader.match.get(promoted) ?? 0) < 0.9 * leader.log.length) {
    return 'etcdserver: can only promote a learner member which is in sync with leader';
  }
  propose(c, leader, { term: 0, kind: 'conf', request: 0, from: leader.id, change });
  return '';
}
