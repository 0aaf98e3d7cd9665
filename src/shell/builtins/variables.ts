/** export, unset, alias, declare, local: the shell's own memory. */
import type { Command, CommandContext } from '../commands/command.ts';
import { differenceMark, textOf, withMarks } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { complaint } from '../shell-state.ts';

const NAME = /^[A-Za-z_]\w*$/;

/** `name=value` at argument `index`, the value with its marks. */
function assigned(context: CommandContext, index: number): [string, Chunk | undefined] {
  const arg = context.args[index] ?? '';
  const at = arg.indexOf('=');
  if (at < 0) return [arg, undefined];
  const value = arg.slice(at + 1);
  const marks = [...context.alternatives].flatMap(([of, argv]) => {
    const other = (argv[index + 1] ?? '').slice(at + 1);
    return other === value ? [] : [differenceMark(value, other, of)];
  });
  return [arg.slice(0, at), withMarks(value, marks)];
}

async function assignAll(
  context: CommandContext,
  each: (name: string, value: Chunk | undefined) => void,
): Promise<number> {
  const { args, shell, error, name } = context;
  let status = 0;
  for (const [index, arg] of args.entries()) {
    if (arg.startsWith('-')) continue;
    const [variable, value] = assigned(context, index);
    if (NAME.test(variable)) each(variable, value);
    else {
      await error(complaint(shell, `${name}: \`${arg}': not a valid identifier`));
      status = 1;
    }
  }
  return status;
}

async function exportVariables(context: CommandContext): Promise<number> {
  const { shell, args, out } = context;
  const unexport = args.includes('-n');
  if (args.every((arg) => arg === '-p'))
    for (const name of [...shell.exported].toSorted()) {
      const value = shell.variables.get(name);
      await out(
        value === undefined ? `declare -x ${name}\n` : `declare -x ${name}="${textOf(value)}"\n`,
      );
    }
  return assignAll(context, (name, value) => {
    if (value !== undefined) shell.variables.set(name, value);
    if (unexport) shell.exported.delete(name);
    else shell.exported.add(name);
  });
}

async function declare(context: CommandContext): Promise<number> {
  const { shell, args, error } = context;
  if (args.some((arg) => /^-\w*[AnaFfpilru]/.test(arg))) {
    await error(complaint(shell, `eggtooth: ${context.name} ${args[0] ?? ''} is not simulated`));
    return 2;
  }
  return assignAll(context, (name, value) => {
    if (shell.readonly.has(name)) return;
    shell.variables.set(name, value ?? shell.variables.get(name) ?? '');
    if (args.includes('-x')) shell.exported.add(name);
  });
}

async function alias({ shell, args, out, error }: CommandContext): Promise<number> {
  if (args.length === 0)
    for (const [name, text] of [...shell.aliases].toSorted())
      await out(`alias ${name}='${text}'\n`);
  let status = 0;
  for (const arg of args) {
    const at = arg.indexOf('=');
    const name = at < 0 ? arg : arg.slice(0, at);
    const known = shell.aliases.get(name);
    if (at > 0) shell.aliases.set(name, arg.slice(at + 1));
    else if (known !== undefined) await out(`alias ${name}='${known}'\n`);
    else {
      await error(complaint(shell, `alias: ${arg}: not found`));
      status = 1;
    }
  }
  return status;
}

export const VARIABLES: Readonly<Record<string, Command>> = {
  export: exportVariables,
  declare,
  typeset: declare,
  async readonly(context) {
    const status = await declare(context);
    for (const arg of context.args) context.shell.readonly.add(arg.replace(/=.*$/, ''));
    return status;
  },
  alias,
  async local(context) {
    if (context.shell.functionDepth === 0) {
      await context.error(complaint(context.shell, 'local: can only be used in a function'));
      return 1;
    }
    const [frame] = context.shell.hidden.slice(-1);
    await assignAll(context, (name) => {
      if (!frame?.has(name)) frame?.set(name, context.shell.variables.get(name));
      context.shell.variables.set(name, '');
    });
    return declare(context);
  },
  unalias({ shell, args }) {
    if (args.includes('-a')) shell.aliases.clear();
    for (const arg of args) shell.aliases.delete(arg);
    return Promise.resolve(0);
  },
  unset({ shell, args }) {
    for (const arg of args.filter((a) => !a.startsWith('-'))) {
      if (!args.includes('-f')) {
        shell.variables.delete(arg);
        shell.arrays.delete(arg);
        shell.exported.delete(arg);
      }
      if (!args.includes('-v')) shell.functions.delete(arg);
    }
    return Promise.resolve(0);
  },
  async let(context) {
    const { shell, args, io, job, machine } = context;
    for (const arg of args) await machine.interpreter.text(shell, `(( ${arg} ))`, io, job);
    return shell.lastStatus;
  },
};
