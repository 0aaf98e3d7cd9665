/** How long programs take for their own start, micros. Source: reference/openshift/data/timeline.json (8-25 s for an API server on a small node; estimates). */
import type { QuantileTable } from '../../kernel/stream.ts';

export const API_SERVER_START: QuantileTable = [
  [0, 5_000_000],
  [0.5, 7_500_000],
  [0.9, 11_000_000],
  [1, 16_000_000],
];
export const LEASE_HOLDER_START: QuantileTable = [
  [0, 700_000],
  [0.5, 1_300_000],
  [1, 2_600_000],
];
/** Between two objects that `oc apply -f` sends: read the file, build the request. */
export const APPLY_GAP: QuantileTable = [
  [0, 25_000],
  [0.5, 48_000],
  [0.9, 80_000],
  [1, 95_000],
];
export const INSTALLER_RUN: QuantileTable = [
  [0, 8_000_000],
  [0.5, 14_000_000],
  [1, 28_000_000],
];
/** An operator's pause between two steps of a rollout (informers, resync, revision). */
export const ROLLOUT_PAUSE: QuantileTable = [
  [0, 80_000_000],
  [0.5, 140_000_000],
  [1, 220_000_000],
];
