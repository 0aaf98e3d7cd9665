/** cp, mv, rm, mkdir, rmdir, touch, chmod, chown: every change is one input of the world. */
import type { FileChange, FileView } from '../../../sim/index.ts';
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf, parentOf, ROOT } from '../../files/host-files.ts';
import type { Command, CommandContext, Program } from '../command.ts';
import { usageError } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { changeMode } from './modes.ts';

const stat = (context: CommandContext, operand: string): FileView | undefined =>
  context.machine.files.stat(context.path(operand), context.user);
function found(context: CommandContext, operand: string): FileView {
  const file = stat(context, operand);
  if (!file) throw new FileError('ENOENT', operand);
  return file;
}

/** Runs `each` on every operand; says what went wrong with it and goes on. */
async function forEach(
  context: CommandContext,
  operands: readonly string[],
  what: (operand: string) => string,
  each: (operand: string) => Promise<void> | void,
): Promise<number> {
  let status = 0;
  for (const operand of operands)
    try {
      await each(operand);
    } catch (failure) {
      await context.error(`${context.name}: ${what(operand)}: ${strerror(failure)}\n`);
      status = 1;
    }
  return status;
}

/** A file and what is below it, as writes at another place; `links`: symbolic ones as they are. */
function copies(context: CommandContext, from: string, to: string, links: boolean): FileChange[] {
  const { machine, user } = context;
  const file = links ? machine.files.lstat(from, user) : machine.files.stat(from, user);
  if (!file) throw new FileError('ENOENT', from);
  const { mode, owner } = file;
  if (file.link)
    return [
      {
        op: 'write',
        path: to,
        content: '',
        link: file.link,
        mode,
        owner: user.uid === 0 ? owner : user.name,
      },
    ];
  if (!file.folder)
    return [
      {
        op: 'write',
        path: to,
        content: machine.files.raw(from, user),
        mode,
        owner: user.uid === 0 ? owner : user.name,
      },
    ];
  const children = machine.files.list(from, user);
  return [
    { op: 'folder', path: to, mode, owner: user.uid === 0 ? owner : user.name },
    ...children.flatMap((child) =>
      copies(context, `${from}/${nameOf(child.path)}`, `${to}/${nameOf(child.path)}`, links),
    ),
  ];
}
function removals(context: CommandContext, path: string): FileChange[] {
  const file = context.machine.files.lstat(path, context.user);
  const children = file?.folder
    ? context.machine.files
        .list(path, context.user)
        .flatMap((child) => removals(context, `${path}/${nameOf(child.path)}`))
    : [];
  return [...children, { op: 'remove', path }];
}
/** Permission to add or take a name in a folder. */
function mayChangeFolderOf(context: CommandContext, path: string): void {
  context.machine.files.mayWrite(`${parentOf(path)}/.eggtooth-name`, context.user);
}

function carryMarks(context: CommandContext, from: string, to: string): void {
  const { marks } = context.machine.files;
  const marked = marks.get(from);
  if (marked === undefined) marks.delete(to);
  else marks.set(to, marked);
}

const transfer =
  (moves: boolean): Command =>
  async (context) => {
    const options = getOptions(context.args, {
      short: 'rRafpvinuTt:dPLH',
      long: [
        'recursive',
        'force',
        'archive',
        'no-clobber',
        'target-directory=',
        'verbose',
        'preserve?',
        'no-dereference',
        'dereference',
      ],
      same: {
        'no-dereference': 'P',
        dereference: 'L',
        recursive: 'r',
        force: 'f',
        archive: 'a',
        'target-directory': 't',
        verbose: 'v',
      },
    });
    if (options.problem !== undefined) return usageError(context, options.problem);
    const given = options.value('t');
    const operands = given === undefined ? options.operands.slice(0, -1) : options.operands;
    const target = given ?? options.operands.at(-1);
    if (target === undefined) return usageError(context, 'missing file operand');
    if (operands.length === 0)
      return usageError(context, `missing destination file operand after '${target}'`);
    const into = stat(context, target)?.folder === true;
    if (operands.length > 1 && !into) {
      await context.error(`${context.name}: target '${target}' is not a directory\n`);
      return 1;
    }
    const verb = moves ? 'move' : 'copy';
    return forEach(
      context,
      operands,
      (operand) =>
        stat(context, operand)
          ? `cannot ${moves ? `move '${operand}' to '${target}'` : `create regular file '${target}'`}`
          : moves
            ? `cannot stat '${operand}'`
            : `cannot stat '${operand}'`,
      (operand) => transferOne(context, options, operand, { target, into, moves, verb }),
    );
  };

