/** tar(1) of GNU: -c, -x, -t with -f, -C, -z, -v, -O, --exclude, --strip-components. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { bytesOfText, textOfBytes } from '../../bytes.ts';
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf, normalise, parentOf } from '../../files/host-files.ts';
import { readTar, writeTar } from '../../files/tar-archive.ts';
import type { TarEntry } from '../../files/tar-archive.ts';
import { textOf } from '../../looks/chunk.ts';
import { readAll } from '../../pipe.ts';
import type { CommandContext, Program } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { clockOf } from '../lab-date.ts';
import { modeText } from './modes.ts';
import { regExpOf } from '../../executor/patterns.ts';

const RULES = {
  short: 'cxtf:C:zvOpkhPmjJ',
  long: [
    'create',
    'extract',
    'get',
    'list',
    'file=',
    'directory=',
    'gzip',
    'verbose',
    'to-stdout',
    'exclude=',
    'strip-components=',
    'preserve-permissions',
    'dereference',
    'absolute-names',
    'no-same-owner',
    'numeric-owner',
  ],
  same: {
    create: 'c',
    extract: 'x',
    get: 'x',
    list: 't',
    file: 'f',
    directory: 'C',
    gzip: 'z',
    verbose: 'v',
    'to-stdout': 'O',
    dereference: 'h',
    'absolute-names': 'P',
  },
};

/** What ends tar at once: status 2. */
class Fatal extends Error {}

async function tar(context: CommandContext): Promise<number> {
  const options = getOptions(spelledOut(context.args), RULES);
  if (options.problem !== undefined)
    return fail(
      context,
      `${options.problem}\nTry 'tar --help' or 'tar --usage' for more information.`,
      2,
    );
  const modes = ['c', 'x', 't'].filter((letter) => options.has(letter));
  if (modes.length !== 1) {
    const what =
      modes.length === 0
        ? "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options"
        : "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option";
    return fail(context, `${what}\nTry 'tar --help' or 'tar --usage' for more information.`, 2);
  }
  try {
    return modes[0] === 'c' ? await create(context, options) : await unpack(context, options);
  } catch (problem) {
    if (!(problem instanceof Fatal)) throw problem;
    return fail(context, `${problem.message}\ntar: Error is not recoverable: exiting now`, 2);
  }
}

async function fail(context: CommandContext, text: string, status: number): Promise<number> {
  await context.error(`tar: ${text}\n`);
  return status;
}

/** `tar xzf a b`: the first word may be letters without a hyphen, their values follow in order. */
function spelledOut(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  if (first === undefined || first.startsWith('-')) return args;
  const spelled: string[] = [];
  for (const letter of first) {
    spelled.push(`-${letter}`);
    if (letter === 'f' || letter === 'C') spelled.push(...rest.splice(0, 1));
  }
  return [...spelled, ...rest];
}

const placeOf = (context: CommandContext, options: Options): string =>
  options.values('C').reduce((at, folder) => normalise(at, folder), context.shell.cwd);

async function create(context: CommandContext, options: Options): Promise<number> {
  if (options.operands.length === 0)
    return fail(
      context,
      "Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.",
      2,
    );
  const file = options.value('f') ?? '-';
  const place = placeOf(context, options);
  const entries: TarEntry[] = [];
  let missing = false;
  let stripped = false;
  for (const operand of options.operands) {
    try {
      const relative = options.has('P') ? operand : operand.replace(/^\/+/, '');
      if (relative !== operand && !stripped) {
        await context.error("tar: Removing leading `/' from member names\n");
        stripped = true;
      }
      collect(context, options, normalise(place, operand), relative || './', entries);
    } catch (failure) {
      await context.error(`tar: ${operand}: Cannot stat: ${strerror(failure)}\n`);
      missing = true;
    }
  }
  if (options.has('v'))
    for (const { name } of entries)
      await (file === '-' ? context.error(`${name}\n`) : context.out(`${name}\n`));
  const archive = writeTar(entries);
  await store(context, file, options.has('z') ? gzipSync(archive) : archive);
  return missing ? fail(context, 'Exiting with failure status due to previous errors', 2) : 0;
}

