/** fnmatch(3) without FNM_PATHNAME, as find's -name and -path match: `*`, `?`, `[…]`, backslash. */
import { linearRegex, type LinearRegex } from '../../text-tools/linear-regex.ts';

export function wildcard(pattern: string, flags = ''): LinearRegex {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    const bracket = char === '[' ? bracketAt(pattern, at) : undefined;
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (bracket !== undefined) {
      source += bracket.source;
      at = bracket.end;
    } else {
      const literal = char === '\\' && at + 1 < pattern.length ? (pattern[(at += 1)] ?? '') : char;
      source += literal.replace(/[.*+?^${}()|[\]\\/-]/, String.raw`\$&`);
    }
  }
  return linearRegex(`^${source}$`, { ignoreCase: flags.includes('i') });
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: String.raw`\p{L}`,
  digit: '0-9',
  alnum: String.raw`\p{L}\p{N}`,
  upper: String.raw`\p{Lu}`,
  lower: String.raw`\p{Ll}`,
  space: String.raw`\s`,
  blank: String.raw` \t`,
  punct: String.raw`!-\/:-@\[-\x60\{-~`,
  xdigit: '0-9A-Fa-f',
  cntrl: String.raw`\x00-\x1f\x7f`,
  print: String.raw`\x20-\x7e`,
  graph: String.raw`\x21-\x7e`,
};

function bracketAt(pattern: string, from: number): { source: string; end: number } | undefined {
  let at = from + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at += 1;
  let body = '';
  for (let first = true; ; first = false, at += 1) {
    const char = pattern[at];
    if (char === undefined) return undefined;
    if (char === ']' && !first) break;
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    if (named) {
      body += CLASSES[named[1] ?? ''] ?? '';
      at += named[0].length - 1;
    } else body += char === '-' ? '-' : char.replace(/[\\\]^[&~(){}|/]/, String.raw`\$&`);
  }
  return { source: `[${negated ? '^' : ''}${body.replace(/^-|-$/, String.raw`\-`)}]`, end: at };
}
