/** tar(1): c, x, t with z, v, f, C, from and to files, standard input and output. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { FileChange } from '../../../sim/index.ts';
import { bytesOfText, textOfBytes } from '../../bytes.ts';
import { strerror } from '../../files/file-error.ts';
import { nameOf, normalise, parentOf } from '../../files/host-files.ts';
import { textOf } from '../../looks/chunk.ts';
import { readAll } from '../../pipe.ts';
import type { CommandContext, Program } from '../command.ts';
import { packed, unpacked } from './tar-format.ts';
import type { TarEntry } from './tar-format.ts';
import { modeText } from './modes.ts';

interface Request {
  action: 'c' | 'x' | 't' | undefined;
  gzip: boolean;
  verbose: number;
  archive: string;
  folder: string;
  strip: number;
  readonly names: { readonly folder: string; readonly name: string }[];
  readonly excluded: string[];
  problem: string | undefined;
}
const LONG: Readonly<Record<string, string>> = {
  create: 'c',
  extract: 'x',
  get: 'x',
  list: 't',
  gzip: 'z',
  verbose: 'v',
  file: 'f',
  directory: 'C',
};

function requestOf(context: CommandContext): Request {
  const { args, shell } = context;
  const r: Request = {
    action: undefined,
    gzip: false,
    verbose: 0,
    archive: '-',
    folder: shell.cwd,
    strip: 0,
    names: [],
    excluded: [],
    problem: undefined,
  };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const long = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg);
    if (long) {
      const [, name = '', given] = long;
      const letter = LONG[name];
      if (name === 'exclude') r.excluded.push(given ?? args[(index += 1)] ?? '');
      else if (name === 'strip-components') r.strip = Number(given ?? args[(index += 1)]);
      else if (letter === 'f' || letter === 'C')
        setValue(r, letter, given ?? args[(index += 1)] ?? '', shell.cwd);
      else if (letter !== undefined) setLetter(r, letter);
      else if (!['no-same-owner', 'same-owner', 'preserve-permissions'].includes(name))
        r.problem = `unrecognized option '--${name}'`;
    } else if (/^-./.test(arg) || (index === 0 && arg !== '')) {
      const letters = arg.replace(/^-/, '');
      for (let at = 0; at < letters.length; at += 1) {
        const letter = letters[at] ?? '';
        if (letter === 'f' || letter === 'C') {
          const rest = arg.startsWith('-') ? letters.slice(at + 1) : '';
          setValue(r, letter, rest || (args[(index += 1)] ?? ''), shell.cwd);
          if (rest !== '') break;
        } else setLetter(r, letter);
      }
    } else r.names.push({ folder: r.folder, name: arg });
  }
  return r;
}
function setValue(r: Request, letter: 'f' | 'C', value: string, cwd: string): void {
  if (letter === 'f') r.archive = value;
  else r.folder = normalise(r.folder === '' ? cwd : r.folder, value);
}
function setLetter(r: Request, letter: string): void {
  if (letter === 'c' || letter === 'x' || letter === 't') r.action = letter;
  else if (letter === 'z') r.gzip = true;
  else if (letter === 'v') r.verbose += 1;
  else if (!'pkmOjJah'.includes(letter) || 'jJ'.includes(letter))
    r.problem = `invalid option -- '${letter}'`;
}

async function tar(context: CommandContext): Promise<number> {
  const request = requestOf(context);
  const hint = "Try 'tar --help' or 'tar --usage' for more information.\n";
  if (request.problem !== undefined) {
    await context.error(`tar: ${request.problem}\n${hint}`);
    return 64;
  }
  if (request.action === undefined) {
    await context.error(
      `tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n${hint}`,
    );
    return 2;
  }
  return request.action === 'c' ? create(context, request) : extract(context, request);
}

async function create(context: CommandContext, request: Request): Promise<number> {
  const { machine, user, error } = context;
  if (request.names.length === 0) {
    await error(
      "tar: Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.\n",
    );
    return 2;
  }
  const entries: TarEntry[] = [];
  let status = 0;
  for (const { folder, name } of request.names)
    try {
      gather(
        context,
        request,
        normalise(folder, name),
        name.replace(/^\/+/, '').replace(/\/$/, ''),
        entries,
      );
    } catch (failure) {
      await error(`tar: ${name}: Cannot stat: ${strerror(failure)}\n`);
      status = 2;
    }
  if (request.verbose > 0) {
    const say = request.archive === '-' ? error : context.out;
    for (const { name } of entries) await say(`${name}\n`);
  }
  const bytes = packed(entries);
  const made = request.gzip ? gzipSync(bytes) : bytes;
  if (request.archive === '-') await context.out(textOfBytes(made));
  else
    try {
      await machine.files.write(context.path(request.archive), textOfBytes(made), user);
    } catch (failure) {
      await error(
        `tar: ${request.archive}: Cannot open: ${strerror(failure)}\ntar: Error is not recoverable: exiting now\n`,
      );
      return 2;
    }
  if (status !== 0) await error('tar: Exiting with failure status due to previous errors\n');
  return status;
}

function gather(
  context: CommandContext,
  request: Request,
  path: string,
  name: string,
  entries: TarEntry[],
): void {
  const { machine, user } = context;
  if (request.excluded.some((one) => one === name || one === nameOf(name))) return;
  const file = machine.files.lstat(path, user);
  if (!file) machine.files.read(path, user);
  if (!file) return;
  const isFolder = file.folder && file.link === undefined;
  const modified = Math.floor(machine.date(file.changedAt).getTime() / 1000);
  entries.push({
    name: isFolder ? `${name}/` : name,
    kind: file.link === undefined ? (isFolder ? 'folder' : 'file') : 'link',
    mode: file.mode,
    owner: file.owner.split(':')[0] ?? 'root',
    modified,
    content:
      isFolder || file.link !== undefined
        ? new Uint8Array()
        : bytesOfText(textOf(machine.files.read(path, user))),
    target: file.link ?? '',
  });
  if (!isFolder) return;
  for (const child of machine.files.list(path, user))
    gather(
      context,
      request,
      `${path}/${nameOf(child.path)}`,
      `${name}/${nameOf(child.path)}`,
      entries,
    );
}

async function entriesOf(
  context: CommandContext,
  request: Request,
): Promise<readonly TarEntry[] | undefined> {
  const { machine, user, io, error } = context;
  let bytes: Uint8Array;
  try {
    const text =
      request.archive === '-'
        ? await readAll(io.stdin)
        : machine.files.read(context.path(request.archive), user);
    bytes = bytesOfText(textOf(text));
  } catch (failure) {
    await error(
      `tar: ${request.archive}: Cannot open: ${strerror(failure)}\ntar: Error is not recoverable: exiting now\n`,
    );
    return undefined;
  }
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
    else if (request.gzip) throw new TypeError('not in gzip format');
  } catch {
    await error(
      '\ngzip: stdin: not in gzip format\ntar: Child returned status 1\ntar: Error is not recoverable: exiting now\n',
    );
    return undefined;
  }
  const entries = unpacked(bytes);
  if (!entries)
    await error(
      'tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n',
    );
  return entries;
}

async function extract(context: CommandContext, request: Request): Promise<number> {
  const entries = await entriesOf(context, request);
  if (!entries) return 2;
  const { machine, user, out, error } = context;
  const wanted = request.names.map(({ name }) => name.replace(/\/$/, ''));
  const isWanted = (name: string): boolean =>
    wanted.length === 0 ||
    wanted.some((one) => name === one || name === `${one}/` || name.startsWith(`${one}/`));
  let status = 0;
  for (const entry of entries.filter(({ name }) => isWanted(name))) {
    if (request.action === 't') {
      await out(`${request.verbose > 0 ? longLine(entry) : entry.name}\n`);
      continue;
    }
    if (request.verbose > 0) await out(`${entry.name}\n`);
    const name = entry.name
      .split('/')
      .slice(request.strip)
      .join('/')
      .replace(/^\/+/, '')
      .replace(/\/$/, '');
    if (name === '' || name.split('/').includes('..')) continue;
    const path = normalise(request.folder, name);
    try {
      machine.files.mayWrite(`${existing(context, parentOf(path))}/.eggtooth-name`, user);
      await machine.files.change([changeOf(context, entry, path)]);
    } catch (failure) {
      await error(`tar: ${name}: Cannot open: ${strerror(failure)}\n`);
      status = 2;
    }
  }
  for (const name of wanted)
    if (!entries.some((entry) => entry.name === name || entry.name.startsWith(`${name}/`))) {
      await error(`tar: ${name}: Not found in archive\n`);
      status = 2;
    }
  if (status !== 0) await error('tar: Exiting with failure status due to previous errors\n');
  return status;
}
/** The nearest folder above that is there. */
function existing({ machine, user }: CommandContext, path: string): string {
  return path === '/' || machine.files.stat(path, user)
    ? path
    : existing({ machine, user } as CommandContext, parentOf(path));
}

