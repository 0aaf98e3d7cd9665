/**
 * What kubectl prints that tells the state of an object, as cells: a column of a table; in any other form
 * whatever would read otherwise, had the object been otherwise.
 */
import { observe } from '../../looks/cells.ts';
import { differenceMark, showsCell, withMarks } from '../../looks/chunk.ts';
import type { Chunk, Mark } from '../../looks/chunk.ts';
import { breathe } from '../../process.ts';
import type { CommandContext } from '../command.ts';
import { field, items, text } from './config.ts';
import type { Json } from './config.ts';
import type { Resource } from './discovery.ts';

export interface Found {
  readonly object: Json;
  readonly resource: Resource;
}
const flip = (status: string): string => (status === 'True' ? 'False' : 'True');
const CONDITIONS = ['Available', 'Progressing', 'Degraded'];
const OPERATORS = 'clusteroperators';

/** A column of a kind: what it could read instead, and what its cell is called beyond the object's. */
interface Column {
  readonly otherwise: (value: string) => string;
  readonly suffix: string;
}
const status = (other: string): Column => ({
  otherwise: (value) => (value === other ? 'Running' : other),
  suffix: '',
});
const COLUMNS: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  pods: { Status: status('Pending') },
  nodes: { Status: status('Unknown') },
  [OPERATORS]: Object.fromEntries(
    CONDITIONS.map((type) => [type, { otherwise: flip, suffix: `/${type}` }]),
  ),
};

/** `column`: its title; `object`: the cell of the row's object, `cluster/pods/x/y`. */
export function columnChunk(
  { machine }: CommandContext,
  { plural }: Resource,
  column: string,
  object: string,
  value: string,
): Chunk {
  const telling = COLUMNS[plural]?.[column];
  if (telling === undefined || value === '') return value;
  const of = observe(machine, `${object}${telling.suffix}`, value);
  return showsCell(value, of, telling.otherwise(value));
}

interface Otherwise {
  readonly cell: string;
  readonly value: string;
  /** The object as it could be; undefined: it is not there. */
  readonly object: Json | undefined;
}
function otherwise({ resource: { plural }, object }: Found): readonly Otherwise[] {
  const cell = `cluster/${plural}/${text(field(object, 'metadata', 'name'))}`;
  if (plural === 'namespaces') return [{ cell, value: 'Active', object: undefined }];
  if (plural !== OPERATORS) return [];
  const conditions = items(field(object, 'status', 'conditions'));
  return CONDITIONS.flatMap((type) => {
    const condition = conditions.find((each) => field(each, 'type') === type);
    const value = text(field(condition, 'status'));
    if (value === '') return [];
    return [{ cell: `${cell}/${type}`, value, object: withStatus(object, type, flip(value)) }];
  });
}

function withStatus(object: Json, type: string, status: string): Json {
  const conditions = items(field(object, 'status', 'conditions')).map((each) =>
    field(each, 'type') === type ? { ...record(each), status } : each,
  );
  return { ...record(object), status: { ...record(field(object, 'status')), conditions } };
}
const record = (value: Json | undefined): Record<string, Json> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};

/** `single`: the object was asked for by its name, and without it nothing would be printed. */
export async function objectsChunk(
  { machine, job }: CommandContext,
  found: readonly Found[],
  single: boolean,
  printed: (list: Json[]) => string,
): Promise<Chunk> {
  const list = found.map(({ object }) => object);
  const whole = printed(list);
  const marks: Mark[] = [];
  for (const [index, each] of found.entries()) {
    for (const { cell, value, object } of otherwise(each)) {
      if (object === undefined && single) continue;
      const other = printed(list.toSpliced(index, 1, ...(object === undefined ? [] : [object])));
      if (other !== whole) marks.push(differenceMark(whole, other, observe(machine, cell, value)));
    }
    await breathe(job);
  }
  return withMarks(whole, marks);
}
