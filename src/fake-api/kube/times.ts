/**
 * Moments of lab time (micros) as RFC 3339, and back. In stored objects a number whose key ends in
 * Timestamp, Time or At is a moment; on the wire it is metav1.Time (seconds) or MicroTime.
 */
import { isObject, type Json } from './json.ts';

const MOMENT = /(?:Timestamp|Time|At)$/;
const MICRO_TIMES = new Set(['renewTime', 'acquireTime', 'eventTime', 'lastObservedTime']);
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

export interface Times {
  /** `2026-01-01T10:00:00Z`. */
  seconds(micros: number): string;
  /** `2026-01-01T10:00:00.000000Z`. */
  micros(micros: number): string;
  /** `2026-01-01T10:00:00.000000000Z`, as container logs have it. */
  nanos(micros: number): string;
  /** A copy of a stored value with its moments as text. */
  print(value: unknown): Json;
  /** A copy of a request's value with its moments as micros. */
  read(value: Json): Json;
  parse(text: string): number | undefined;
}

export function labTimes(epochMicros: number): Times {
  const seconds = (micros: number): string =>
    `${new Date(Math.floor((epochMicros + micros) / 1000)).toISOString().slice(0, 19)}Z`;
  const fraction = (micros: number): string => {
    const all = epochMicros + micros;
    return String(((all % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, '0');
  };
  const withMicros = (micros: number): string =>
    `${seconds(micros).slice(0, 19)}.${fraction(micros)}Z`;

  function print(value: unknown, key = ''): Json {
    if (typeof value === 'number') {
      if (!MOMENT.test(key)) return value;
      return MICRO_TIMES.has(key) ? withMicros(value) : seconds(value);
    }
    if (Array.isArray(value)) return value.map((entry) => print(entry));
    if (isObject(value)) {
      const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
      return Object.fromEntries(entries.map(([name, entry]) => [name, print(entry, name)]));
    }
    return typeof value === 'string' || typeof value === 'boolean' ? value : null;
  }
  function parse(text: string): number | undefined {
    const match = RFC3339.exec(text);
    if (match === null) return undefined;
    const whole = Date.parse(text.replace(/\.\d+/, '')) * 1000;
    const part = (match[1] ?? '.').slice(1, 7).padEnd(6, '0');
    return whole + Number(part) - epochMicros;
  }
  function read(value: Json, key = ''): Json {
    if (typeof value === 'string') return MOMENT.test(key) ? (parse(value) ?? value) : value;
    if (Array.isArray(value)) return value.map((entry) => read(entry));
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([name, entry]) => [name, read(entry, name)]));
  }
  return {
    seconds,
    micros: withMicros,
    nanos: (micros) => withMicros(micros).replace('Z', '000Z'),
    print: (value) => print(value),
    read: (value) => read(value),
    parse,
  };
}