function collect(
  context: CommandContext,
  options: Options,
  path: string,
  name: string,
  entries: TarEntry[],
): void {
  const { machine, user } = context;
  const base = name.replace(/(.)\/+$/, '$1');
  const excluded = options.values('exclude').some((pattern) => {
    const regex = regExpOf(pattern);
    return (
      regex.test(base) || regex.test(nameOf(base)) || base.split('/').some((p) => regex.test(p))
    );
  });
  if (excluded) return;
  const file = options.has('h') ? machine.files.stat(path, user) : machine.files.lstat(path, user);
  if (!file) throw new FileError('ENOENT', path);
  const common = {
    mode: file.mode,
    owner: file.owner.split(':')[0] ?? 'root',
    modifiedAt: machine.date(file.changedAt).getTime() / 1000,
  };
  const empty = new Uint8Array();
  if (file.link)
    entries.push({
      ...common,
      name: base,
      kind: 'symlink',
      linkName: file.link,
      content: empty,
    });
  else if (!file.folder) {
    const content = bytesOfText(textOf(machine.files.read(path, user)));
    entries.push({ ...common, name: base, kind: 'file', content });
  } else {
    entries.push({ ...common, name: `${base}/`, kind: 'folder', content: empty });
    for (const child of machine.files.list(path, user))
      collect(
        context,
        options,
        `${path}/${nameOf(child.path)}`,
        `${base}/${nameOf(child.path)}`,
        entries,
      );
  }
}

async function store(context: CommandContext, file: string, bytes: Uint8Array): Promise<void> {
  const text = textOfBytes(bytes);
  if (file === '-') return context.out(text);
  try {
    await context.machine.files.write(context.path(file), text, context.user);
  } catch (failure) {
    throw new Fatal(`${file}: Cannot open: ${strerror(failure)}`);
  }
}

async function load(context: CommandContext, options: Options): Promise<readonly TarEntry[]> {
  const file = options.value('f') ?? '-';
  let bytes: Uint8Array;
  try {
    const text =
      file === '-'
        ? await readAll(context.io.stdin)
        : context.machine.files.read(context.path(file), context.user);
    bytes = bytesOfText(textOf(text));
  } catch (failure) {
    throw new Fatal(`${file}: Cannot open: ${strerror(failure)}`);
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    if (file === '-' && !options.has('z')) throw new Fatal('Archive is compressed. Use -z option');
    try {
      bytes = gunzipSync(bytes, { maxOutputLength: ARCHIVE_MAX });
    } catch {
      await context.error('\ngzip: stdin: unexpected end of file\n');
      throw new Fatal('Child returned status 1');
    }
  } else if (options.has('z')) {
    await context.error('\ngzip: stdin: not in gzip format\n');
    throw new Fatal('Child returned status 1');
  }
  const entries = readTar(bytes);
  if (entries) return entries;
  await context.error('tar: This does not look like a tar archive\n');
  return fail(context, 'Exiting with failure status due to previous errors', 2).then(() => {
    throw new Ended(2);
  });
}
/** Bytes that a compressed archive may grow to. */
const ARCHIVE_MAX = 64 << 20;
class Ended extends Error {
  readonly status: number;
  constructor(status: number) {
    super('tar');
    this.status = status;
  }
}

const wants = (options: Options, name: string): boolean =>
  options.operands.length === 0 ||
  options.operands.some((operand) => {
    const asked = operand.replace(/\/+$/, '');
    return name.replace(/\/+$/, '') === asked || name.startsWith(`${asked}/`);
  });

