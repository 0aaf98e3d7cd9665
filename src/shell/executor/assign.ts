/** Assignments: scalars, elements, whole arrays; `-i` makes of a value what its expression is. */
import { joinChunks, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { ShellError } from '../shell-error.ts';
import type { ArrayValue } from '../shell-state.ts';
import type { ArrayElement, Assignment } from '../syntax/tree.ts';
import {
  arrayOf,
  assertWritable,
  isAssociative,
  resolveName,
  scalarOf,
  nextIndex,
  setArray,
  setElement,
  setScalar,
} from '../variables.ts';
import { expandKey, expandText } from './expand.ts';
import { subscriptIn } from './parameter.ts';
import { arithmetic, viewOf } from './view.ts';
import type { View } from './view.ts';
import { expandToChunk, expandWords, markedWord } from './words.ts';
import { doubleQuoted, quotedIfNeeded } from '../quoting.ts';

/** Does it, and gives the text that set -x shows. */
export async function assignNow(view: View, assignment: Assignment): Promise<string> {
  const { shell } = view;
  const { name, subscript, append, value, array } = assignment;
  assertWritable(shell, resolveName(shell, name));
  const sign = append ? '+=' : '=';
  if (array) {
    if (subscript !== undefined)
      throw new ShellError(`${name}[${subscript}]: cannot assign list to array member`);
    if (append && !isAssociative(shell, name) && array.every((e) => e.subscript === undefined)) {
      await appendElements(view, name, array);
      return `${name}${sign}(${[...array].map((e) => e.value.text).join(' ')})`;
    }
    const made = await arrayFrom(
      view,
      array,
      isAssociative(shell, name),
      append ? arrayValueOf(view, name) : undefined,
      name,
    );
    setArray(shell, name, made);
    return `${name}${sign}(${[...array].map((e) => e.value.text).join(' ')})`;
  }
  const text = value ? await expandToChunk(view, value) : '';
  if (subscript !== undefined) {
    if (subscript === '') throw new ShellError(`${name}[]: bad array subscript`);
    const key = await subscriptIn(view, name, subscript);
    const before = arrayOf(shell, name)?.elements.get(key) ?? '';
    setElement(shell, name, key, finished(view, name, before, text, append));
    return `${name}[${subscript}]${sign}${quotedIfNeeded(textOf(text))}`;
  }
  setScalar(
    shell,
    name,
    finished(view, name, append ? (scalarOf(shell, name) ?? '') : '', text, append),
  );
  return `${name}${sign}${textOf(text) === '' ? '' : quotedIfNeeded(textOf(text))}`;
}

/** `a+=(x y)` adds at the end, and copies nothing. */
async function appendElements(
  view: View,
  name: string,
  items: readonly ArrayElement[],
): Promise<void> {
  const { shell, io, job } = view;
  const expanded = await expandWords(
    viewOf(shell, io, job),
    items.map(({ value }) => value),
  );
  const isInteger = shell.attributes.get(resolveName(shell, name))?.includes('i') === true;
  let next = nextIndex(shell, name);
  for (const index of expanded.argv.keys()) {
    const word = markedWord(expanded, index);
    setElement(
      shell,
      name,
      String(next++),
      isInteger ? String(arithmetic(view, textOf(word))) : word,
    );
  }
  if (expanded.argv.length === 0 && arrayOf(shell, name) === undefined)
    setArray(shell, name, { associative: false, elements: new Map() });
}

/** The value that is stored: appended, or the sum for `-i`. */
export function finished(
  view: View,
  given: string,
  before: Chunk,
  value: Chunk,
  append: boolean,
): Chunk {
  const { shell } = view;
  const name = resolveName(shell, given);
  if (shell.attributes.get(name)?.includes('i')) {
    const added = arithmetic(view, textOf(value));
    const base = append ? arithmetic(view, textOf(before)) : 0n;
    return String(BigInt.asIntN(64, base + added));
  }
  if (!append || textOf(before) === '') return value;
  return joinChunks([before, value]);
}

function arrayValueOf(view: View, name: string): ArrayValue | undefined {
  const { shell } = view;
  const array = arrayOf(shell, name);
  if (array) return array;
  const value = scalarOf(shell, name);
  return value === undefined
    ? undefined
    : { associative: false, elements: new Map([['0', value]]) };
}

/** `(a b [5]=c)`; `before`: what `+=` adds to. */
export async function arrayFrom(
  view: View,
  items: readonly ArrayElement[],
  associative: boolean,
  before: ArrayValue | undefined,
  name: string,
): Promise<ArrayValue> {
  const { shell, io, job } = view;
  const elements = new Map(before?.elements ?? []);
  const keys = [...elements.keys()];
  let next = keys.length > 0 && !associative ? Number(keys.at(-1)) + 1 : 0;
  const isInteger = shell.attributes.get(resolveName(shell, name))?.includes('i') === true;
  const store = (value: Chunk): Chunk =>
    isInteger ? String(arithmetic(view, textOf(value))) : value;
  const bare: Chunk[] = [];
  for (const item of items) {
    if (item.subscript === undefined) {
      const expanded = await expandWords(viewOf(shell, io, job), [item.value]);
      for (const index of expanded.argv.keys()) {
        const word = markedWord(expanded, index);
        if (associative) bare.push(word);
        else elements.set(String(next++), store(word));
      }
      continue;
    }
    const value = await expandToChunk(view, item.value);
    const key = associative
      ? await expandKey(view, item.subscript)
      : String(indexOf(view, await expandText(view, item.subscript), next));
    const old = elements.get(key) ?? '';
    elements.set(key, store(item.append ? joinChunks([old, value]) : value));
    next = Number(key) + 1;
  }
  for (let index = 0; index < bare.length; index += 2)
    elements.set(textOf(bare[index] ?? ''), bare[index + 1] ?? '');
  if (associative) return { associative, elements };
  const sorted = [...elements].toSorted(([a], [b]) => Number(a) - Number(b));
  return { associative, elements: new Map(sorted) };
}
function indexOf(view: View, text: string, next: number): bigint {
  const value = arithmetic(view, text);
  return value < 0n ? BigInt(next) + value : value;
}
export { doubleQuoted };
