/**
 * How long a node's own steps take, as quantile tables in micros.
 * Source: reference/openshift/data/timeline.json (profile_handbook; typical values and ranges, estimates
 * tied to public logs).
 */
import type { QuantileTable } from '../../kernel/stream.ts';

const between = (low: number, typical: number, high: number): QuantileTable => [
  [0, low * 1_000_000],
  [0.5, typical * 1_000_000],
  [1, high * 1_000_000],
];

export const FIRMWARE = between(5, 7, 10);
/** In the initramfs: fetch, disks, files; ends about 20 s after power-on. */
export const IGNITION = between(9, 13, 20);
/** From switch-root to multi-user.target: sshd answers about 32 s after power-on. */
export const BOOT = between(8, 11, 15);
export const CRIO_START = between(1.5, 2.5, 4);
export const KUBELET_START = between(1.2, 2, 3.5);
export const SCRIPT_START = between(0.2, 0.4, 0.8);
export const DAEMON_START = between(0.05, 0.2, 0.6);
