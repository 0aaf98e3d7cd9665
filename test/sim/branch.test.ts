/** A world can be gone back to: the other way begins with the same past and the same future. */
import { expect, test } from 'vitest';
import { continued, createLab, MINUTE, replay, runToEnd, type Lab } from '../../src/sim/index.ts';
import { fresh } from './played.ts';

const record = (lab: Lab): Parameters<typeof continued>[0] => ({
  spec: lab.spec,
  epochMicros: lab.record().epochMicros,
  inputs: lab.inputs(),
  endedAt: lab.now,
});

const live = fresh();
live.runUntil(3 * MINUTE);
live.input({ kind: 'patch', who: 'trainee', set: { 'bootstrap.disk.fsync': { fixedMillis: 40 } } });
live.runUntil(6 * MINUTE);
live.input({ kind: 'power', who: 'trainee', host: 'master-1', verb: 'destroy' });
runToEnd(live);
live.runUntil(live.now + 5 * MINUTE);

test.each([0, 3, 5.9, 14.123])('%d minutes back it is what it was', (minutes) => {
  const at = Math.round(minutes * MINUTE);
  const there = continued(record(live), true, { until: at });
  expect(there.now).toBe(at);
  expect(there.digest()).toBe(replay(live.record(), at).digest());
});

test('left to itself, the other way comes to the same end: its operator goes on playing', () => {
  for (const minutes of [2, 6.5]) {
    const other = continued(record(live), true, { until: Math.round(minutes * MINUTE) });
    const rest = live.inputs().filter(({ at, input }) => at > other.now && input.who === 'trainee');
    for (const { at, input } of rest) {
      other.runUntil(at);
      other.input(input);
    }
    other.runUntil(live.now);
    expect(other.digest()).toBe(live.digest());
  }
});

test('from a world that was parked on the way it is the same, byte for byte', () => {
  const { spec, epochMicros, inputs } = record(live);
  const parked = createLab(spec, { epochMicros, inputs: inputs.filter((i) => i.at <= 4 * MINUTE) });
  parked.runUntil(4 * MINUTE);
  const there = continued(record(live), true, { until: 11 * MINUTE, from: parked });
  expect(there.digest()).toBe(replay(live.record(), 11 * MINUTE).digest());
});

test('an act after going back has its own number, and the branch replays from its record', () => {
  const other = continued(record(live), true, { until: 7 * MINUTE });
  other.input({ kind: 'power', who: 'trainee', host: 'master-1', verb: 'start' });
  runToEnd(other);
  const ids = other.inputs().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(other.digest()).not.toBe(live.digest());
  expect(replay(other.record()).digest()).toBe(other.digest());
});
