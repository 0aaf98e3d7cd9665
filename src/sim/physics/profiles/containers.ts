/** CRI-O's own work per call, micros. Estimates in the range of public node logs. */
import type { QuantileTable } from '../../kernel/stream.ts';

export const SANDBOX_CREATE: QuantileTable = [
  [0, 600_000],
  [0.5, 1_100_000],
  [0.9, 1_900_000],
  [1, 3_000_000],
];
export const CONTAINER_CREATE: QuantileTable = [
  [0, 120_000],
  [0.5, 260_000],
  [0.9, 600_000],
  [1, 1_400_000],
];
