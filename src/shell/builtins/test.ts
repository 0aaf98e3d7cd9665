/** test and `[`: by the number of their arguments, as POSIX has it. */
import type { Observation } from '../../host/live-lab.ts';
import type { Command, CommandContext, Outcome } from '../commands/command.ts';
import { compareNumbers, unaryTest } from '../executor/conditional.ts';
import { compareFiles } from '../executor/file-tests.ts';
import { viewOf } from '../executor/view.ts';
import type { View } from '../executor/view.ts';
import { complaint } from '../shell-state.ts';

class TestProblem extends Error {}
const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY = /^(?:=|==|!=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

interface Run {
  readonly view: View;
  readonly words: readonly string[];
  at: number;
}

function verdict(view: View, words: readonly string[]): boolean {
  const [a = '', b = '', c = ''] = words;
  switch (words.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (UNARY.test(a)) return unaryTest(view, a, b);
      throw new TestProblem(`${a}: unary operator expected`);
    case 3:
      if (BINARY.test(b)) return binary(view, a, b, c);
      if (b === '-a') return a !== '' && c !== '';
      if (b === '-o') return a !== '' || c !== '';
      if (a === '!') return !verdict(view, words.slice(1));
      if (a === '(' && c === ')') return b !== '';
      throw new TestProblem(`${b}: binary operator expected`);
    case 4:
      if (a === '!') return !verdict(view, words.slice(1));
      if (a === '(' && words[3] === ')') return verdict(view, words.slice(1, 3));
  }
  const run: Run = { view, words, at: 0 };
  const value = or(run);
  if (run.at < words.length) throw new TestProblem('too many arguments');
  return value;
}

function or(r: Run): boolean {
  let value = and(r);
  while (r.words[r.at] === '-o') {
    r.at += 1;
    const right = and(r);
    value = value || right;
  }
  return value;
}
function and(r: Run): boolean {
  let value = term(r);
  while (r.words[r.at] === '-a') {
    r.at += 1;
    const right = term(r);
    value = value && right;
  }
  return value;
}
function term(r: Run): boolean {
  const { words } = r;
  const word = words[r.at];
  if (word === undefined) throw new TestProblem('argument expected');
  if (word === '!') {
    r.at += 1;
    return !term(r);
  }
  if (word === '(') {
    r.at += 1;
    const value = or(r);
    if (words[r.at] !== ')') throw new TestProblem("`)' expected");
    r.at += 1;
    return value;
  }
  const operator = words[r.at + 1] ?? '';
  if (BINARY.test(operator) && r.at + 2 < words.length) {
    const value = binary(r.view, word, operator, words[r.at + 2] ?? '');
    r.at += 3;
    return value;
  }
  if (UNARY.test(word) && r.at + 1 < words.length) {
    const value = unaryTest(r.view, word, words[r.at + 1] ?? '');
    r.at += 2;
    return value;
  }
  r.at += 1;
  return word !== '';
}

function binary(view: View, a: string, operator: string, b: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(view.shell, a, operator, b);
    default:
      return compareNumbers(operator, integer(a), integer(b));
  }
}
function integer(text: string): bigint {
  const found = /^\s*([-+]?\d+)\s*$/.exec(text);
  if (!found) throw new TestProblem(`${text}: integer expression expected`);
  return BigInt((found[1] ?? '0').replace('+', ''));
}

async function test(context: CommandContext): Promise<Outcome | number> {
  const { name, args, alternatives, shell, error, io, job } = context;
  const bracket = name === '[';
  if (bracket && args.at(-1) !== ']') {
    await error(complaint(shell, "[: missing `]'"));
    return 2;
  }
  const operands = (argv: readonly string[]): readonly string[] =>
    bracket ? argv.slice(0, -1) : argv;
  const view = viewOf(shell, io, job);
  const status = (words: readonly string[]): number => (verdict(view, operands(words)) ? 0 : 1);
  let base: number;
  try {
    base = status(args);
  } catch (problem) {
    if (!(problem instanceof TestProblem)) throw problem;
    await error(complaint(shell, `${name}: ${problem.message}`));
    return 2;
  }
  const each = new Map<Observation, number>();
  for (const [of, argv] of alternatives) {
    let other = 2;
    try {
      other = status(argv.slice(1));
    } catch (problem) {
      if (!(problem instanceof TestProblem)) throw problem;
    }
    if (other !== base) each.set(of, other);
  }
  return { status: base, evidence: { each, joint: new Map() } };
}

export const TESTS: Readonly<Record<string, Command>> = { test, '[': test };
