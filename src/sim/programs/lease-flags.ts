/** What the programs that lead by a lease have in common. Real: component-base config/options/leaderelectionconfig.go. */
import { type Given, durationMicros, isOn, valueOf } from './flags.ts';

export interface LeaseConfig {
  readonly elects: boolean;
  readonly lease: string;
  readonly namespace: string;
  readonly leaseMicros: number;
  readonly renewMicros: number;
  readonly retryMicros: number;
}

export function leaseConfig(given: Given, name: string): LeaseConfig {
  const micros = (flag: string, otherwise: string): number =>
    durationMicros(valueOf(given, flag) ?? otherwise);
  return {
    elects: isOn(given, 'leader-elect', true),
    lease: valueOf(given, 'leader-elect-resource-name') ?? name,
    namespace: valueOf(given, 'leader-elect-resource-namespace') ?? 'kube-system',
    leaseMicros: micros('leader-elect-lease-duration', '15s'),
    renewMicros: micros('leader-elect-renew-deadline', '10s'),
    retryMicros: micros('leader-elect-retry-period', '2s'),
  };
}