async function transferOne(
  context: CommandContext,
  options: Options,
  operand: string,
  { target, into, moves }: { target: string; into: boolean; moves: boolean; verb: string },
): Promise<void> {
  const from = context.path(operand);
  const recursive = moves || ['r', 'R', 'a'].some((letter) => options.has(letter));
  const links = !options.has('L') && (recursive || options.has('P') || options.has('d'));
  const { files } = context.machine;
  const file = links ? files.lstat(from, context.user) : found(context, operand);
  if (!file) throw new FileError('ENOENT', operand);
  const named = into
    ? `${context.path(target)}/${nameOf(from)}`.replace('//', '/')
    : context.path(target);
  const to = moves || file.link ? named : files.real(named);
  if (from === to) {
    await context.error(`${context.name}: '${operand}' and '${target}' are the same file\n`);
    return;
  }
  if (file.folder && !recursive) {
    await context.error(`cp: -r not specified; omitting directory '${operand}'\n`);
    return;
  }
  if (file.folder || file.link) mayChangeFolderOf(context, to);
  else context.machine.files.mayWrite(to, context.user);
  if (moves) mayChangeFolderOf(context, from);
  const there = files.lstat(to, context.user);
  const first: FileChange[] = there && (moves || file.link) ? [{ op: 'remove', path: to }] : [];
  if (moves && there?.folder) first.length = 0;
  const changes = [...first, ...copies(context, from, to, links)];
  await files.change(moves ? [...changes, ...removals(context, from)] : changes);
  carryMarks(context, from, to);
  if (options.has('v')) await context.out(`${moves ? 'renamed ' : ''}'${operand}' -> '${to}'\n`);
}

async function rm(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'rRfvid',
    long: ['recursive', 'force', 'verbose'],
    same: { recursive: 'r', force: 'f', R: 'r' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  if (options.operands.length === 0)
    return options.has('f') ? 0 : usageError(context, 'missing operand');
  return forEach(
    context,
    options.operands,
    (operand) => `cannot remove '${operand}'`,
    async (operand) => {
      const path = context.path(operand);
      const file = context.machine.files.lstat(path, context.user);
      if (!file && options.has('f')) return;
      if (!file) throw new FileError('ENOENT', operand);
      if (file.folder && !options.has('r') && !options.has('R'))
        throw new FileError('EISDIR', operand);
      mayChangeFolderOf(context, path);
      await context.machine.files.change(removals(context, path));
      if (options.has('v')) await context.out(`removed '${operand}'\n`);
    },
  );
}

async function mkdir(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'pvm:',
    long: ['parents', 'mode=', 'verbose'],
    same: { parents: 'p', mode: 'm' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  if (options.operands.length === 0) return usageError(context, 'missing operand');
  const asked = options.value('m');
  const mode = asked === undefined ? 0o777 & ~context.shell.umask : changeMode(0o777, asked);
  if (mode === undefined) return usageError(context, `invalid mode ‘${asked ?? ''}’`);
  return forEach(
    context,
    options.operands,
    (operand) => `cannot create directory ‘${operand}’`,
    async (operand) => {
      const path = context.path(operand);
      const there = stat(context, operand);
      if (there && options.has('p') && there.folder) return;
      if (there) throw new FileError('EEXIST', operand);
      const missing = [path];
      for (
        let at = parentOf(path);
        options.has('p') && !context.machine.files.stat(at, context.user);
        at = parentOf(at)
      )
        missing.unshift(at);
      mayChangeFolderOf(context, missing[0] ?? path);
      await context.machine.files.change(
        missing.map((folder) => ({ op: 'folder', path: folder, mode, owner: context.user.name })),
      );
    },
  );
}

async function rmdir(context: CommandContext): Promise<number> {
  return forEach(
    context,
    context.args.filter((arg) => !arg.startsWith('-')),
    (operand) => `failed to remove '${operand}'`,
    async (operand) => {
      const path = context.path(operand);
      if (!found(context, operand).folder) throw new FileError('ENOTDIR', operand);
      if (context.machine.files.list(path, context.user).length > 0)
        throw new FileError('ENOTEMPTY', operand);
      mayChangeFolderOf(context, path);
      await context.machine.files.change([{ op: 'remove', path }]);
    },
  );
}

async function touch(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'cd:t:r:am',
    long: ['date=', 'no-create'],
    same: { 'no-create': 'c' },
  });
  if (options.operands.length === 0) return usageError(context, 'missing file operand');
  return forEach(
    context,
    options.operands,
    (operand) => `cannot touch '${operand}'`,
    async (operand) => {
      const path = context.path(operand);
      const file = stat(context, operand);
      if (file?.folder || (!file && options.has('c'))) return;
      await context.machine.files.write(
        path,
        file ? context.machine.files.read(path, ROOT) : '',
        context.user,
        file?.mode ?? 0o666 & ~context.shell.umask,
      );
    },
  );
}

