/**
 * The faults that a person can name: each is a cause, as values for physical parameters, with units
 * and ranges. The repair is the same kind of change. Source: reference/faults.md.
 */
import { EggtoothError } from '../../errors.ts';
import { guess } from '../../near-name.ts';

export interface FaultParameter {
  readonly name: string;
  readonly unit: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
  readonly says: string;
}
export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly cause: string;
  /** The host it acts on when none is named. */
  readonly host: string;
  readonly parameters: readonly FaultParameter[];
  /** The change of parameters that it is. */
  readonly set: (
    host: string,
    values: Readonly<Record<string, number>>,
  ) => Readonly<Record<string, unknown>>;
}

export const FAULTS: readonly Fault[] = [
  {
    id: 'etcd-disk-slow',
    title: 'etcd disk too slow',
    cause: 'each fsync of the device under /var/lib/etcd is held back',
    host: 'bootstrap',
    parameters: [
      {
        name: 'fixedMillis',
        unit: 'ms',
        minimum: 0,
        maximum: 60_000,
        default: 100,
        says: 'added to every fsync; 0 leaves the disk as it is',
      },
    ],
    set: (host, { fixedMillis }) => ({ [`${host}.disk.fsync`]: { fixedMillis: fixedMillis ?? 0 } }),
  },
  {
    id: 'port-conflict-6443',
    title: 'API port already in use',
    cause: 'a haproxy runs on the host itself and listens on port 6443',
    host: 'bootstrap',
    parameters: [],
    set: (host) => ({ [`${host}.unit.haproxy`]: 'enabled' }),
  },
];

/** A fault's values from what was set and its defaults; throws what is out of range or unknown. */
export function faultValues(
  fault: Fault,
  set: Readonly<Record<string, string | number>>,
): Record<string, number> {
  const known = fault.parameters.map((p) => p.name);
  const wrong = Object.keys(set).find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new EggtoothError('EGT_UNKNOWN_PARAMETER', {
      name: wrong,
      of: fault.id,
      known: known.join(', '),
      guess: guess(wrong, known),
    });
  }
  return Object.fromEntries(
    fault.parameters.map((p) => {
      const raw = set[p.name] ?? p.default;
      const value = typeof raw === 'string' && raw.trim() === '' ? Number.NaN : Number(raw);
      if (!(value >= p.minimum && value <= p.maximum)) {
        throw new EggtoothError('EGT_PARAMETER_VALUE', {
          where: '',
          name: p.name,
          value: String(raw),
          allowed: `a number from ${p.minimum} to ${p.maximum} (${p.unit})`,
        });
      }
      return [p.name, value];
    }),
  );
}
