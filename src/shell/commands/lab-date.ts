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
