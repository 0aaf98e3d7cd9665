/**
 * Which marked bytes were painted. A mark goes: written, painted (acknowledged by the far side),
 * stood for 400 ms unwiped and within the screen's rows, noted. Wiped on the way: gone. Scrolled off
 * within that time: gone too, unless somebody typed while it stood there or scrolls back to it. Concealed text is not shown.
 */
import { bytesOfText } from '../bytes.ts';
import type { Look, Observation } from '../../host/live-lab.ts';
import { marksOf, textOf } from './chunk.ts';
import type { Chunk, Mark } from './chunk.ts';

/** Wall milliseconds that a value must stand to have been seen. */
const DWELL_MILLIS = 400;
/** Values above the screen that are remembered; the oldest go first. */
const ABOVE_MAX = 2000;
const ESC = '\u001b';
// A bare ESC[J erases below only: line editors send it all the time.
const WIPE = new RegExp(
  String.raw`${ESC}\[(?:(?:1;1)?H|\d*[AF]\r?)${ESC}\[0?J|${ESC}\[[123]J|${ESC}c|${ESC}\[\?1049[hl]`,
  'g',
);
const COLOUR = new RegExp(String.raw`${ESC}\[([\d;]*)m`, 'g');

interface Entry {
  readonly of: Observation;
  readonly key: string;
  readonly weak: boolean;
  /** Byte and line where it ends. */
  readonly end: number;
  readonly line: number;
  wipedAt: number | undefined;
  paintedAt: number;
  seenAt: number;
  /** Somebody typed while it stood on the screen: it may scroll off now. */
  kept: boolean;
}
export interface LedgerOptions {
  /** Rows of the screen; 0 when there is none (exec without a pty). */
  rows(): number;
  /** Newlines become CR LF, as a terminal's ONLCR makes them. */
  readonly crlf: boolean;
  readonly session: string;
  readonly source: string;
  /** Lab time. */
  now(): number;
  note(look: Look): void;
}
export interface Ledger {
  /** The bytes for the wire. */
  write(chunk: Chunk): Uint8Array;
  /** Bytes written so far. */
  readonly written: number;
  /** Everything up to byte `bytes` has been painted. */
  acknowledge(bytes: number): void;
  /** A key was pressed: whoever presses it has what is on the screen before her. */
  typed(): void;
  /** The screen shows what lies so many lines above its end. */
  scrolled(lines: number): void;
  /** Marks within the first `bytes` that wait for an acknowledgement. */
  waits(bytes: number): boolean;
  /** The channel closed cleanly: what was painted counts at once. */
  settle(): void;
}

const wallMillis = (): number => performance.now();

export function openLedger(options: LedgerOptions): Ledger {
  return new PaintLedger(options);
}

class PaintLedger implements Ledger {
  written = 0;
  private line = 0;
  private acknowledged = 0;
  private paintedLine = 0;
  private hidden = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: Entry[] = [];
  private painted: Entry[] = [];
  private above: Entry[] = [];
  private back = 0;
  private lineAt: (readonly [number, number])[] = [];
  private readonly options: LedgerOptions;
  constructor(options: LedgerOptions) {
    this.options = options;
  }

  write(chunk: Chunk): Uint8Array {
    const wire = this.crlf(textOf(chunk));
    const watched = [this.waiting, this.painted, this.above].some(({ length }) => length > 0);
    if (watched || marksOf(chunk).length > 0 || wire.includes(`${ESC}[`)) this.enter(chunk, wire);
    const bytes = bytesOfText(wire);
    this.written += bytes.length;
    this.line += newlines(wire);
    if (watched || this.waiting.length > 0) this.lineAt.push([this.written, this.line]);
    return bytes;
  }

  acknowledge(bytes: number): void {
    if (bytes <= this.acknowledged) return;
    this.acknowledged = bytes;
    if (bytes >= this.written) this.paintedLine = this.line;
    const known = this.lineAt.findLast(([at]) => at <= bytes)?.[1] ?? 0;
    this.paintedLine = Math.max(this.paintedLine, known);
    this.lineAt = this.lineAt.filter(([at]) => at > bytes);
    this.take(bytes);
    this.noteWhatStood();
  }

  /** A timer may ring a moment early: what has not stood long enough is looked at again. */
  private noteWhatStood(): void {
    if (this.painted.length === 0) return;
    this.note(false);
    clearTimeout(this.timer);
    if (this.painted.length === 0) return;
    const oldest = Math.min(...this.painted.map(({ paintedAt }) => paintedAt));
    const left = Math.max(1, Math.ceil(oldest + DWELL_MILLIS - wallMillis()));
    this.timer = setTimeout(() => this.noteWhatStood(), left);
    this.timer.unref();
  }

