/**
 * The terminal's line discipline (termios(3)): cooked input with echo, erase, Ctrl-C, Ctrl-Z and
 * Ctrl-D; raw input for full-screen programs; the line editor while the shell waits.
 */
import type { Chunk } from '../looks/chunk.ts';
import { Pipe } from '../pipe.ts';
import type { Sink, Source } from '../pipe.ts';
import { untilInterrupted } from '../process.ts';
import type { Job } from '../process.ts';
import type { ShellState } from '../shell-state.ts';
import { keyQueue } from './key-queue.ts';
import type { KeyQueue } from './key-queue.ts';

export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  /** Writes as a program does; resolves when the far side takes more. */
  readonly sink: Sink;
  readonly stdin: Source;
  /** Keys one by one, no echo; the returned function restores what was before. */
  raw(): () => void;
  key(job: Job): Promise<string>;
  /** Runs a shell with a prompt on this terminal: `sudo -i`, `bash`, the far end of `ssh`. */
  runShell(shell: ShellState, job: Job): Promise<number>;
  resized(listener: () => void): () => void;
}
export interface TerminalHooks {
  write(chunk: Chunk): Promise<void>;
  interrupt(): void;
  suspend(): void;
  /** Input that belongs to the line editor. */
  edit(text: string): void;
  runShell(shell: ShellState, job: Job): Promise<number>;
}
export interface ControlledTerminal extends Terminal {
  input(text: string): void;
  resize(columns: number, rows: number): void;
  /** The shell edits a line; or a job runs and reads. */
  setMode(mode: 'editor' | 'cooked'): void;
  /** One piece of cooked input; null at Ctrl-D; `replaced` when a prompt took the input over. */
  read(): Promise<Chunk | null | 'replaced'>;
  /** What was typed and not read: it belongs to the next prompt. */
  takeUnread(): string;
}

export function openTerminal(
  size: { columns: number; rows: number },
  hooks: TerminalHooks,
): ControlledTerminal {
  let { columns, rows } = size;
  let mode: 'editor' | 'cooked' | 'raw' = 'cooked';
  let typed = '';
  let pending = new Pipe(Infinity);
  let keys: KeyQueue = keyQueue();
  const listeners = new Set<() => void>();
  const echo = (text: string): void => void hooks.write(text).catch(() => undefined);

  function cooked(character: string): void {
    switch (character) {
      case '\u0003':
        typed = '';
        echo('^C\n');
        return hooks.interrupt();
      case '\u001c':
        typed = '';
        echo('^\\Quit\n');
        return hooks.interrupt();
      case '\u001a':
        echo('^Z\n');
        return hooks.suspend();
      case '\u0004':
        if (typed === '') pending.end();
        else void pending.write(typed);
        typed = '';
        return;
      case '\r':
      case '\n':
        echo('\n');
        void pending.write(`${typed}\n`);
        typed = '';
        return;
      case '\u007f':
      case '\b':
        if (typed !== '') echo('\b \b');
        typed = typed.slice(0, -1);
        return;
      case '\u0015':
        echo('\b \b'.repeat(typed.length));
        typed = '';
        return;
      default:
        typed += character;
        echo(character);
    }
  }

  const terminal: ControlledTerminal = {
    get columns() {
      return columns;
    },
    get rows() {
      return rows;
    },
    get sink() {
      return sink;
    },
    get stdin() {
      return stdin;
    },
    raw() {
      const before = mode;
      mode = 'raw';
      keys = keyQueue();
      return () => {
        mode = before;
        const left = keys.drain();
        if (left !== '') terminal.input(left);
      };
    },
    key: (job) => untilInterrupted(keys.next(), job),
    runShell: (shell, job) => hooks.runShell(shell, job),
    resized(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    input(text) {
      if (mode === 'editor') hooks.edit(text);
      else if (mode === 'cooked') for (const character of text) cookedOrElse(character);
      else if (text.includes('\u0003')) hooks.interrupt();
      else keys.feed(text);
    },
    resize(newColumns, newRows) {
      columns = newColumns;
      rows = newRows;
      for (const listener of listeners) listener();
    },
    setMode(next) {
      mode = next;
    },
    async read() {
      const from = pending;
      const chunk = await from.read();
      if (chunk !== null) return chunk;
      if (from !== pending) return 'replaced';
      // Ctrl-D ends one read, not the terminal.
      pending = new Pipe(Infinity);
      return null;
    },
    takeUnread() {
      const left = pending.takeWaiting() + typed;
      typed = '';
      const before = pending;
      pending = new Pipe(Infinity);
      before.end();
      return left;
    },
  };
  /** A mode may change in the middle of what was typed. */
  const cookedOrElse = (character: string): void =>
    mode === 'cooked' ? cooked(character) : terminal.input(character);
  const sink: Sink = { write: (chunk) => hooks.write(chunk), terminal };
  const stdin: Source = {
    terminal,
    async read() {
      const chunk = await terminal.read();
      return chunk === 'replaced' ? null : chunk;
    },
    unread: (chunk) => pending.unread(chunk),
    close: () => undefined,
  };
  return terminal;
}
