/** POSIX extended regular expressions, as `=~` takes them, to those of the linear engine. */
import { linearRegex, type LinearRegex } from '../text-tools/linear-regex.ts';

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
  print: '\\x20-\\x7e',
  graph: '\\x21-\\x7e',
  cntrl: '\\x00-\\x1f\\x7f',
};

/** Undefined for an expression that is none. */
export function posixExpression(source: string, ignoreCase: boolean): LinearRegex | undefined {
  let out = '';
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === '[') {
      const set = bracket(source, at);
      if (!set) return undefined;
      out += set.text;
      at = set.end;
    } else if (character === '\\') {
      at += 1;
      const next = source[at] ?? '';
      out += /[A-Za-z0-9_<>'"`%&,;:=@#~! \n-]/.test(next) ? wordEscape(next) : `\\${next}`;
    } else
      out +=
        character === '{' && !/^\{\d+(?:,\d*)?\}/.test(source.slice(at))
          ? '\\{'
          : character === '/'
            ? '\\/'
            : character;
  }
  try {
    return linearRegex(out, { ignoreCase, longest: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
const wordEscape = (letter: string): string =>
  'wWsSbB'.includes(letter) ? `\\${letter}` : letter === '<' || letter === '>' ? '\\b' : letter;

function bracket(source: string, from: number): { text: string; end: number } | undefined {
  let at = from + 1;
  let inner = '';
  if (source[at] === '^') {
    inner = '^';
    at += 1;
  }
  for (let first = true; ; first = false) {
    const character = source[at];
    if (character === undefined) return undefined;
    if (character === ']' && !first) break;
    const named = /^\[:(\w+):\]/.exec(source.slice(at));
    if (named) {
      inner += CLASSES[named[1] ?? ''] ?? '';
      at += named[0].length;
      continue;
    }
    inner += /[\\\][]/.test(character) ? `\\${character}` : character;
    at += 1;
  }
  return { text: `[${inner}]`, end: at };
}
