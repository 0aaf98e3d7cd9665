import { expect, test } from 'vitest';
import { humanDuration } from '../../../src/fake-api/kube/age.ts';
import { jsonPatch } from '../../../src/fake-api/kube/patch/json-patch.ts';
import { mergePatch } from '../../../src/fake-api/kube/patch/merge-patch.ts';
import { strategicMerge } from '../../../src/fake-api/kube/patch/strategic.ts';
import { labTimes } from '../../../src/fake-api/kube/times.ts';

test.each([
  [-3, '<invalid>'],
  [-1, '0s'],
  [119, '119s'],
  [120, '2m'],
  [125, '2m5s'],
  [600, '10m'],
  [10_799, '179m'],
  [10_800, '3h'],
  [10_860, '3h1m'],
  [28_800, '8h'],
  [172_799, '47h'],
  [183_600, '2d3h'],
  [691_200, '8d'],
  [34_560_000, '400d'],
  [66_009_600, '2y34d'],
])('%i seconds are %s', (seconds, text) => {
  expect(humanDuration(seconds * 1_000_000)).toBe(text);
});

test('moments go out as text and come back as micros', () => {
  const times = labTimes(Date.UTC(2026, 0, 1) * 1000);
  const stored = { startTime: 1_500_000, spec: { renewTime: 1_500_007, replicas: 3 } };
  const printed = times.print(stored);
  expect(printed).toEqual({
    startTime: '2026-01-01T00:00:01Z',
    spec: { renewTime: '2026-01-01T00:00:01.500007Z', replicas: 3 },
  });
  expect(times.read(printed)).toEqual({
    startTime: 1_000_000,
    spec: { renewTime: 1_500_007, replicas: 3 },
  });
});
test('a JSON patch adds, tests and removes, and says what is missing', () => {
  const patched = jsonPatch({ a: [1], b: { c: 1 } }, [
    { op: 'add', path: '/a/-', value: 2 },
    { op: 'test', path: '/b/c', value: 1 },
    { op: 'remove', path: '/b/c' },
    { op: 'move', from: '/a/0', path: '/b/first' },
  ]);
  expect(patched).toEqual({ a: [2], b: { first: 1 } });
  expect(() => jsonPatch({}, [{ op: 'remove', path: '/x' }])).toThrow(
    'remove operation does not apply: doc is missing path: /x: missing value',
  );
});
test('a merge patch removes by null', () => {
  expect(mergePatch({ a: 1, b: { c: 1, d: 2 } }, { a: null, b: { c: 3 } })).toEqual({
    b: { c: 3, d: 2 },
  });
});
test('a strategic patch merges containers by name and ports by their number', () => {
  const before = {
    containers: [
      { name: 'a', image: '1', ports: [{ containerPort: 1, protocol: 'TCP' }] },
      { name: 'b' },
    ],
  };
  const after = strategicMerge(before, {
    containers: [
      { name: 'a', image: '2', ports: [{ containerPort: 1, name: 'x' }] },
      { name: 'b', $patch: 'delete' },
    ],
  });
  expect(after).toEqual({
    containers: [
      { name: 'a', image: '2', ports: [{ containerPort: 1, protocol: 'TCP', name: 'x' }] },
    ],
  });
});
