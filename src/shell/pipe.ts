/**
 * pipe(7) of the simulated node: bounded, with back-pressure; a write to a pipe without a reader
 * fails as EPIPE does.
 */
import { outOfMemory } from './limits.ts';
import { isEmpty, joinChunks, linesOf, textOf } from './looks/chunk.ts';
import type { Chunk } from './looks/chunk.ts';
import type { Terminal } from './terminal/terminal.ts';

/** SIGPIPE: the reader has gone. */
export class BrokenPipe extends Error {
  constructor() {
    super('Broken pipe');
  }
}

export interface Sink {
  /** Resolves when there is room again; rejects with BrokenPipe. */
  write(chunk: Chunk): Promise<void>;
  /** Set when this is a terminal: isatty(3). */
  readonly terminal?: Terminal;
}
export interface Source {
  /** The next piece, or null at the end. */
  read(): Promise<Chunk | null>;
  /** Puts back what a line reader took too much of. */
  unread(chunk: Chunk): void;
  /** Whether a read would give something, or the end, at once. */
  ready?(): boolean;
  /** No more will be read: writers get EPIPE. */
  close(): void;
  readonly terminal?: Terminal;
}

/** An open file: it can be read, written, or both. */
export interface Descriptor {
  readonly source?: Source;
  readonly sink?: Sink;
  /** Writes what has gathered. */
  readonly flush?: () => Promise<void>;
}

/** Characters that a pipe holds before its writer waits; Linux: 64 KiB. */
const CAPACITY = 65_536;

export class Pipe implements Sink, Source {
  private queue: Chunk[] = [];
  private size = 0;
  private ended = false;
  private closed = false;
  private readers: (() => void)[] = [];
  private writers: (() => void)[] = [];
  private readonly capacity: number;
  constructor(capacity: number = CAPACITY) {
    this.capacity = capacity;
  }
  async write(chunk: Chunk): Promise<void> {
    if (this.closed) throw new BrokenPipe();
    if (isEmpty(chunk)) return;
    this.queue.push(chunk);
    this.size += textOf(chunk).length;
    this.wake('readers');
    while (this.size > this.capacity && !this.closed)
      await new Promise<void>((resolve) => this.writers.push(resolve));
    if (this.closed) throw new BrokenPipe();
  }
  async read(): Promise<Chunk | null> {
    for (;;) {
      if (this.queue.length > 0) {
        const chunk = joinChunks(this.queue);
        this.queue = [];
        this.size = 0;
        this.wake('writers');
        return chunk;
      }
      if (this.ended || this.closed) return null;
      await new Promise<void>((resolve) => this.readers.push(resolve));
    }
  }
  ready(): boolean {
    return this.queue.length > 0 || this.ended || this.closed;
  }
  unread(chunk: Chunk): void {
    if (isEmpty(chunk) || this.closed) return;
    this.queue.unshift(chunk);
    this.size += textOf(chunk).length;
  }
  /** What waits, as text, taken without waiting. */
  takeWaiting(): string {
    const text = this.queue.map(textOf).join('');
    this.queue = [];
    this.size = 0;
    return text;
  }
  end(): void {
    this.ended = true;
    this.wake('readers');
  }
  close(): void {
    this.closed = true;
    this.queue = [];
    this.size = 0;
    this.wake('writers');
    this.wake('readers');
  }
  private wake(who: 'readers' | 'writers'): void {
    const waiting = this[who];
    this[who] = [];
    for (const resolve of waiting) resolve();
  }
}

/** /dev/null, both ways. */
export const devNull: Sink & Source = {
  write: () => Promise.resolve(),
  read: () => Promise.resolve(null),
  unread: () => undefined,
  close: () => undefined,
};

export function sourceOf(chunk: Chunk): Source {
  const pipe = new Pipe(Infinity);
  pipe.unread(chunk);
  pipe.end();
  return pipe;
}

/** Characters that one program holds of what it reads whole. */
const WHOLE_MAX = 16 * 1024 * 1024;

/** Collects what is written to it. */
export function collector(): Sink & { readonly taken: () => Chunk } {
  const chunks: Chunk[] = [];
  let size = 0;
  return {
    write(chunk) {
      size += textOf(chunk).length;
      if (size > WHOLE_MAX) {
        chunks.length = 0;
        return Promise.reject(outOfMemory(size));
      }
      chunks.push(chunk);
      return Promise.resolve();
    },
    taken() {
      if (size > WHOLE_MAX) throw outOfMemory(size);
      return chunks.length === 0 ? '' : joinChunks(chunks);
    },
  };
}

export async function readAll(source: Source): Promise<Chunk> {
  const chunks: Chunk[] = [];
  let size = 0;
  for (;;) {
    const chunk = await source.read();
    size += chunk === null ? 0 : textOf(chunk).length;
    if (size > WHOLE_MAX) throw outOfMemory(size);
    if (chunk === null) return chunks.length === 0 ? '' : joinChunks(chunks);
    chunks.push(chunk);
  }
}

/** Whole lines as they come; the last may lack its newline. */
export async function* readLines(source: Source): AsyncGenerator<Chunk> {
  let begun: Chunk[] = [];
  let size = 0;
  for (;;) {
    const chunk = await source.read();
    if (chunk === null) break;
    begun.push(chunk);
    size += textOf(chunk).length;
    if (size > WHOLE_MAX) throw outOfMemory(size);
    if (!textOf(chunk).includes('\n')) continue;
    const lines = linesOf(joinChunks(begun));
    begun = [];
    size = 0;
    for (const line of lines) {
      if (textOf(line).endsWith('\n')) yield line;
      else {
        begun = [line];
        size = textOf(line).length;
      }
    }
  }
  if (begun.length > 0) yield joinChunks(begun);
}
