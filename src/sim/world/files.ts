/** The files of one host: a flat table by absolute path. Folders exist by themselves. */
import type { Micros } from '../kernel/time.ts';

export interface FileRecord {
  readonly path: string;
  readonly folder: boolean;
  readonly content: string;
  /** A symbolic link: where it leads, as it was written. */
  readonly link?: string;
  readonly mode: number;
  readonly owner: string;
  readonly changedAt: Micros;
}

/** Folders of every Linux machine that are not root's alone, or root's alone; core's home. */
const STANDARD: Readonly<Record<string, { readonly mode: number; readonly owner: string }>> = {
  '/tmp': { mode: 0o1777, owner: 'root' },
  '/var/tmp': { mode: 0o1777, owner: 'root' },
  '/root': { mode: 0o700, owner: 'root' },
  '/home/core': { mode: 0o700, owner: 'core' },
  '/var/home/core': { mode: 0o700, owner: 'core' },
};

export class Files {
  readonly #records = new Map<string, FileRecord>();
  readonly #children = new Map<string, Set<string>>();

  get(path: string): FileRecord | undefined {
    return this.#records.get(path);
  }

  /** Direct children of a folder, by name. */
  list(path: string): readonly FileRecord[] {
    return [...(this.#children.get(path) ?? [])]
      .toSorted((a, b) => (a < b ? -1 : 1))
      .flatMap((child) => this.#records.get(child) ?? []);
  }

  set(record: FileRecord): void {
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
