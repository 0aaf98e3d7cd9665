/** A column of a server-side table and how its cell is made. Times are lab micros. */
import { humanDuration } from '../age.ts';
import { at, text } from '../json.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly priority: number;
  readonly cell: (object: unknown, now: number) => Cell;
}
export type Cell = string | number | boolean | null;

export function column(
  name: string,
  cell: Column['cell'],
  more: { readonly wide?: true; readonly type?: string } = {},
): Column {
  const format = name === 'Name' ? 'name' : '';
  return { name, type: more.type ?? 'string', format, priority: more.wide ? 1 : 0, cell };
}
export const wide = (name: string, cell: Column['cell']): Column =>
  column(name, cell, { wide: true });

export function since(moment: unknown, now: number): string {
  return typeof moment === 'number' ? humanDuration(now - moment) : '<unknown>';
}
export const NAME = column('Name', (object) => text(object, 'metadata', 'name'));
export const AGE = column('Age', (object, now) =>
  since(at(object, 'metadata', 'creationTimestamp'), now),
);
export const orNone = (value: string): string => (value === '' ? '<none>' : value);
