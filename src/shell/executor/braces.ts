/** Brace expansion: `{a,b}`, `{1..10..2}`, nested; done on the tree, before anything else. */
import { ShellError } from '../shell-error.ts';
import type { Part, Word } from '../syntax/tree.ts';

/** Words that one brace expression may make. */
const WORDS_MAX = 200_000;
type Piece = { readonly character: string } | { readonly part: Part };

export function expandBraces(word: Word): readonly Word[] {
  if (!word.parts.some((part) => part.kind === 'text' && part.text.includes('{'))) return [word];
  const pieces = word.parts.flatMap((part): Piece[] =>
    part.kind === 'text' ? [...part.text].map((character) => ({ character })) : [{ part }],
  );
  const expanded = expand(pieces);
  if (expanded.length === 1 && expanded[0] === pieces) return [word];
  return expanded.map((made) => ({ parts: partsOf(made), text: '' }));
}

function partsOf(pieces: readonly Piece[]): Part[] {
  const parts: Part[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if ('part' in piece) parts.push(piece.part);
    else if (last?.kind === 'text')
      parts[parts.length - 1] = { kind: 'text', text: last.text + piece.character };
    else parts.push({ kind: 'text', text: piece.character });
  }
  return parts;
}

const is = (piece: Piece | undefined, character: string): boolean =>
  piece !== undefined && 'character' in piece && piece.character === character;

function expand(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  for (let open = 0; open < pieces.length; open += 1) {
    if (!is(pieces[open], '{')) continue;
    const found = group(pieces, open);
    if (!found) continue;
    const before = pieces.slice(0, open);
    const after = expand(pieces.slice(found.end + 1));
    const made: (readonly Piece[])[] = [];
    for (const middle of found.choices)
      for (const rest of after) {
        made.push([...before, ...middle, ...rest]);
        if (made.length > WORDS_MAX)
          throw new ShellError(`brace expansion: more than ${WORDS_MAX} words`, { fatal: true });
      }
    return made;
  }
  return [pieces];
}

function group(
  pieces: readonly Piece[],
  open: number,
): { choices: readonly (readonly Piece[])[]; end: number } | undefined {
  let depth = 0;
  const commas: number[] = [];
  let end = -1;
  for (let at = open; at < pieces.length && end < 0; at += 1) {
    if (is(pieces[at], '{')) depth += 1;
    else if (is(pieces[at], '}') && (depth -= 1) === 0) end = at;
    else if (is(pieces[at], ',') && depth === 1) commas.push(at);
  }
  if (end < 0) return undefined;
  if (commas.length > 0) {
    const bounds = [open, ...commas, end];
    const choices = bounds
      .slice(1)
      .flatMap((bound, index) => expand(pieces.slice((bounds[index] ?? 0) + 1, bound)));
    return { choices, end };
  }
  const inner = pieces.slice(open + 1, end);
  if (!inner.every((piece) => 'character' in piece)) return undefined;
  const range = sequence(
    inner.map((piece) => ('character' in piece ? piece.character : '')).join(''),
  );
  if (!range) return undefined;
  return { choices: range.map((text) => [...text].map((character) => ({ character }))), end };
}

function sequence(text: string): readonly string[] | undefined {
  const numbers = /^([+-]?\d+)\.\.([+-]?\d+)(?:\.\.([+-]?\d+))?$/.exec(text);
  if (numbers) {
    const [, from = '', to = '', by] = numbers;
    const padded = [from, to].some((one) => /^[+-]?0\d/.test(one));
    const width = padded ? Math.max(from.length, to.length) : 0;
    return steps(Number(from), Number(to), Number(by ?? 1)).map((value) => pad(value, width));
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.([+-]?\d+))?$/.exec(text);
  if (!letters) return undefined;
  const [, from = '', to = '', by] = letters;
  return steps(from.charCodeAt(0), to.charCodeAt(0), Number(by ?? 1)).map((code) =>
    String.fromCharCode(code),
  );
}
function pad(value: number, width: number): string {
  const text = String(Math.abs(value));
  return value < 0 ? `-${text.padStart(width - 1, '0')}` : text.padStart(width, '0');
}
function steps(from: number, to: number, by: number): number[] {
  const step = Math.abs(by) || 1;
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (count > WORDS_MAX)
    throw new ShellError(`brace expansion: more than ${WORDS_MAX} words`, { fatal: true });
  return Array.from({ length: count }, (_, index) => from + (to < from ? -1 : 1) * index * step);
}
