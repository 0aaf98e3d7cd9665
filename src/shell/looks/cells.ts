/** What the programs of a node can show, as cells of the trainee's picture. */
import type { Observation } from '../../host/live-lab.ts';
import { stated, type LogLine } from '../../host/stated.ts';
import type { Machine } from '../machine.ts';
import {
  asHint,
  joinChunks,
  marksOf,
  shows,
  showsCell,
  sliceChunk,
  textOf,
  withMarks,
} from './chunk.ts';
import type { Chunk } from './chunk.ts';

export function observe(machine: Machine, cell: string, value: string, asOf?: number): Observation {
  return { cell, value, asOf: asOf ?? machine.now() };
}

/** Whose API server answers at an address, as far as whoever calls it can tell: a host's, or the balancer's. */
export function apiServerAt({ host, lab }: Machine, called: string): string {
  if (called === 'localhost' || called.startsWith('127.')) return host;
  const { hosts, variables } = lab.world.read;
  const domain = variables()['CLUSTER_DOMAIN'] ?? '';
  const named = hosts().find(({ name, address }) =>
    [name, address, `${name}.${domain}`].includes(called),
  );
  return named?.name ?? 'vip';
}

/** The health endpoint that is asked as a whole: one check by name, or all but some, is not its state. */
export function healthEndpoint({ pathname, searchParams }: URL): string | undefined {
  if (searchParams.has('exclude')) return undefined;
  return /^\/(healthz|livez|readyz)\/?$/.exec(pathname)?.[1];
}

/** `ok` is the answer itself; of a list of checks, the words that tell. */
export function healthChunk(body: string, of: Observation, other: string): Chunk {
  if (body.trim() === 'ok') return shows(body, of, body.replace('ok', 'no'));
  const verdict = /\w+ check (passed|failed)/.exec(body);
  if (!verdict) return shows(body, of, other);
  const [whole, word = ''] = verdict;
  const start = verdict.index + whole.length - word.length;
  return joinChunks([
    body.slice(0, start),
    showsCell(word, of, 'broken'),
    body.slice(start + word.length),
  ]);
}

/** Adds a mark over the first `part` of a row; its alternative gets the same width. */
export function markPart(row: Chunk, part: string, of: Observation, alternative: string): Chunk {
  const start = textOf(row).indexOf(part);
  if (start < 0) return row;
  const padded = alternative.padEnd(part.length).slice(0, part.length);
  return withMarks(textOf(row), [
    ...marksOf(row),
    { start, end: start + part.length, of, alternative: padded },
  ]);
}

/** Adds what a line of a log says of the state of things; of what was, a hint. */
export function markStatements(row: Chunk, line: LogLine, now: number): Chunk {
  return stated(line, now).reduce(
    (chunk, { words, of }) =>
      of.weak === true ? hintExistence(chunk, of) : markPart(chunk, words, of, ''),
    row,
  );
}

/** The row is there because of `of`; that it is there says nothing about the value. */
export function hintExistence(row: Chunk, of: Observation): Chunk {
  const mark = { start: 0, end: textOf(row).length, of: asHint(of), alternative: '', weak: true };
  return withMarks(textOf(row), [...marksOf(row), mark]);
}

export interface TableRules {
  /** Least width of a cell without its padding. */
  readonly minimum: number;
  readonly padding: number;
}
/** Go's text/tabwriter: every cell but the last is padded to its column. */
export function tabulate(rows: readonly (readonly Chunk[])[], rules: TableRules): Chunk[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries())
      if (index < row.length - 1)
        widths[index] = Math.max(
          widths[index] ?? 0,
          rules.minimum,
          textOf(cell).length + rules.padding,
        );
  return rows.map((row) =>
    joinChunks([
      ...row.flatMap((cell, index) =>
        index < row.length - 1
          ? [cell, ' '.repeat((widths[index] ?? 0) - textOf(cell).length)]
          : [cell],
      ),
      '\n',
    ]),
  );
}
export const withoutNewline = (line: Chunk): Chunk =>
  textOf(line).endsWith('\n') ? sliceChunk(line, 0, textOf(line).length - 1) : line;
