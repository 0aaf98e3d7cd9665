/** A core/v1 Event as events.k8s.io/v1 shows the same stored object. */
import type { KubeObject } from '../../sim/index.ts';
import { at, text } from './json.ts';

export function asNewEvent(event: KubeObject): unknown {
  const { involvedObject, message, source, firstTimestamp, lastTimestamp, count, ...rest } = event;
  return {
    ...rest,
    apiVersion: 'events.k8s.io/v1',
    eventTime: event['eventTime'] ?? null,
    reportingController: text(event, 'reportingComponent') || text(source, 'component'),
    reportingInstance: text(event, 'reportingInstance') || text(source, 'host'),
    regarding: involvedObject,
    note: message,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count ?? at(event, 'series', 'count'),
  };
}
