/** Where the parser stands in its text, and how it says that the text is wrong. */
import type { Command, HereDocument, Item, Word } from './tree.ts';
import type { WordMode } from './word-mode.ts';

/** The rules that call one another across files. */
export interface Grammar {
  /** Everything up to the end of the text, or through a closing parenthesis. */
  items(c: Cursor, closer: '' | ')'): readonly Item[];
  list(c: Cursor, ends: () => boolean): readonly Item[];
  command(c: Cursor): Command;
  newlines(c: Cursor): void;
  until(c: Cursor, mode: WordMode): Word;
}

export interface Cursor {
  readonly grammar: Grammar;
  readonly text: string;
  at: number;
  /** How many compound commands it is in. */
  depth: number;
  /** Of the character at `at`. */
  line: number;
  /** Here-documents whose lines begin after the next newline. */
  readonly awaited: HereDocument[];
  /** `shopt -s extglob` as it is now. */
  readonly extended: () => boolean;
  readonly aliases: (name: string) => string | undefined;
  /** The file that is read; '' for none. */
  readonly source: string;
}

/** What bash prints behind `bash: line N: `. */
export class SyntaxProblem extends Error {
  readonly line: number;
  /** More lines could mend it. */
  readonly incomplete: boolean;
  /** The source line, for a second message. */
  readonly shown: string | undefined;
  constructor(message: string, line: number, incomplete: boolean, shown?: string) {
    super(message);
    this.line = line;
    this.incomplete = incomplete;
    this.shown = shown;
  }
}

export type CursorOptions = Partial<Pick<Cursor, 'extended' | 'aliases' | 'source' | 'line'>>;
export function cursorFor(grammar: Grammar, text: string, options: CursorOptions = {}): Cursor {
  return {
    grammar,
    text,
    at: 0,
    depth: 0,
    line: options.line ?? 1,
    awaited: [],
    extended: options.extended ?? (() => false),
    aliases: options.aliases ?? (() => undefined),
    source: options.source ?? '',
  };
}

export const peek = (c: Cursor, ahead = 0): string => c.text[c.at + ahead] ?? '';
export const startsWith = (c: Cursor, text: string): boolean => c.text.startsWith(text, c.at);

export function advance(c: Cursor, count = 1): void {
  for (let n = 0; n < count; n += 1) {
    if (c.text[c.at] === '\n') c.line += 1;
    c.at += 1;
  }
}
export function advanceTo(c: Cursor, end: number): void {
  advance(c, end - c.at);
}

/** Blanks, escaped newlines and comments. */
export function skipBlanks(c: Cursor): void {
  for (;;) {
    const character = peek(c);
    if (character === ' ' || character === '\t') c.at += 1;
    else if (character === '\\' && peek(c, 1) === '\n') advance(c, 2);
    else if (character === '#' && /^[\s;&|()<>]?$/.test(c.text[c.at - 1] ?? '')) {
      while (c.at < c.text.length && peek(c) !== '\n') c.at += 1;
    } else return;
  }
}

export function lineAt(c: Cursor, at = c.at): string {
  const from = c.text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  const end = c.text.indexOf('\n', at);
  return c.text.slice(Math.min(from, at), end < 0 ? undefined : end);
}

/** The line behind the last one: where bash finds the end. */
export const lastLine = (c: Cursor): number => c.line + (c.text.endsWith('\n') ? 0 : 1);
export const endOfFile = (c: Cursor): SyntaxProblem =>
  new SyntaxProblem('syntax error: unexpected end of file', lastLine(c), true);
export const unmatched = (what: string, line: number): SyntaxProblem =>
  new SyntaxProblem(`unexpected EOF while looking for matching \`${what}'`, line, true);

const OPERATORS = /^(?:;;&|;;|;&|&&|\|\||\|&|&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||[;&|<>()\n])/;
/** `syntax error near unexpected token`, with the token that stands at the cursor. */
export function unexpected(c: Cursor): SyntaxProblem {
  skipBlanks(c);
  if (c.at >= c.text.length) return endOfFile(c);
  const rest = c.text.slice(c.at);
  const operator = OPERATORS.exec(rest)?.[0];
  const word = /^(?:\\.|[^\s;&|<>()])+/.exec(rest)?.[0] ?? rest[0] ?? '';
  const token = operator === '\n' ? 'newline' : (operator ?? word);
  return new SyntaxProblem(
    `syntax error near unexpected token \`${token}'`,
    c.line,
    false,
    operator === '\n' ? lineAt(c, c.at) : lineAt(c, c.at + 1),
  );
}

/** A plain word at the cursor, as reserved words are: letters and the like, nothing quoted. */
export function plainWordAt(c: Cursor): string {
  skipBlanks(c);
  const word = /^[^\s;&|<>()\\'"$`]+/.exec(c.text.slice(c.at, c.at + 64))?.[0] ?? '';
  const next = peek(c, word.length);
  return next === '' || ' \t\n;&|<>()'.includes(next) ? word : '';
}
