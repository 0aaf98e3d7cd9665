/** cd, pwd and the folder stack. */
import type { Command, CommandContext } from '../commands/command.ts';
import { FileError } from '../files/file-error.ts';
import { textOf } from '../looks/chunk.ts';
import { complaint } from '../shell-state.ts';

async function cd(context: CommandContext): Promise<number> {
  const { shell, machine, args, error, out } = context;
  const operands = args.filter((arg) => arg !== '-L' && arg !== '-P' && arg !== '--');
  if (operands.length > 1) {
    await error(complaint(shell, 'cd: too many arguments'));
    return 1;
  }
  const variable = operands.length === 0 ? 'HOME' : operands[0] === '-' ? 'OLDPWD' : undefined;
  const target = variable ? textOf(shell.variables.get(variable) ?? '') : (operands[0] ?? '');
  if (variable && target === '') {
    await error(complaint(shell, `cd: ${variable} not set`));
    return 1;
  }
  const path = context.path(target);
  let problem = 'No such file or directory';
  try {
    const found = machine.files.stat(path, shell.user);
    if (found?.folder) machine.files.list(path, shell.user);
    if (found) problem = found.folder ? '' : 'Not a directory';
  } catch (failure) {
    if (!(failure instanceof FileError)) throw failure;
    problem = 'Permission denied';
  }
  if (problem !== '') {
    await error(complaint(shell, `cd: ${target}: ${problem}`));
    return 1;
  }
  shell.variables.set('OLDPWD', shell.cwd);
  shell.cwd = path;
  shell.variables.set('PWD', path);
  if (variable === 'OLDPWD') await out(`${path}\n`);
  return 0;
}

export const PLACES: Readonly<Record<string, Command>> = {
  cd,
  async pwd({ shell, out }) {
    await out(`${shell.cwd}\n`);
    return 0;
  },
};
