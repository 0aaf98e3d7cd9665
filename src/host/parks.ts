/**
 * Worlds that stand parked at earlier moments of a live lab, so that going back costs the minutes since
 * the last of them and not all since the start. They are run in the gaps of the event loop.
 */
import {
  continued,
  createLab,
  MINUTE,
  type Lab,
  type Micros,
  type RecordSoFar,
} from '../sim/index.ts';
import type { LiveLab } from './live-lab.ts';

export interface Parks {
  /** The lab's world as it was at `at`, ready to go on. */
  branch(at: Micros, autopilot: boolean): Lab;
  close(): void;
}
const PARKS_MAX = 6;
const FIRST_INTERVAL = 4 * MINUTE;
/** Work of one turn of the event loop. */
const SLICE_MILLIS = 4;
const STEP: Micros = 5_000_000;

export function openParks(lab: LiveLab): Parks {
  let parked: Lab[] = [];
  let interval = FIRST_INTERVAL;
  let building = false;
  let closed = false;

  const recordSoFar = (): RecordSoFar => ({
    spec: lab.world.spec,
    epochMicros: lab.epochMicros,
    inputs: lab.world.inputs(),
    endedAt: lab.world.now,
  });
  /** Half of the parks stay when there would be too many: the interval doubles. */
  function thin(): void {
    if (parked.length < PARKS_MAX) return;
    interval *= 2;
    parked = parked.filter(({ now }) => now % interval === 0);
  }
  function next(): void {
    const due = Math.floor(lab.world.now / interval) * interval;
    if (building || closed || due === 0) return;
    const missing = wanted(interval, due).find((at) => !parked.some(({ now }) => now === at));
    if (missing === undefined) return;
    building = true;
    build(missing);
  }
  function build(at: Micros): void {
    const { spec, epochMicros, inputs } = recordSoFar();
    const known = inputs.filter((input) => input.at <= at);
    const world = createLab(spec, { epochMicros, inputs: known });
    const run = (): void => {
      const deadline = performance.now() + SLICE_MILLIS;
      while (world.now < at && performance.now() < deadline)
        world.runUntil(Math.min(at, world.now + STEP));
      if (closed) return;
      if (world.now < at) return void setImmediate(run);
      building = false;
      parked = [...parked, world].toSorted((a, b) => a.now - b.now);
      thin();
    };
    setImmediate(run);
  }
  const off = lab.onAdvance(next);
  return {
    branch(at, autopilot) {
      const from = parked.findLast(({ now }) => now <= at);
      parked = parked.filter((world) => world !== from);
      return continued(recordSoFar(), autopilot, {
        until: at,
        ...(from === undefined ? {} : { from }),
      });
    },
    close() {
      closed = true;
      parked = [];
      off();
    },
  };
}

const wanted = (interval: Micros, until: Micros): readonly Micros[] =>
  Array.from({ length: until / interval }, (_, i) => (i + 1) * interval);
