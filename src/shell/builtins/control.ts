/** Builtins that steer: exit, return, break, eval, source, command, set. */
import type { Command, CommandContext, Outcome } from '../commands/command.ts';
import { strerror } from '../files/file-error.ts';
import { textOf } from '../looks/chunk.ts';
import { Jump, ShellExit } from '../process.ts';
import { complaint } from '../shell-state.ts';

const number = (text: string | undefined, otherwise: number): number =>
  text !== undefined && /^-?\d+$/.test(text) ? Number(text) & 255 : otherwise;

async function exit({ shell, args, error, name }: CommandContext): Promise<never> {
  const [status] = args;
  if (status !== undefined && !/^-?\d+$/.test(status)) {
    await error(complaint(shell, `${name}: ${status}: numeric argument required`));
    throw new ShellExit(2);
  }
  throw new ShellExit(number(status, shell.lastStatus));
}
const leave =
  (to: 'break' | 'continue'): Command =>
  ({ args }) =>
    Promise.reject(new Jump(to, 0, Math.max(1, number(args[0], 1))));

const outcome = ({ shell }: CommandContext): Outcome => ({
  status: shell.lastStatus,
  evidence: shell.evidence,
});

async function source(context: CommandContext): Promise<Outcome | number> {
  const { shell, args, machine, io, job, error } = context;
  const [file, ...rest] = args;
  if (file === undefined) {
    await error(complaint(shell, 'source: filename argument required'));
    return 2;
  }
  let text: string;
  try {
    text = textOf(machine.files.read(context.path(file), shell.user));
  } catch (failure) {
    await error(complaint(shell, `${file}: ${strerror(failure)}`));
    return 1;
  }
  const caller = shell.positional;
  if (rest.length > 0) shell.positional = rest;
  try {
    await machine.interpreter.text(shell, text, io, job);
  } finally {
    shell.positional = caller;
  }
  return outcome(context);
}

const SET_LETTERS: Readonly<Record<string, string>> = { e: 'errexit', x: 'xtrace', u: 'nounset' };
const SIMULATED = new Set(['errexit', 'xtrace', 'pipefail']);
const IGNORED = new Set(['monitor', 'history', 'emacs', 'vi', 'histexpand', 'posix']);

async function set(context: CommandContext): Promise<number> {
  const { shell, args, error, out } = context;
  if (args.length === 0) {
    for (const [name, value] of [...shell.variables].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      await out(
        `${name}=${/^[\w./:-]*$/.test(textOf(value)) ? textOf(value) : `'${textOf(value)}'`}\n`,
      );
    return 0;
  }
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      shell.positional = args.slice(index + 1);
      return 0;
    }
    if (!/^[-+]/.test(arg)) {
      shell.positional = args.slice(index);
      return 0;
    }
    const names = arg.endsWith('o') ? [args[(index += 1)] ?? ''] : [];
    for (const letter of arg.slice(1).replace(/o$/, '')) names.push(SET_LETTERS[letter] ?? letter);
    for (const name of names) {
      if (SIMULATED.has(name)) shell.options.set(name, arg.startsWith('-'));
      else if (!IGNORED.has(name)) {
        await error(complaint(shell, `eggtooth: set -o ${name} is not simulated`));
        return 2;
      }
    }
  }
  return 0;
}

/** What bash has and this shell has not, said plainly. */
const notSimulated =
  (what: string): Command =>
  async ({ shell, error }) => {
    await error(complaint(shell, `eggtooth: ${what} is not simulated`));
    return 2;
  };

export const CONTROL: Readonly<Record<string, Command>> = {
  exit,
  logout: exit,
  return: ({ args, shell }) =>
    Promise.reject(new Jump('return', number(args[0], shell.lastStatus))),
  break: leave('break'),
  continue: leave('continue'),
  ':': () => Promise.resolve(0),
  async eval(context) {
    const { shell, args, io, job, machine } = context;
    const after = [...shell.after];
    await machine.interpreter.text(shell, args.join(' '), io, job);
    for (const of of after) shell.after.add(of);
    return outcome(context);
  },
  source,
  '.': source,
  set,
  shift({ shell, args }) {
    const by = number(args[0], 1);
    if (by > shell.positional.length) return Promise.resolve(1);
    shell.positional = shell.positional.slice(by);
    return Promise.resolve(0);
  },
  async exec(context) {
    if (context.args.length === 0) return 0;
    const { status } = await context.execute(context.args);
    throw new ShellExit(status);
  },
  async builtin({ shell, args, io, job, machine }) {
    return machine.interpreter.execute(shell, args, io, job, { skipFunctions: true });
  },
  trap: notSimulated('trap'),
  select: notSimulated('select'),
  mapfile: notSimulated('mapfile'),
  readarray: notSimulated('readarray'),
  getopts: notSimulated('getopts'),
  coproc: notSimulated('coproc'),
  enable: notSimulated('enable'),
  disown: notSimulated('disown'),
  complete: () => Promise.resolve(0),
  shopt: () => Promise.resolve(0),
  bind: () => Promise.resolve(0),
  async umask({ args, shell, out }) {
    const [mask] = args;
    if (mask === undefined) await out(`${shell.umask.toString(8).padStart(4, '0')}\n`);
    else shell.umask = parseInt(mask, 8);
    return 0;
  },
  async ulimit({ out }) {
    await out('unlimited\n');
    return 0;
  },
};
