/** od, cmp, mktemp, truncate: what just-bash's tools lack or do otherwise. */
import { bytesOfText, textOfBytes } from '../../bytes.ts';
import { strerror } from '../../files/file-error.ts';
import { textOf } from '../../looks/chunk.ts';
import { readAll } from '../../pipe.ts';
import { breathe } from '../../process.ts';
import type { CommandContext, Program } from '../command.ts';
import { usageError } from '../command.ts';
import { getOptions } from '../options.ts';

async function bytesOf(context: CommandContext, name: string): Promise<Uint8Array> {
  if (name === '-') return bytesOfText(textOf(await readAll(context.io.stdin)));
  return bytesOfText(textOf(context.machine.files.read(context.path(name), context.user)));
}

const NAMED: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};
const FORMATS: Readonly<Record<string, { size: number; show: (value: number) => string }>> = {
  x1: { size: 1, show: (value) => ` ${value.toString(16).padStart(2, '0')}` },
  o1: { size: 1, show: (value) => ` ${value.toString(8).padStart(3, '0')}` },
  u1: { size: 1, show: (value) => ` ${String(value).padStart(3)}` },
  d1: { size: 1, show: (value) => ` ${String(value > 127 ? value - 256 : value).padStart(4)}` },
  c: {
    size: 1,
    show: (value) =>
      (
        NAMED[value] ??
        (value < 32 || value > 126
          ? value.toString(8).padStart(3, '0')
          : String.fromCharCode(value))
      ).padStart(4),
  },
  o2: { size: 2, show: (value) => ` ${value.toString(8).padStart(6, '0')}` },
  x2: { size: 2, show: (value) => ` ${value.toString(16).padStart(4, '0')}` },
};
async function od(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'A:t:N:j:w:vcxob',
    long: ['address-radix=', 'format=', 'read-bytes=', 'skip-bytes='],
    same: { 'address-radix': 'A', format: 't', 'read-bytes': 'N', 'skip-bytes': 'j' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  const named = options.has('c') ? 'c' : options.has('x') ? 'x2' : options.has('b') ? 'o1' : 'o2';
  const type = (options.value('t') ?? named).replace(/z$/, '');
  const format = FORMATS[type] ?? FORMATS[`${type}1`];
  if (!format) return usageError(context, `invalid type string '${type}'`);
  const radix = options.value('A') ?? 'o';
  const parts: Uint8Array[] = [];
  for (const name of options.operands.length > 0 ? options.operands : ['-'])
    try {
      parts.push(await bytesOf(context, name));
    } catch (failure) {
      await context.error(`od: ${name}: ${strerror(failure)}\n`);
      return 1;
    }
  const from = Number(options.value('j') ?? 0);
  const all = Buffer.concat(parts).subarray(from, from + Number(options.value('N') ?? Infinity));
  const base = { o: 8, d: 10, x: 16 }[radix] ?? 8;
  const address = (at: number): string =>
    radix === 'n' ? '' : (at + from).toString(base).padStart(radix === 'x' ? 6 : 7, '0');
  let before = '';
  let skipped = false;
  for (let at = 0; at < all.length; at += 16) {
    await breathe(context.job);
    const row = all.subarray(at, at + 16);
    let line = '';
    for (let index = 0; index < row.length; index += format.size)
      line += format.show(
        format.size === 1 ? (row[index] ?? 0) : (row[index] ?? 0) | ((row[index + 1] ?? 0) << 8),
      );
    if (line === before && !options.has('v') && row.length === 16) {
      if (!skipped) await context.out('*\n');
      skipped = true;
      continue;
    }
    before = line;
    skipped = false;
    await context.out(`${address(at)}${line}\n`);
  }
  if (radix !== 'n') await context.out(`${address(all.length)}\n`);
  return 0;
}

async function cmp(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'slbn:',
    long: ['silent', 'quiet'],
    same: { silent: 's', quiet: 's' },
  });
  const [first, second = '-'] = options.operands;
  if (options.problem !== undefined || first === undefined)
    return usageError(context, options.problem ?? 'missing operand after ‘cmp’', 2);
  const read: Uint8Array[] = [];
  for (const name of [first, second])
    try {
      read.push(await bytesOf(context, name));
    } catch (failure) {
      await context.error(`cmp: ${name}: ${strerror(failure)}\n`);
      return 2;
    }
  const [a = new Uint8Array(), b = new Uint8Array()] = read;
  let line = 1;
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) {
      if (!options.has('s'))
        await context.out(`${first} ${second} differ: byte ${at + 1}, line ${line}\n`);
      return 1;
    }
    if (a[at] === 10) line += 1;
  }
  if (a.length === b.length) return 0;
  const shorter = a.length < b.length ? first : second;
  const size = Math.min(a.length, b.length);
  if (!options.has('s'))
    await context.error(
      size === 0
        ? `cmp: EOF on ${shorter} which is empty\n`
        : `cmp: EOF on ${shorter} after byte ${size}, ${a[size - 1] === 10 || b[size - 1] === 10 ? `line ${line - 1}` : `in line ${line}`}\n`,
    );
  return 1;
}

