/** POSIX extended regular expressions, as `=~` takes them, to those of the linear engine. */
import { CHARACTER_CLASSES } from '../text-tools/character-classes.ts';
import { linearRegex, type LinearRegex } from '../text-tools/linear-regex.ts';

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
      inner += CHARACTER_CLASSES[named[1] ?? ''] ?? '';
      at += named[0].length;
      continue;
    }
    inner += /[\\\][]/.test(character) ? `\\${character}` : character;
    at += 1;
  }
  return { text: `[${inner}]`, end: at };
}
