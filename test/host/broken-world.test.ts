/** A world that breaks one of its own rules stands still; whoever asks it hears so, and nobody else suffers. */
import { afterEach, expect, test, vi } from 'vitest';
import { openLiveLab } from '../../src/host/open-live-lab.ts';
import { openParks } from '../../src/host/parks.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { createLab, MINUTE, type Lab } from '../../src/sim/index.ts';

const spec = loadScenario('first-boot', {}, 7);
const RULE = 'a rule was broken';
afterEach(() => void vi.restoreAllMocks());

function breaking(after: number): Lab {
  const world = createLab(spec, { autopilot: true });
  const run = world.runUntil.bind(world);
  world.runUntil = (t) => {
    if (t > after) throw new Error(RULE);
    run(t);
  };
  return world;
}

test('its clock stops where it broke, and says so', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const broken = openLiveLab(breaking(10_000), { pace: 100, paused: false });
  const well = openLiveLab(createLab(spec), { pace: 100, paused: false });
  await vi.waitFor(() => expect(said).toHaveBeenCalledWith(expect.stringContaining(RULE)));
  await vi.waitFor(() => expect(well.world.now).toBeGreaterThan(100_000));
  expect(broken.world.now).toBeLessThanOrEqual(10_000);
  expect(() => broken.now()).toThrow(RULE);
  broken.close();
  well.close();
});

test('who waits for an answer or a moment hears that it broke, once for all', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const lab = openLiveLab(createLab(spec), { pace: 100, paused: false });
  const told: string[] = [];
  lab.onBroken(() => void told.push('broken'));
  const waits = [lab.sleep(3_600_000_000), lab.sleep(7_200_000_000)];
  let status = 'running';
  Object.defineProperty(lab.world, 'status', { get: () => status });
  setTimeout(() => void (status = 'broken'), 100);
  await Promise.all(waits.map((wait) => expect(wait).rejects.toThrow('stands still')));
  const entry = { host: 'bootstrap', unit: '', identifier: '', pid: 1, priority: 6, message: '' };
  const asked = lab.ask({ who: 'x', kind: 'journal', entry });
  await expect(asked).rejects.toThrow('stands still');
  expect(told).toEqual(['broken']);
  lab.close();
});

test('going back is given up quietly when a parked world breaks', async () => {
  const lab = openLiveLab(createLab(spec), { pace: 1, paused: true });
  lab.world.runUntil(9 * MINUTE);
  const inputs = vi.spyOn(lab.world, 'inputs');
  const entry = { host: 'nowhere', unit: '', identifier: '', pid: 1, priority: 6, message: '' };
  inputs.mockReturnValueOnce([{ id: 'i1', at: 1, input: { who: 'x', kind: 'journal', entry } }]);
  const parks = openParks(lab);
  parks.prepare(MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(parks.branch(2 * MINUTE, false).now).toBe(2 * MINUTE);
  parks.close();
  lab.close();
});
