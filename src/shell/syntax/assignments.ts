/** `name=value`, `name[subscript]+=value`, `name=(…)`. */
import { advance, advanceTo, endOfFile, peek, unexpected } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { closingBracket } from './parameters.ts';
import type { ArrayElement, Assignment } from './tree.ts';
import { endsCommandWord, readUntil, readWord } from './words.ts';

interface Target {
  readonly name: string;
  readonly subscript?: string;
  readonly append: boolean;
  /** Characters up to and with the equals sign. */
  readonly length: number;
}
/** What stands in front of the equals sign of a text; undefined when it is no assignment. */
export function splitAssignment(text: string, at = 0): Target | undefined {
  const name = /^[A-Za-z_]\w*/.exec(text.slice(at, at + 256))?.[0];
  if (name === undefined) return undefined;
  let end = at + name.length;
  let subscript: string | undefined;
  if (text[end] === '[') {
    const close = closingBracket(text, end);
    if (close === undefined) return undefined;
    subscript = text.slice(end + 1, close);
    end = close + 1;
  }
  const append = text[end] === '+' && text[end + 1] === '=';
  if (append) end += 1;
  if (text[end] !== '=') return undefined;
  return { name, ...(subscript !== undefined && { subscript }), append, length: end + 1 - at };
}

export function readAssignment(
  c: Cursor,
): { readonly assignment: Assignment; readonly text: string } | undefined {
  const from = c.at;
  const target = splitAssignment(c.text, c.at);
  if (!target) return undefined;
  advance(c, target.length);
  const { name, subscript, append } = target;
  const left = { name, append, ...(subscript !== undefined && { subscript }) };
  if (peek(c) === '(') {
    advance(c);
    const array = readElements(c);
    return { assignment: { ...left, array }, text: c.text.slice(from, c.at) };
  }
  const value = readUntil(c, { ends: endsCommandWord });
  return { assignment: { ...left, value }, text: c.text.slice(from, c.at) };
}

function readElements(c: Cursor): readonly ArrayElement[] {
  const elements: ArrayElement[] = [];
  for (;;) {
    c.grammar.newlines(c);
    if (c.at >= c.text.length) throw endOfFile(c);
    if (peek(c) === ')') break;
    const close = peek(c) === '[' ? closingBracket(c.text, c.at) : undefined;
    const operator = close === undefined ? undefined : /^\+?=/.exec(c.text.slice(close + 1))?.[0];
    if (close !== undefined && operator !== undefined) {
      const subscript = c.text.slice(c.at + 1, close);
      advanceTo(c, close + 1 + operator.length);
      const value = readUntil(c, { ends: endsCommandWord });
      elements.push({ subscript, append: operator === '+=', value });
      continue;
    }
    const value = readWord(c);
    if (!value) throw unexpected(c);
    elements.push({ value });
  }
  advance(c);
  return elements;
}
