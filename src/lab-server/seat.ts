/** A lab as its instructor sees it among the others: how far, what was typed last, what was ticked last. */
import type { LabRoom, Seat } from '../fake-api/control/control-options.ts';
import { SECOND } from '../sim/index.ts';

export function seatOf({ lab, scenario, practice, drill, home }: LabRoom, url: string): Seat {
  const { world } = lab;
  const typed = lab.lastTyped();
  const ticks = (practice?.checks() ?? []).filter(({ state }) => state === 'verified');
  const last = ticks.toSorted((a, b) => (b.sinceSeconds ?? 0) - (a.sinceSeconds ?? 0))[0];
  return {
    url,
    id: lab.id,
    title: scenario.title,
    scenario: scenario.id,
    seed: world.spec.seed,
    status: world.status,
    nowSeconds: Math.floor(world.now / SECOND),
    step: world.read.milestones().at(-1)?.title ?? '',
    ticks: ticks.length,
    hints: drill?.hintsTaken() ?? 0,
    finished: drill?.debrief() !== undefined,
    canEnd: home !== undefined,
    ...(typed === undefined
      ? {}
      : {
          lastLine: {
            atSeconds: Math.floor(typed.at / SECOND),
            host: typed.host,
            line: typed.line.slice(0, LINE_MAX),
          },
        }),
    ...(last === undefined
      ? {}
      : { lastTick: { atSeconds: Math.floor(last.sinceSeconds ?? 0), check: last.title } }),
  };
}
const LINE_MAX = 200;
