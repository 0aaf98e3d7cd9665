/** Running a lab at once: to its end, to a milestone, to the next change that somebody would notice. */
import type { Fact } from '../world/facts.ts';
import type { Lab } from './lab-types.ts';
import type { WorldLab } from './lab.ts';

/**
 * Runs a lab to its scenario's end, or to the moment of a milestone. Answers whether the milestone
 * came (without one: whether the end came).
 */
export function runToEnd(lab: Lab, until?: string): boolean {
  const world = lab as WorldLab;
  if (until === undefined) {
    while (world.nextDue() <= world.stopAt()) world.step();
    world.runUntil(world.stopAt());
    return world.status === 'complete';
  }
  while (!world.parts.hasCome(until)) {
    if (world.nextDue() > world.spec.timeLimit) return false;
    world.step();
  }
  world.finishMoment();
  return true;
}

/** Facts that a person at a screen would notice. */
const NOTICEABLE: ReadonlySet<Fact['kind']> = new Set([
  'milestone',
  'unit',
  'container',
  'sandbox',
  'power',
  'socket',
]);

/**
 * At most `events` events towards a milestone, or (undefined) towards the next change that a person
 * would notice. `limit`: it does not come within the scenario's time limit.
 */
export function runSlice(
  lab: Lab,
  until: string | undefined,
  events: number,
): 'reached' | 'limit' | 'more' {
  const world = lab as WorldLab;
  const reached = (facts: number): boolean =>
    until === undefined
      ? world.parts.world.facts.slice(facts).some((fact) => NOTICEABLE.has(fact.kind))
      : world.parts.hasCome(until);
  if (until !== undefined && reached(0)) return 'reached';
  for (let i = 0; i < events; i++) {
    if (world.nextDue() > world.spec.timeLimit) return 'limit';
    const facts = world.parts.world.facts.length;
    world.step();
    if (!reached(facts)) continue;
    world.finishMoment();
    return 'reached';
  }
  return 'more';
}
