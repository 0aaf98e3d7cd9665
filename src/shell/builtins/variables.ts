/** alias, unset, let, shift, getopts: the shell's own memory. */
import type { Command, CommandContext } from '../commands/command.ts';
import { expandKey } from '../executor/expand.ts';
import { arithmetic, subscriptOf, viewOf } from '../executor/view.ts';
import { textOf } from '../looks/chunk.ts';
import { Jump } from '../process.ts';
import { ShellError } from '../shell-error.ts';
import { complaint } from '../shell-state.ts';
import { closingBracket } from '../syntax/parameters.ts';
import {
  NAME,
  isAssociative,
  resolveName,
  scalarOf,
  setScalar,
  unsetElement,
  unsetName,
} from '../variables.ts';

async function alias({ shell, args, out, error }: CommandContext): Promise<number> {
  const shown = (name: string, text: string): string =>
    `alias ${name}='${text.replaceAll("'", String.raw`'\''`)}'\n`;
  if (args.length === 0 || args[0] === '-p')
    for (const [name, text] of [...shell.aliases].toSorted()) await out(shown(name, text));
  let status = 0;
  for (const arg of args.filter((one) => one !== '-p')) {
    const at = arg.indexOf('=');
    const name = at < 0 ? arg : arg.slice(0, at);
    const known = shell.aliases.get(name);
    if (at > 0) shell.aliases.set(name, arg.slice(at + 1));
    else if (known !== undefined) await out(shown(name, known));
    else {
      await error(complaint(shell, `alias: ${arg}: not found`));
      status = 1;
    }
  }
  return status;
}

async function unset(context: CommandContext): Promise<number> {
  const { shell, args, error, io, job } = context;
  const letters = args.filter((arg) => arg.startsWith('-')).join('');
  const bad = /[^-fvn]/.exec(letters)?.[0];
  if (bad !== undefined) {
    await error(
      `${complaint(shell, `unset: -${bad}: invalid option`)}unset: usage: unset [-f] [-v] [-n] [name ...]\n`,
    );
    return 2;
  }
  let status = 0;
  for (const arg of args.filter((a) => !a.startsWith('-'))) {
    const bracket = arg.indexOf('[');
    const name = bracket > 0 ? arg.slice(0, bracket) : arg;
    if (letters.includes('f')) {
      shell.functions.delete(arg);
      continue;
    }
    if (!NAME.test(name)) {
      await error(complaint(shell, `unset: \`${arg}': not a valid identifier`));
      status = 1;
      continue;
    }
    try {
      if (bracket > 0 && closingBracket(arg, bracket) === arg.length - 1) {
        const text = arg.slice(bracket + 1, -1);
        const view = viewOf(shell, io, job);
        if (text === '@' || text === '*') unsetName(shell, resolveName(shell, name));
        else
          unsetElement(
            shell,
            name,
            isAssociative(shell, name)
              ? await expandKey(view, text)
              : subscriptOf(view, name, text),
          );
      } else removeName(context, name, letters);
    } catch (problem) {
      if (!(problem instanceof ShellError)) throw problem;
      await error(complaint(shell, `unset: ${problem.message}`));
      status = 1;
    }
  }
  return status;
}
function removeName({ shell }: CommandContext, given: string, letters: string): void {
  const name = letters.includes('n') ? given : resolveName(shell, given);
  const isVariable =
    shell.variables.has(name) || shell.arrays.has(name) || shell.attributes.has(name);
  if (!isVariable && !letters.includes('v') && shell.functions.has(name))
    shell.functions.delete(name);
  else {
    const local = shell.hidden.at(-1)?.has(name) === true;
    unsetName(shell, name);
    if (local) shell.attributes.set(name, '');
  }
}

async function letAll({ shell, args, io, job, error }: CommandContext): Promise<number> {
  if (args.length === 0) {
    await error(complaint(shell, 'let: expression expected'));
    return 1;
  }
  let value = 0n;
  for (const arg of args) value = arithmetic(viewOf(shell, io, job), arg);
  return value === 0n ? 1 : 0;
}

const GETOPTS_USAGE = 'getopts: usage: getopts optstring name [arg ...]\n';
async function getopts(context: CommandContext): Promise<number> {
  const { shell, args, error } = context;
  const [letters, name, ...given] = args;
  if (letters === undefined || name === undefined) {
    await error(GETOPTS_USAGE);
    return 2;
  }
  const words = args.length > 2 ? given : shell.positional;
  const silent = letters.startsWith(':');
  let index = Number(textOf(scalarOf(shell, 'OPTIND') ?? '1')) || 1;
  let offset = shell.optionOffset;
  const finish = (letter: string, argument: string | undefined, status: number): number => {
    setScalar(shell, 'OPTIND', String(index));
    shell.optionOffset = offset;
    if (argument === undefined) shell.variables.delete('OPTARG');
    else setScalar(shell, 'OPTARG', argument);
    setScalar(shell, name, letter);
    return status;
  };
  const word = words[index - 1];
  if (word === undefined || (offset === 1 && (!/^-./.test(word) || word === '--'))) {
    if (word === '--') index += 1;
    offset = 1;
    return finish('?', undefined, 1);
  }
  const letter = word[offset] ?? '';
  offset += 1;
  const last = offset >= word.length;
  const at = letter === ':' ? -1 : letters.indexOf(letter, silent ? 1 : 0);
  const next = (): void => {
    index += 1;
    offset = 1;
  };
  if (at < 0) {
    if (last) next();
    if (silent) return finish('?', letter, 0);
    await complain(context, `illegal option -- ${letter}`);
    return finish('?', undefined, 0);
  }
  if (letters[at + 1] !== ':') {
    if (last) next();
    return finish(letter, undefined, 0);
  }
  if (!last) {
    const argument = word.slice(offset);
    next();
    return finish(letter, argument, 0);
  }
  next();
  const argument = words[index - 1];
  if (argument !== undefined) {
    index += 1;
    return finish(letter, argument, 0);
  }
  if (silent) return finish(':', letter, 0);
  await complain(context, `option requires an argument -- ${letter}`);
  return finish('?', undefined, 0);
}
async function complain({ shell, error }: CommandContext, text: string): Promise<void> {
  if (textOf(scalarOf(shell, 'OPTERR') ?? '1') !== '0')
    await error(`${shell.scriptName}: ${text}\n`);
}

async function shift({ shell, args, error }: CommandContext): Promise<number> {
  const [count] = args;
  if (args.length > 1) {
    await error(complaint(shell, 'shift: too many arguments'));
    throw new Jump('prompt', 1);
  }
  if (count !== undefined && !/^-?\d+$/.test(count)) {
    await error(complaint(shell, `shift: ${count}: numeric argument required`));
    return 1;
  }
  const by = Number(count ?? 1);
  if (by < 0) {
    await error(complaint(shell, `shift: ${count ?? ''}: shift count out of range`));
    return 1;
  }
  if (by > shell.positional.length) return 1;
  shell.positional = shell.positional.slice(by);
  return 0;
}

export const VARIABLES: Readonly<Record<string, Command>> = {
  alias,
  async unalias({ shell, args, error }) {
    if (args.includes('-a')) shell.aliases.clear();
    let status = 0;
    for (const arg of args.filter((one) => one !== '-a'))
      if (!shell.aliases.delete(arg)) {
        await error(complaint(shell, `unalias: ${arg}: not found`));
        status = 1;
      }
    return status;
  },
  unset,
  let: letAll,
  getopts,
  shift,
};
