/** cd, pwd and the folder stack. */
import type { Command, CommandContext } from '../commands/command.ts';
import { FileError } from '../files/file-error.ts';
import { textOf } from '../looks/chunk.ts';
import { complaint } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';

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
  shell.cwd = args.includes('-P') ? machine.files.real(path) : path;
  shell.variables.set('PWD', path);
  if (variable === 'OLDPWD') await out(`${path}\n`);
  return 0;
}

/** As dirs prints it: home is a tilde. */
function short(shell: ShellState, path: string): string {
  const home = textOf(shell.variables.get('HOME') ?? '');
  return home !== '' && (path === home || path.startsWith(`${home}/`))
    ? `~${path.slice(home.length)}`
    : path;
}
async function dirs({ shell, args, out }: CommandContext): Promise<number> {
  if (args.includes('-c')) {
    shell.folders = [];
    return 0;
  }
  const all = [shell.cwd, ...shell.folders];
  const shown = args.includes('-l') ? all : all.map((path) => short(shell, path));
  if (args.includes('-v'))
    for (const [n, path] of shown.entries()) await out(`${String(n).padStart(2)}  ${path}\n`);
  else await out(`${shown.join(args.includes('-p') ? '\n' : ' ')}\n`);
  return 0;
}

async function change(context: CommandContext, target: string): Promise<number> {
  return cd({ ...context, args: [target], name: 'cd', out: () => Promise.resolve() });
}

async function pushd(context: CommandContext): Promise<number> {
  const { shell, args, error } = context;
  const [target] = args;
  const all = [shell.cwd, ...shell.folders];
  if (target === undefined || /^[-+]\d+$/.test(target)) {
    const by =
      target === undefined
        ? 1
        : target.startsWith('+')
          ? Number(target.slice(1))
          : all.length - 1 - Number(target.slice(1));
    if (all.length < 2 || by >= all.length) {
      await error(
        complaint(
          shell,
          target === undefined
            ? 'pushd: no other directory'
            : `pushd: ${target}: directory stack index out of range`,
        ),
      );
      return 1;
    }
    const turned =
      target === undefined
        ? [all[1] ?? '', all[0] ?? '', ...all.slice(2)]
        : [...all.slice(by), ...all.slice(0, by)];
    const status = await change(context, turned[0] ?? '');
    if (status === 0) shell.folders = turned.slice(1);
    return status === 0 ? dirs({ ...context, args: [] }) : status;
  }
  const before = shell.cwd;
  const status = await change(context, target);
  if (status !== 0) return status;
  shell.folders = [before, ...shell.folders];
  return dirs({ ...context, args: [] });
}

async function popd(context: CommandContext): Promise<number> {
  const { shell, error } = context;
  const [next, ...rest] = shell.folders;
  if (next === undefined) {
    await error(complaint(shell, 'popd: directory stack empty'));
    return 1;
  }
  const status = await change(context, next);
  if (status !== 0) return status;
  shell.folders = rest;
  return dirs({ ...context, args: [] });
}

export const PLACES: Readonly<Record<string, Command>> = {
  cd,
  dirs,
  pushd,
  popd,
  async pwd({ shell, args, out, error, machine }) {
    const bad = args.find((arg) => arg.startsWith('-') && !/^-[LP]+$/.test(arg));
    if (bad !== undefined) {
      await error(
        `${complaint(shell, `pwd: ${bad.slice(0, 2)}: invalid option`)}pwd: usage: pwd [-LP]\n`,
      );
      return 2;
    }
    const physical = args.join('').includes('P');
    await out(`${physical ? machine.files.real(shell.cwd) : shell.cwd}\n`);
    return 0;
  },
};
