/**
 * Which marked bytes were painted. A mark goes: written, painted (acknowledged by the far side),
 * stood for 400 ms unwiped and within the screen's rows, noted. Wiped on the way: gone; scrolled
 * off: kept until somebody scrolls back. Concealed text is not shown.
 */
import type { Look, Observation } from '../../host/live-lab.ts';
import { marksOf, textOf } from './chunk.ts';
import type { Chunk, Mark } from './chunk.ts';

/** Wall milliseconds that a value must stand to have been seen. */
const DWELL_MILLIS = 400;
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
  /** Marks within the first `bytes` that wait for an acknowledgement. */
  waits(bytes: number): boolean;
  /** The channel closed cleanly: what was painted counts at once. */
  settle(): void;
}

const encoder = new TextEncoder();
const wallMillis = (): number => performance.now();

export function openLedger(options: LedgerOptions): Ledger {
  let written = 0;
  let line = 0;
  let acknowledged = 0;
  let paintedLine = 0;
  let hidden = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: Entry[] = [];
  let painted: Entry[] = [];
  let lineAt: (readonly [number, number])[] = [];
  const crlf = (text: string): string => (options.crlf ? text.replaceAll(/\r?\n/g, '\r\n') : text);

  function enter(chunk: Chunk, wire: string): void {
    const marks = marksOf(chunk);
    const text = textOf(chunk);
    for (const wipe of wire.matchAll(WIPE)) {
      const at = written + Buffer.byteLength(wire.slice(0, wipe.index));
      for (const entry of [...painted, ...waiting]) entry.wipedAt ??= at;
    }
    const wipes = [...wire.matchAll(WIPE)].map(
      (w) => written + Buffer.byteLength(wire.slice(0, w.index)),
    );
    const conceal = concealment(wire, hidden, written);
    hidden = conceal.at(-1)?.hidden ?? hidden;
    for (const mark of marks) {
      const shown = crlf(text.slice(0, mark.end));
      const end = written + Buffer.byteLength(shown);
      if (conceal.findLast((c) => c.at <= end)?.hidden) continue;
      waiting.push(
        entryFor(
          mark,
          end,
          line + newlines(shown),
          wipes.find((w) => w >= end),
        ),
      );
    }
  }

  function settle(all: boolean): void {
    const due = wallMillis() - DWELL_MILLIS;
    const seen: Entry[] = [];
    painted = painted.filter((entry) => {
      if (!all && entry.paintedAt > due) return true;
      const rows = options.rows();
      if (rows === 0 || paintedLine - entry.line < rows) seen.push(entry);
      return false;
    });
    note(options, seen);
  }

  function acknowledge(bytes: number): void {
    if (bytes <= acknowledged) return;
    acknowledged = bytes;
    if (bytes >= written) paintedLine = line;
    paintedLine = Math.max(paintedLine, lineAt.findLast(([at]) => at <= bytes)?.[1] ?? 0);
    lineAt = lineAt.filter(([at]) => at > bytes);
    const gone = (entry: Entry): boolean => entry.wipedAt !== undefined && entry.wipedAt < bytes;
    // A value that `watch` paints again has stood since its first painting.
    const ghosts = new Map(painted.filter(gone).map((entry) => [entry.key, entry.paintedAt]));
    painted = painted.filter((entry) => !gone(entry));
    const now = wallMillis();
    waiting = waiting.filter((entry) => {
      if (entry.end > bytes) return true;
      if (gone(entry)) return false;
      entry.paintedAt = ghosts.get(entry.key) ?? now;
      entry.seenAt = options.now();
      painted.push(entry);
      return false;
    });
    if (painted.length === 0) return;
    settle(false);
    clearTimeout(timer);
    if (painted.length > 0) {
      timer = setTimeout(() => settle(false), DWELL_MILLIS);
      timer.unref();
    }
  }

  return {
    write(chunk) {
      const wire = crlf(textOf(chunk));
      const marked = marksOf(chunk).length > 0;
      if (marked || waiting.length > 0 || painted.length > 0 || wire.includes(`${ESC}[`))
        enter(chunk, wire);
      const bytes = encoder.encode(wire);
      written += bytes.length;
      line += newlines(wire);
      if (waiting.length > 0 || painted.length > 0) lineAt.push([written, line]);
      return bytes;
    },
    get written() {
      return written;
    },
    acknowledge,
    waits: (bytes) => waiting.some((entry) => entry.end <= bytes),
    settle() {
      clearTimeout(timer);
      settle(true);
    },
  };
}

const newlines = (text: string): number => text.split('\n').length - 1;

function entryFor(mark: Mark, end: number, line: number, wipedAt: number | undefined): Entry {
  const { of, start } = mark;
  const weak = mark.weak === true || start === mark.end;
  const key = `${of.cell}=${of.value}`;
  return { of, key, weak, end, line, wipedAt, paintedAt: 0, seenAt: 0 };
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