async function mktemp(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'dqutp:',
    long: ['directory', 'quiet', 'tmpdir?', 'dry-run', 'suffix='],
    same: { directory: 'd', quiet: 'q' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  const { machine, user, shell } = context;
  const [given] = options.operands;
  const template = given ?? `${options.value('p') ?? '/tmp'}/tmp.XXXXXXXXXX`;
  const found = /X{3,}(?=[^X]*$)/.exec(template);
  if (!found) {
    await context.error(`mktemp: too few X's in template ‘${template}’\n`);
    return 1;
  }
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  let state = (machine.now() ^ (shell.pid * 2_654_435_761)) >>> 0;
  const random = (): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return letters[(state >>> 16) % letters.length] ?? 'a';
  };
  const name = `${template.slice(0, found.index)}${[...found[0]].map(random).join('')}${template.slice(found.index + found[0].length)}`;
  try {
    machine.files.mayWrite(context.path(name), user);
    if (options.has('d'))
      await machine.files.change([
        { op: 'folder', path: context.path(name), mode: 0o700, owner: user.name },
      ]);
    else await machine.files.write(context.path(name), '', user, 0o600);
  } catch (failure) {
    const kind = options.has('d') ? 'directory' : 'file';
    await context.error(
      `mktemp: failed to create ${kind} via template ‘${template}’: ${strerror(failure)}\n`,
    );
    return 1;
  }
  await context.out(`${name}\n`);
  return 0;
}

async function truncate(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 's:cr:',
    long: ['size=', 'no-create'],
    same: { size: 's', 'no-create': 'c' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  const [, sign = '', digits = '', unit = ''] =
    /^([-+<>]?)(\d+)([KMG]?)$/.exec(options.value('s') ?? '') ?? [];
  if (digits === '')
    return usageError(context, "you must specify either '--size' or '--reference'");
  const size = Number(digits) * ({ K: 1024, M: 1 << 20, G: 1 << 30 }[unit] ?? 1);
  const { files } = context.machine;
  for (const name of options.operands) {
    const path = context.path(name);
    const there = files.stat(path, context.user) !== undefined;
    if (!there && options.has('c')) continue;
    const old = there ? bytesOfText(textOf(files.read(path, context.user))) : new Uint8Array();
    const wanted = sign === '+' ? old.length + size : sign === '-' ? old.length - size : size;
    const made = new Uint8Array(Math.max(0, wanted));
    made.set(old.subarray(0, made.length));
    await files.write(path, textOfBytes(made), context.user);
  }
  return 0;
}

export const BYTE_TOOLS: Readonly<Record<string, Program>> = {
  od: { run: od },
  cmp: { run: cmp },
  mktemp: { run: mktemp },
  truncate: { run: truncate },
};
