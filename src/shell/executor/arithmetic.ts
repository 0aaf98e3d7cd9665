/** Shell arithmetic: 64-bit integers, all of C's operators, variables that hold expressions. */
import { ShellError } from '../shell-error.ts';
import { failed, next, tokensOf } from './arithmetic-tokens.ts';
import type { Tokens } from './arithmetic-tokens.ts';

/** What an expression reads and writes. A subscript comes as it was written. */
export interface ArithmeticScope {
  /** Undefined when unset. */
  get(name: string, subscript: string | undefined): string | undefined;
  set(name: string, subscript: string | undefined, value: bigint): void;
}
interface Run {
  readonly t: Tokens;
  readonly scope: ArithmeticScope;
  /** In the branch of `&&`, `||` or `?:` that does not count. */
  idle: number;
  readonly depth: number;
}
const DEPTH_MAX = 1024;
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const truth = (value: boolean): bigint => (value ? 1n : 0n);

/** The value of an expression; an empty one is 0. */
export function evaluate(text: string, scope: ArithmeticScope, depth = 0): bigint {
  if (depth > DEPTH_MAX)
    throw new ShellError(`${text}: expression recursion level exceeded (error token is "${text}")`);
  const plain = /^\s*(-?(?:0|[1-9]\d{0,14}))\s*$/.exec(text);
  if (plain) return BigInt(plain[1] ?? '0');
  const run: Run = { t: tokensOf(text), scope, idle: 0, depth };
  if (atEnd(run.t)) return 0n;
  const value = comma(run);
  if (!atEnd(run.t)) throw failed(run.t, 'syntax error in expression');
  return value;
}

const atEnd = (t: Tokens): boolean => t.kind === 'end';
const isOperator = (r: Run, ...tokens: readonly string[]): boolean =>
  r.t.kind === 'operator' && tokens.includes(r.t.token);

function comma(r: Run): bigint {
  let value = assignment(r);
  while (isOperator(r, ',')) {
    next(r.t);
    value = assignment(r);
  }
  return value;
}

const ASSIGNS = ['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '|=', '^='];
function assignment(r: Run): bigint {
  const { t } = r;
  if (t.kind === 'name') {
    const kept = { ...t };
    const { token: name, subscript } = t;
    next(t);
    if (isOperator(r, ...ASSIGNS)) {
      const operator = t.token.slice(0, -1);
      const stood = t.at;
      const before = operator === '' ? 0n : valueOf(r, name, subscript);
      next(t);
      const right = assignment(r);
      if (r.idle > 0) return right;
      const value = operator === '' ? right : binary(r, operator, before, right, stood);
      r.scope.set(name, subscript, value);
      return value;
    }
    Object.assign(t, kept);
  }
  const value = condition(r);
  if (isOperator(r, ...ASSIGNS)) throw failed(t, 'attempted assignment to non-variable');
  return value;
}

function condition(r: Run): bigint {
  const value = logicalOr(r);
  if (!isOperator(r, '?')) return value;
  next(r.t);
  if (atEnd(r.t) || isOperator(r, ':')) throw failed(r.t, 'expression expected');
  const first = branch(r, value !== 0n, comma);
  if (!isOperator(r, ':')) throw failed(r.t, "`:' expected for conditional expression");
  next(r.t);
  if (atEnd(r.t)) throw failed(r.t, 'expression expected');
  const second = branch(r, value === 0n, condition);
  return value !== 0n ? first : second;
}
function branch(r: Run, counts: boolean, parse: (r: Run) => bigint): bigint {
  if (!counts) r.idle += 1;
  try {
    return parse(r);
  } finally {
    if (!counts) r.idle -= 1;
  }
}

function logicalOr(r: Run): bigint {
  let value = logicalAnd(r);
  while (isOperator(r, '||')) {
    next(r.t);
    const right = branch(r, value === 0n, logicalAnd);
    value = truth(value !== 0n || right !== 0n);
  }
  return value;
}
function logicalAnd(r: Run): bigint {
  let value = level(r, 0);
  while (isOperator(r, '&&')) {
    next(r.t);
    const right = branch(r, value !== 0n, (inner) => level(inner, 0));
    value = truth(value !== 0n && right !== 0n);
  }
  return value;
}

const LEVELS = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
function level(r: Run, at: number): bigint {
  const operators = LEVELS[at];
  if (!operators) return power(r);
  let value = level(r, at + 1);
  while (isOperator(r, ...operators)) {
    const operator = r.t.token;
    const stood = r.t.at;
    next(r.t);
    value = binary(r, operator, value, level(r, at + 1), stood);
  }
  return value;
}

function binary(r: Run, operator: string, a: bigint, b: bigint, stood: number): bigint {
  switch (operator) {
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '<=':
      return truth(a <= b);
    case '>':
      return truth(a > b);
    case '>=':
      return truth(a >= b);
    case '<<':
      return wrap(a << (b & 63n));
    case '>>':
      return a >> (b & 63n);
    case '+':
      return wrap(a + b);
    case '-':
      return wrap(a - b);
    case '*':
      return wrap(a * b);
    default:
      if (b === 0n) {
        if (r.idle > 0) return 0n;
        throw failed(r.t, 'division by 0', stood);
      }
      return wrap(operator === '/' ? a / b : a % b);
  }
}

function power(r: Run): bigint {
  const base = unary(r);
  if (!isOperator(r, '**')) return base;
  next(r.t);
  let exponent = power(r);
  if (exponent < 0n) throw failed(r.t, 'exponent less than 0');
  let value = 1n;
  for (let square = base; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) value = wrap(value * square);
    square = wrap(square * square);
  }
  return value;
}

function unary(r: Run): bigint {
  const { t } = r;
  if (isOperator(r, '!')) {
    next(t);
    return truth(unary(r) === 0n);
  }
  if (isOperator(r, '~')) {
    next(t);
    return ~unary(r);
  }
  if (isOperator(r, '-')) {
    next(t);
    return wrap(-unary(r));
  }
  if (isOperator(r, '+')) {
    next(t);
    return unary(r);
  }
  if (isOperator(r, '++', '--')) {
    const by = t.token === '++' ? 1n : -1n;
    next(t);
    if (t.kind !== 'name') return by === 1n ? unary(r) : unary(r);
    const { token: name, subscript } = t;
    next(t);
    return step(r, name, subscript, by).after;
  }
  return primary(r);
}

function step(
  r: Run,
  name: string,
  subscript: string | undefined,
  by: bigint,
): { before: bigint; after: bigint } {
  const before = valueOf(r, name, subscript);
  const after = wrap(before + by);
  if (r.idle === 0) r.scope.set(name, subscript, after);
  return { before, after };
}

function primary(r: Run): bigint {
  const { t } = r;
  if (t.kind === 'number') {
    const { value } = t;
    next(t);
    return value;
  }
  if (t.kind === 'name') {
    const { token: name, subscript } = t;
    next(t);
    if (isOperator(r, '++', '--')) {
      const by = t.token === '++' ? 1n : -1n;
      next(t);
      return step(r, name, subscript, by).before;
    }
    return valueOf(r, name, subscript);
  }
  if (isOperator(r, '(')) {
    next(t);
    const value = comma(r);
    if (!isOperator(r, ')')) throw failed(t, "missing `)'");
    next(t);
    return value;
  }
  throw failed(t, 'syntax error: operand expected');
}

function valueOf(r: Run, name: string, subscript: string | undefined): bigint {
  if (r.idle > 0) return 0n;
  const text = r.scope.get(name, subscript);
  return text === undefined || text === '' ? 0n : evaluate(text, r.scope, r.depth + 1);
}
