/** The files of one host: a flat table by absolute path. Folders exist by themselves. */
import type { Micros } from '../kernel/time.ts';

export interface FileRecord {
  readonly path: string;
  readonly folder: boolean;
  readonly content: string;
  readonly mode: number;
  readonly owner: string;
  readonly changedAt: Micros;
}

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
    this.#makeFolders(parentOf(record.path), record.owner, record.changedAt);
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

  #makeFolders(path: string, owner: string, changedAt: Micros): void {
    if (this.#records.has(path)) return;
    if (path !== '/') this.#makeFolders(parentOf(path), owner, changedAt);
    const inherited = this.#records.get(parentOf(path))?.owner ?? 'root';
    this.#link({ path, folder: true, content: '', mode: 0o755, owner: inherited, changedAt });
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
