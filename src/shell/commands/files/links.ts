/** ln, readlink and realpath (coreutils). */
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf, parentOf } from '../../files/host-files.ts';
import type { CommandContext, Program } from '../command.ts';
import { usageError } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';

async function ln(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'sfnvrTt:iL',
    long: ['symbolic', 'force', 'no-dereference', 'verbose', 'relative', 'no-target-directory'],
    same: {
      symbolic: 's',
      force: 'f',
      'no-dereference': 'n',
      verbose: 'v',
      relative: 'r',
      'no-target-directory': 'T',
    },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  const given = options.value('t');
  const { operands } = options;
  if (operands.length === 0) return usageError(context, 'missing file operand');
  const single = given === undefined && operands.length === 1;
  const targets = given === undefined && !single ? operands.slice(0, -1) : operands;
  const last = given ?? (single ? '.' : (operands.at(-1) ?? '.'));
  const into = isFolder(context, last, options);
  if (targets.length > 1 && !into) {
    await context.error(`ln: target '${last}': No such file or directory\n`);
    return 1;
  }
  let status = 0;
  for (const target of targets) {
    const name = into ? `${last.replace(/\/$/, '')}/${nameOf(target.replace(/\/+$/, ''))}` : last;
    const shown = single ? nameOf(target) : name;
    const made = await linkOne(context, options, target, shown);
    if (!made) status = 1;
  }
  return status;
}

function isFolder(context: CommandContext, operand: string, options: Options): boolean {
  if (options.has('T')) return false;
  const path = context.path(operand);
  if (options.has('n') && context.machine.files.lstat(path, context.user)?.link) return false;
  return context.machine.files.stat(path, context.user)?.folder === true;
}

async function linkOne(
  context: CommandContext,
  options: Options,
  target: string,
  name: string,
): Promise<boolean> {
  const { files } = context.machine;
  const { user } = context;
  const path = context.path(name);
  const symbolic = options.has('s');
  const kind = symbolic ? 'symbolic link' : 'hard link';
  const arrow = symbolic ? '' : ` => '${target}'`;
  try {
    const there = files.lstat(path, user);
    if (!symbolic) {
      const found = files.lstat(context.path(target), user);
      if (!found) return await failed(context, `failed to access '${target}'`, 'ENOENT', target);
      if (found.folder) {
        await context.error(`ln: ${target}: hard link not allowed for directory\n`);
        return false;
      }
    }
    if (there && !options.has('f')) throw new FileError('EEXIST', name);
    files.mayWrite(`${parentOf(path)}/.eggtooth-name`, user);
    if (there) await files.change([{ op: 'remove', path }]);
    await files.change([
      symbolic
        ? {
            op: 'write',
            path,
            content: '',
            link: textOfTarget(context, options, target, path),
            mode: 0o777,
            owner: user.name,
          }
        : { op: 'link', path: context.path(target), to: path },
    ]);
    if (options.has('v')) await context.out(`'${name}' ${symbolic ? '->' : '=>'} '${target}'\n`);
    return true;
  } catch (failure) {
    await context.error(
      `ln: failed to create ${kind} '${name}'${failure instanceof FileError && failure.errno === 'EEXIST' ? '' : arrow}: ${strerror(failure)}\n`,
    );
    return false;
  }
}

async function failed(
  context: CommandContext,
  what: string,
  errno: 'ENOENT',
  path: string,
): Promise<false> {
  await context.error(`ln: ${what}: ${strerror(new FileError(errno, path))}\n`);
  return false;
}

function textOfTarget(
  context: CommandContext,
  options: Options,
  target: string,
  path: string,
): string {
  if (!options.has('r')) return target;
  return relativePath(context.machine.files.real(parentOf(path)), context.path(target));
}

export function relativePath(from: string, to: string): string {
  const base = from.split('/').filter((part) => part !== '');
  const parts = to.split('/').filter((part) => part !== '');
  let same = 0;
  while (same < base.length && base[same] === parts[same]) same += 1;
  return [...base.slice(same).map(() => '..'), ...parts.slice(same)].join('/') || '.';
}

const CANONICAL = {
  short: 'femnqsvzLP',
  long: [
    'canonicalize',
    'canonicalize-existing',
    'canonicalize-missing',
    'no-newline',
    'quiet',
    'silent',
    'verbose',
    'zero',
    'strip',
    'no-symlinks',
    'relative-to=',
  ],
  same: {
    canonicalize: 'f',
    'canonicalize-existing': 'e',
    'canonicalize-missing': 'm',
    'no-newline': 'n',
    quiet: 'q',
    silent: 'q',
    verbose: 'v',
    zero: 'z',
    strip: 's',
    'no-symlinks': 's',
  },
};

async function readlink(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, CANONICAL);
  if (options.problem !== undefined) return usageError(context, options.problem);
  if (options.operands.length === 0) return usageError(context, 'missing operand');
  const canonical = ['f', 'e', 'm'].some((letter) => options.has(letter));
  const end = options.has('z')
    ? '\0'
    : options.has('n') && options.operands.length === 1
      ? ''
      : '\n';
  let status = 0;
  for (const operand of options.operands) {
    try {
      const found = context.machine.files.lstat(context.path(operand), context.user);
      if (canonical) await context.out(canonicalPath(context, operand, options) + end);
      else if (found?.link) await context.out(found.link + end);
      else throw new FileError(found ? 'EINVAL' : 'ENOENT', operand);
    } catch (failure) {
      const text = strerror(failure);
      if (options.has('v')) await context.error(`readlink: ${operand}: ${text}\n`);
      status = 1;
    }
  }
  return status;
}

/** `-f`: all but the last part must be there; `-e`: all; `-m`: nothing need be. */
function canonicalPath(context: CommandContext, operand: string, options: Options): string {
  const { files } = context.machine;
  const path = context.path(operand);
  if (operand === '') throw new FileError('ENOENT', operand);
  if (options.has('s')) return path;
  const real = files.real(path);
  const needed = options.has('e') ? real : options.has('m') ? '/' : parentOf(real);
  const found = files.stat(needed, context.user);
  if (!found) throw new FileError('ENOENT', operand);
  if (needed !== real && !found.folder) throw new FileError('ENOTDIR', operand);
  return real;
}

async function realpath(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, CANONICAL);
  if (options.problem !== undefined) return usageError(context, options.problem);
  if (options.operands.length === 0) return usageError(context, 'missing operand');
  const base = options.value('relative-to');
  let status = 0;
  for (const operand of options.operands) {
    try {
      const real = canonicalPath(context, operand, options);
      const shown =
        base === undefined
          ? real
          : relativePath(context.machine.files.real(context.path(base)), real);
      await context.out(shown + (options.has('z') ? '\0' : '\n'));
    } catch (failure) {
      if (!options.has('q')) await context.error(`realpath: ${operand}: ${strerror(failure)}\n`);
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
