/** Dates of the lab, UTC, in the forms that the programs of a node print. */
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const two = (value: number): string => String(value).padStart(2, '0');

export const monthOf = (date: Date): string => MONTHS[date.getUTCMonth()] ?? '';
export const dayOf = (date: Date): string => DAYS[date.getUTCDay()] ?? '';
export const clockOf = (date: Date): string =>
  `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
export const isoDay = (date: Date): string => date.toISOString().slice(0, 10);
/** `Mon 2026-11-23 13:58:59 UTC`. */
export const systemdDate = (date: Date): string =>
  `${dayOf(date)} ${isoDay(date)} ${clockOf(date)} UTC`;

/** strftime(3) for the letters that people use. */
export function strftime(format: string, date: Date, micros = 0): string {
  const hour12 = date.getUTCHours() % 12 || 12;
  const yearDay = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000);
  const values: Readonly<Record<string, string>> = {
    Y: String(date.getUTCFullYear()),
    y: two(date.getUTCFullYear() % 100),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    e: String(date.getUTCDate()).padStart(2),
    H: two(date.getUTCHours()),
    I: two(hour12),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    p: date.getUTCHours() < 12 ? 'AM' : 'PM',
    b: monthOf(date),
    h: monthOf(date),
    B: date.toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
    a: dayOf(date),
    A: date.toLocaleString('en', { weekday: 'long', timeZone: 'UTC' }),
    F: isoDay(date),
    T: clockOf(date),
    R: clockOf(date).slice(0, 5),
    D: `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${two(date.getUTCFullYear() % 100)}`,
    s: String(Math.floor(date.getTime() / 1000)),
    N: String(date.getUTCMilliseconds() * 1e6 + (micros % 1000) * 1000).padStart(9, '0'),
    Z: 'UTC',
    z: '+0000',
    j: String(yearDay + 1).padStart(3, '0'),
    u: String(date.getUTCDay() || 7),
    w: String(date.getUTCDay()),
    n: '\n',
    t: '\t',
    '%': '%',
    c: `${dayOf(date)} ${monthOf(date)} ${String(date.getUTCDate()).padStart(2)} ${clockOf(date)} ${date.getUTCFullYear()}`,
    x: `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${two(date.getUTCFullYear() % 100)}`,
    X: clockOf(date),
  };
  return format.replaceAll(/%[-_0^]?([A-Za-z%])/g, (all, letter: string) => values[letter] ?? all);
}

/** `@seconds`, ISO dates, `now`, `5 minutes ago`, `+2 hours`, `yesterday`. */
export function parseDate(text: string, now: Date): Date | undefined {
  if (/^@-?\d+(\.\d+)?$/.test(text)) return new Date(Number(text.slice(1)) * 1000);
  if (text === 'now' || text === '') return now;
  const days = { yesterday: -1, today: 0, tomorrow: 1 }[text];
  if (days !== undefined) return new Date(now.getTime() + days * 86_400_000);
  const shifted =
    /^(\d{4}-\d\d-\d\d(?:[ T][\d:.]+)?|now|today|@\d+)\s+([+-]?\s*\d+\s*[a-z]+(?:\s+ago)?)$/.exec(
      text,
    );
  if (shifted) {
    const base = parseDate(shifted[1] ?? '', now);
    return base && parseDate((shifted[2] ?? '').replace(/^([+-])\s+/, '$1'), base);
  }
  const relative = /^([+-]?\d+)\s*(sec|second|min|minute|hour|day|week)s?(\s+ago)?$/.exec(text);
  if (relative) {
    const unit = UNITS[relative[2] ?? ''] ?? 0;
    const sign = relative[3] === undefined ? 1 : -1;
    return new Date(now.getTime() + sign * Number(relative[1]) * unit * 1000);
  }
  if (!/\d{4}-\d\d-\d\d|\d:\d\d|[A-Z][a-z]{2}/.test(text)) return undefined;
  const iso = /^\d\d?:\d\d/.test(text) ? `${now.toISOString().slice(0, 10)} ${text}` : text;
  const zoned = /(Z|UTC|GMT|[+-]\d\d:?\d\d)$/.test(iso)
    ? iso
    : `${iso}${iso.length > 10 ? ' UTC' : ''}`;
  const parsed = new Date(zoned);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}
const UNITS: Readonly<Record<string, number>> = {
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

/** `1.5`, `10s`, `2m`, `1h`, `1d`: seconds, or undefined. */
export function durationSeconds(text: string): number | undefined {
  if (text === 'infinity' || text === 'inf') return Number.MAX_SAFE_INTEGER / 1e6;
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[match[2] || 's'] ?? 1);
}
