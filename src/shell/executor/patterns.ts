/**
 * Patterns of bash(1), "Pattern Matching", to regular expressions. In a pattern a
 * backslash makes the next character stand for itself; quoting has been turned into that.
 */
import { ShellError } from '../shell-error.ts';
import { CHARACTER_CLASSES } from '../text-tools/character-classes.ts';
import { linearRegex, type LinearRegex, type Match } from '../text-tools/linear-regex.ts';

export interface PatternOptions {
  readonly extended?: boolean;
  readonly ignoreCase?: boolean;
  /** Pathnames: `*` and `?` do not match a slash. */
  readonly path?: boolean;
  /** The shortest match instead of the longest. */
  readonly shortest?: boolean;
}

export const escapePattern = (text: string): string =>
  text.replaceAll(/[\\*?[\]!+@()|^-]/g, '\\$&');
const escapeRegExp = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Whether a text has anything that a pattern gives a meaning to. */
export const isPattern = (pattern: string, extended = false): boolean =>
  /(?:^|[^\\])(?:\\\\)*(?:[*?]|\[.*\])/s.test(pattern) ||
  (extended && /(?:^|[^\\])(?:\\\\)*[@+!?*]\(/.test(pattern));

export const unescapePattern = (pattern: string): string => pattern.replaceAll(/\\(.)/gs, '$1');

const compiled = new Map<string, LinearRegex>();
const COMPILED_MAX = 2_000;

/** Matches the whole of a text. */
export function regExpOf(pattern: string, options: PatternOptions = {}): LinearRegex {
  const key = `${JSON.stringify(options)}${pattern}`;
  let found = compiled.get(key);
  if (!found) {
    const source = sourceOfPattern(pattern, options);
    found = expressionOf(`^(?:${source})$`, options);
    if (compiled.size >= COMPILED_MAX) compiled.clear();
    compiled.set(key, found);
  }
  return found;
}

export const matches = (text: string, pattern: string, options: PatternOptions = {}): boolean =>
  regExpOf(pattern, options).test(text);

/** The expression of a pattern's source, which takes the longest match, or with `shortest` the first. */
export function expressionOf(
  source: string,
  { ignoreCase = false, shortest = false }: PatternOptions,
): LinearRegex {
  if (source.includes('(?!')) return lookingAhead(source, ignoreCase);
  return linearRegex(source, { ignoreCase, longest: !shortest });
}

/**
 * `!(…)` needs look-ahead, which no linear engine has. JavaScript's takes time that grows with the text's length to a
 * power; with a repeated group it would grow without bound, and that is refused.
 */
const LOOK_AHEAD_TEXT_MAX = 4_096;
function lookingAhead(source: string, ignoreCase: boolean): LinearRegex {
  if (/\)[*+]/.test(source.replaceAll(/\\./gs, '')))
    throw new ShellError('!(…) beside a repeated pattern is not simulated by Eggtooth', {
      status: 1,
    });
  const expression = new RegExp(source, `dsu${ignoreCase ? 'i' : ''}`);
  const first = (text: string): Match | undefined => {
    if (text.length > LOOK_AHEAD_TEXT_MAX) return undefined;
    const found = expression.exec(text);
    if (found === null) return undefined;
    return { start: found.index, end: found.index + found[0].length, groups: [...found] };
  };
  return {
    first,
    test: (text) => first(text) !== undefined,
    *spans(text) {
      for (let from = 0; from <= text.length;) {
        const found = first(text.slice(from));
        if (found === undefined) break;
        yield { start: from + found.start, end: from + found.end };
        from += Math.max(found.end, found.start + 1);
      }
    },
  };
}

/** The same without anchors. */
export function sourceOfPattern(pattern: string, options: PatternOptions): string {
  const any = options.path ? '[^/]' : '.';
  const lazy = options.shortest ? '?' : '';
  let out = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (options.extended && '?*+@!'.includes(character) && pattern[at + 1] === '(') {
      const group = extendedGroup(pattern, at, options);
      if (group) {
        out += group.source;
        at = group.end;
        continue;
      }
    }
    if (character === '\\' && at + 1 < pattern.length) {
      at += 1;
      out += escapeRegExp(String.fromCodePoint(pattern.codePointAt(at) ?? 0));
      if ((pattern.codePointAt(at) ?? 0) > 0xffff) at += 1;
    } else if (character === '*') {
      while (pattern[at + 1] === '*') at += 1;
      out += `${any}*${lazy}`;
    } else if (character === '?') out += any;
    else if (character === '[') {
      const set = bracket(pattern, at, options.path);
      out += set?.source ?? '\\[';
      if (set) at = set.end;
    } else out += escapeRegExp(character);
  }
  return out;
}

function bracket(
  pattern: string,
  from: number,
  path = false,
): { source: string; end: number } | undefined {
  let at = from + 1;
  let source = '';
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at += 1;
  for (let first = true; ; first = false) {
    const character = pattern[at];
    if (character === undefined || (path && character === '/')) return undefined;
    if (character === ']' && !first) break;
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    if (named) {
      source += CHARACTER_CLASSES[named[1] ?? ''] ?? '';
      at += named[0].length;
      continue;
    }
    if (character === '\\') at += 1;
    const literal = character === '\\' ? (pattern[at] ?? '') : character;
    const range = pattern[at + 1] === '-' && ![undefined, ']'].includes(pattern[at + 2]);
    source += escapeSet(literal);
    at += 1;
    if (range) {
      if (pattern[at + 1] === '\\') at += 1;
      source += `-${escapeSet(pattern[at + 1] ?? '')}`;
      at += 2;
    }
  }
  return { source: `[${negated ? '^' : ''}${source}]`, end: at };
}
const escapeSet = (text: string): string =>
  text.replaceAll(/[\\\]^[\-&~!#%]/g, (c) => (/[&~!#%]/.test(c) ? c : `\\${c}`));

function extendedGroup(
  pattern: string,
  from: number,
  options: PatternOptions,
): { source: string; end: number } | undefined {
  const alternatives: string[] = [];
  let depth = 0;
  let start = from + 2;
  let end = -1;
  for (let at = from + 1; at < pattern.length && end < 0; at += 1) {
    const character = pattern[at];
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if ((character === ')' && (depth -= 1) === 0) || (character === '|' && depth === 1)) {
      alternatives.push(pattern.slice(start, at));
      start = at + 1;
      if (character === ')') end = at;
    }
  }
  if (end < 0) return undefined;
  const inner = alternatives
    .map((one) => sourceOfPattern(one, { ...options, shortest: false }))
    .join('|');
  const sign = pattern[from];
  if (sign !== '!') {
    const count = sign === '@' ? '' : sign;
    return { source: `(?:${inner})${count}`, end };
  }
  // What follows belongs to the look-ahead: `!(a)b` is anything but `ab`.
  const rest = sourceOfPattern(pattern.slice(end + 1), options);
  const any = options.path ? '[^/]' : '.';
  return { source: `(?:(?!(?:${inner})${rest}$)${any}*)${rest}`, end: pattern.length };
}
