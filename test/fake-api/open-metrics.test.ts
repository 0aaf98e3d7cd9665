/** OpenMetrics as Prometheus parses it: Go's numbers, and `_total` that belongs to counters alone. */
import { expect, test } from 'vitest';
import { goFloat, openMetrics } from '../../src/fake-api/metrics/open-metrics.ts';

test.each([
  [0, '0'],
  [1, '1'],
  [0.001, '0.001'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [2.5e21, '2.5e+21'],
  [1e21, '1e+21'],
  [-3, '-3'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
  [Number.NaN, 'NaN'],
])('%d is written %s', (value, text) => {
  expect(goFloat(value)).toBe(text);
});

test('a counter’s family has no _total, its samples have; a gauge keeps its name', () => {
  const families = [
    { name: 'a_total', type: 'counter', help: 'A.', samples: [{ labels: {}, value: 2 }] },
    {
      name: 'b_total',
      type: 'gauge',
      help: 'B.',
      samples: [{ labels: { x: 'q"\\\n' }, value: 3 }],
    },
  ] as unknown as Parameters<typeof openMetrics>[0];
  expect(openMetrics(families, 12.5)).toBe(
    [
      '# HELP a A.',
      '# TYPE a counter',
      'a_total 2 12.500',
      '# HELP b_total B.',
      '# TYPE b_total gauge',
      'b_total{x="q\\"\\\\\\n"} 3 12.500',
      '# EOF',
      '',
    ].join('\n'),
  );
});

test('a histogram has its buckets, its sum and its count', () => {
  const buckets = [
    [0.5, 1],
    [Infinity, 3],
  ];
  const families = [
    {
      name: 'h',
      type: 'histogram',
      help: 'H.',
      samples: [{ labels: { a: 'b' }, value: 3, sum: 4.5, buckets }],
    },
  ] as unknown as Parameters<typeof openMetrics>[0];
  expect(openMetrics(families, 1).split('\n').slice(2, 6)).toEqual([
    'h_bucket{a="b",le="0.5"} 1 1.000',
    'h_bucket{a="b",le="+Inf"} 3 1.000',
    'h_sum{a="b"} 4.5 1.000',
    'h_count{a="b"} 3 1.000',
  ]);
});
