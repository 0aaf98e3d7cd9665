/** date and sleep: lab time, not the wall's. */
import type { CommandContext, Program } from './command.ts';
import { usageError } from './command.ts';
import { strftime } from './lab-date.ts';
import { getOptions } from './options.ts';

async function date(context: CommandContext): Promise<number> {
  const { args, machine, out, error } = context;
  const options = getOptions(args, {
    short: 'uR-d:I?s:',
    long: ['utc', 'date=', 'rfc-3339=', 'iso-8601?', 'rfc-email', 'set='],
    same: { utc: 'u', date: 'd', 'rfc-email': 'R', 'iso-8601': 'I', set: 's' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  if (options.has('s')) {
    await error('date: cannot set date: Operation not permitted\n');
    return 1;
  }
  const micros = machine.now();
  let moment = machine.date(micros);
  const given = options.value('d');
  if (given !== undefined) {
    const parsed = parseDate(given, moment);
    if (!parsed) {
      await error(`date: invalid date ‘${given}’\n`);
      return 1;
    }
    moment = parsed;
  }
  const [format] = options.operands;
  if (format !== undefined && !format.startsWith('+')) {
    await error(`date: invalid date ‘${format}’\n`);
    return 1;
  }
  await out(`${strftime(formatFor(options, format), moment, micros)}\n`);
  return 0;
}

function formatFor(options: ReturnType<typeof getOptions>, format: string | undefined): string {
  if (format !== undefined) return format.slice(1);
  if (options.has('R')) return '%a, %d %b %Y %H:%M:%S %z';
  if (options.has('rfc-3339')) return '%F %T+00:00';
  if (options.has('I')) {
    const precision = options.value('I') ?? '';
    return precision.startsWith('s')
      ? '%FT%T+00:00'
      : precision === '' || precision === 'date'
        ? '%F'
        : '%FT%R+00:00';
  }
  return '%a %b %e %T %Z %Y';
}

/** `@seconds`, ISO dates, `now`, `5 minutes ago`, `+2 hours`, `yesterday`. */
export function parseDate(text: string, now: Date): Date | undefined {
  if (/^@-?\d+(\.\d+)?$/.test(text)) return new Date(Number(text.slice(1)) * 1000);
  if (text === 'now' || text === '') return now;
  const days = { yesterday: -1, today: 0, tomorrow: 1 }[text];
  if (days !== undefined) return new Date(now.getTime() + days * 86_400_000);
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

async function sleep(context: CommandContext): Promise<number> {
  const { args } = context;
  if (args.length === 0) return usageError(context, 'missing operand');
  let seconds = 0;
  for (const arg of args) {
    const parsed = durationSeconds(arg);
    if (parsed === undefined) return usageError(context, `invalid time interval ‘${arg}’`);
    seconds += parsed;
  }
  await context.sleep(Math.round(seconds * 1e6));
  return 0;
}

export const CLOCK: Readonly<Record<string, Program>> = {
  date: { run: date },
  sleep: { run: sleep },
};
