/** `kubectl get --sort-by`: kubectl pkg/cmd/get/sorter.go. */
import { ClientError } from './client.ts';
import type { Json } from './config.ts';
import { jsonPath } from './output.ts';

/** Binary and decimal suffixes of a resource.Quantity. */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function quantity(text: string): number | undefined {
  const [, digits, suffix = ''] = /^([-+]?\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = SUFFIXES[suffix];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** Quantities by their size, text with its numbers as numbers (`master-2` before `master-10`). */
function compare(a: string, b: string): number {
  const [x, y] = [quantity(a), quantity(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const parts = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (const [i, part] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    const isNumber = /^\d/.test(part) && /^\d/.test(other);
    const difference = isNumber ? Number(part) - Number(other) : part < other ? -1 : 1;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** `metadata.name`, `.metadata.name` and `{.metadata.name}` are the same. */
const relaxed = (path: string): string => `{.${path.replace(/^\{?\.?/, '').replace(/\}$/, '')}}`;

export function sorted<T>(
  list: readonly T[],
  path: string | undefined,
  objectOf: (each: T) => Json | undefined,
): readonly T[] {
  if (path === undefined || list.length === 0) return list;
  const asked = relaxed(path);
  const keyed = list.map((each) => ({ each, key: jsonPath(asked, objectOf(each) ?? null) }));
  if (keyed.every(({ key }) => key === ''))
    throw new ClientError(
      `error: couldn't find any field with path "${asked}" in the list of objects\n`,
      path,
    );
  return keyed.toSorted((a, b) => compare(a.key, b.key)).map(({ each }) => each);
}
