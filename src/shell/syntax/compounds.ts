/** Compound commands: if, for, while, case, select, groups, `((`, `[[`, coproc. */
import { readCondition } from './conditions.ts';
import {
  SyntaxProblem,
  advance,
  advanceTo,
  endOfFile,
  lineAt,
  plainWordAt,
  peek,
  skipBlanks,
  startsWith,
  unexpected,
} from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { COMPOUND_WORDS, LIST_ENDERS } from './reserved.ts';
import type { CaseClause, Compound, Item, Word } from './tree.ts';
import { arithmeticEnd, readWord } from './words.ts';

export function readCompound(c: Cursor, word: string): Compound {
  const { line } = c;
  const place = { line, redirections: [] };
  if (peek(c) === '(') return readParentheses(c, place);
  advance(c, word.length);
  switch (word) {
    case '{':
      return { kind: 'group', body: body(c, '}'), ...place };
    case 'if':
      return readIf(c, place);
    case 'for':
    case 'select':
      return readFor(c, word, place);
    case 'while':
    case 'until': {
      const condition = listUntil(c, ['do']);
      expectWord(c, 'do');
      return { kind: word, condition, body: body(c, 'done'), ...place };
    }
    case 'case':
      return readCase(c, place);
    case '[[':
      return { kind: 'conditional', expression: readCondition(c), ...place, line: c.line };
    default:
      return readCoprocess(c, place);
  }
}
type Place = Pick<Compound, 'line' | 'redirections'>;

function readParentheses(c: Cursor, place: Place): Compound {
  const end = startsWith(c, '((') ? arithmeticEnd(c, c.at + 2) : undefined;
  if (end !== undefined) {
    const source = c.text.slice(c.at + 2, end);
    advanceTo(c, end + 2);
    return { kind: 'arithmetic', source, ...place };
  }
  advance(c);
  const items = c.grammar.list(c, () => peek(c) === ')');
  if (items.length === 0 || peek(c) !== ')') throw unexpected(c);
  advance(c);
  return { kind: 'subshell', body: items, ...place };
}

/** At least one command, up to one of these reserved words. */
function listUntil(c: Cursor, enders: readonly string[]): readonly Item[] {
  const items = c.grammar.list(c, () => LIST_ENDERS.has(plainWordAt(c)));
  if (items.length === 0 || !enders.includes(plainWordAt(c))) throw unexpected(c);
  return items;
}
function expectWord(c: Cursor, word: string): void {
  c.grammar.newlines(c);
  if (plainWordAt(c) !== word) throw unexpected(c);
  advance(c, word.length);
}
function body(c: Cursor, ender: string): readonly Item[] {
  const items = listUntil(c, [ender]);
  advance(c, ender.length);
  return items;
}

function readIf(c: Cursor, place: Place): Compound {
  const clauses = [];
  for (;;) {
    const condition = listUntil(c, ['then']);
    expectWord(c, 'then');
    clauses.push({ condition, body: listUntil(c, ['elif', 'else', 'fi']) });
    const word = plainWordAt(c);
    advance(c, word.length);
    if (word === 'fi') return { kind: 'if', clauses, ...place };
    if (word === 'else') return { kind: 'if', clauses, otherwise: body(c, 'fi'), ...place };
  }
}

function readFor(c: Cursor, word: 'for' | 'select', place: Place): Compound {
  skipBlanks(c);
  if (word === 'for' && startsWith(c, '((')) return readArithmeticFor(c, place);
  const variable = readWord(c);
  if (!variable) throw c.at >= c.text.length ? nearNewline(c) : unexpected(c);
  c.grammar.newlines(c);
  let words: Word[] | undefined;
  if (plainWordAt(c) === 'in') {
    advance(c, 2);
    words = [];
    for (let next = readWord(c); next; next = readWord(c)) words.push(next);
    if (peek(c) !== ';' && peek(c) !== '\n') throw unexpected(c);
  }
  const items = loopBody(c);
  return { kind: word, variable: variable.text, ...(words && { words }), body: items, ...place };
}
/** Where a word must stand, the end of the text is its last newline. */
const nearNewline = (c: Cursor): SyntaxProblem =>
  new SyntaxProblem("syntax error near unexpected token `newline'", c.line, true, lineAt(c));

function loopBody(c: Cursor): readonly Item[] {
  skipBlanks(c);
  if (peek(c) === ';') advance(c);
  c.grammar.newlines(c);
  if (plainWordAt(c) === '{') {
    advance(c);
    return body(c, '}');
  }
  expectWord(c, 'do');
  return body(c, 'done');
}
function readArithmeticFor(c: Cursor, place: Place): Compound {
  const end = arithmeticEnd(c, c.at + 2);
  if (end === undefined) throw unexpected(c);
  const [start = '', condition = '', step = ''] = c.text.slice(c.at + 2, end).split(';');
  advanceTo(c, end + 2);
  const items = loopBody(c);
  return { kind: 'arithmetic-for', expressions: [start, condition, step], body: items, ...place };
}

function readCase(c: Cursor, place: Place): Compound {
  const word = readWord(c);
  if (!word) throw unexpected(c);
  c.grammar.newlines(c);
  if (plainWordAt(c) !== 'in') throw unexpected(c);
  advance(c, 2);
  const clauses: CaseClause[] = [];
  for (;;) {
    c.grammar.newlines(c);
    if (c.at >= c.text.length) throw endOfFile(c);
    if (plainWordAt(c) === 'esac') break;
    clauses.push(readClause(c));
  }
  advance(c, 4);
  return { kind: 'case', word, clauses, ...place };
}
function readClause(c: Cursor): CaseClause {
  if (peek(c) === '(') advance(c);
  const patterns: Word[] = [];
  for (;;) {
    const pattern = readWord(c);
    if (!pattern) throw unexpected(c);
    patterns.push(pattern);
    skipBlanks(c);
    if (peek(c) !== '|') break;
    advance(c);
  }
  if (peek(c) !== ')') throw unexpected(c);
  advance(c);
  const items = c.grammar.list(
    c,
    () => startsWith(c, ';;') || startsWith(c, ';&') || plainWordAt(c) === 'esac',
  );
  c.grammar.newlines(c);
  const end = (/^(?:;;&|;;|;&)/.exec(c.text.slice(c.at, c.at + 3))?.[0] ?? '') as
    CaseClause['end'] | '';
  if (end === '' && plainWordAt(c) !== 'esac') throw unexpected(c);
  advance(c, end.length);
  return { patterns, body: items, end: end === '' ? ';;' : end };
}

function readCoprocess(c: Cursor, place: Place): Compound {
  skipBlanks(c);
  const name = /^([A-Za-z_]\w*)[ \t]+(?=[{(]|while\b|for\b|if\b|until\b)/.exec(
    c.text.slice(c.at, c.at + 256),
  );
  const isName = name && !COMPOUND_WORDS.has(name[1] ?? '');
  if (isName) advance(c, name[0].length);
  return {
    kind: 'coprocess',
    name: (isName && name[1]) || 'COPROC',
    body: c.grammar.command(c),
    ...place,
  };
}
