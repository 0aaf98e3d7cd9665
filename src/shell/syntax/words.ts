/** Words: literal text, quotes, and every kind of `$`. */
import {
  advance,
  advanceTo,
  cursorFor,
  peek,
  skipBlanks,
  startsWith,
  unmatched,
} from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { ansiC } from './escapes.ts';
import { readParameter } from './parameters.ts';
import type { WordMode } from './word-mode.ts';
import type { Part, Word } from './tree.ts';

const META = ' \t\n;&|<>()';
export const endsCommandWord = (c: Cursor): boolean => META.includes(peek(c));

/** A word of a command; undefined where none begins. */
export function readWord(c: Cursor, extended = false): Word | undefined {
  skipBlanks(c);
  if (c.at >= c.text.length) return undefined;
  const process = (startsWith(c, '<(') || startsWith(c, '>(')) && c.at < c.text.length;
  if (!process && endsCommandWord(c)) return undefined;
  return readUntil(c, { ends: endsCommandWord, extended });
}

export function readUntil(c: Cursor, mode: WordMode): Word {
  const from = c.at;
  const parts = readParts(c, mode);
  return { parts, text: c.text.slice(from, c.at) };
}

function add(parts: Part[], kind: 'text' | 'quoted', text: string): void {
  const last = parts.at(-1);
  if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
  else parts.push({ kind, text });
}

export function readParts(c: Cursor, mode: WordMode): readonly Part[] {
  const parts: Part[] = [];
  let depth = 0;
  while (c.at < c.text.length) {
    const character = peek(c);
    const opensPattern =
      !mode.double &&
      '?*+@!'.includes(character) &&
      peek(c, 1) === '(' &&
      (mode.extended === true || c.extended());
    if (opensPattern) {
      depth += 1;
      add(parts, 'text', character + '(');
      advance(c, 2);
    } else if (depth > 0 && !'\\\'"$`'.includes(character)) {
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      add(parts, 'text', character);
      advance(c);
    } else if (!readSpecial(c, parts, mode)) {
      if (mode.ends(c)) break;
      add(parts, mode.double ? 'quoted' : 'text', character);
      advance(c);
    }
  }
  return parts;
}

/** Whatever begins with a backslash, a quote, a dollar or a process substitution. */
function readSpecial(c: Cursor, parts: Part[], mode: WordMode): boolean {
  const next = peek(c, 1);
  switch (peek(c)) {
    case '\\':
      readBackslash(c, parts, mode);
      return true;
    case "'":
      if (mode.double) return false;
      readSingle(c, parts);
      return true;
    case '"':
      if (mode.document || (mode.double && mode.ends(c))) return false;
      readDouble(c, parts);
      return true;
    case '`':
      parts.push(readBackquotes(c, mode.double === true));
      return true;
    case '$':
      readDollar(c, parts, mode);
      return true;
    case '<':
    case '>':
      if (mode.double || next !== '(' || mode.ends !== endsCommandWord) return false;
      parts.push(readProcess(c));
      return true;
    default:
      return false;
  }
}

function readBackslash(c: Cursor, parts: Part[], mode: WordMode): void {
  const next = peek(c, 1);
  if (next === '\n') return advance(c, 2);
  const special = mode.document ? '$`\\' : '$`"\\}';
  if (next === '') add(parts, 'text', '\\');
  else if (mode.double && (!special.includes(next) || (next === '}' && !mode.ends(ahead(c)))))
    add(parts, 'quoted', `\\${next}`);
  else add(parts, 'quoted', next);
  advance(c, next === '' ? 1 : 2);
}
const ahead = (c: Cursor): Cursor => ({ ...c, at: c.at + 1 });

function readSingle(c: Cursor, parts: Part[]): void {
  const end = c.text.indexOf("'", c.at + 1);
  if (end < 0) throw unmatched("'", c.line);
  add(parts, 'quoted', c.text.slice(c.at + 1, end));
  advanceTo(c, end + 1);
}

const endsDouble = (c: Cursor): boolean => peek(c) === '"';
function readDouble(c: Cursor, parts: Part[]): void {
  const { line } = c;
  advance(c);
  const inner = readParts(c, { double: true, ends: endsDouble });
  if (peek(c) !== '"') throw unmatched('"', line);
  advance(c);
  parts.push({ kind: 'double', parts: inner });
}

function readBackquotes(c: Cursor, double: boolean): Part {
  const { line } = c;
  let source = '';
  advance(c);
  for (; peek(c) !== '`'; advance(c)) {
    if (c.at >= c.text.length) throw unmatched('`', line);
    if (peek(c) === '\\' && ('$`\\'.includes(peek(c, 1)) || (double && peek(c, 1) === '"')))
      advance(c);
    source += peek(c);
  }
  advance(c);
  const inner = cursorFor(c.grammar, source, { ...c, line });
  return { kind: 'command', body: c.grammar.items(inner, '') };
}

function readProcess(c: Cursor): Part {
  const direction = peek(c) === '<' ? 'in' : 'out';
  advance(c, 2);
  return { kind: 'process', direction, body: c.grammar.items(c, ')') };
}

function readDollar(c: Cursor, parts: Part[], mode: WordMode): void {
  const next = peek(c, 1);
  if (next === "'" && !mode.double) {
    const [text, end] = ansiC(c.text, c.at + 2, c.line);
    add(parts, 'quoted', text);
    advanceTo(c, end);
  } else if (next === '"' && !mode.double) {
    advance(c);
    readDouble(c, parts);
  } else if (next === '(') readParenthesis(c, parts);
  else if (next === '{' || /[A-Za-z_0-9@*#?$!-]/.test(next))
    parts.push(readParameter(c, mode.double === true));
  else {
    add(parts, mode.double ? 'quoted' : 'text', '$');
    advance(c);
  }
}

function readParenthesis(c: Cursor, parts: Part[]): void {
  const end = peek(c, 2) === '(' ? arithmeticEnd(c, c.at + 3) : undefined;
  if (end !== undefined) {
    parts.push({ kind: 'arithmetic', source: c.text.slice(c.at + 3, end) });
    return advanceTo(c, end + 2);
  }
  advance(c, 2);
  parts.push({ kind: 'command', body: c.grammar.items(c, ')') });
}

/** Where `))` closes an expression that begins at `from`; undefined when it is none. */
export function arithmeticEnd(c: Cursor, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < c.text.length; at += 1) {
    const character = c.text[at];
    if (character === '\\') at += 1;
    else if (character === "'" || character === '"' || character === '`') {
      const close = c.text.indexOf(character, at + 1);
      if (close < 0) return undefined;
      at = close;
    } else if (character === '(') depth += 1;
    else if (character === ')') {
      if (depth > 0) depth -= 1;
      else return c.text[at + 1] === ')' ? at : undefined;
    }
  }
  return undefined;
}
