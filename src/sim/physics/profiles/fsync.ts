/**
 * Measured fsync latencies as quantile tables, [cumulative probability, micros].
 * Sources: ssd, IBM's fio example ("Using Fio to Tell Whether Your Storage Is Fast Enough for Etcd");
 * gp2, etcd-io/etcd issue 9544; worn, etcd-io/etcd issue 5870.
 */
import type { QuantileTable } from '../../kernel/stream.ts';

export const SSD: QuantileTable = [
  [0, 500],
  [0.5, 783],
  [0.9, 2180],
  [0.99, 2376],
  [0.999, 15_795],
  [1, 20_000],
];
export const GP2: QuantileTable = [
  [0, 200],
  [0.926, 1000],
  [0.949, 2000],
  [0.9973, 4000],
  [0.9985, 8000],
  [0.999, 128_000],
  [0.9996, 512_000],
  [1, 1_024_000],
];
export const WORN: QuantileTable = [
  [0, 2000],
  [0.105, 4000],
  [0.144, 8000],
  [0.427, 16_000],
  [0.514, 32_000],
  [0.531, 128_000],
  [0.549, 256_000],
  [0.798, 512_000],
  [0.99, 1_024_000],
  [1, 2_048_000],
];
/** Names that `{ profile: … }` knows. */
export const FSYNC_PROFILES: Readonly<Record<string, QuantileTable>> = {
  ssd: SSD,
  gp2: GP2,
  bad: WORN,
};