async function unpack(context: CommandContext, options: Options): Promise<number> {
  let entries: readonly TarEntry[];
  try {
    entries = await load(context, options);
  } catch (problem) {
    if (problem instanceof Ended) return problem.status;
    throw problem;
  }
  let status = 0;
  for (const entry of entries.filter(({ name }) => wants(options, name))) {
    if (options.has('t')) await context.out(listed(options, entry));
    else if (!(await extract(context, options, entry))) status = 2;
  }
  for (const operand of options.operands)
    if (!entries.some(({ name }) => wants({ ...options, operands: [operand] }, name))) {
      await context.error(`tar: ${operand}: Not found in archive\n`);
      status = 2;
    }
  return status === 0 ? 0 : fail(context, 'Exiting with failure status due to previous errors', 2);
}

function listed(options: Options, entry: TarEntry): string {
  if (!options.has('v')) return `${entry.name}\n`;
  const { name, kind, mode, owner, content, linkName } = entry;
  const file = { path: name, content: '', owner, mode, changedAt: 0, folder: kind === 'folder' };
  const type = modeText(kind === 'symlink' ? { ...file, link: 'x' } : file);
  const date = new Date(entry.modifiedAt * 1000);
  const day = date.toISOString().slice(0, 10);
  const owners = `${owner}/${owner}`;
  const size = String(content.length).padStart(Math.max(1, 18 - owners.length));
  const to = kind === 'symlink' ? ` -> ${linkName ?? ''}` : '';
  return `${type} ${owners} ${size} ${day} ${clockOf(date).slice(0, 5)} ${name}${to}\n`;
}

async function extract(
  context: CommandContext,
  options: Options,
  entry: TarEntry,
): Promise<boolean> {
  const strip = Number(options.value('strip-components') ?? 0);
  const parts = entry.name.split('/').filter((part) => part !== '' && part !== '.');
  const kept = parts.slice(strip);
  if (kept.length === 0) return true;
  if (kept.includes('..')) {
    await context.error(`tar: ${entry.name}: Member name contains '..'\n`);
    return false;
  }
  if (options.has('v')) await context.out(`${entry.name}\n`);
  if (options.has('O')) {
    await context.out(textOfBytes(entry.content));
    return true;
  }
  const path = normalise(placeOf(context, options), kept.join('/'));
  try {
    await make(context, options, entry, path);
    return true;
  } catch (failure) {
    await context.error(`tar: ${kept.join('/')}: Cannot open: ${strerror(failure)}\n`);
    return false;
  }
}

async function make(
  context: CommandContext,
  options: Options,
  entry: TarEntry,
  path: string,
): Promise<void> {
  const { machine, user, shell } = context;
  const { files } = machine;
  const owner = user.uid === 0 ? entry.owner : user.name;
  const mode = options.has('p') || user.uid === 0 ? entry.mode : entry.mode & ~shell.umask;
  const missing: string[] = [];
  for (let at = parentOf(path); !files.stat(at, user); at = parentOf(at)) missing.unshift(at);
  files.mayWrite(`${parentOf(missing[0] ?? path)}/.eggtooth-name`, user);
  if (missing.length > 0)
    await files.change(missing.map((at) => ({ op: 'folder', path: at, mode: 0o755, owner })));
  const there = files.lstat(path, user);
  if (entry.kind === 'folder') {
    if (!there?.folder) await files.change([{ op: 'folder', path, mode, owner }]);
    return;
  }
  if (there?.folder) throw new FileError('EISDIR', path);
  if (there) await files.change([{ op: 'remove', path }]);
  if (entry.kind === 'symlink')
    await files.change([
      { op: 'write', path, content: '', link: entry.linkName ?? '', mode: 0o777, owner },
    ]);
  else if (entry.kind === 'hardLink') {
    const from = normalise(placeOf(context, options), entry.linkName ?? '');
    if (!files.lstat(from, user)) throw new FileError('ENOENT', from);
    await files.change([{ op: 'link', path: from, to: path }]);
  } else await files.write(path, textOfBytes(entry.content), user, mode);
}

export const ARCHIVES: Readonly<Record<string, Program>> = { tar: { run: tar } };
