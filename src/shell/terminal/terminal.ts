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
  /** Input that came while the shell edited a line: only what is typed in cooked mode is echoed. */
  typedAhead(text: string): void;
  resize(columns: number, rows: number): void;
  /** The shell edits a line; or a job runs and reads. */
  setMode(mode: 'editor' | 'cooked'): void;
  /** One piece of cooked input; null at Ctrl-D; `replaced` when a prompt took the input over. */
  read(): Promise<Chunk | null | 'replaced'>;
  /** What was typed and not read: it belongs to the next prompt. */
  takeUnread(): string;
}

export function openTerminal(
  size: { readonly columns: number; readonly rows: number },
  hooks: TerminalHooks,
): ControlledTerminal {
  return new PseudoTerminal(size, hooks);
}

class PseudoTerminal implements ControlledTerminal {
  columns: number;
  rows: number;
  readonly sink: Sink;
  readonly stdin: Source;
  private mode: 'editor' | 'cooked' | 'raw' = 'cooked';
  private typed = '';
  private echoes = true;
  private pending = new Pipe(Infinity);
  private keys: KeyQueue = keyQueue();
  private readonly listeners = new Set<() => void>();
  private readonly hooks: TerminalHooks;

  constructor(size: { readonly columns: number; readonly rows: number }, hooks: TerminalHooks) {
    this.columns = size.columns;
    this.rows = size.rows;
    this.hooks = hooks;
    this.sink = { write: (chunk) => hooks.write(chunk), terminal: this };
    this.stdin = {
      terminal: this,
      read: async () => {
        const chunk = await this.read();
        return chunk === 'replaced' ? null : chunk;
      },
      unread: (chunk) => this.pending.unread(chunk),
      close: () => undefined,
    };
  }

  raw(): () => void {
    const before = this.mode;
    this.mode = 'raw';
    this.keys = keyQueue();
    return () => {
      this.mode = before;
      const left = this.keys.drain();
      if (left !== '') this.input(left);
    };
  }
  key(job: Job): Promise<string> {
    return untilInterrupted(this.keys.next(), job);
  }
  runShell(shell: ShellState, job: Job): Promise<number> {
    return this.hooks.runShell(shell, job);
  }
  resized(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    for (const listener of this.listeners) listener();
  }
  setMode(mode: 'editor' | 'cooked'): void {
    this.mode = mode;
  }

  input(text: string): void {
    if (this.mode === 'editor') this.hooks.edit(text);
    else if (this.mode === 'raw')
      if (text.includes('\u0003')) this.hooks.interrupt();
      else this.keys.feed(text);
    // A mode may change in the middle of what was typed.
    else
      for (const character of text)
        if (this.mode === 'cooked') this.cooked(character);
        else this.input(character);
  }
  typedAhead(text: string): void {
    this.echoes = false;
    this.input(text);
    this.echoes = true;
  }
  async read(): Promise<Chunk | null | 'replaced'> {
    const from = this.pending;
    const chunk = await from.read();
    if (chunk !== null) return chunk;
    if (from !== this.pending) return 'replaced';
    // Ctrl-D ends one read, not the terminal.
    this.pending = new Pipe(Infinity);
    return null;
  }
  takeUnread(): string {
    const left = this.pending.takeWaiting() + this.typed;
    this.typed = '';
    const before = this.pending;
    this.pending = new Pipe(Infinity);
    before.end();
    return left;
  }

  private echo(text: string): void {
    if (this.echoes) this.show(text);
  }
  private show(text: string): void {
    void this.hooks.write(text).catch(() => undefined);
  }
  private cooked(character: string): void {
    switch (character) {
      case '\u0003':
      case '\u001c':
        this.typed = '';
        this.show(character === '\u0003' ? '^C\n' : '^\\Quit\n');
        return this.hooks.interrupt();
      case '\u001a':
        this.show('^Z\n');
        return this.hooks.suspend();
      case '\u0004':
        if (this.typed === '') this.pending.end();
        else void this.pending.write(this.typed);
        this.typed = '';
        return;
      case '\r':
      case '\n':
        this.echo('\n');
        void this.pending.write(`${this.typed}\n`);
        this.typed = '';
        return;
      case '\u007f':
      case '\b':
        if (this.typed !== '') this.echo('\b \b');
        this.typed = this.typed.slice(0, -1);
        return;
      case '\u0015':
        this.echo('\b \b'.repeat(this.typed.length));
        this.typed = '';
        return;
      default:
        this.typed += character;
        this.echo(character);
    }
  }
}
