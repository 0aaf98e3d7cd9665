/**
 * The physical parameters of a lab: their names, what they may be, and how a value is read.
 * A fault is nothing but values for some of these.
 */
import { asWritten, EggtoothError } from '../../errors.ts';
import { guess } from '../../near-name.ts';
import type { QuantileTable } from '../kernel/stream.ts';
import { heldBack } from '../physics/disk.ts';
import { FSYNC_PROFILES } from '../physics/profiles/fsync.ts';

/** `{ profile } | { fixedMillis } | { quantiles: [[p, micros], …] }`. */
export type FsyncValue =
  | { readonly profile: string }
  | { readonly fixedMillis: number }
  | { readonly quantiles: QuantileTable };

export interface ParameterKind {
  /** What follows the host's name, or the whole name. */
  readonly suffix: string;
  readonly perHost: boolean;
  readonly allowed: string;
  readonly takes: (value: unknown) => boolean;
}
export const PARAMETERS: readonly ParameterKind[] = [
  {
    suffix: 'disk.fsync',
    perHost: true,
    allowed:
      '{ fixedMillis: 0 to 60000 }, { profile: ssd | gp2 | bad } or { quantiles: [[0, micros], …, [1, micros]] }',
    takes: (value) => tableOf(value, []) !== undefined,
  },
  {
    suffix: 'link.up',
    perHost: true,
    allowed: 'true or false',
    takes: (value) => typeof value === 'boolean',
  },
  {
    suffix: 'unit.haproxy',
    perHost: true,
    allowed: 'enabled or absent',
    takes: (value) => value === 'enabled' || value === 'absent',
  },
  {
    suffix: 'registry.bytesPerSecond',
    perHost: false,
    allowed: 'a number from 1000 to 10000000000',
    takes: (value) => typeof value === 'number' && value >= 1000 && value <= 1e10,
  },
];

export const FIXED_MILLIS_MAX = 60_000;

/** Splits `<host>.<suffix>`; throws when there is no such parameter or host. */
export function parameterOf(
  name: string,
  hosts: readonly string[],
): { host: string; kind: ParameterKind } {
  const whole = PARAMETERS.find((p) => !p.perHost && p.suffix === name);
  if (whole !== undefined) return { host: '', kind: whole };
  const dot = name.indexOf('.');
  const host = name.slice(0, dot);
  const kind = PARAMETERS.find((p) => p.perHost && p.suffix === name.slice(dot + 1));
  if (kind === undefined || !hosts.includes(host)) {
    const known = PARAMETERS.map((p) => (p.perHost ? `<host>.${p.suffix}` : p.suffix)).join(', ');
    const all = PARAMETERS.flatMap((p) =>
      p.perHost ? hosts.map((h) => `${h}.${p.suffix}`) : [p.suffix],
    );
    const near = guess(name, all);
    throw new EggtoothError('EGT_UNKNOWN_PARAMETER', { name, of: 'the lab', known, guess: near });
  }
  return { host, kind };
}

/** Throws for what is no parameter of the lab (EGT_UNKNOWN_PARAMETER) or no value of it (EGT_PARAMETER_VALUE). */
export function checkParameter(name: string, value: unknown, hosts: readonly string[]): void {
  const { kind } = parameterOf(name, hosts);
  if (!kind.takes(value)) throw noValue(kind, name, value);
}
const noValue = ({ allowed }: ParameterKind, name: string, value: unknown): EggtoothError =>
  new EggtoothError('EGT_PARAMETER_VALUE', {
    where: '',
    name,
    value: asWritten(value),
    allowed,
  });

/** The table that a value of `<host>.disk.fsync` means, on a disk whose own is `own`. */
export function fsyncTable(name: string, value: unknown, own: QuantileTable): QuantileTable {
  const table = tableOf(value, own);
  if (table !== undefined) return table;
  throw noValue(PARAMETERS[0] as ParameterKind, name, value);
}

function tableOf(value: unknown, own: QuantileTable): QuantileTable | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { profile, fixedMillis, quantiles } = value as Record<string, unknown>;
  if (typeof profile === 'string') return FSYNC_PROFILES[profile];
  if (fixedMillis !== undefined) {
    const millis = Number(fixedMillis);
    if (!(millis >= 0 && millis <= FIXED_MILLIS_MAX)) return undefined;
    return millis === 0 ? own : heldBack(own, millis);
  }
  if (!Array.isArray(quantiles) || quantiles.length < 2) return undefined;
  const table = quantiles as readonly (readonly [number, number])[];
  const rising = table.every(
    ([p, micros], i) =>
      Number.isFinite(p) &&
      Number.isFinite(micros) &&
      micros >= 0 &&
      (i === 0 || (p >= (table[i - 1]?.[0] ?? 0) && micros >= (table[i - 1]?.[1] ?? 0))),
  );
  if (!rising || table[0]?.[0] !== 0 || table.at(-1)?.[0] !== 1) return undefined;
  return table.map(([p, micros]) => [p, Math.round(micros)] as const);
}
