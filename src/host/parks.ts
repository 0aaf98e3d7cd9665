/**
 * Worlds that stand parked at earlier moments of a live lab, so that going back costs the minutes since
 * the last of them and not all since the start. They are run in the gaps of the event loop.
 */
import {
  continued,
  entered,
  MINUTE,
  type Lab,
  type Micros,
  type RecordSoFar,
} from '../sim/index.ts';
import type { LiveLab } from './live-lab.ts';

export interface Parks {
  /** Has the world of a moment ready soon. */
  prepare(at: Micros): void;
  /** The lab's world as it was at `at`, ready to go on. */
  branch(at: Micros, autopilot: boolean): Lab;
  close(): void;
}
const PARKS_MAX = 12;
/** Of all labs of this process together: a parked world takes about six megabytes. */
const ALL_PARKS_MAX = 24;
let allParked = 0;

const FIRST_INTERVAL = 4 * MINUTE;
/** Work of one turn of the event loop. */
const SLICE_MILLIS = 4;
const STEP: Micros = 5_000_000;

export function openParks(lab: LiveLab): Parks {
  let parked: Lab[] = [];
  let interval = FIRST_INTERVAL;
  let busy = false;
  let closed = false;
  let wish: Micros | undefined;

  function keep(worlds: Lab[]): void {
    allParked += worlds.length - parked.length;
    parked = worlds;
  }
  const recordSoFar = (): RecordSoFar => ({
    spec: lab.world.spec,
    epochMicros: lab.epochMicros,
    inputs: lab.world.inputs(),
    endedAt: lab.world.now,
  });
  /** Half of the parks stay when there would be too many: the interval doubles. */
  function thin(newest: Lab): void {
    if (parked.length <= PARKS_MAX) return;
    interval *= 2;
    keep(parked.filter((world) => world.now % interval === 0 || world === newest));
  }
  /** The last parked world up to a moment; it is taken away. */
  function take(at: Micros): Lab | undefined {
    const found = parked.findLast(({ now }) => now <= at);
    keep(parked.filter((world) => world !== found));
    return found;
  }
  function missing(): Micros | undefined {
    if (allParked >= ALL_PARKS_MAX) return undefined;
    const count = Math.floor(lab.world.now / interval);
    const due = Array.from({ length: count }, (_, i) => (i + 1) * interval);
    return due.find((at) => !parked.some(({ now }) => now === at));
  }
  function next(): void {
    if (busy || closed) return;
    const wished = wish !== undefined && parked.every(({ now }) => now !== wish) ? wish : undefined;
    wish = undefined;
    const at = wished ?? missing();
    if (at === undefined) return;
    busy = true;
    const world = entered(recordSoFar(), at, wished === undefined ? undefined : take(at));
    const run = (): void => {
      if (closed) return;
      const deadline = performance.now() + SLICE_MILLIS;
      try {
        while (world.now < at && performance.now() < deadline)
          world.runUntil(Math.min(at, world.now + STEP));
      } catch {
        // A world that broke its own rules breaks again at the same place: the live lab tells of it.
        closed = true;
        return;
      }
      if (world.now < at) return void setImmediate(run);
      busy = false;
      keep([...parked, world].toSorted((a, b) => a.now - b.now));
      thin(world);
      if (wish !== undefined) next();
    };
    setImmediate(run);
  }
  const off = lab.onAdvance(next);
  return {
    prepare(at) {
      wish = at;
      next();
    },
    branch(at, autopilot) {
      const from = take(at);
      return continued(recordSoFar(), autopilot, {
        until: at,
        ...(from === undefined ? {} : { from }),
      });
    },
    close() {
      closed = true;
      keep([]);
      off();
    },
  };
}
