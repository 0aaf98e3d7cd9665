/** printf's format, as bash's builtin has it. */
import { outOfMemory } from '../limits.ts';
import { settled } from '../bytes.ts';
import { backslashed } from '../quoting.ts';
import { escapeAt, unescape } from '../syntax/escapes.ts';

export interface Formatted {
  readonly text: string;
  /** Messages behind `printf: `. */
  readonly errors: readonly string[];
  readonly status: number;
}
interface State {
  out: string;
  readonly args: readonly string[];
  at: number;
  readonly errors: string[];
  status: number;
  stop: boolean;
  readonly date: (seconds: number | undefined, format: string) => string;
}

const DIRECTIVE =
  /^%([-+ #0']*)(\*|\d+)?(?:\.(\*|\d*))?(?:hh|h|ll|l|j|z|t|L)?(\([^)]*\)T|[A-Za-z%])?/;

export function format(template: string, args: readonly string[], date: State['date']): Formatted {
  const s: State = { out: '', args, at: 0, errors: [], status: 0, stop: false, date };
  do {
    const before = s.at;
    once(s, template);
    if (s.at === before) break;
  } while (s.at < args.length && !s.stop);
  return { text: settled(s.out), errors: s.errors, status: s.status };
}

function once(s: State, template: string): void {
  for (let at = 0; at < template.length && !s.stop;) {
    const character = template[at] ?? '';
    if (character === '\\') {
      const escaped = escapeAt(template, at, 'format');
      s.out += escaped.text;
      at += escaped.length;
    } else if (character === '%') at += directive(s, template.slice(at));
    else {
      s.out += character;
      at += 1;
    }
  }
}

interface Spec {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly left: boolean;
}
const next = (s: State): string | undefined => s.args[s.at++];

function directive(s: State, text: string): number {
  const [all = '%', flags = '', width, precision, kind] = DIRECTIVE.exec(text) ?? [];
  if (kind === '%') {
    s.out += '%';
    return all.length;
  }
  if (kind === undefined) {
    const bad = text[all.length];
    s.errors.push(
      bad === undefined
        ? `\`${text.slice(0, all.length)}': missing format character`
        : `\`${bad}': invalid format character`,
    );
    s.status = 1;
    s.stop = true;
    return all.length + 1;
  }
  const star = (given: string | undefined): number | undefined =>
    given === '*' ? Number(integer(s, next(s))) : given === undefined ? undefined : Number(given);
  const wide = star(width) ?? 0;
  const exact = precision === undefined ? undefined : (star(precision) ?? 0);
  const spec: Spec = {
    flags,
    width: Math.abs(wide),
    precision: exact !== undefined && exact < 0 ? undefined : exact,
    left: flags.includes('-') || wide < 0,
  };
  convert(s, spec, kind);
  return all.length;
}

function convert(s: State, spec: Spec, kind: string): void {
  switch (kind[0]) {
    case 's':
      return put(s, spec, cut(next(s) ?? '', spec.precision));
    case 'b': {
      const made = unescape(next(s) ?? '', 'argument');
      put(s, spec, cut(made.text, spec.precision));
      s.stop = made.stop;
      return;
    }
    case 'q':
    case 'Q':
      return put(s, spec, backslashed(next(s) ?? ''));
    case 'c':
      return put(s, spec, (next(s) ?? '').slice(0, 1) || '\0');
    case 'd':
    case 'i':
      return put(s, spec, signed(spec, integer(s, next(s))), true);
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      return put(s, spec, unsigned(spec, kind, integer(s, next(s))), true);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return put(s, spec, floating(spec, kind, number(s, next(s))), true);
    case '(': {
      const value = next(s);
      const seconds =
        value === undefined || value === '-1' || value === '-2' ? undefined : Number(value);
      return put(s, spec, s.date(seconds, kind.slice(1, -2) || '%X'));
    }
    default:
      s.errors.push(`\`${kind}': invalid format character`);
      s.status = 1;
      s.stop = true;
  }
}
const cut = (text: string, precision: number | undefined): string =>
  precision === undefined ? text : [...text].slice(0, precision).join('');

const PADDING_MAX = 16 * 1024 * 1024;

/** Pads; bash counts bytes. */
function put(s: State, spec: Spec, text: string, numeric = false): void {
  const missing = spec.width - Buffer.byteLength(text);
  if (missing > PADDING_MAX) throw outOfMemory(missing);
  if (missing <= 0) s.out += text;
  else if (spec.left) s.out += text + ' '.repeat(missing);
  else if (numeric && spec.flags.includes('0')) {
    const sign = /^[-+ ]?(?:0[xX])?/.exec(text)?.[0] ?? '';
    s.out += sign + '0'.repeat(missing) + text.slice(sign.length);
  } else s.out += ' '.repeat(missing) + text;
}

const MAX = (1n << 63n) - 1n;
function integer(s: State, given: string | undefined): bigint {
  if (given === undefined || given === '') return 0n;
  if (/^["']/.test(given)) return BigInt([...given.slice(1)][0]?.codePointAt(0) ?? 0);
  const [, sign = '', digits = ''] =
    /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)?/.exec(given) ?? [];
  const rest = given.replace(/^\s*[-+]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)?/, '');
  if (digits === '' || rest !== '') {
    s.errors.push(`${given}: invalid ${/^0[0-7]*[89]/.test(given) ? 'octal ' : ''}number`);
    s.status = 1;
  }
  if (digits === '') return 0n;
  const size = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = sign === '-' ? -size : size;
  if (value > MAX || value < -MAX - 1n) {
    s.errors.push(`warning: ${given}: Numerical result out of range`);
    s.status = s.status || 0;
    return value > 0n ? MAX : -MAX - 1n;
  }
  return value;
}
function number(s: State, given: string | undefined): number {
  if (given === undefined || given === '') return 0;
  if (/^["']/.test(given)) return [...given.slice(1)][0]?.codePointAt(0) ?? 0;
  const found =
    /^\s*[-+]?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i.exec(
      given,
    )?.[0];
  if (found === undefined || found.length < given.length) {
    s.errors.push(`${given}: invalid number`);
    s.status = 1;
  }
  return found === undefined
    ? 0
    : /inf/i.test(found)
      ? found.includes('-')
        ? -Infinity
        : Infinity
      : Number(found);
}

const plus = (spec: Spec): string =>
  spec.flags.includes('+') ? '+' : spec.flags.includes(' ') ? ' ' : '';
const group = (spec: Spec, digits: string): string => (spec.flags.includes("'") ? digits : digits);
function signed(spec: Spec, value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(spec.precision ?? 1, '0');
  return (value < 0n ? '-' : plus(spec)) + group(spec, digits);
}
function unsigned(spec: Spec, kind: string, value: bigint): string {
  const base = kind === 'o' ? 8 : kind === 'u' ? 10 : 16;
  const digits = BigInt.asUintN(64, value)
    .toString(base)
    .padStart(spec.precision ?? 1, '0');
  const prefix =
    spec.flags.includes('#') && value !== 0n ? (kind === 'o' ? '0' : kind === 'u' ? '' : '0x') : '';
  return kind === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
}

function floating(spec: Spec, kind: string, value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : plus(spec);
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return sign + (Number.isNaN(value) ? 'nan' : 'inf');
  const places = spec.precision ?? 6;
  const lower = kind.toLowerCase();
  const text =
    lower === 'f'
      ? size.toFixed(Math.min(places, 100))
      : lower === 'e'
        ? exponential(size, places)
        : general(spec, size, places);
  return sign + (kind === lower ? text : text.toUpperCase());
}
const exponential = (value: number, places: number): string =>
  value.toExponential(Math.min(places, 100)).replace(/e([-+])(\d)$/, 'e$10$2');
function general(spec: Spec, value: number, places: number): string {
  const precision = places === 0 ? 1 : places;
  const exponent = value === 0 ? 0 : Number(value.toExponential(precision - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= precision
      ? exponential(value, precision - 1)
      : value.toFixed(Math.max(0, precision - 1 - exponent));
  if (spec.flags.includes('#')) return text;
  return text.includes('.') ? text.replace(/\.?0+(?=e|$)/, '') : text;
}
