/** echo, printf, test and their like: functions of their arguments, marks included. */
import type { Observation } from '../../host/live-lab.ts';
import type { Command, CommandContext, Outcome } from '../commands/command.ts';
import { differenceMark, withMarks } from '../looks/chunk.ts';
import { collector } from '../pipe.ts';
import { complaint } from '../shell-state.ts';
import { ofArguments } from '../text-tools/text-tool.ts';

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

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\u001b',
  '\\': '\\',
};
function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]{1,2})|0([0-7]{1,3})|([ntrabfve\\]))/g,
    (_, hex?: string, octal?: string, letter?: string) =>
      hex !== undefined
        ? String.fromCharCode(parseInt(hex, 16))
        : octal !== undefined
          ? String.fromCharCode(parseInt(octal, 8))
          : (ESCAPES[letter ?? ''] ?? ''),
  );
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
  return (escapes ? unescape(text) : text) + (newline ? '\n' : '');
}

async function printf(context: CommandContext): Promise<Outcome | number> {
  const { args, shell, error } = context;
  if (args[0] === '-v' && args[1] !== undefined) {
    const output = collector();
    const outcome = await context.execute(['printf', ...args.slice(2)], {
      io: { stdout: output },
      alternatives: new Map(
        [...context.alternatives].map(([of, argv]) => [of, ['printf', ...argv.slice(3)]]),
      ),
    });
    shell.variables.set(args[1], output.taken());
    return outcome.status;
  }
  if (args.length === 0) {
    await error(complaint(shell, 'printf: usage: printf [-v var] format [arguments]'));
    return 2;
  }
  return ofArguments(context);
}

/** The tests that need no file; anything else is just-bash's. */
function verdict(args: readonly string[]): number | undefined {
  const [a = '', b = '', c = ''] = args;
  if (args.length === 0) return 1;
  if (args.length === 1) return a === '' ? 1 : 0;
  if (args.length === 2 && a === '-n') return b === '' ? 1 : 0;
  if (args.length === 2 && a === '-z') return b === '' ? 0 : 1;
  if (args.length !== 3) return undefined;
  const number = /^\s*-?\d+\s*$/;
  if (b === '=' || b === '==') return a === c ? 0 : 1;
  if (b === '!=') return a === c ? 1 : 0;
  const compare = COMPARISONS[b];
  if (!compare || !number.test(a) || !number.test(c)) return undefined;
  return compare(Number(a), Number(c)) ? 0 : 1;
}
const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

async function test(context: CommandContext): Promise<Outcome | number> {
  const { name, args, alternatives, shell, error } = context;
  const bracket = name === '[';
  if (bracket && args.at(-1) !== ']') {
    await error(complaint(shell, "[: missing `]'"));
    return 2;
  }
  const operands = (argv: readonly string[]): readonly string[] =>
    bracket ? argv.slice(0, -1) : argv;
  const status = verdict(operands(args));
  if (status === undefined) return ofArguments(context);
  const each = new Map<Observation, number>();
  for (const [of, argv] of alternatives) {
    const other: number = verdict(operands(argv.slice(1))) ?? status;
    if (other !== status) each.set(of, other);
  }
  return { status, evidence: { each, joint: new Map() } };
}

export const OUTPUT: Readonly<Record<string, Command>> = {
  echo: pure(echo),
  printf,
  test,
  '[': test,
  true: () => Promise.resolve(0),
  false: () => Promise.resolve(1),
};