function changeOf({ user, shell }: CommandContext, entry: TarEntry, path: string): FileChange {
  const owner = user.uid === 0 ? entry.owner : user.name;
  const mode = user.uid === 0 ? entry.mode : entry.mode & ~shell.umask;
  if (entry.kind === 'folder') return { op: 'folder', path, mode, owner };
  if (entry.kind === 'link')
    return { op: 'write', path, content: '', link: entry.target, mode, owner };
  return { op: 'write', path, content: textOfBytes(entry.content), mode, owner };
}

function longLine(entry: TarEntry): string {
  const file = {
    path: entry.name,
    folder: entry.kind === 'folder',
    content: '',
    mode: entry.mode,
    owner: entry.owner,
    changedAt: 0,
    ...(entry.kind === 'link' && { link: entry.target }),
  };
  const when = new Date(entry.modified * 1000).toISOString().slice(0, 16).replace('T', ' ');
  const size = String(entry.content.length).padStart(Math.max(1, 18 - entry.owner.length * 2));
  return `${modeText(file)} ${entry.owner}/${entry.owner}${size} ${when} ${entry.name}${entry.kind === 'link' ? ` -> ${entry.target}` : ''}`;
}

export const TAR: Readonly<Record<string, Program>> = { tar: { run: tar } };
