/** How lab time follows wall time. */
import { expect, test } from 'vitest';
import { openLiveLab } from '../../src/host/open-live-lab.ts';
import { MINUTE, RUN_EPOCH_MICROS, SECOND } from '../../src/sim/index.ts';
import { fresh } from '../sim/played.ts';

test.each([1, 10, 60])('rule 9: at pace %i, wall time times the pace is lab time', (pace) => {
  let wall = RUN_EPOCH_MICROS * 2;
  const lab = openLiveLab(fresh('first-boot', {}, { autopilot: false }), {
    pace,
    paused: false,
    wallMicros: () => wall,
  });
  const begun = lab.now();
  for (let turn = 0; turn < 180; turn++) {
    wall += SECOND;
    lab.now();
  }
  expect((lab.now() - begun) / (3 * MINUTE * pace)).toBeGreaterThan(0.999);
  expect((lab.now() - begun) / (3 * MINUTE * pace)).toBeLessThan(1.001);
  lab.close();
});
