/** ln, readlink, realpath: symbolic links; a hard link is a copy, since the world has no inodes. */
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf, normalise, parentOf } from '../../files/host-files.ts';
import type { CommandContext, Program } from '../command.ts';
import { usageError } from '../command.ts';
import { getOptions } from '../options.ts';

async function ln(context: CommandContext): Promise<number> {
  const { machine, user, error } = context;
  const options = getOptions(context.args, {
    short: 'sfnvrT',
    long: ['symbolic', 'force', 'no-dereference', 'verbose'],
    same: { symbolic: 's', force: 'f', 'no-dereference': 'n', verbose: 'v' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  const operands = [...options.operands];
  if (operands.length === 0) return usageError(context, 'missing file operand');
  const last = operands.length > 1 ? (operands.pop() ?? '.') : '.';
  const path = context.path(last);
  const isLink = machine.files.linkAt(path) !== undefined;
  const into = machine.files.stat(path, user)?.folder === true && !(options.has('n') && isLink);
  let status = 0;
  for (const target of operands) {
    const at = into ? `${path === '/' ? '' : path}/${nameOf(target)}` : path;
    const shown =
      into && last !== '.'
        ? `${last.replace(/\/$/, '')}/${nameOf(target)}`
        : into
          ? `./${nameOf(target)}`
          : last;
    try {
      await linkOne(context, target, at, options.has('s'), options.has('f'));
    } catch (failure) {
      const kind = options.has('s') ? 'symbolic link' : 'hard link';
      const known = failure instanceof FileError && failure.errno === 'ENOENT' && !options.has('s');
      await error(
        known
          ? `ln: failed to access '${target}': ${strerror(failure)}\n`
          : `ln: failed to create ${kind} '${shown}': ${strerror(failure)}\n`,
      );
      status = 1;
    }
  }
  return status;
}

async function linkOne(
  context: CommandContext,
  target: string,
  at: string,
  symbolic: boolean,
  force: boolean,
): Promise<void> {
  const { machine, user } = context;
  const content = symbolic ? '' : machine.files.raw(context.path(target), user);
  machine.files.mayWrite(`${parentOf(at)}/.eggtooth-name`, user);
  if (machine.files.lstat(at, user) && !force) throw new FileError('EEXIST', at);
  const link = symbolic ? { link: target } : {};
  await machine.files.change([
    { op: 'write', path: at, content, ...link, mode: symbolic ? 0o777 : 0o644, owner: user.name },
  ]);
}

async function readlink(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'femnqsvz',
    long: ['canonicalize', 'canonicalize-existing', 'canonicalize-missing', 'no-newline'],
    same: {
      canonicalize: 'f',
      'canonicalize-existing': 'e',
      'canonicalize-missing': 'm',
      'no-newline': 'n',
    },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  if (options.operands.length === 0) return usageError(context, 'missing operand');
  const follows = ['f', 'e', 'm'].some((letter) => options.has(letter));
  let status = 0;
  for (const operand of options.operands) {
    const path = context.path(operand);
    const found = follows
      ? canonical(context, operand, options.has('m'), options.has('e'))
      : context.machine.files.linkAt(path);
    if (found === undefined || found instanceof FileError) status = 1;
    else await context.out(`${found}${options.has('n') ? '' : '\n'}`);
  }
  return status;
}

/** The real path; the last part need not exist, with `missing` none of them, with `all` each. */
function canonical(
  { machine, user, shell }: CommandContext,
  operand: string,
  missing: boolean,
  all: boolean,
): string | FileError {
  const absolute = operand.startsWith('/') ? operand : `${shell.cwd}/${operand}`;
  try {
    const real = machine.files.real(absolute);
    if (missing) return real;
    if (!machine.files.stat(all ? real : parentOf(real), user))
      return new FileError('ENOENT', operand);
    return real;
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

async function realpath(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'emsqLPz',
    long: ['canonicalize-existing', 'canonicalize-missing', 'strip', 'no-symlinks', 'quiet'],
    same: {
      'canonicalize-existing': 'e',
      'canonicalize-missing': 'm',
      strip: 's',
      'no-symlinks': 's',
      quiet: 'q',
    },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  if (options.operands.length === 0) return usageError(context, 'missing operand');
  let status = 0;
  for (const operand of options.operands) {
    const found = options.has('s')
      ? normalise(context.shell.cwd, operand)
      : canonical(context, operand, options.has('m'), options.has('e'));
    if (typeof found === 'string') await context.out(`${found}\n`);
    else {
      if (!options.has('q')) await context.error(`realpath: ${operand}: ${strerror(found)}\n`);
      status = 1;
    }
  }
  return status;
}

export const LINKS: Readonly<Record<string, Program>> = {
  ln: { run: ln },
  readlink: { run: readlink },
  realpath: { run: realpath },
};
