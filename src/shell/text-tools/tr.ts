/** tr(1) as a pure function: sets with ranges, classes, escapes and repeats; -c, -d, -s, -t. */
import type { ToolResult } from '../looks/counterfactual.ts';

const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
};
const span = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at));
const LOWER = span(97, 122);
const UPPER = span(65, 90);
const DIGITS = span(48, 57);
const BLANKS = ['\t', ' '];
const PUNCTUATION = [...span(33, 47), ...span(58, 64), ...span(91, 96), ...span(123, 126)];
/** In the order of the code, as tr pairs them. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  alnum: [...DIGITS, ...UPPER, ...LOWER],
  alpha: [...UPPER, ...LOWER],
  blank: BLANKS,
  cntrl: [...span(0, 31), '\u007f'],
  digit: DIGITS,
  graph: span(33, 126),
  lower: LOWER,
  print: span(32, 126),
  punct: PUNCTUATION,
  space: ['\t', '\n', '\v', '\f', '\r', ' '],
  upper: UPPER,
  xdigit: [...DIGITS, ...span(65, 70), ...span(97, 102)],
};

class Problem extends Error {}

/** One character of a set, and where the next begins. */
function characterAt(text: string, at: number): { char: string; next: number } {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (char !== '\\' || at + 1 >= text.length) return { char, next: at + char.length };
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1))?.[0];
  if (octal !== undefined)
    return { char: String.fromCharCode(parseInt(octal, 8) & 255), next: at + 1 + octal.length };
  const letter = text[at + 1] ?? '';
  return { char: LETTERS[letter] ?? letter, next: at + 2 };
}

/** `size`: how long the other set is, for `[x*]`. */
function expand(text: string, size: number): string[] {
  const out: string[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const named = /^\[:(\w*):\]/.exec(rest);
    if (named) {
      const found = CLASSES[named[1] ?? ''];
      if (!found) throw new Problem(`invalid character class ‘${named[1] ?? ''}’`);
      out.push(...found);
      at += named[0].length;
      continue;
    }
    const repeat = /^\[(\\.|[^\\])\*(\d*)\]/su.exec(rest);
    if (repeat) {
      const digits = repeat[2] ?? '';
      const asked = parseInt(digits, digits.startsWith('0') ? 8 : 10) || 0;
      const count = asked > 0 ? asked : Math.max(0, size - out.length);
      const { char } = characterAt(repeat[1] ?? '', 0);
      for (let n = 0; n < Math.min(count, 1 << 16); n += 1) out.push(char);
      at += repeat[0].length;
      continue;
    }
    const first = characterAt(text, at);
    if (text[first.next] !== '-' || first.next + 1 >= text.length) {
      out.push(first.char);
      at = first.next;
      continue;
    }
    const last = characterAt(text, first.next + 1);
    const [from, to] = [first.char.codePointAt(0) ?? 0, last.char.codePointAt(0) ?? 0];
    if (to < from)
      throw new Problem(
        `range-endpoints of '${text.slice(at, last.next)}' are in reverse collating sequence order`,
      );
    for (let code = from; code <= to; code += 1) out.push(String.fromCodePoint(code));
    at = last.next;
  }
  return out;
}

interface Options {
  readonly complement: boolean;
  readonly remove: boolean;
  readonly squeeze: boolean;
  readonly truncate: boolean;
  readonly sets: readonly string[];
}
function optionsOf(args: readonly string[]): Options {
  const letters = new Set<string>();
  let index = 0;
  for (; /^-./.test(args[index] ?? ''); index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      index += 1;
      break;
    }
    const long = {
      '--complement': 'c',
      '--delete': 'd',
      '--squeeze-repeats': 's',
      '--truncate-set1': 't',
    }[arg];
    for (const letter of long ?? arg.slice(1)) {
      if (!'cCdst'.includes(letter)) throw new Problem(`invalid option -- '${letter}'`);
      letters.add(letter.toLowerCase());
    }
  }
  return {
    complement: letters.has('c'),
    remove: letters.has('d'),
    squeeze: letters.has('s'),
    truncate: letters.has('t'),
    sets: args.slice(index),
  };
}

function translator(options: Options): (text: string) => string {
  const { complement, remove, squeeze, truncate, sets } = options;
  const [one, two] = sets;
  if (one === undefined) throw new Problem('missing operand');
  const wanted = remove ? (squeeze ? 2 : 1) : squeeze ? 1 : 2;
  if (sets.length < wanted)
    throw new Problem(
      `missing operand after ‘${one}’\nTwo strings must be given when ${remove ? 'both deleting and squeezing repeats' : 'translating'}.`,
    );
  if (sets.length > (remove && !squeeze ? 1 : 2))
    throw new Problem(
      `extra operand ‘${sets.at(-1) ?? ''}’${remove && !squeeze ? '\nOnly one string may be given when deleting without squeezing repeats.' : ''}`,
    );
  const first = expand(one, 0);
  const second = two === undefined ? [] : expand(two, first.length);
  const inFirst = new Set(first);
  const matches = (char: string): boolean => inFirst.has(char) !== complement;
  const last = second.at(-1);
  if (!remove && two !== undefined && last === undefined && !truncate)
    throw new Problem('when not truncating set1, string2 must be non-empty');
  const table = new Map<string, string>();
  for (const [at, char] of first.entries()) {
    const to = second[at] ?? (truncate ? char : last);
    if (to !== undefined) table.set(char, to);
  }
  const translate = (char: string): string => {
    if (remove || two === undefined || !matches(char)) return char;
    return complement ? (last ?? char) : (table.get(char) ?? char);
  };
  const squeezed = new Set(two === undefined ? [] : second);
  const repeats = (char: string): boolean =>
    squeeze && (two === undefined ? matches(char) : squeezed.has(char));
  return (text) => {
    let out = '';
    let before: string | undefined;
    for (const char of text) {
      if (remove && matches(char)) continue;
      const to = translate(char);
      if (to === before && repeats(to)) continue;
      before = to;
      out += to;
    }
    return out;
  };
}

export function tr(args: readonly string[], stdin: string): ToolResult {
  try {
    return { out: translator(optionsOf(args))(stdin), error: '', status: 0 };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const hint = /^(missing|extra|invalid option)/.test(problem.message)
      ? "\nTry 'tr --help' for more information."
      : '';
    return { out: '', error: `tr: ${problem.message}${hint}\n`, status: 1 };
  }
}
