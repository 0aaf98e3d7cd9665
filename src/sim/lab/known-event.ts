/** The names of events: the milestones' ids, in the handbook's order. */
import { EggtoothError } from '../../errors.ts';
import { guess } from '../../near-name.ts';
import { MILESTONES } from './milestones.ts';

export const EVENTS: readonly string[] = MILESTONES.map(({ id }) => id);

export function knownEvent(name: string): void {
  if (EVENTS.includes(name)) return;
  throw new EggtoothError('EGT_UNKNOWN_EVENT', {
    name,
    guess: guess(name, EVENTS),
    known: EVENTS.join(', '),
  });
}
