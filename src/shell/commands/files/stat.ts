/** stat(1): the default form and -c with the usual letters. */
import { strerror, FileError } from '../../files/file-error.ts';
import { nameOf, ROOT } from '../../files/host-files.ts';
import { textOf } from '../../looks/chunk.ts';
import type { CommandContext } from '../command.ts';
import { usageError } from '../command.ts';
import { getOptions } from '../options.ts';
import { bytesOfText } from '../../bytes.ts';
import { namesOf } from './ls.ts';
import { modeText, ownerAndGroup } from './modes.ts';

export async function stat(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'c:Lt',
    long: ['format='],
    same: { format: 'c' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  if (options.operands.length === 0) return usageError(context, 'missing operand');
  let status = 0;
  for (const operand of options.operands) {
    try {
      await context.out(describe(context, operand, options.value('c'), options.has('L')));
    } catch (failure) {
      await context.error(`stat: cannot statx '${operand}': ${strerror(failure)}\n`);
      status = 1;
    }
  }
  return status;
}

function describe(
  context: CommandContext,
  operand: string,
  format: string | undefined,
  follow: boolean,
): string {
  const { machine, user } = context;
  const path = context.path(operand);
  const file = follow ? machine.files.stat(path, user) : machine.files.lstat(path, user);
  if (!file) throw new FileError('ENOENT', path);
  const [owner, group] = ownerAndGroup(file);
  const size = file.folder
    ? 4096
    : file.link
      ? Buffer.byteLength(file.link)
      : bytesOfText(textOf(machine.files.read(path, ROOT))).length;
  const date = machine
    .date(file.changedAt)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', '000000 +0000');
  const octal = (file.mode & 0o7777).toString(8);
  const kind = file.link
    ? 'symbolic link'
    : file.folder
      ? 'directory'
      : size === 0
        ? 'regular empty file'
        : 'regular file';
  if (format !== undefined) {
    const values: Readonly<Record<string, string>> = {
      n: operand,
      s: String(size),
      a: octal,
      A: modeText(file),
      U: owner,
      G: group,
      F: kind,
      y: date,
      u: owner === 'root' ? '0' : '1000',
      g: group === 'root' ? '0' : '1000',
      Y: String(Math.floor(machine.date(file.changedAt).getTime() / 1000)),
      N: file.link ? `'${operand}' -> '${file.link}'` : `'${operand}'`,
      h: String(file.folder ? 2 : namesOf(machine, file)),
    };
    return `${format.replaceAll(/%([A-Za-z])/g, (all, letter: string) => values[letter] ?? all)}\n`;
  }
  return [
    `  File: ${operand}${file.link ? ` -> ${file.link}` : ''}`,
    `  Size: ${String(size).padEnd(10)}\tBlocks: ${String(Math.ceil(size / 4096) * 8).padEnd(10)} IO Block: 4096   ${kind}`,
    `Device: fd04h/64772d\tInode: ${inodeOf(nameOf(path) + path)}  Links: ${file.folder ? 2 : namesOf(machine, file)}`,
    `Access: (${octal.padStart(4, '0')}/${modeText(file)})  Uid: ${id(owner)}   Gid: ${id(group)}`,
    `Access: ${date}`,
    `Modify: ${date}`,
    `Change: ${date}`,
    ' Birth: -',
    '',
  ].join('\n');
}

const id = (name: string): string =>
  `(${(name === 'root' ? '0' : '1000').padStart(5)}/${name.padStart(8)})`;

/** A stable number for a path: the world has no inodes. */
function inodeOf(text: string): number {
  let hash = 17;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 8_388_593;
  return hash;
}
