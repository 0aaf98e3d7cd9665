import { expect, test, vi } from 'vitest';
import { loadScenario } from '../../src/scenario/index.ts';
import { createLab, replay, runToEnd } from '../../src/sim/index.ts';
import { fresh, played } from './played.ts';

const lab = played('etcd-disk-slow', { fixedMillis: '137', onset: 'masters-joined' });
const again = () => fresh('etcd-disk-slow', { fixedMillis: '137', onset: 'masters-joined' });

test('the same seed twice gives the same digest', () => {
  const second = again();
  runToEnd(second);
  expect(second.digest()).toBe(lab.digest());
});

test('stock xstate actors on the kernel clock give the same digest', () => {
  // xstate's development build warns of machines that are started from an action.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const oracle = fresh(
    'etcd-disk-slow',
    { fixedMillis: '137', onset: 'masters-joined' },
    { host: 'actors' },
  );
  runToEnd(oracle);
  expect(oracle.digest()).toBe(lab.digest());
});

test('how time is cut into pieces changes nothing', () => {
  const chunked = again();
  let state = 12_345;
  while (chunked.now < lab.now) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    chunked.runUntil(Math.min(lab.now, chunked.now + 1 + (state % 3_000_000)));
  }
  expect(chunked.digest()).toBe(lab.digest());
});

test('a record with inputs at odd moments replays to the same digest', () => {
  const live = fresh();
  const cuts = [31_234_567, 70_000_001, 70_000_001, 400_123_456, 900_000_000];
  cuts.forEach((at, i) => {
    live.runUntil(at);
    live.input({
      kind: 'etcd',
      who: 'trainee',
      host: 'bootstrap',
      call: { op: 'put', key: `k${i}`, value: 'v' },
    });
    live.input({
      kind: 'health',
      who: 'trainee',
      host: 'bootstrap',
      endpoint: 'readyz',
      exclude: [],
    });
  });
  live.input({
    kind: 'patch',
    who: 'trainee',
    set: { 'master-1.disk.fsync': { fixedMillis: 300 } },
  });
  live.input({ kind: 'power', who: 'trainee', host: 'master-2', verb: 'destroy' });
  live.runUntil(1_200_000_000);
  expect(replay(live.record()).digest()).toBe(live.digest());
});

test('every seed is its own run', () => {
  const digests = [1, 2, 3, 4, 5, 6].map((seed) => {
    const one = fresh('first-boot', {}, {}, seed);
    expect(runToEnd(one)).toBe(true);
    return one.digest();
  });
  expect(new Set(digests).size).toBe(digests.length);
});

test('the name of a scenario is no part of the world', () => {
  const spec = {
    ...loadScenario('etcd-disk-slow', { fixedMillis: '137', onset: 'masters-joined' }),
    seed: 7,
  };
  const renamed = createLab(
    {
      ...spec,
      scenario: 'something-else',
      timeline: spec.timeline.map((t) => ({ ...t, id: 'x' })),
    },
    { autopilot: true },
  );
  runToEnd(renamed);
  expect(renamed.digest()).toBe(lab.digest());
});
