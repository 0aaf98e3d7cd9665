/** Bash's grammar: lists, pipelines, simple commands, functions. Compound commands: compounds.ts. */
import { readCompound } from './compounds.ts';
import { COMPOUND_WORDS, LIST_ENDERS } from './reserved.ts';
import {
  advance,
  endOfFile,
  peek,
  plainWordAt,
  skipBlanks,
  startsWith,
  unexpected,
  unmatched,
  lastLine,
} from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { readAssignment, splitAssignment } from './assignments.ts';
import { readDocuments, readRedirection } from './redirections.ts';
import type {
  Assignment,
  Command,
  Item,
  Pipeline,
  Redirection,
  SimpleCommand,
  Word,
} from './tree.ts';
import { readWord } from './words.ts';

/** Newlines (with the here-documents that begin behind them), blanks, comments. */
export function skipNewlines(c: Cursor): void {
  for (skipBlanks(c); peek(c) === '\n'; skipBlanks(c)) newline(c);
}
function newline(c: Cursor): void {
  advance(c);
  readDocuments(c);
}

/** Everything up to the end of the text, or through a closing parenthesis. */
export function parseItems(c: Cursor, closer: '' | ')'): readonly Item[] {
  const items = parseList(c, () => closer !== '' && peek(c) === closer);
  if (closer === '') {
    if (c.at < c.text.length) throw unexpected(c);
    return items;
  }
  if (peek(c) !== closer)
    throw c.at >= c.text.length ? unmatched(closer, lastLine(c)) : unexpected(c);
  advance(c);
  return items;
}

/** Items until `ends` holds where a command could begin, or the text ends. */
export function parseList(c: Cursor, ends: () => boolean): readonly Item[] {
  const items: Item[] = [];
  for (;;) {
    skipNewlines(c);
    if (c.at >= c.text.length || ends()) return items;
    const item = parseItem(c);
    items.push(item);
    skipBlanks(c);
    if (item.background) continue;
    if (peek(c) === ';' && peek(c, 1) !== ';' && peek(c, 1) !== '&') advance(c);
    else if (peek(c) !== '\n' && !ends()) return items;
  }
}

/** The next complete commands: those that begin on one line. Undefined at the end. */
export function parseLine(c: Cursor): readonly Item[] | undefined {
  skipNewlines(c);
  if (c.at >= c.text.length) return undefined;
  const items: Item[] = [];
  for (;;) {
    const item = parseItem(c);
    items.push(item);
    skipBlanks(c);
    if (item.background) skipBlanks(c);
    else if (peek(c) === ';' && peek(c, 1) !== ';' && peek(c, 1) !== '&') advance(c);
    else if (peek(c) !== '\n' && c.at < c.text.length) throw unexpected(c);
    skipBlanks(c);
    if (c.at >= c.text.length) return ended(c, items);
    if (peek(c) === '\n') {
      newline(c);
      return items;
    }
  }
}
function ended(c: Cursor, items: readonly Item[]): readonly Item[] {
  readDocuments(c);
  return items;
}

function parseItem(c: Cursor): Item {
  const from = c.at;
  const pipelines = [parsePipeline(c)];
  const operators: ('&&' | '||')[] = [];
  for (skipBlanks(c); startsWith(c, '&&') || startsWith(c, '||'); skipBlanks(c)) {
    operators.push(peek(c) === '&' ? '&&' : '||');
    advance(c, 2);
    skipNewlines(c);
    if (c.at >= c.text.length) throw endOfFile(c);
    pipelines.push(parsePipeline(c));
  }
  const text = c.text.slice(from, c.at).trim();
  const background = peek(c) === '&' && peek(c, 1) !== '>';
  if (background) advance(c);
  return { pipelines, operators, background, text };
}

