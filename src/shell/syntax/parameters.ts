/** `$name` and `${…}` with every operator of the manual's section 3.5.3. */
import { advance, advanceTo, peek, startsWith, unmatched } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Operation, ParameterPart, Word } from './tree.ts';

const SPECIAL = '@*#?$!-';
const nameAt = (c: Cursor): string =>
  /^(?:[A-Za-z_]\w*|\d+)/.exec(c.text.slice(c.at, c.at + 256))?.[0] ??
  (SPECIAL.includes(peek(c)) ? peek(c) : '');

export function readParameter(c: Cursor, double: boolean): ParameterPart {
  const from = c.at;
  const { line } = c;
  advance(c);
  if (peek(c) !== '{') {
    const name = /^\d/.test(peek(c)) ? peek(c) : nameAt(c);
    advance(c, name.length);
    return { kind: 'parameter', name, text: c.text.slice(from, c.at) };
  }
  advance(c);
  const head = readHead(c);
  const operation = head.operation ?? readOperation(c, double);
  if (peek(c) !== '}') {
    if (c.at >= c.text.length) throw unmatched('}', line);
    advanceTo(c, closingBrace(c, line));
    const text = c.text.slice(from, c.at);
    return { kind: 'parameter', name: '', operation: { kind: 'bad' }, text };
  }
  advance(c);
  const { name, subscript, indirect } = head;
  return {
    kind: 'parameter',
    name,
    ...(subscript !== undefined && { subscript }),
    ...(indirect && { indirect }),
    ...(operation && { operation }),
    text: c.text.slice(from, c.at),
  };
}

interface Head {
  readonly name: string;
  readonly subscript?: string;
  readonly indirect?: boolean;
  readonly operation?: Operation;
}
function readHead(c: Cursor): Head {
  if (peek(c) === '#' && /[\w@*#?$!-]/.test(peek(c, 1)) && !isOperatorOfCount(c)) {
    advance(c);
    return { ...readName(c), operation: { kind: 'length' } };
  }
  if (peek(c) !== '!' || !/[\w@*#?$!-]/.test(peek(c, 1))) return readName(c);
  advance(c);
  const head = readName(c);
  const next = peek(c);
  if ((next === '@' || next === '*') && peek(c, 1) === '}') {
    advance(c);
    return { ...head, operation: { kind: 'names', join: next } };
  }
  if (peek(c) === '}' && (head.subscript === '@' || head.subscript === '*'))
    return { ...head, operation: { kind: 'keys' } };
  return { ...head, indirect: true };
}
/** `${#-x}`, `${##x}`: operators on `$#`. */
const isOperatorOfCount = (c: Cursor): boolean =>
  /^#(?:[-?#][^}])/.test(c.text.slice(c.at, c.at + 3));

function readName(c: Cursor): Head {
  const name = nameAt(c);
  advance(c, name.length);
  if (peek(c) !== '[' || !/^[A-Za-z_]/.test(name)) return { name };
  const end = closingBracket(c.text, c.at);
  if (end === undefined) return { name };
  const subscript = c.text.slice(c.at + 1, end);
  advanceTo(c, end + 1);
  return { name, subscript };
}

/** The `]` that belongs to the `[` at `at`. */
export function closingBracket(text: string, at: number): number | undefined {
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === "'" || character === '"') {
      const close = text.indexOf(character, index + 1);
      if (close < 0) return undefined;
      index = close;
    } else if (character === '$' && text[index + 1] === '(') {
      let inner = 0;
      for (index += 1; index < text.length; index += 1) {
        if (text[index] === '(') inner += 1;
        if (text[index] === ')' && (inner -= 1) === 0) break;
      }
    } else if (character === '[') depth += 1;
    else if (character === ']' && (depth -= 1) === 0) return index;
  }
  return undefined;
}

function closingBrace(c: Cursor, line: number): number {
  let depth = 1;
  for (let at = c.at; at < c.text.length; at += 1) {
    if (c.text[at] === '\\') at += 1;
    else if (c.text[at] === '{') depth += 1;
    else if (c.text[at] === '}' && (depth -= 1) === 0) return at + 1;
  }
  throw unmatched('}', line);
}

const endsOperand = (c: Cursor): boolean => peek(c) === '}';
const endsPattern = (c: Cursor): boolean => peek(c) === '}' || peek(c) === '/';

const TESTS = {
  '-': 'default',
  '=': 'assign',
  '?': 'error',
  '+': 'alternative',
} as const;

function readOperation(c: Cursor, double: boolean): Operation | undefined {
  const character = peek(c);
  const colon = character === ':' ? 1 : 0;
  const test = TESTS[peek(c, colon) as keyof typeof TESTS] as
    (typeof TESTS)[keyof typeof TESTS] | undefined;
  if (test) {
    advance(c, colon + 1);
    const word = c.grammar.until(c, { ends: endsOperand, double });
    return { kind: test, empty: colon === 1, word };
  }
  const pattern = (): Word => c.grammar.until(c, { ends: endsOperand });
  switch (character) {
    case ':':
      advance(c);
      return readSubstring(c);
    case '#':
    case '%': {
      const longest = peek(c, 1) === character;
      advance(c, longest ? 2 : 1);
      const side = character === '#' ? 'prefix' : 'suffix';
      return { kind: 'remove', side, longest, pattern: pattern() };
    }
    case '/':
      return readReplacement(c);
    case '^':
    case ',': {
      const all = peek(c, 1) === character;
      advance(c, all ? 2 : 1);
      return { kind: 'case', upper: character === '^', all, pattern: pattern() };
    }
    case '@': {
      const letter = peek(c, 1);
      if (!'QEPAKaUuLk'.includes(letter) || letter === '' || peek(c, 2) !== '}') return undefined;
      advance(c, 2);
      return { kind: 'transform', letter };
    }
    default:
      return undefined;
  }
}

function readReplacement(c: Cursor): Operation {
  advance(c);
  const which = startsWith(c, '/')
    ? 'all'
    : startsWith(c, '#')
      ? 'prefix'
      : startsWith(c, '%')
        ? 'suffix'
        : 'first';
  if (which !== 'first') advance(c);
  const pattern = c.grammar.until(c, { ends: endsPattern });
  if (peek(c) !== '/') return { kind: 'replace', which, pattern };
  advance(c);
  const replacement = c.grammar.until(c, { ends: endsOperand });
  return { kind: 'replace', which, pattern, replacement };
}

/** `offset` and `offset:length`; a colon of `?:` or in parentheses is none of them. */
function readSubstring(c: Cursor): Operation {
  const from = c.at;
  let split: number | undefined;
  let depth = 0;
  let conditions = 0;
  for (; c.at < c.text.length; advance(c)) {
    const character = peek(c);
    if (character === '\\') advance(c);
    else if ('([{'.includes(character)) depth += 1;
    else if (character === '}' && depth === 0) break;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === '?' && depth === 0) conditions += 1;
    else if (character === ':' && depth === 0 && split === undefined) {
      if (conditions > 0) conditions -= 1;
      else split = c.at;
    }
  }
  if (split === undefined) return { kind: 'substring', offset: c.text.slice(from, c.at) };
  const length = c.text.slice(split + 1, c.at);
  return { kind: 'substring', offset: c.text.slice(from, split), length };
}
