/** The columns of pods: kubernetes pkg/printers/internalversion/printers.go printPod. */
import { at, condition, list, number, text } from '../json.ts';
import { AGE, column, NAME, orNone, since, wide, type Column } from './column.ts';

const containers = (pod: unknown): readonly unknown[] => list(pod, 'status', 'containerStatuses');

export const POD: readonly Column[] = [
  NAME,
  column('Ready', (pod) => {
    const ready = containers(pod).filter(
      (status) => at(status, 'ready') === true && at(status, 'state', 'running') !== undefined,
    );
    return `${ready.length}/${list(pod, 'spec', 'containers').length}`;
  }),
  column('Status', podStatus),
  column('Restarts', (pod, now) => {
    const total = containers(pod).reduce<number>(
      (sum, status) => sum + (number(status, 'restartCount') ?? 0),
      0,
    );
    const endings = containers(pod).map(
      (s) => number(s, 'lastState', 'terminated', 'finishedAt') ?? -1,
    );
    const last = Math.max(-1, ...endings);
    return total > 0 && last >= 0 ? `${total} (${since(last, now)} ago)` : String(total);
  }),
  AGE,
  wide('IP', (pod) => orNone(text(pod, 'status', 'podIP'))),
  wide('Node', (pod) => orNone(text(pod, 'spec', 'nodeName'))),
  wide('Nominated Node', (pod) => orNone(text(pod, 'status', 'nominatedNodeName'))),
  wide('Readiness Gates', () => '<none>'),
];

function podStatus(pod: unknown): string {
  if (at(pod, 'metadata', 'deletionTimestamp') !== undefined) {
    return text(pod, 'status', 'reason') === 'NodeLost' ? 'Unknown' : 'Terminating';
  }
  const waitingFor = initStatus(pod);
  if (waitingFor !== undefined) return waitingFor;
  let reason = text(pod, 'status', 'reason') || text(pod, 'status', 'phase') || 'Unknown';
  let running = false;
  for (const status of containers(pod).toReversed()) {
    const waiting = text(status, 'state', 'waiting', 'reason');
    const terminated = at(status, 'state', 'terminated');
    if (waiting !== '') reason = waiting;
    else if (terminated !== undefined) reason = ended(terminated);
    else if (at(status, 'ready') === true) running = true;
  }
  if (reason !== 'Completed' || !running) return reason;
  return at(condition(pod, 'Ready'), 'status') === 'True' ? 'Running' : 'NotReady';
}

function initStatus(pod: unknown): string | undefined {
  const statuses = list(pod, 'status', 'initContainerStatuses');
  for (const [index, status] of statuses.entries()) {
    const terminated = at(status, 'state', 'terminated');
    if (terminated !== undefined && number(terminated, 'exitCode') === 0) continue;
    if (terminated !== undefined) return `Init:${ended(terminated)}`;
    const waiting = text(status, 'state', 'waiting', 'reason');
    if (waiting !== '' && waiting !== 'PodInitializing') return `Init:${waiting}`;
    return `Init:${index}/${list(pod, 'spec', 'initContainers').length}`;
  }
  return undefined;
}

function ended(terminated: unknown): string {
  const signal = number(terminated, 'signal') ?? 0;
  const reason = text(terminated, 'reason');
  if (reason !== '') return reason;
  return signal === 0 ? `ExitCode:${number(terminated, 'exitCode') ?? 0}` : `Signal:${signal}`;
}
