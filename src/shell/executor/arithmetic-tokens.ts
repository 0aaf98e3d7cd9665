/** Tokens of shell arithmetic, and its errors in the words of bash's expr.c. */
import { ShellError } from '../shell-error.ts';
import { closingBracket } from '../syntax/parameters.ts';

export interface Tokens {
  readonly text: string;
  /** Behind the current token. */
  at: number;
  /** Where the current token begins; at the end of the text, where the last one began. */
  start: number;
  /** `''` at the end. */
  token: string;
  kind: 'end' | 'number' | 'name' | 'operator';
  /** Of a name; undefined without one. */
  subscript: string | undefined;
  value: bigint;
}

const OPERATORS = [
  '<<=',
  '>>=',
  '**',
  '++',
  '--',
  '<<',
  '>>',
  '<=',
  '>=',
  '==',
  '!=',
  '&&',
  '||',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '|=',
  '^=',
];
const SINGLE = '=<>+-*/%!~()?:,&|^';

export function tokensOf(text: string): Tokens {
  const tokens: Tokens = {
    text,
    at: 0,
    start: 0,
    token: '',
    kind: 'end',
    subscript: undefined,
    value: 0n,
  };
  next(tokens);
  return tokens;
}

export function failed(t: Tokens, message: string, at = t.start): ShellError {
  const shown = t.text.replace(/^\s+/, '');
  return new ShellError(
    `${shown}: ${message} (error token is "${t.text.slice(at).replace(/^\s+/, '')}")`,
  );
}

export function next(t: Tokens): void {
  while (/\s/.test(t.text[t.at] ?? '')) t.at += 1;
  const character = t.text[t.at];
  if (character === undefined) {
    t.kind = 'end';
    t.token = '';
    return;
  }
  const before = t.kind === 'operator' ? t.token : t.kind === 'end' ? '' : 'operand';
  t.start = t.at;
  t.subscript = undefined;
  const rest = t.text.slice(t.at, t.at + 256);
  const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
  if (name !== undefined) return readName(t, name);
  const digits = /^\d[\w#@]*/.exec(rest)?.[0];
  if (digits !== undefined) {
    t.kind = 'number';
    t.token = digits;
    t.at += digits.length;
    t.value = numberOf(t, digits);
    return;
  }
  const operator = OPERATORS.find((one) => rest.startsWith(one)) ?? character;
  if (operator.length === 1 && !SINGLE.includes(operator)) {
    const missing = before !== 'operand' && before !== ')';
    throw failed(
      t,
      missing ? 'syntax error: operand expected' : 'syntax error: invalid arithmetic operator',
    );
  }
  t.kind = 'operator';
  t.token = operator;
  t.at += operator.length;
}

function readName(t: Tokens, name: string): void {
  t.kind = 'name';
  t.token = name;
  t.at += name.length;
  if (t.text[t.at] !== '[') return;
  const close = closingBracket(t.text, t.at);
  if (close === undefined) throw failed(t, 'bad array subscript');
  t.subscript = t.text.slice(t.at + 1, close);
  t.at = close + 1;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';
function numberOf(t: Tokens, text: string): bigint {
  let base = 10;
  let digits = text;
  const based = /^(\d+)#(.*)$/.exec(text);
  if (based) {
    base = Number(based[1]);
    digits = based[2] ?? '';
    if (base < 2 || base > 64) throw failed(t, 'invalid arithmetic base');
    if (digits === '') throw failed(t, 'invalid integer constant');
  } else if (/^0[xX]/.test(text)) {
    base = 16;
    digits = text.slice(2);
  } else if (/^0\d/.test(text)) base = 8;
  let value = 0n;
  for (const digit of digits) {
    const weight = DIGITS.indexOf(base <= 36 ? digit.toLowerCase() : digit);
    if (weight < 0) throw failed(t, 'invalid number');
    if (weight >= base) throw failed(t, 'value too great for base');
    value = value * BigInt(base) + BigInt(weight);
  }
  return BigInt.asIntN(64, value);
}
