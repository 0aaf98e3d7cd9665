/** The files of one host: a flat table by absolute path. Folders exist by themselves. */
import type { Micros } from '../kernel/time.ts';

export interface FileRecord {
  readonly path: string;
  readonly folder: boolean;
  readonly content: string;
  readonly mode: number;
  readonly owner: string;
  readonly changedAt: Micros;
  /** A symbolic link: where it leads, as it was written. */
  readonly link?: string;
  /** Names of one file (hard links) have the same; absent while there is only one name. */
  readonly inode?: string;
}

/** Folders of every Linux machine that are not root's alone, or root's alone; core's home. */
const STANDARD: Readonly<Record<string, { readonly mode: number; readonly owner: string }>> = {
  '/tmp': { mode: 0o1777, owner: 'root' },
  '/var/tmp': { mode: 0o1777, owner: 'root' },
  '/root': { mode: 0o700, owner: 'root' },
  '/home/core': { mode: 0o700, owner: 'core' },
  '/var/home/core': { mode: 0o700, owner: 'core' },
};

/** Links that are followed on one path before ELOOP; path_resolution(7). */
const LINKS_MAX = 40;

export class Files {
  readonly #records = new Map<string, FileRecord>();
  readonly #children = new Map<string, Set<string>>();

  #hasLinks = false;

  get(path: string): FileRecord | undefined {
    return this.#records.get(path);
  }

  /** As a program opens it: through symbolic links on the way and at the end. */
  follow(path: string): FileRecord | undefined {
    if (!this.#hasLinks) return this.#records.get(path);
    let rest = path.split('/').filter((part) => part !== '');
    let at = '';
    for (let followed = 0; rest.length > 0;) {
      const [part = '', ...after] = rest;
      rest = after;
      if (part === '.') continue;
      if (part === '..') {
        at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
        continue;
      }
      const found = this.#records.get(`${at}/${part}`);
      if (found?.link === undefined) {
        at = `${at}/${part}`;
        continue;
      }
      followed += 1;
      if (followed > LINKS_MAX) return undefined;
      if (found.link.startsWith('/')) at = '';
      rest = [...found.link.split('/').filter((piece) => piece !== ''), ...rest];
    }
    return this.#records.get(at === '' ? '/' : at);
  }

  /** Direct children of a folder, by name. */
  list(path: string): readonly FileRecord[] {
    return [...(this.#children.get(path) ?? [])]
      .toSorted((a, b) => (a < b ? -1 : 1))
      .flatMap((child) => this.#records.get(child) ?? []);
  }

  set(record: FileRecord): void {
    if (record.link !== undefined) this.#hasLinks = true;
    this.#makeFolders(parentOf(record.path), record.changedAt);
    this.#link(record);
  }

  /** Removes a file, or a folder with all that is in it. */
  remove(path: string): void {
    for (const child of this.#children.get(path) ?? []) this.remove(child);
    this.#children.delete(path);
    this.#records.delete(path);
    this.#children.get(parentOf(path))?.delete(path);
  }

  /** Other names of the same file. */
  namesOf(path: string): readonly string[] {
    const inode = this.#records.get(path)?.inode;
    if (inode === undefined) return [];
    const others = [...this.#records.values()].filter((record) => record.inode === inode);
    return others.map((record) => record.path).filter((other) => other !== path);
  }

  countOf(inode: string): number {
    return [...this.#records.values()].filter((record) => record.inode === inode).length;
  }

  all(): Iterable<FileRecord> {
    return this.#records.values();
  }

  #makeFolders(path: string, changedAt: Micros): void {
    if (this.#records.has(path)) return;
    if (path !== '/') this.#makeFolders(parentOf(path), changedAt);
    const inherited = this.#records.get(parentOf(path))?.owner ?? 'root';
    const { mode, owner: known } = STANDARD[path] ?? { mode: 0o755, owner: inherited };
    this.#link({ path, folder: true, content: '', mode, owner: known, changedAt });
  }

  #link(record: FileRecord): void {
    this.#records.set(record.path, record);
    if (record.path === '/') return;
    const parent = parentOf(record.path);
    let siblings = this.#children.get(parent);
    if (siblings === undefined) this.#children.set(parent, (siblings = new Set()));
    siblings.add(record.path);
  }
}

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
