/** The expression of `[[ … ]]`. */
import {
  SyntaxProblem,
  advance,
  endOfFile,
  lineAt,
  peek,
  plainWordAt,
  startsWith,
} from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Condition, Word } from './tree.ts';
import { readUntil, readWord } from './words.ts';

const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY = /^(?:==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))(?=\s)/;

export function readCondition(c: Cursor): Condition {
  const expression = readOr(c);
  c.grammar.newlines(c);
  if (plainWordAt(c) !== ']]') throw wrong(c, undefined);
  advance(c, 2);
  return expression;
}

function wrong(c: Cursor, operand: string | undefined): SyntaxProblem {
  if (c.at >= c.text.length) return endOfFile(c);
  const token = /^(?:[&|;()<>]+|[^\s;&|<>()]+)/.exec(c.text.slice(c.at))?.[0] ?? 'newline';
  const message =
    operand === undefined
      ? `syntax error in conditional expression: unexpected token \`${token}'`
      : operand;
  return new SyntaxProblem(message, c.line, false, lineAt(c, c.at + 1));
}

function readOr(c: Cursor): Condition {
  let left = readAnd(c);
  for (c.grammar.newlines(c); startsWith(c, '||'); c.grammar.newlines(c)) {
    advance(c, 2);
    left = { kind: 'or', left, right: readAnd(c) };
  }
  return left;
}
function readAnd(c: Cursor): Condition {
  let left = readNot(c);
  for (c.grammar.newlines(c); startsWith(c, '&&'); c.grammar.newlines(c)) {
    advance(c, 2);
    left = { kind: 'and', left, right: readNot(c) };
  }
  return left;
}
function readNot(c: Cursor): Condition {
  c.grammar.newlines(c);
  if (/^!\s/.test(c.text.slice(c.at, c.at + 2))) {
    advance(c);
    return { kind: 'not', inner: readNot(c) };
  }
  if (peek(c) === '(') {
    advance(c);
    const inner = readOr(c);
    c.grammar.newlines(c);
    if (peek(c) !== ')') throw wrong(c, undefined);
    advance(c);
    return { kind: 'grouped', inner };
  }
  return readTest(c);
}

function readTest(c: Cursor): Condition {
  const first = operand(c);
  c.grammar.newlines(c);
  const operator = BINARY.exec(c.text.slice(c.at, c.at + 5))?.[0];
  if (operator !== undefined) {
    advance(c, operator.length);
    c.grammar.newlines(c);
    const right = operator === '=~' ? expression(c) : operand(c);
    return { kind: 'binary', operator, left: first, right };
  }
  if (UNARY.test(first.text)) return { kind: 'unary', operator: first.text, word: operand(c) };
  return { kind: 'unary', operator: '-n', word: first };
}

function operand(c: Cursor): Word {
  c.grammar.newlines(c);
  if (plainWordAt(c) === ']]') throw wrong(c, undefined);
  const word = readWord(c, true);
  if (!word) throw wrong(c, undefined);
  return word;
}

/** A regular expression ends at a blank outside of its parentheses. */
function expression(c: Cursor): Word {
  let depth = 0;
  const ends = (): boolean => {
    const character = peek(c);
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return true;
    return depth === 0 && ' \t\n'.includes(character);
  };
  return readUntil(c, { ends });
}
