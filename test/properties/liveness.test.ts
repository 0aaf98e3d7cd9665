/** Whatever a person does to the machines: when it is mended, the bootstrap completes. */
import { expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/index.ts';
import { createLab, replay, runToEnd } from '../../src/sim/index.ts';
import { type Act, type Moved, mend, perform } from './acts.ts';

const SECOND = 1_000_000;
const ACTS = 8;

/** A story by its seed: acts in the order of their times. */
function story(seed: number): Act[] {
  let state = seed * 7919 + 13;
  const draw = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % below;
  };
  return Array.from({ length: ACTS }, () => ({
    atSeconds: 20 + draw(1500),
    what: draw(900),
    where: draw(900),
  })).toSorted((a, b) => a.atSeconds - b.atSeconds);
}

// Each of these once found something: a member without a cluster, an operator that looked away, …
test.each([46, 47, 53, 73])(
  'story %i: broken at random, mended, it completes; and it replays',
  (seed) => {
    const spec = { ...loadScenario('first-boot'), seed, timeLimit: 10_000 * SECOND };
    const lab = createLab(spec, { autopilot: true });
    const moved: Moved = new Map();
    for (const act of story(seed)) {
      lab.runUntil(act.atSeconds * SECOND);
      perform(lab, act, moved);
    }
    lab.runUntil(Math.max(lab.now, 1500 * SECOND) + 60 * SECOND);
    mend(lab, moved);
    expect(runToEnd(lab, 'bootstrap-complete')).toBe(true);
    expect(replay(lab.record()).digest()).toBe(lab.digest());
  },
);
