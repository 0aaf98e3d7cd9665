/** POSIX basic and extended regular expressions, as JavaScript's. */
import { CHARACTER_CLASSES } from '../../text-tools/character-classes.ts';

export type Dialect = 'basic' | 'extended' | 'fixed' | 'perl';

export function regexSource(pattern: string, dialect: Dialect): string {
  if (dialect === 'fixed') return pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  if (dialect === 'perl') return pattern;
  let out = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '[') {
      const end = closingBracket(pattern, at);
      out += bracket(pattern.slice(at + 1, end));
      at = end;
    } else if (character === '\\') {
      at += 1;
      out += escaped(pattern[at] ?? '', dialect);
    } else if (dialect === 'basic' && '+?{}()|'.includes(character)) out += `\\${character}`;
    else if (dialect === 'basic' && character === '*' && (out === '' || out.endsWith('(')))
      out += String.raw`\*`;
    else if (
      dialect === 'extended' &&
      character === '{' &&
      !/^\{\d*,?\d*\}/.test(pattern.slice(at))
    )
      out += String.raw`\{`;
    else out += character;
  }
  return out;
}

function escaped(character: string, dialect: Dialect): string {
  if (character === '<' || character === '>') return String.raw`\b`;
  if (dialect === 'basic' && '+?{}()|'.includes(character)) return character;
  return /[A-Za-z0-9]/.test(character) && !'wWsSbBdDnt123456789'.includes(character)
    ? character
    : `\\${character}`;
}
function closingBracket(pattern: string, from: number): number {
  let at = from + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  for (; at < pattern.length; at += 1) {
    if (pattern[at] === '[' && pattern[at + 1] === ':') at = pattern.indexOf(':]', at) + 1;
    else if (pattern[at] === ']') return at;
  }
  throw new SyntaxError('Unmatched [, [^, [:, [., or [=');
}
function bracket(body: string): string {
  const negated = body.startsWith('^');
  const inner = (negated ? body.slice(1) : body)
    .replaceAll('\\', String.raw`\\`)
    .replace(/^\]/, String.raw`\]`)
    .replaceAll(/\[:(\w+):\]/g, (_, name: string) => CHARACTER_CLASSES[name] ?? '')
    .replaceAll(/\[(?!-)/g, String.raw`\[`);
  return `[${negated ? '^' : ''}${inner}]`;
}
