/**
 * Regular expressions that a person types, matched in time linear in the text (re2js, a port of Go's regexp): with
 * JavaScript's own a pattern such as `^(a+)+$` held the whole process for minutes. Left out, and refused by name:
 * back-references and look-around, which no linear engine has.
 */
import { RE2JS, RE2JSException } from 're2js';

export interface Span {
  readonly start: number;
  readonly end: number;
}
/** A match with its groups; those that took no part are undefined. */
export interface Match extends Span {
  readonly groups: readonly (string | undefined)[];
}
export interface LinearRegex {
  test(text: string): boolean;
  /** The leftmost match; `groups[0]` is the whole of it. */
  first(text: string): Match | undefined;
  /** From left to right, without overlap, each found when it is asked for; empty matches too. */
  spans(text: string): Iterable<Span>;
}
interface Options {
  readonly ignoreCase?: boolean;
  /** POSIX: of the matches that begin leftmost the longest; else the first alternative that fits. */
  readonly longest?: boolean;
  /** Only where no word goes on before or after (grep -w). */
  readonly wholeWord?: boolean;
}
const WORD = /\w/;
/** Of a line, for -w: beyond it the rest counts as not matching. */
const RETRIES_MAX = 10_000;

/** Throws SyntaxError for what is no expression, in a sentence. */
export function linearRegex(source: string, options: Options = {}): LinearRegex {
  const { ignoreCase = false, longest = false, wholeWord = false } = options;
  const flags =
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (longest ? RE2JS.LONGEST_MATCH : 0) | RE2JS.DOTALL;
  const regex = compiled(source, flags);
  const isWhole = (text: string, { start, end }: Span): boolean =>
    !WORD.test(text[start - 1] ?? '') && !WORD.test(text[end] ?? '');

  function* spans(text: string): Iterable<Span> {
    const matcher = regex.matcher(text);
    let retries = 0;
    for (let from = 0; retries < RETRIES_MAX && from <= text.length && matcher.find(from);) {
      const span = { start: matcher.start(), end: matcher.end() };
      const fits = !wholeWord || isWhole(text, span);
      if (fits) yield span;
      else retries += 1;
      from = fits && span.end > span.start ? span.end : span.start + 1;
    }
  }
  const has = (found: Iterable<Span>): boolean => found[Symbol.iterator]().next().done !== true;
  return {
    first(text) {
      const matcher = regex.matcher(text);
      if (!matcher.find()) return undefined;
      const groups = Array.from(
        { length: matcher.groupCount() + 1 },
        (_, index) => matcher.group(index) ?? undefined,
      );
      return { start: matcher.start(), end: matcher.end(), groups };
    },
    test: (text) => (wholeWord ? has(spans(text)) : regex.test(text)),
    spans,
  };
}

function compiled(source: string, flags: number): RE2JS {
  if (/\\[1-9]/.test(source.replaceAll('\\\\', '')))
    throw new SyntaxError('back-references are not simulated by Eggtooth');
  if (/\(\?<?[=!]/.test(source)) throw new SyntaxError('look-around is not simulated by Eggtooth');
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    if (error instanceof RE2JSException) throw new SyntaxError(error.message, { cause: error });
    throw error;
  }
}
