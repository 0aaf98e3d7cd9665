/**
 * Text that knows what it shows. A chunk is a string, or a string with marks: had observation
 * `of` been otherwise, `text.slice(start, end)` would read `alternative`. Marks travel beside the
 * bytes and never reach the wire.
 */
import type { Observation } from '../../host/live-lab.ts';

export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly of: Observation;
  readonly alternative: string;
  /** Evidence that something was looked at, but no proof of its value. */
  readonly weak?: boolean;
}
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly Mark[];
}
export type Chunk = string | MarkedText;

/** Stand-ins for observations of which only weak marks are left. */
const hints = new WeakSet<Observation>();
const hintOf = new WeakMap<Observation, Observation>();
/** The same observation, good for weak evidence only: what is derived from it stays weak. */
export function asHint(of: Observation): Observation {
  if (hints.has(of)) return of;
  let hint = hintOf.get(of);
  if (!hint) {
    hint = { ...of };
    hints.add(hint);
    hintOf.set(of, hint);
  }
  return hint;
}

const NONE: readonly Mark[] = [];
export const textOf = (chunk: Chunk): string => (typeof chunk === 'string' ? chunk : chunk.text);
export const marksOf = (chunk: Chunk): readonly Mark[] =>
  typeof chunk === 'string' ? NONE : chunk.marks;
export const isEmpty = (chunk: Chunk): boolean =>
  textOf(chunk) === '' && marksOf(chunk).length === 0;

export function withMarks(text: string, marks: readonly Mark[]): Chunk {
  return marks.length > 0 ? { text, marks } : text;
}

/** The whole of `text` shows `of`; otherwise it would read `alternative`. */
export function shows(text: string, of: Observation, alternative = ''): Chunk {
  return { text, marks: [{ start: 0, end: text.length, of, alternative }] };
}

/** As `shows`, with an alternative of the same width, so that counting characters tells nothing. */
export function showsCell(text: string, of: Observation, alternative: string): Chunk {
  return shows(text, of, alternative.padEnd(text.length).slice(0, text.length));
}

/** The whole of a chunk (its marks kept) would be absent, had `of` been otherwise. */
export function showsExistence(chunk: Chunk, of: Observation): Chunk {
  const text = textOf(chunk);
  return withMarks(text, [{ start: 0, end: text.length, of, alternative: '' }, ...marksOf(chunk)]);
}

export function joinChunks(chunks: readonly Chunk[]): Chunk {
  const only = chunks[0];
  if (chunks.length === 1 && only !== undefined) return only;
  let text = '';
  const marks: Mark[] = [];
  for (const chunk of chunks) {
    const at = text.length;
    for (const mark of marksOf(chunk))
      marks.push(at === 0 ? mark : { ...mark, start: mark.start + at, end: mark.end + at });
    text += textOf(chunk);
  }
  return withMarks(text, marks);
}

/** A part of a chunk; a mark that is cut loses its alternative. */
export function sliceChunk(chunk: Chunk, from: number, to = Infinity): Chunk {
  const text = textOf(chunk).slice(from, to);
  const until = from + text.length;
  const marks = marksOf(chunk)
    .filter((m) =>
      m.start === m.end ? m.start >= from && m.start <= until : m.start < until && m.end > from,
    )
    .map((m) =>
      m.start >= from && m.end <= until
        ? { ...m, start: m.start - from, end: m.end - from }
        : {
            ...m,
            start: Math.max(m.start, from) - from,
            end: Math.min(m.end, until) - from,
            alternative: '',
          },
    );
  return withMarks(text, marks);
}

/** Splits after each newline; the last piece may lack one. */
export function linesOf(chunk: Chunk): Chunk[] {
  const text = textOf(chunk);
  const lines: Chunk[] = [];
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
    lines.push(sliceChunk(chunk, from, at + 1));
    from = at + 1;
  }
  if (from < text.length) lines.push(sliceChunk(chunk, from));
  return lines;
}

export type Which = Observation | ReadonlySet<Observation> | undefined;
const isSet = (which: Which): which is ReadonlySet<Observation> => which instanceof Set;

/** The text as it would read had `which` been otherwise; all observations at once without it. */
export function facet(chunk: Chunk, which?: Which): string {
  if (typeof chunk === 'string') return chunk;
  const single = which !== undefined && !isSet(which);
  const marks = single
    ? chunk.marks
    : chunk.marks.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let out = '';
  let at = 0;
  for (const mark of marks) {
    const applies = which === undefined || (isSet(which) ? which.has(mark.of) : mark.of === which);
    if (!applies || mark.start < at) continue;
    out += chunk.text.slice(at, mark.start) + mark.alternative;
    at = mark.end;
  }
  return out + chunk.text.slice(at);
}

export function observationsIn(chunks: Iterable<Chunk>): Set<Observation> {
  const found = new Set<Observation>();
  for (const chunk of chunks) for (const mark of marksOf(chunk)) found.add(mark.of);
  return found;
}

/** The mark that turns `text` into `other`: what differs, and nothing around it. */
export function differenceMark(text: string, other: string, of: Observation, weak = false): Mark {
  const shorter = Math.min(text.length, other.length);
  let head = 0;
  while (head < shorter && text[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && text[text.length - 1 - tail] === other[other.length - 1 - tail])
    tail += 1;
  return {
    start: head,
    end: text.length - tail,
    of,
    alternative: other.slice(head, other.length - tail),
    ...((weak || hints.has(of)) && { weak: true }),
  };
}

// eslint-disable-next-line no-control-regex -- terminal escapes begin with ESC
const ESCAPES = /\x1b(?:\[[\d;?]*[A-Za-z]|c)/g;
/** Output that is there only because of a value: weak evidence of it. */
export function weaken(chunk: Chunk, observations: ReadonlySet<Observation>): Chunk {
  const text = textOf(chunk);
  if (observations.size === 0 || !/\S/.test(text.replace(ESCAPES, ''))) return chunk;
  const added = [...observations].map((of) => ({
    start: 0,
    end: text.length,
    of,
    alternative: '',
    weak: true,
  }));
  return withMarks(text, [...marksOf(chunk), ...added]);
}