function parsePipeline(c: Cursor): Pipeline {
  let negated = false;
  let timed = false;
  let timedPosix = false;
  for (;;) {
    skipBlanks(c);
    if (peek(c) === '!' && /^!(?:[\s(]|$)/.test(c.text.slice(c.at, c.at + 2))) {
      if (peek(c, 1) === '(' && c.extended()) break;
      advance(c);
      negated = !negated;
    } else if (/^time(?=[\s;&|)]|$)/.test(c.text.slice(c.at, c.at + 5))) {
      advance(c, 4);
      timed = true;
      skipBlanks(c);
      if (/^-p(?=[\s;]|$)/.test(c.text.slice(c.at, c.at + 3))) {
        timedPosix = true;
        advance(c, 2);
      }
    } else break;
  }
  const commands: Command[] = [];
  const withErrors: boolean[] = [];
  const empty = (timed || negated) && (c.at >= c.text.length || '\n;&'.includes(peek(c)));
  if (!empty) commands.push(parseCommand(c));
  for (skipBlanks(c); peek(c) === '|' && peek(c, 1) !== '|'; skipBlanks(c)) {
    advance(c);
    withErrors.push(peek(c) === '&');
    if (peek(c) === '&') advance(c);
    skipNewlines(c);
    if (c.at >= c.text.length) throw endOfFile(c);
    commands.push(parseCommand(c));
  }
  return { commands, withErrors, negated, timed, timedPosix };
}

/** Of compound commands in each other; bash's own stack ends somewhere too. */
const DEPTH_MAX = 500;

export function parseCommand(c: Cursor): Command {
  skipBlanks(c);
  expandAlias(c);
  const word = plainWordAt(c);
  const { line } = c;
  if (peek(c) === '(' || COMPOUND_WORDS.has(word)) {
    c.depth += 1;
    if (c.depth > DEPTH_MAX) throw new RangeError('nested too deeply');
    const compound = readCompound(c, word);
    c.depth -= 1;
    return { ...compound, redirections: readRedirections(c) };
  }
  if (LIST_ENDERS.has(word) && word !== 'in') throw unexpected(c);
  const named =
    /^(?:function[ \t]+([^\s;&|<>()]+)[ \t]*(?:\(\s*\))?|([^\s;&|<>()'"\\$`]+)[ \t]*\([ \t]*\))/.exec(
      c.text.slice(c.at, c.at + 256),
    );
  const name = named?.[1] ?? named?.[2];
  if (named && name !== undefined && !name.includes('=')) {
    advance(c, named[0].length);
    return readFunction(c, name, line);
  }
  return readSimple(c);
}

function readFunction(c: Cursor, name: string, line: number): Command {
  skipNewlines(c);
  const word = plainWordAt(c);
  if (peek(c) !== '(' && !COMPOUND_WORDS.has(word)) throw unexpected(c);
  const body = { ...readCompound(c, word), redirections: readRedirections(c) };
  return { kind: 'function', name, body, source: c.source, line, redirections: [] };
}

export function readRedirections(c: Cursor): readonly Redirection[] {
  const found: Redirection[] = [];
  for (let next = readRedirection(c); next; next = readRedirection(c)) found.push(next);
  return found;
}

export const DECLARATIONS = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);
/** Words after which the next one is still the command's name. */
const PREFIXES = new Set(['builtin', 'command']);

function readSimple(c: Cursor): SimpleCommand {
  skipBlanks(c);
  const { at: from, line } = c;
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirections: Redirection[] = [];
  let declares = false;
  for (;;) {
    skipBlanks(c);
    const redirection = readRedirection(c);
    if (redirection) {
      redirections.push(redirection);
      continue;
    }
    const assignment = words.length === 0 || declares ? readAssignment(c) : undefined;
    if (assignment && words.length === 0) {
      assignments.push(assignment.assignment);
      continue;
    }
    const word = assignment
      ? { parts: [], text: assignment.text, assignment: assignment.assignment }
      : readWord(c);
    if (!word) break;
    words.push(word);
    if (words.slice(0, -1).every((before) => PREFIXES.has(before.text)))
      declares = DECLARATIONS.has(word.text);
  }
  if (words.length + assignments.length + redirections.length === 0) throw unexpected(c);
  if (peek(c) === '(') {
    // One word and a parenthesis begin a function: what follows is in the wrong place.
    if (words.length === 1 && assignments.length + redirections.length === 0) advance(c);
    throw unexpected(c);
  }
  const text = c.text.slice(from, c.at).trim();
  return { kind: 'simple', assignments, words, redirections, line, text };
}

export { splitAssignment };

/** An alias is replaced in the text, before anything is read from it. */
function expandAlias(c: Cursor): void {
  const used = new Set<string>();
  for (;;) {
    const word = plainWordAt(c);
    const replacement = word === '' || used.has(word) ? undefined : c.aliases(word);
    if (replacement === undefined) return;
    used.add(word);
    const rest = c.text.slice(c.at + word.length);
    (c as { text: string }).text = c.text.slice(0, c.at) + replacement + rest;
    skipBlanks(c);
  }
}
