/** date and sleep: lab time, not the wall's. */
import type { CommandContext, Program } from './command.ts';
import { usageError } from './command.ts';
import { durationSeconds, parseDate, strftime } from './lab-date.ts';
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
