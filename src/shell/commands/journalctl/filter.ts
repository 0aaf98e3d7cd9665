/** Which entries journalctl shows: -u, -b, -k, -p, -t, -g, --since, --until and FIELD=value. */
import { linearRegex, type LinearRegex } from '../../text-tools/linear-regex.ts';
import type { JournalEntry } from '../../../sim/index.ts';
import type { CommandContext } from '../command.ts';
import { isoDay } from '../lab-date.ts';
import type { Options } from '../options.ts';

export class FilterError extends Error {}
export interface Filter {
  readonly matches: (entry: JournalEntry) => boolean;
}
type Test = (entry: JournalEntry) => boolean;

const PRIORITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

export function filterFor(context: CommandContext, options: Options): Filter {
  const tests: Test[] = [];
  const units = options.values('u');
  if (units.length > 0) tests.push(unitTest(context, units));
  if (options.has('b') || options.has('k')) {
    const boot = bootIndex(context, options.value('b') ?? '');
    if (boot !== undefined) tests.push((entry) => entry.boot === boot);
  }
  if (options.has('k')) tests.push((entry) => entry.identifier === 'kernel');
  const identifiers = options.values('t');
  if (identifiers.length > 0) tests.push((entry) => identifiers.includes(entry.identifier));
  const priority = options.value('p');
  if (priority !== undefined) tests.push(priorityTest(priority));
  const pattern = options.value('g');
  if (pattern !== undefined) {
    const regex = messagePattern(pattern);
    tests.push((entry) => regex.test(entry.message));
  }
  tests.push(...timeTests(context, options));
  const fields = options.operands.map((operand) => fieldTest(context, operand));
  if (fields.length > 0) tests.push((entry) => fields.some((test) => test(entry)));
  return { matches: (entry) => tests.every((test) => test(entry)) };
}

/** -g: PCRE, without regard to case while the pattern is all in lower case. */
function messagePattern(pattern: string): LinearRegex {
  try {
    return linearRegex(pattern, { ignoreCase: pattern === pattern.toLowerCase() });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FilterError(`Bad pattern "${pattern}": ${error.message}`);
  }
}

/** -b, -b -1, -b ID: the index of a boot; undefined for all. */
export function bootIndex({ machine }: CommandContext, value: string): number | undefined {
  const boots = machine.lab.world.read.host(machine.host)?.boots ?? [];
  if (value === 'all') return undefined;
  const byId = boots.findIndex((boot) => boot.id === value);
  const offset = value === '' ? 0 : Number(value);
  const index = byId >= 0 ? byId : offset > 0 ? offset - 1 : boots.length - 1 + offset;
  if (index < 0 || index >= Math.max(1, boots.length))
    throw new FilterError(
      `Data from the specified boot (${value}) is not available: No such boot ID in journal`,
    );
  return index;
}

function globTest(pattern: string): LinearRegex {
  const suffixed = /\.(service|scope|socket|target|mount|slice|timer|path)$|[*?]/.test(pattern)
    ? pattern
    : `${pattern}.service`;
  const body = suffixed
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return linearRegex(`^${body}$`);
}

/** A unit's own lines and what systemd says about it (_PID=1 UNIT=…). */
function unitTest({ machine }: CommandContext, patterns: readonly string[]): Test {
  const regexes = patterns.map(globTest);
  const named = (unit: string): boolean => regexes.some((regex) => regex.test(unit));
  const units = machine.lab.world.read.units(machine.host).filter((unit) => named(unit.unit));
  return (entry) => {
    if (named(entry.unit)) return true;
    if (entry.pid !== 1) return false;
    return units.some(
      ({ unit, description }) =>
        entry.message.startsWith(`${unit}: `) ||
        (description !== '' &&
          /^(Start|Stopp|Finish|Fail|Reload|Restart)\S* (to start )?/.test(entry.message) &&
          entry.message.includes(description)),
    );
  };
}

function level(name: string): number {
  const index = /^[0-7]$/.test(name)
    ? Number(name)
    : PRIORITIES.findIndex(
        (p) =>
          p === name || (name === 'error' && p === 'err') || (name === 'warn' && p === 'warning'),
      );
  if (index < 0) throw new FilterError(`Unknown log level ${name}`);
  return index;
}

function priorityTest(spec: string): Test {
  const [from, to] = spec.split('..');
  const low = to === undefined ? 0 : level(from ?? '');
  const high = level(to ?? from ?? '');
  return (entry) => entry.priority >= Math.min(low, high) && entry.priority <= Math.max(low, high);
}

function timeTests({ machine }: CommandContext, options: Options): Test[] {
  const since = options.value('S');
  const until = options.value('U');
  const now = machine.date(machine.now());
  const micros = (text: string): number => {
    const date = systemdTime(text, now);
    if (!date) throw new FilterError(`Failed to parse timestamp: ${text}`);
    return date.getTime() * 1000 - machine.lab.epochMicros;
  };
  const tests: Test[] = [];
  const from = since === undefined ? -Infinity : micros(since);
  const to = until === undefined ? Infinity : micros(until);
  if (since !== undefined && until !== undefined && from > to)
    throw new FilterError('--since= must be before --until=.');
  if (since !== undefined) tests.push((entry) => entry.at >= from);
  if (until !== undefined) tests.push((entry) => entry.at <= to);
  return tests;
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
  w: 604_800,
  week: 604_800,
  weeks: 604_800,
};
/** systemd.time(7): dates, times, `yesterday`, `-5min`, `5 min ago`, `@seconds`. */
function systemdTime(text: string, now: Date): Date | undefined {
  const midnight = (days: number): Date => new Date(Date.parse(isoDay(now)) + days * 86_400_000);
  const named = { now, today: midnight(0), yesterday: midnight(-1), tomorrow: midnight(1) }[text];
  if (named) return named;
  if (/^@\d+(\.\d+)?$/.test(text)) return new Date(Number(text.slice(1)) * 1000);
  const span = /^([-+]?)((?:\s*\d+(?:\.\d+)?\s*[a-z]+)+)(\s+ago)?$/.exec(text);
  if (span) {
    let seconds = 0;
    for (const [, count, unit] of (span[2] ?? '').matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
      const scale = UNITS[unit ?? ''];
      if (scale === undefined) return undefined;
      seconds += Number(count) * scale;
    }
    const sign = span[1] === '-' || span[3] !== undefined ? -1 : 1;
    return new Date(now.getTime() + sign * seconds * 1000);
  }
  const full =
    /^(?:(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?|(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))(?: UTC)?$/.exec(
      text,
    );
  if (!full) return undefined;
  const parsed = new Date(`${full[1] ?? isoDay(now)}T${full[2] ?? full[3] ?? '00:00:00'}Z`);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}

function fieldTest(context: CommandContext, operand: string): Test {
  const at = operand.indexOf('=');
  const field = operand.slice(0, at);
  const value = operand.slice(at + 1);
  if (at < 0) throw new FilterError(`Failed to add match '${operand}': Invalid argument`);
  switch (field) {
    case '_SYSTEMD_UNIT':
      return (entry) => entry.unit === value;
    case 'UNIT':
      return (entry) => entry.pid === 1 && unitTest(context, [value])(entry);
    case '_PID':
      return (entry) => String(entry.pid) === value;
    case 'SYSLOG_IDENTIFIER':
    case '_COMM':
      return (entry) => entry.identifier === value;
    case 'PRIORITY':
      return (entry) => String(entry.priority) === value;
    case '_HOSTNAME':
      return (entry) => entry.host === value;
    default:
      return () => false;
  }
}
