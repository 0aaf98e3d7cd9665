/**
 * What a change would do, before it is done: the lab's record is played twice from its start, goes on for a
 * while with and without the change, and the two are compared. The lab itself is not touched.
 */
import {
  continued,
  MINUTE,
  type Lab,
  type LabRecord,
  type Micros,
  type Parameters,
} from '../sim/index.ts';
import { channels, type Channel } from './courses.ts';

export const DRY_RUN_AHEAD: Micros = 20 * MINUTE;

export function dryRun(record: LabRecord, set: Parameters, autopilot: boolean): readonly Channel[] {
  const future = (change: Parameters | undefined): Lab => {
    const lab = continued(record, autopilot);
    if (change !== undefined) lab.input({ who: 'operator', kind: 'patch', set: change });
    lab.runUntil(record.endedAt + DRY_RUN_AHEAD);
    return lab;
  };
  return channels({ twin: future(undefined), natural: future(set) });
}
