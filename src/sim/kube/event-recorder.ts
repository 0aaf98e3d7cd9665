/**
 * Events of the API (core/v1 Event): repeated ones are counted, lost ones stay lost.
 * Real: client-go tools/record, events_cache.go.
 */
import type { ControlPlane } from './control-plane.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { SimEvent } from '../kernel/queue.ts';
import { hexOf } from '../kernel/stream.ts';
import type { Template } from './store.ts';

export interface Recorded extends SimEvent {
  readonly type: 'RECORD';
  readonly reason: string;
  readonly message: string;
  readonly eventType: 'Normal' | 'Warning';
  readonly component: string;
  readonly object: {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
  };
}

/** One host's recorder: events wait in line, one request is out at a time. */
export function recordEvents(kernel: Kernel, controlPlane: ControlPlane, host: string): void {
  const waiting: Recorded[] = [];
  let busy = false;
  const next = (): void => {
    const e = waiting.shift();
    busy = e !== undefined;
    if (e !== undefined) record(kernel, controlPlane, host, e, next);
  };
  kernel.serve(`${host}/events`, (event) => {
    waiting.push(event as Recorded);
    if (!busy) next();
  });
}

function record(
  kernel: Kernel,
  controlPlane: ControlPlane,
  host: string,
  e: Recorded,
  done: () => void,
): void {
  const namespace = e.object.namespace === '' ? 'default' : e.object.namespace;
  const key = `${e.object.kind}/${e.object.name}/${e.reason}/${e.message}`;
  const name = `${e.object.name}.${hexOf(kernel.seed, `event:${namespace}/${key}`, 16)}`;
  const server = host === 'bootstrap' ? 'localhost' : 'vip';
  const write = (verb: 'create' | 'update'): void =>
    controlPlane.request(
      host,
      server,
      {
        verb,
        resource: 'core/events',
        namespace,
        name,
        make: (stored) => eventObject(e, host, name, kernel.now, stored),
      },
      (answer) => {
        if (!answer.ok && answer.error === 'alreadyExists') write('update');
        else done();
      },
    );
  write('create');
}

function eventObject(
  e: Recorded,
  host: string,
  name: string,
  now: number,
  stored: object | undefined,
): Template {
  const before = stored as { count?: number; firstTimestamp?: number } | undefined;
  const apiVersion =
    e.object.kind === 'Deployment'
      ? 'apps/v1'
      : e.object.kind === 'Lease'
        ? 'coordination.k8s.io/v1'
        : 'v1';
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name },
    involvedObject: {
      apiVersion,
      kind: e.object.kind,
      name: e.object.name,
      ...(e.object.namespace === '' ? {} : { namespace: e.object.namespace }),
      uid: e.object.uid,
    },
    reason: e.reason,
    message: e.message,
    source: { component: e.component, host },
    firstTimestamp: before?.firstTimestamp ?? now,
    lastTimestamp: now,
    count: (before?.count ?? 0) + 1,
    type: e.eventType,
    reportingComponent: e.component,
    reportingInstance: host,
  };
}
