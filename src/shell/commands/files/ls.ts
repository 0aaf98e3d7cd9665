/** ls(1): -l -a -A -1 -d -h -t -r -R -F; columns on a terminal. */
import type { FileView } from '../../../sim/index.ts';
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf } from '../../files/host-files.ts';
import { textOf } from '../../looks/chunk.ts';
import type { Machine } from '../../machine.ts';
import type { CommandContext } from '../command.ts';
import { usageError } from '../command.ts';
import { clockOf, monthOf } from '../lab-date.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { modeText, ownerAndGroup } from './modes.ts';

/** As GNU ls begins and ends it; between, the options that are here. */
const HELP = `Usage: ls [OPTION]... [FILE]...
List information about the FILEs (the current directory by default).

Mandatory arguments to long options are mandatory for short options too.
  -a, --all                  do not ignore entries starting with .
  -A, --almost-all           do not list implied . and ..
  -d, --directory            list directories themselves, not their contents
  -F                         append / to directories
  -h, --human-readable       with -l, print sizes like 1K 234M 2G etc.
  -l                         use a long listing format
  -n                         like -l
  -p                         append / indicator to directories
  -r, --reverse              reverse order while sorting
  -R, --recursive            list subdirectories recursively
  -S                         sort by file size, largest first
  -t                         sort by time, newest first
  -1                         list one file per line
      --help     display this help and exit

Exit status:
 0  if OK,
 1  if minor problems (e.g., cannot access subdirectory),
 2  if serious trouble (e.g., cannot access command-line argument).
`;

export async function ls(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'laA1dhtrRFiSZnp',
    long: [
      'all',
      'almost-all',
      'color?',
      'human-readable',
      'recursive',
      'reverse',
      'directory',
      'help',
    ],
    same: {
      all: 'a',
      'almost-all': 'A',
      'human-readable': 'h',
      recursive: 'R',
      reverse: 'r',
      directory: 'd',
    },
  });
  if (options.problem !== undefined) return usageError(context, options.problem, 2);
  if (options.has('help')) {
    await context.out(HELP);
    return 0;
  }
  const long = options.has('l') || options.has('n');
  const targets = options.operands.length > 0 ? options.operands : ['.'];
  const { machine, user, error } = context;
  const plain: (readonly [string, FileView])[] = [];
  const folders: string[] = [];
  let status = 0;
  for (const target of targets) {
    try {
      const path = context.path(target);
      const itself = machine.files.lstat(path, user);
      const leads = itself?.link && !long ? (followed(context, path) ?? itself) : itself;
      const file = target.endsWith('/') ? machine.files.stat(path, user) : leads;
      if (!file) throw new FileError('ENOENT', target);
      if (file.folder && !options.has('d')) folders.push(target);
      else plain.push([target, file]);
    } catch (failure) {
      await error(`ls: cannot access '${target}': ${strerror(failure)}\n`);
      status = 2;
    }
  }
  await list(context, options, plain, false);
  let blank = plain.length > 0;
  for (const folder of folders) {
    const titled = targets.length > 1 || options.has('R');
    status = Math.max(status, await listFolder(context, options, folder, { titled, blank }));
    blank = true;
  }
  return status;
}

async function listFolder(
  context: CommandContext,
  options: Options,
  folder: string,
  { titled, blank }: { titled: boolean; blank: boolean },
): Promise<number> {
  const { machine, user, out, error } = context;
  let children: readonly FileView[];
  try {
    children = machine.files.list(context.path(folder), user);
  } catch (failure) {
    await error(`ls: cannot open directory '${folder}': ${strerror(failure)}\n`);
    return 2;
  }
  if (titled) await out(`${blank ? '\n' : ''}${folder}:\n`);
  const hidden = options.has('a') || options.has('A');
  const shown = children.filter((file) => hidden || !nameOf(file.path).startsWith('.'));
  const entries = shown.map((file) => [nameOf(file.path), file] as const);
  const self = machine.files.stat(context.path(folder), user);
  const dots =
    options.has('a') && self
      ? ([
          ['.', self],
          ['..', self],
        ] as const)
      : [];
  await list(context, options, [...dots, ...entries], true);
  let status = 0;
  if (options.has('R'))
    for (const file of shown.filter((f) => f.folder)) {
      const path = `${folder.replace(/\/$/, '')}/${nameOf(file.path)}`;
      status = Math.max(
        status,
        await listFolder(context, options, path, { titled: true, blank: true }),
      );
    }
  return status;
}

