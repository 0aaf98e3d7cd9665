/** Builtins that steer: exit, return, break, eval, source, command, set. */
import type { Command, CommandContext, Outcome } from '../commands/command.ts';
import { strerror } from '../files/file-error.ts';
import { textOf } from '../looks/chunk.ts';
import { Jump, ShellExit } from '../process.ts';
import { openOperand } from '../commands/text/streams.ts';
import { readAll } from '../pipe.ts';
import { complaint } from '../shell-state.ts';
import { isTextTool } from '../text-tools/text-tool.ts';

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
  async ({ args, shell, error }) => {
    if (shell.loopDepth === 0) {
      await error(
        complaint(shell, `${to}: only meaningful in a \`for', \`while', or \`until' loop`),
      );
      return 0;
    }
    const [given] = args;
    if (given !== undefined && !/^-?\d+$/.test(given)) {
      await error(complaint(shell, `${to}: ${given}: numeric argument required`));
      throw new ShellExit(128);
    }
    if (args.length > 1) {
      await error(complaint(shell, `${to}: too many arguments`));
      throw new Jump('break', 1, shell.loopDepth);
    }
    const levels = Number(given ?? 1);
    if (levels < 1) {
      await error(complaint(shell, `${to}: ${given ?? ''}: loop count out of range`));
      throw new Jump('break', 1, shell.loopDepth);
    }
    throw new Jump(to, 0, levels);
  };

async function returnFrom({ args, shell, error }: CommandContext): Promise<number> {
  const [status] = args;
  if (shell.calls.length === 0) {
    await error(complaint(shell, "return: can only `return' from a function or sourced script"));
    return 2;
  }
  if (status !== undefined && !/^-?\d+$/.test(status)) {
    await error(complaint(shell, `return: ${status}: numeric argument required`));
    throw new Jump('return', 2);
  }
  throw new Jump('return', number(status, shell.lastStatus));
}

const outcome = ({ shell }: CommandContext): Outcome => ({
  status: shell.lastStatus,
  evidence: shell.evidence,
});

async function source(context: CommandContext): Promise<Outcome | number> {
  const { shell, args, machine, io, job, error } = context;
  const [file, ...rest] = args;
  if (file === undefined) {
    await error(
      `${complaint(shell, `${context.name}: filename argument required`)}${context.name}: usage: ${context.name} filename [arguments]\n`,
    );
    return 2;
  }
  let text: string;
  try {
    text = textOf(await readAll(openOperand(context, file === '-' ? './-' : file)));
  } catch (failure) {
    await error(complaint(shell, `${file}: ${strerror(failure)}`));
    return 1;
  }
  const { positional, line } = shell;
  if (rest.length > 0) shell.positional = rest;
  shell.calls.push({ name: 'source', source: file, line, kind: 'source' });
  shell.lastStatus = 0;
  try {
    await machine.interpreter.source(shell, text, io, job, { file });
  } catch (problem) {
    if (!(problem instanceof Jump) || problem.to !== 'return') throw problem;
    shell.lastStatus = problem.status;
  } finally {
    shell.calls.pop();
    shell.line = line;
    if (rest.length > 0) shell.positional = positional;
  }
  return outcome(context);
}

/** `compgen -v` and its like: names that begin with a word, one a line. */
async function compgen({ shell, args, out, machine }: CommandContext): Promise<number> {
  const kind = args[0] === '-A' ? (args[1] ?? '') : (COMPGEN[args[0] ?? ''] ?? '');
  const [prefix = ''] = args.slice(args[0] === '-A' ? 2 : 1);
  const lists: Readonly<Record<string, () => Iterable<string>>> = {
    variable: () => [...shell.variables.keys(), ...shell.arrays.keys()],
    export: () => shell.exported,
    function: () => shell.functions.keys(),
    alias: () => shell.aliases.keys(),
    command: () => [...shell.functions.keys(), ...machine.commands.names(machine.host)],
  };
  const names = new Set(lists[kind]?.() ?? []);
  const found = [...names].filter((name) => name.startsWith(prefix) && !name.endsWith('()'));
  for (const name of found.toSorted()) await out(`${name}\n`);
  return found.length > 0 ? 0 : 1;
}
const COMPGEN: Readonly<Record<string, string>> = {
  '-v': 'variable',
  '-e': 'export',
  '-a': 'alias',
  '-c': 'command',
};

/** Why exec cannot become this program. */
function cannotRun(
  context: CommandContext,
  name: string,
): { readonly text: string; readonly status: number } | undefined {
  const { machine, shell } = context;
  if (!name.includes('/')) {
    const where = { host: machine.host, ...(shell.container && { container: shell.container }) };
    const there = machine.commands.find(name, where) ?? machine.commands.missing(name);
    return there !== undefined || isTextTool(name) || OUTSIDE.has(name)
      ? undefined
      : { text: `exec: ${name}: not found`, status: 127 };
  }
  const found = machine.files.stat(context.path(name), shell.user);
  const program = machine.commands.find(name.slice(name.lastIndexOf('/') + 1), {
    host: machine.host,
  });
  if (found || program) return undefined;
  return { text: `${context.path(name)}: No such file or directory`, status: 127 };
}
const OUTSIDE = new Set(['echo', 'printf', 'test', '[', 'true', 'false', 'pwd', 'kill']);

export const CONTROL: Readonly<Record<string, Command>> = {
  exit,
  async logout(context) {
    if (context.shell.login) return exit(context);
    await context.error(complaint(context.shell, "logout: not login shell: use `exit'"));
    return 1;
  },
  return: returnFrom,
  break: leave('break'),
  continue: leave('continue'),
  ':': () => Promise.resolve(0),
  async eval(context) {
    const { shell, args, io, job, machine } = context;
    const { line } = shell;
    if (args.join(' ').trim() === '') return 0;
    shell.lastStatus = 0;
    await machine.interpreter.source(shell, args.join(' '), io, job, { line, label: 'eval: ' });
    return outcome(context);
  },
  source,
  '.': source,
  async exec(context) {
    const { shell, error } = context;
    const args = context.args.filter((arg) => arg !== '--');
    const [name = ''] = args;
    if (args.length === 0) return 0;
    const missing = cannotRun(context, name);
    if (missing !== undefined) {
      const at = shell.interactive ? 'prompt' : 'exit';
      await error(complaint(shell, missing.text));
      if (at === 'prompt') throw new Jump('prompt', missing.status);
      throw new ShellExit(missing.status);
    }
    shell.traps.delete('EXIT');
    const { status } = await context.execute(args);
    throw new ShellExit(status);
  },
  async builtin({ shell, args, io, job, machine, error }) {
    const [name] = args;
    const { BUILTINS } = await import('./catalogue.ts');
    if (name !== undefined && !BUILTINS.has(name)) {
      await error(complaint(shell, `builtin: ${name}: not a shell builtin`));
      return 1;
    }
    return machine.interpreter.execute(shell, args, io, job, { skipFunctions: true });
  },
  complete: () => Promise.resolve(0),
  compgen,
  bind: () => Promise.resolve(0),
  suspend: () => Promise.resolve(0),
};
