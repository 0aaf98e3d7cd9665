/**
 * A member's start: a new one calls fsync 14 times before raft begins (captured at 500 ms and 2 s a
 * call: db at 1, WAL at 4, kvstore at 10, quota at 12, server at 14), an old one replays its WAL.
 * Source: reference/capture/etcd/single-tls, slowdisk-from-start-*.
 */
import type { EtcdCluster } from './cluster.ts';
import { ELECTION_TICKS, type Member, TICK } from './member.ts';
import { turn } from './ready-loop.ts';
import { ask } from './requests.ts';
import { setRole } from './roles.ts';
import { armElection } from './ticks.ts';
import { BOOT_LINES } from './boot-lines.ts';

const FSYNCS_NEW = 14;
const FSYNCS_OLD = 2;

/** Says what this step did, then makes the next call; after the last one raft starts. */
export function boot(c: EtcdCluster, m: Member): void {
  for (const line of BOOT_LINES[m.fresh ? 'fresh' : 'old'][m.bootStep] ?? []) line(c, m);
  if (m.bootStep++ < (m.fresh ? FSYNCS_NEW : FSYNCS_OLD)) return c.fsync(m, 'BOOT_SYNCED', 0);
  return c.tell(m, { type: 'BOOTED' });
}

/**
 * Raft starts: the ticker runs. A new lone member is fast-forwarded by nine ticks, a restarted one
 * waits a whole timeout (server.go adjustTicks).
 */
export function startRaft(c: EtcdCluster, m: Member): void {
  m.phase = c.now;
  m.busyAt = c.now;
  const learner = m.config.learners.includes(m.id);
  setRole(c, m.id, {
    role: 'follower',
    term: Math.max(1, m.term),
    vote: m.vote,
    leader: '',
    redraw: true,
  });
  if (!m.fresh) m.hardStateChanged = false;
  if (m.fresh && m.config.voters.length === 1 && !learner) {
    m.lostTicks -= ELECTION_TICKS - 1;
    armElection(c, m, m.electionTimeoutTicks - ELECTION_TICKS + 1);
  }
  if (m.fresh && !learner && m.log.length === 0 && m.config.voters.length === 1) {
    m.log.push({ term: 1, kind: 'conf', request: 0, from: m.id, change: m.config });
    m.commit = m.log.length;
  }
  c.at(c.now + TICK, 'JOIN_TICK', m.id, 0, m.life);
  publish(c, m);
  turn(c, m);
}

/** The member announces itself through raft; only then does it serve clients. */
function publish(c: EtcdCluster, m: Member): void {
  const life = m.life;
  ask(c, {
    member: m.id,
    kind: 'publish',
    answer: (error) => {
      if (error !== '' && m.up && m.life === life && !m.ready) publish(c, m);
    },
  });
}
