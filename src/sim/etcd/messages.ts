/** Raft messages as they arrive at a member's loop; those that change a role go to its machine. */
import type { EtcdCluster } from './cluster.ts';
import type { Member, Message } from './member.ts';
import { answerReadIndex, readIndexDone } from './reads.ts';
import { turn } from './ready-loop.ts';
import { advanceCommit, propose } from './requests.ts';
import { ticksOf } from './ticks.ts';

export function arrive(c: EtcdCluster, m: Member, x: Message): void {
  if (!m.up || m.role === 'off' || !c.reachable(x.from, x.to)) return;
  const leads = m.role === 'leader' && x.term === m.term;
  switch (x.type) {
    case 'append':
    case 'heartbeat':
      if (x.term < m.term) {
        reply(c, m, x, { type: 'appended', rejected: true, index: m.log.length });
      } else if (x.term > m.term || m.leader !== x.from || m.role !== 'follower') {
        c.tell(m, { type: 'LEADER_HEARD', from: x.from, term: x.term, message: x });
      } else append(c, m, x);
      break;
    case 'appended':
      if (x.term > m.term) c.tell(m, { type: 'TERM_SEEN', from: x.from, term: x.term });
      else if (leads) appended(c, m, x);
      break;
    case 'heard':
      if (leads) heard(c, m, x);
      break;
    case 'propose':
      if (m.role === 'leader' && x.entry !== undefined) propose(c, m, x.entry);
      break;
    case 'readIndex':
      if (leads) answerReadIndex(c, m, x.from, x.read ?? 0);
      break;
    case 'readState':
      m.readStates.push({ id: x.read ?? 0, index: x.index ?? 0 });
      turn(c, m);
      break;
    case 'PREVOTE':
    case 'PREVOTE_REPLY':
    case 'VOTE':
    case 'VOTE_REPLY':
      c.tell(m, { ...x });
      break;
  }
}

function reply(
  c: EtcdCluster,
  m: Member,
  x: Message,
  answer: Partial<Message> & Pick<Message, 'type'>,
): void {
  m.outbox.push({ from: m.id, to: x.from, term: m.term, ...answer });
  turn(c, m);
}

/** A follower takes entries from its leader. */
export function append(c: EtcdCluster, m: Member, x: Message): void {
  m.contactTick = ticksOf(c, m);
  if (x.type === 'heartbeat') return reply(c, m, x, { type: 'heard', read: x.read ?? 0 });
  const previous = x.previous ?? 0;
  const entries = x.entries ?? [];
  if (previous > m.log.length || (previous > 0 && m.log[previous - 1]?.term !== x.previousTerm)) {
    const index = Math.min(m.log.length, Math.max(0, previous - 1));
    return reply(c, m, x, { type: 'appended', rejected: true, index });
  }
  let at = previous;
  for (const entry of entries) {
    if (m.log[at] !== entry) {
      if (at < m.log.length) {
        m.log.length = at;
        m.stable = Math.min(m.stable, at);
      }
      m.log.push(entry);
    }
    at++;
  }
  m.commit = Math.max(m.commit, Math.min(x.commit ?? 0, at));
  const news = entries.length > 0 || (previous >= m.log.length && (x.commit ?? 0) > m.handed);
  if (news) return reply(c, m, x, { type: 'appended', index: at });
  return turn(c, m);
}

function appended(c: EtcdCluster, leader: Member, x: Message): void {
  leader.activeAt.set(x.from, c.now);
  if (x.rejected === true) {
    leader.next.set(x.from, Math.min(leader.next.get(x.from) ?? 1, (x.index ?? 0) + 1));
    leader.appendDue = true;
  } else {
    leader.match.set(x.from, Math.max(leader.match.get(x.from) ?? 0, x.index ?? 0));
    advanceCommit(leader);
  }
  turn(c, leader);
}

function heard(c: EtcdCluster, leader: Member, x: Message): void {
  const match = leader.match.get(x.from) ?? 0;
  if ((x.read ?? 0) === 0) {
    if (match < leader.log.length) {
      leader.next.set(x.from, match + 1);
      leader.appendDue = true;
      turn(c, leader);
    }
    return;
  }
  const pending = leader.readIndexes.get(x.read ?? 0);
  if (pending === undefined) return;
  leader.activeAt.set(x.from, c.now);
  if (leader.config.voters.includes(x.from) && !pending.acks.includes(x.from)) {
    pending.acks.push(x.from);
  }
  if (pending.acks.length > leader.config.voters.length / 2) readIndexDone(c, leader, pending);
}
