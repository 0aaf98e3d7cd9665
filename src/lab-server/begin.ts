/** Where a drill is handed over to its trainee. */
import type { Drill } from '../scenario/index.ts';
import { runToEnd, type Lab } from '../sim/index.ts';

/** Runs a drill's world to where the trainee takes over; false when that does not come. */
export function runToBegin(world: Lab, { begin }: Drill): boolean {
  if (!runToEnd(world, begin.after)) return false;
  world.runUntil(world.now + begin.at);
  return true;
}
