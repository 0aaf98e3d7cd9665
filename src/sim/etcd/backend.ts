/**
 * The bbolt backend: a commit holds both locks from its start, through two fdatasyncs; the batch timer
 * starts again when it ends. Real: etcd v3.5.16 server/storage/backend/{backend,batch_tx}.go.
 */
import type { EtcdCluster } from './cluster.ts';
import { BATCH_INTERVAL, type Member } from './member.ts';
import { apply } from './ready-loop.ts';
import { finish } from './requests.ts';

/** Something waits to be committed: the next turn of the batch timer does it. */
export function dirtyBackend(c: EtcdCluster, m: Member): void {
  m.pending = true;
  if (m.timerArmed) return;
  m.timerArmed = true;
  const turns = Math.floor((c.now - m.commitEndedAt) / BATCH_INTERVAL) + 1;
  m.timerDue = m.commitEndedAt + turns * BATCH_INTERVAL;
  c.at(m.timerDue, 'BACKEND_TIMER', m.id, ++m.timer, m.life);
}

export function backendTimer(c: EtcdCluster, m: Member, timer: number): void {
  if (timer !== m.timer) return;
  m.timerArmed = false;
  if (!m.up || m.locked || !m.pending) return;
  m.pending = false;
  m.locked = true;
  m.commitStartedAt = c.now;
  c.fsync(m, 'COMMIT_SYNCED', 1);
}

export function commitSynced(c: EtcdCluster, m: Member, nth: number): void {
  m.fsyncs++;
  if (nth === 1) return c.fsync(m, 'COMMIT_SYNCED', 2);
  m.backend.observe(c.now - m.commitStartedAt);
  m.locked = false;
  m.commitEndedAt = c.now;
  apply(c, m);
  for (const request of m.lockWaiters.splice(0)) finish(c, request, '');
  return undefined;
}