async function list(
  context: CommandContext,
  options: Options,
  given: readonly (readonly [string, FileView])[],
  total: boolean,
): Promise<void> {
  let entries = [...given];
  if (options.has('t')) entries = entries.toSorted(([, a], [, b]) => b.changedAt - a.changedAt);
  if (options.has('S'))
    entries = entries.toSorted(([, a], [, b]) => b.content.length - a.content.length);
  if (options.has('r')) entries.reverse();
  const { out, io } = context;
  if (options.has('l') || options.has('n')) {
    if (total)
      await out(`total ${entries.reduce((sum, [, file]) => sum + (file.folder ? 0 : 4), 0)}\n`);
    for (const line of longLines(context, options, entries)) await out(`${line}\n`);
    return;
  }
  const names = entries.map(
    ([name, file]) => name + (file.folder && (options.has('F') || options.has('p')) ? '/' : ''),
  );
  if (names.length === 0) return;
  const { terminal } = io.stdout;
  if (terminal && !options.has('1')) {
    const width = Math.max(...names.map((name) => name.length)) + 2;
    const perRow = Math.max(1, Math.floor(terminal.columns / width));
    const rows = Math.ceil(names.length / perRow);
    for (let row = 0; row < rows; row += 1) {
      const cells = names.filter((_, index) => index % rows === row);
      await out(
        `${cells
          .map((cell) => cell.padEnd(width))
          .join('')
          .trimEnd()}\n`,
      );
    }
  } else await out(`${names.join('\n')}\n`);
}

function longLines(
  { machine, user }: CommandContext,
  options: Options,
  entries: readonly (readonly [string, FileView])[],
): string[] {
  const rows = entries.map(([name, file]) => {
    const [owner, group] = ownerAndGroup(file);
    return [
      modeText(file),
      file.folder ? '2' : String(namesOf(machine, file)),
      owner,
      group,
      sizeText(sizeOf(file), options.has('h')),
      whenText(file),
      file.link ? `${name} -> ${file.link}` : name,
    ];
  });
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) =>
        i === 1 || i === 4
          ? cell.padStart(widths[i] ?? 0)
          : i < 4
            ? cell.padEnd(widths[i] ?? 0)
            : cell,
      )
      .join(' '),
  );

  function sizeOf(file: FileView): number {
    if (file.folder) return 4096;
    if (file.link) return Buffer.byteLength(file.link);
    try {
      return Buffer.byteLength(textOf(machine.files.read(file.path, user)));
    } catch (failure) {
      if (!(failure instanceof FileError)) throw failure;
      return Buffer.byteLength(file.content);
    }
  }
  function whenText(file: FileView): string {
    const date = machine.date(file.changedAt);
    return `${monthOf(date)} ${String(date.getUTCDate()).padStart(2)} ${clockOf(date).slice(0, 5)}`;
  }
}

/** What a link leads to; undefined when that is not there. */
function followed({ machine, user }: CommandContext, path: string): FileView | undefined {
  try {
    return machine.files.stat(path, user);
  } catch (failure) {
    if (!(failure instanceof FileError)) throw failure;
    return undefined;
  }
}

/** How many names a file has: hard links. */
export function namesOf({ lab, host }: Machine, { inode }: FileView): number {
  if (inode === undefined) return 1;
  const { read } = lab.world;
  return Math.max(1, read.names(host, inode));
}

export function sizeText(bytes: number, human: boolean): string {
  if (!human) return String(bytes);
  let size = bytes;
  for (const unit of ['', 'K', 'M', 'G']) {
    if (size < 1024)
      return unit !== '' && size < 10
        ? `${(Math.ceil(size * 10) / 10).toFixed(1)}${unit}`
        : `${Math.ceil(size)}${unit}`;
    size /= 1024;
  }
  return `${Math.ceil(size)}T`;
}