  typed(): void {
    for (const entry of this.painted) if (this.onScreen(entry)) entry.kept = true;
  }

  scrolled(lines: number): void {
    this.back = lines;
    const now = wallMillis();
    this.above = this.above.filter((entry) => {
      if (!this.onScreen(entry)) return true;
      entry.paintedAt = now;
      this.painted.push(entry);
      return false;
    });
    this.noteWhatStood();
  }

  private onScreen({ line }: Entry): boolean {
    const rows = this.options.rows();
    const below = this.paintedLine - this.back - line;
    return rows === 0 || (below >= 0 && below < rows);
  }

  waits(bytes: number): boolean {
    return this.waiting.some((entry) => entry.end <= bytes);
  }

  settle(): void {
    clearTimeout(this.timer);
    this.note(true);
  }

  private crlf(text: string): string {
    return this.options.crlf ? text.replaceAll(/\r?\n/g, '\r\n') : text;
  }

  private enter(chunk: Chunk, wire: string): void {
    const text = textOf(chunk);
    const at = (index: number): number => this.written + Buffer.byteLength(wire.slice(0, index));
    const wipes = [...wire.matchAll(WIPE)].map((wipe) => at(wipe.index));
    const [first] = wipes;
    if (first !== undefined)
      for (const entry of [...this.painted, ...this.waiting, ...this.above])
        entry.wipedAt ??= first;
    const conceal = concealment(wire, this.hidden, this.written);
    this.hidden = conceal.at(-1)?.hidden ?? this.hidden;
    for (const mark of marksOf(chunk)) {
      const shown = this.crlf(text.slice(0, mark.end));
      const end = this.written + Buffer.byteLength(shown);
      if (conceal.findLast((change) => change.at <= end)?.hidden) continue;
      const wipedAt = wipes.find((wipe) => wipe >= end);
      this.waiting.push(entryFor(mark, end, this.line + newlines(shown), wipedAt));
    }
  }

  /** What lies within the first `bytes` has been painted, or wiped before anybody saw it. */
  private take(bytes: number): void {
    const gone = (entry: Entry): boolean => entry.wipedAt !== undefined && entry.wipedAt < bytes;
    // A value that `watch` paints again has stood since its first painting.
    const ghosts = new Map(
      this.painted.filter(gone).map((entry) => [entry.key, entry.paintedAt] as const),
    );
    this.painted = this.painted.filter((entry) => !gone(entry));
    this.above = this.above.filter((entry) => !gone(entry));
    const now = wallMillis();
    this.waiting = this.waiting.filter((entry) => {
      if (entry.end > bytes) return true;
      if (gone(entry)) return false;
      entry.paintedAt = ghosts.get(entry.key) ?? now;
      entry.seenAt = this.options.now();
      this.painted.push(entry);
      return false;
    });
  }

  private note(all: boolean): void {
    const due = wallMillis() - DWELL_MILLIS;
    const seen: Entry[] = [];
    this.painted = this.painted.filter((entry) => {
      if (!all && entry.paintedAt > due) return true;
      if (entry.kept || this.onScreen(entry)) seen.push(entry);
      else this.above.push(entry);
      return false;
    });
    this.above = this.above.slice(-ABOVE_MAX);
    note(this.options, seen);
  }
}

const newlines = (text: string): number => text.split('\n').length - 1;

function entryFor(mark: Mark, end: number, line: number, wipedAt: number | undefined): Entry {
  const { of, start } = mark;
  const weak = mark.weak === true || start === mark.end;
  const key = `${of.cell}=${of.value}`;
  return { of, key, weak, end, line, wipedAt, paintedAt: 0, seenAt: 0, kept: false };
}

/** Where ESC[8m hides text, and where it is shown again. */
function concealment(
  wire: string,
  hidden: boolean,
  from: number,
): { at: number; hidden: boolean }[] {
  const changes = [{ at: from, hidden }];
  for (const colour of wire.matchAll(COLOUR))
    changes.push({
      at: from + Buffer.byteLength(wire.slice(0, colour.index)),
      hidden: /(^|;)8(;|$)/.test(colour[1] ?? ''),
    });
  return changes;
}

function note(options: LedgerOptions, entries: readonly Entry[]): void {
  const [first] = entries;
  if (!first) return;
  const weak = new Map<Observation, boolean>();
  for (const entry of entries) weak.set(entry.of, (weak.get(entry.of) ?? true) && entry.weak);
  const seen = [...weak].map(([of, isWeak]) => ({
    cell: of.cell,
    value: of.value,
    asOf: of.asOf,
    ...(isWeak && { weak: true }),
  }));
  options.note({ session: options.session, source: options.source, at: first.seenAt, seen });
}