/** chmod and chown rewrite the file with other bits: the same content, one input. */
async function alter(
  context: CommandContext,
  operand: string,
  change: (file: FileView) => { mode?: number; owner?: string },
): Promise<void> {
  const path = context.path(operand);
  const file = found(context, operand);
  const { user, machine } = context;
  const owns = user.uid === 0 || file.owner.split(':')[0] === user.name;
  const { mode, owner } = change(file);
  if (!owns || (owner !== undefined && user.uid !== 0)) throw new FileError('EPERM', operand);
  if (file.folder)
    await machine.files.change([
      { op: 'folder', path, mode: mode ?? file.mode, owner: owner ?? file.owner },
    ]);
  else
    await machine.files.change([
      {
        op: 'write',
        path,
        content: file.content,
        mode: mode ?? file.mode,
        owner: owner ?? file.owner,
      },
    ]);
}

const alteration =
  (what: 'mode' | 'owner'): Command =>
  async (context) => {
    const args = context.args.filter((arg) => !/^-[RvcfhH]+$|^--(recursive|verbose)$/.test(arg));
    const recursive = context.args.some((arg) => /^-\w*R|^--recursive/.test(arg));
    const [spec, ...operands] = args;
    if (spec === undefined || operands.length === 0) return usageError(context, 'missing operand');
    if (what === 'mode' && changeMode(0, spec) === undefined)
      return usageError(context, `invalid mode: ‘${spec}’`);
    const all = recursive ? operands.flatMap((operand) => below(context, operand)) : operands;
    return forEach(
      context,
      all,
      (operand) =>
        what === 'mode'
          ? stat(context, operand)
            ? `changing permissions of '${operand}'`
            : `cannot access '${operand}'`
          : stat(context, operand)
            ? `changing ownership of '${operand}'`
            : `cannot access '${operand}'`,
      (operand) =>
        alter(context, operand, (file) =>
          what === 'mode'
            ? { mode: changeMode(file.mode, spec) ?? file.mode }
            : { owner: spec.replace(/:$/, '') },
        ),
    );
  };
function below(context: CommandContext, operand: string): string[] {
  if (!stat(context, operand)?.folder) return [operand];
  const children = context.machine.files.list(context.path(operand), context.user);
  return [
    operand,
    ...children.flatMap((child) => below(context, `${operand}/${nameOf(child.path)}`)),
  ];
}

export const CHANGES: Readonly<Record<string, Program>> = {
  cp: { run: transfer(false) },
  mv: { run: transfer(true) },
  rm: { run: rm },
  mkdir: { run: mkdir },
  rmdir: { run: rmdir },
  touch: { run: touch },
  chmod: { run: alteration('mode') },
  chown: { run: alteration('owner') },
};
