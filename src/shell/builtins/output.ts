/** echo, printf, test and their like: functions of their arguments, marks included. */
import type { Command, CommandContext, Outcome } from '../commands/command.ts';
import { differenceMark, withMarks } from '../looks/chunk.ts';
import { settled } from '../bytes.ts';
import { subscriptOf, viewOf } from '../executor/view.ts';
import { complaint } from '../shell-state.ts';
import { unescape } from '../syntax/escapes.ts';
import { setElement, setScalar } from '../variables.ts';
import { strftime } from '../commands/lab-date.ts';
import { format } from './printf.ts';

/** A command whose output is a function of argv, in every world. */
function pure(make: (args: readonly string[]) => string): Command {
  return async ({ args, alternatives, out }) => {
    const text = make(args);
    const marks = [...alternatives].flatMap(([of, argv]) => {
      const other = make(argv.slice(1));
      return other === text ? [] : [differenceMark(text, other, of)];
    });
    await out(withMarks(text, marks));
    return 0;
  };
}

function echo(args: readonly string[]): string {
  let newline = true;
  let escapes = false;
  let from = 0;
  for (; /^-[neE]+$/.test(args[from] ?? ''); from += 1) {
    if (args[from]?.includes('n')) newline = false;
    if (args[from]?.includes('e')) escapes = true;
    if (args[from]?.includes('E')) escapes = false;
  }
  const text = args.slice(from).join(' ');
  if (!escapes) return text + (newline ? '\n' : '');
  const made = unescape(text, 'echo');
  return settled(made.text) + (newline && !made.stop ? '\n' : '');
}

async function printf(context: CommandContext): Promise<Outcome | number> {
  const { shell, error, io, job, machine } = context;
  let { args } = context;
  let drop = 1;
  let target: string | undefined;
  if (args[0] === '-v' && args[1] !== undefined) {
    target = args[1];
    args = args.slice(2);
    drop = 3;
  }
  if (args[0] === '--') {
    args = args.slice(1);
    drop += 1;
  }
  const [template] = args;
  if (template === undefined) {
    await error('printf: usage: printf [-v var] format [arguments]\n');
    return 2;
  }
  const date = (seconds: number | undefined, text: string): string =>
    strftime(text, seconds === undefined ? machine.date(machine.now()) : new Date(seconds * 1000));
  const make = (argv: readonly string[]) => format(argv[0] ?? '', argv.slice(1), date);
  const made = make(args);
  const marks = [...context.alternatives].flatMap(([of, argv]) => {
    const other = make(argv.slice(drop)).text;
    return other === made.text ? [] : [differenceMark(made.text, other, of)];
  });
  const chunk = withMarks(made.text, marks);
  if (target === undefined) await context.out(chunk);
  else if (/^[A-Za-z_]\w*$/.test(target)) setScalar(shell, target, chunk);
  else {
    const [, name = '', subscript = ''] = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target) ?? [];
    if (name === '') {
      await error(complaint(shell, `printf: \`${target}': not a valid identifier`));
      return 2;
    }
    setElement(shell, name, subscriptOf(viewOf(shell, io, job), name, subscript), chunk);
  }
  for (const problem of made.errors) await error(complaint(shell, `printf: ${problem}`));
  return made.status;
}

export const OUTPUT: Readonly<Record<string, Command>> = {
  echo: pure(echo),
  printf,
  true: () => Promise.resolve(0),
  false: () => Promise.resolve(1),
};
