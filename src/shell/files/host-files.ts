/**
 * The files of one simulated host as a process of some user sees them: world files with the PKI's
 * text in place, permissions checked as the kernel does, every change one input of the world.
 * Left out: ownership by group.
 */
import type { FileChange, FileView } from '../../sim/index.ts';
import type { LiveLab } from '../../host/live-lab.ts';
import { joinChunks, marksOf, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { FileError } from './file-error.ts';
import { realPath } from './real-path.ts';

export interface User {
  readonly name: string;
  readonly uid: number;
  /** Names and numbers, the primary group first. */
  readonly groups: Readonly<Record<string, number>>;
}
export const CORE: User = {
  name: 'core',
  uid: 1000,
  groups: { core: 1000, adm: 4, wheel: 10, sudo: 16, 'systemd-journal': 190 },
};
export const ROOT: User = { name: 'root', uid: 0, groups: { root: 0 } };
export const USERS: readonly User[] = [ROOT, CORE];

export interface HostFiles {
  /** Home folder of a user, as `~` and `cd` see it. */
  home(user: User): string;
  resolve(base: string, path: string): string;
  stat(path: string, user: User): FileView | undefined;
  /** Of a symbolic link itself, not of where it leads. */
  lstat(path: string, user: User): FileView | undefined;
  list(path: string, user: User): readonly FileView[];
  read(path: string, user: User): Chunk;
  /** The world's own text, `@@PEM …@@` included: what a copy must carry. */
  raw(path: string, user: User): string;
  write(path: string, text: Chunk, user: User, mode?: number): Promise<void>;
  append(path: string, text: Chunk, user: User): Promise<void>;
  /** Several changes as one input: a move is a write and a remove. */
  change(changes: readonly FileChange[]): Promise<void>;
  mayWrite(path: string, user: User): void;
  marks: Map<string, Chunk>;
  /** Where a symbolic link at this path leads; undefined when there is none. */
  linkAt(path: string): string | undefined;
  /** The path without symbolic links; ELOOP. */
  real(path: string): string;
  /** A path under /dev/fd from which `text` is read. */
  openDescriptor(text: Chunk): string;
}

/** Characters a file may hold: the disk of a node is not ours to fill. */
const FILE_MAX = 8 << 20;
const IMPLIED: Readonly<Record<string, { mode: number; owner: string }>> = {
  '/tmp': { mode: 0o1777, owner: 'root' },
  '/var/tmp': { mode: 0o1777, owner: 'root' },
  '/root': { mode: 0o700, owner: 'root' },
  '/home/core': { mode: 0o700, owner: 'core' },
  '/var/home/core': { mode: 0o700, owner: 'core' },
};
const SYSTEM_FOLDERS = new Set(
  '/ /bin /boot /dev /etc /home /lib /lib64 /mnt /opt /proc /run /sbin /srv /sys /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/sbin /usr/share /var /var/home /var/lib /var/log'.split(
    ' ',
  ),
);
const PASSWD =
  'root:x:0:0:root:/root:/bin/bash\ncore:x:1000:1000:CoreOS Admin:/var/home/core:/bin/bash\n';
/** Devices, and what every Linux machine has, where the world says nothing of it. */
const BUILT_IN: Readonly<Record<string, { readonly mode: number; readonly content: string }>> = {
  '/dev/null': { mode: 0o666, content: '' },
  '/dev/zero': { mode: 0o666, content: '' },
  '/dev/full': { mode: 0o666, content: '' },
  '/dev/urandom': { mode: 0o666, content: '' },
  '/dev/random': { mode: 0o666, content: '' },
  '/etc/passwd': { mode: 0o644, content: PASSWD },
};
const DESCRIPTOR = { folder: false, mode: 0o600, owner: 'core', changedAt: 0 };
const marksByLab = new WeakMap<LiveLab, Map<string, Map<string, Chunk>>>();
const renderedByLab = new WeakMap<LiveLab, Map<string, string>>();

export function normalise(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export interface HostFilesOptions {
  readonly lab: LiveLab;
  readonly host: string;
  readonly render: (text: string) => string;
  /** Host `workstation` shows the world's `/assets` here. */
  readonly assetsDir: string;
}

export function openHostFiles(options: HostFilesOptions): HostFiles {
  return new WorldFiles(options);
}

class WorldFiles implements HostFiles {
  readonly marks: Map<string, Chunk>;
  readonly resolve = normalise;
  private readonly lab: LiveLab;
  private readonly host: string;
  private readonly names: ReturnType<typeof pathNames>;
  private readonly pki: ReturnType<typeof pkiTexts>;
  private readonly descriptors = new Map<string, Chunk>();
  private opened = 0;

  constructor(options: HostFilesOptions) {
    this.lab = options.lab;
    this.host = options.host;
    this.names = pathNames(options);
    this.pki = pkiTexts(options);
    this.marks = perHost(marksByLab, options);
  }

  home(user: User): string {
    return user.uid === 0 ? '/root' : this.names.home;
  }
  stat(given: string, user: User): FileView | undefined {
    const path = this.real(given);
    this.reach(path, user);
    return this.view(path);
  }
  lstat(given: string, user: User): FileView | undefined {
    const path = this.inRealFolder(given);
    this.reach(path, user);
    return this.view(path);
  }
  linkAt(given: string): string | undefined {
    try {
      return this.view(this.inRealFolder(given))?.link;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }
  real(path: string): string {
    return realPath(path, (at) => this.link(at));
  }
  private inRealFolder(path: string): string {
    if (path === '/') return path;
    const folder = this.real(parentOf(path));
    return `${folder === '/' ? '' : folder}/${nameOf(path)}`;
  }
  private link(path: string): string | undefined {
    return this.lab.world.read.file(this.host, this.names.toWorld(path))?.link;
  }
  list(given: string, user: User): readonly FileView[] {
    const path = this.real(given);
    const folder = this.find(path, user);
    if (!folder.folder) throw new FileError('ENOTDIR', path);
    if (!allowed(folder, user, 4)) throw new FileError('EACCES', path);
    const under = path === '/' ? '' : path;
    return this.names
      .children(path)
      .map((child) => ({ ...child, path: `${under}/${nameOf(child.path)}` }));
  }
  read(given: string, user: User): Chunk {
    const open = this.descriptors.get(given);
    if (open !== undefined) return open;
    const path = this.real(given);
    const text = this.pki.unfold(this.raw(path, user));
    const marked = this.marks.get(path);
    return marked !== undefined && textOf(marked) === text ? marked : text;
  }
  raw(path: string, user: User): string {
    const found = this.find(path, user);
    if (found.folder) throw new FileError('EISDIR', path);
    if (!allowed(found, user, 4)) throw new FileError('EACCES', path);
    return found.content;
  }
  mayWrite(given: string, user: User): void {
    const path = this.real(given);
    this.reach(path, user);
    const found = this.view(path);
    if (found?.folder) throw new FileError('EISDIR', path);
    const folder = this.view(parentOf(path));
    if (!folder) throw new FileError('ENOENT', path);
    if (!folder.folder) throw new FileError('ENOTDIR', path);
    if (!allowed(found ?? folder, user, 2)) throw new FileError('EACCES', path);
  }
  async write(given: string, text: Chunk, user: User, mode?: number): Promise<void> {
    const path = this.real(given);
    this.mayWrite(path, user);
    if (textOf(text).length > FILE_MAX) throw new FileError('ENOSPC', path);
    const old = this.view(path);
    const content = this.pki.fold(textOf(text));
    const owner = old?.owner ?? user.name;
    await this.change([{ op: 'write', path, content, mode: mode ?? old?.mode ?? 0o644, owner }]);
    if (marksOf(text).length > 0) this.marks.set(path, text);
    else this.marks.delete(path);
  }
  async append(path: string, text: Chunk, user: User): Promise<void> {
    this.mayWrite(path, user);
    const old = this.view(path) ? this.read(path, ROOT) : '';
    await this.write(path, joinChunks([old, text]), user);
  }
  async change(changes: readonly FileChange[]): Promise<void> {
    const { lab, host } = this;
    const place = (path: string): string => this.names.toWorld(this.inRealFolder(path));
    const translated = changes.map((c): FileChange => {
      const path = place(c.path);
      return c.op === 'move' || c.op === 'link' ? { ...c, path, to: place(c.to) } : { ...c, path };
    });
    const answer = await lab.ask({ who: 'trainee', kind: 'files', host, changes: translated });
    if (!answer.ok) throw new FileError('EROFS', changes[0]?.path ?? '');
  }
  openDescriptor(text: Chunk): string {
    const path = `/dev/fd/${63 - (this.opened % 40)}`;
    this.opened += 1;
    this.descriptors.set(path, text);
    return path;
  }

  private view(path: string): FileView | undefined {
    const open = this.descriptors.get(path);
    if (open !== undefined) return { ...DESCRIPTOR, path, content: textOf(open) };
    const { read } = this.lab.world;
    const world = this.names.toWorld(path);
    const found = read.file(this.host, world);
    if (found) return { ...found, path };
    const built = BUILT_IN[path];
    if (built !== undefined)
      return {
        path,
        folder: false,
        content: built.content,
        mode: built.mode,
        owner: 'root',
        changedAt: 0,
      };
    const implied = IMPLIED[world];
    const exists =
      implied !== undefined ||
      SYSTEM_FOLDERS.has(world) ||
      this.names.isAncestorOfAssets(path) ||
      read.folder(this.host, world).length > 0;
    if (!exists) return undefined;
    const { mode, owner } = implied ?? { mode: 0o755, owner: 'root' };
    return { path, folder: true, content: '', mode, owner, changedAt: 0 };
  }
  /** Every folder on the way must let the user through. */
  private reach(path: string, user: User): void {
    if (user.uid === 0) return;
    for (let at = parentOf(path); ; at = parentOf(at)) {
      const folder = this.view(at);
      if (folder && !allowed(folder, user, 1)) throw new FileError('EACCES', path);
      if (at === '/') return;
    }
  }
  private find(path: string, user: User): FileView {
    const found = this.stat(path, user);
    if (!found) throw new FileError('ENOENT', path);
    return found;
  }
}

/** r 4, w 2, x 1; root may all, but execute. */
function allowed(file: FileView, user: User, bit: number): boolean {
  if (user.uid === 0) return true;
  const shift = file.owner.split(':')[0] === user.name ? 6 : 0;
  return ((file.mode >> shift) & bit) !== 0;
}

const under = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

function pathNames({ lab, host, assetsDir }: HostFilesOptions) {
  const home = lab.world.read.file(host, '/var/home/core') ? '/var/home/core' : '/home/core';
  const aliased = host === 'workstation' && assetsDir !== '/assets' && assetsDir !== '';
  function toWorld(path: string): string {
    if (aliased && under(path, assetsDir)) return `/assets${path.slice(assetsDir.length)}`;
    for (const other of ['/home/core', '/var/home/core'])
      if (other !== home && under(path, other)) return home + path.slice(other.length);
    return path;
  }
  function children(path: string): FileView[] {
    const found = [...lab.world.read.folder(host, toWorld(path))];
    const known = new Set(found.map((file) => nameOf(file.path)));
    const prefix = path === '/' ? '/' : `${path}/`;
    const implied = [...SYSTEM_FOLDERS, ...Object.keys(IMPLIED)];
    if (aliased) implied.push(...ancestors(assetsDir), assetsDir);
    for (const folder of implied) {
      const name = folder.slice(prefix.length);
      if (!folder.startsWith(prefix) || name === '' || name.includes('/') || known.has(name))
        continue;
      known.add(name);
      const { mode, owner } = IMPLIED[folder] ?? { mode: 0o755, owner: 'root' };
      found.push({ path: folder, folder: true, content: '', mode, owner, changedAt: 0 });
    }
    return found.toSorted((a, b) => (nameOf(a.path) < nameOf(b.path) ? -1 : 1));
  }
  return {
    home,
    toWorld,
    children,
    isAncestorOfAssets: (path: string) => aliased && (under(assetsDir, path) || path === '/'),
  };
}
function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let at = parentOf(path); at !== '/'; at = parentOf(at)) found.push(at);
  return found;
}

/** The world says `@@PEM name@@`; the shell shows the text, and a write puts the name back. */
function pkiTexts({ lab, render }: HostFilesOptions) {
  let known = renderedByLab.get(lab);
  if (!known) renderedByLab.set(lab, (known = new Map()));
  const names = known;
  return {
    unfold(content: string): string {
      if (!content.includes('@@')) return content;
      for (const [token] of content.matchAll(/@@(?:PEM|BASE64) [^@]+@@/g))
        names.set(render(token).trim(), token);
      return render(content);
    },
    fold(text: string): string {
      let folded = text;
      if (names.size > 0 && text.length > 100)
        for (const [rendered, token] of names)
          if (rendered !== '' && folded.includes(rendered))
            folded = folded.replaceAll(rendered, token);
      return folded;
    },
  };
}

function perHost<T>(
  byLab: WeakMap<LiveLab, Map<string, Map<string, T>>>,
  { lab, host }: HostFilesOptions,
): Map<string, T> {
  const hosts = byLab.get(lab) ?? new Map<string, Map<string, T>>();
  byLab.set(lab, hosts);
  const found = hosts.get(host) ?? new Map<string, T>();
  hosts.set(host, found);
  return found;
}
