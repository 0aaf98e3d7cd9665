/** Expansion of one word in one world, part by part: section 3.5 of bash's manual. */
import { CORE } from '../files/host-files.ts';
import type { Part, Word } from '../syntax/tree.ts';
import { wordOfText } from '../syntax/parse.ts';
import { expandBraces } from './braces.ts';
import { addSplit, addText, allFields, newFields, plainText } from './fields.ts';
import type { Fields, Fragment } from './fields.ts';
import { expandParameter } from './parameter.ts';
import { pathnames } from './pathnames.ts';
import { escapePattern } from './patterns.ts';
import { runForOutput, runForPath } from './substitution.ts';
import type { Expander, Place } from './interpreter.ts';
import { arithmetic, lookUp, read, separatorsOf } from './view.ts';
import type { View } from './view.ts';

/** A word of a command: braces, splitting, pathnames. */
export async function expandWord(view: View, word: Word): Promise<readonly string[]> {
  const only = word.parts[0];
  if (word.parts.length === 1 && only?.kind === 'text' && !/[~{*?[\\(]/.test(only.text))
    return [only.text];
  const out: string[] = [];
  for (const made of expandBraces(word)) {
    const fields = newFields(separatorsOf(view));
    await expandInto(view, fields, made, 'word');
    for (const field of allFields(fields)) out.push(...pathnames(view, field));
  }
  return out;
}

export async function expandInto(
  view: View,
  fields: Fields,
  word: Word,
  place: Place,
): Promise<void> {
  for (const [index, part] of word.parts.entries()) {
    if (part.kind !== 'text') {
      await expandPart(view, fields, part, place === 'string');
      continue;
    }
    const next = word.parts[index + 1];
    const text =
      place === 'string' ? part.text : tildes(view, fields, part.text, next, index, place);
    if (place === 'operand') addSplit(fields, text);
    else addText(fields, text, false);
  }
}

async function expandPart(view: View, fields: Fields, part: Part, quoted: boolean): Promise<void> {
  switch (part.kind) {
    case 'text':
    case 'quoted':
      return addText(fields, part.text, true);
    case 'double':
      return expandDouble(view, fields, part.parts);
    case 'parameter':
      return expandParameter(view, fields, part, quoted);
    case 'command': {
      const text = read(view, await runForOutput(view, part));
      return quoted ? addText(fields, text, true) : addSplit(fields, text);
    }
    case 'arithmetic': {
      const text = String(arithmetic(view, await expandText(view, part.source)));
      return quoted ? addText(fields, text, true) : addSplit(fields, text);
    }
    case 'process':
      return addText(fields, await runForPath(view, part), true);
  }
}

const isList = (part: Part): boolean =>
  part.kind === 'parameter' && (part.name === '@' || part.subscript === '@');

async function expandDouble(view: View, fields: Fields, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0 || parts.some((part) => !isList(part))) addText(fields, '', true);
  for (const part of parts) await expandPart(view, fields, part, true);
}

/** A tilde at the beginning; in an assignment behind each colon too. */
function tildes(
  view: View,
  fields: Fields,
  text: string,
  next: Part | undefined,
  index: number,
  place: Place,
): string {
  if (!text.includes('~')) return text;
  const expand = (piece: string, isLast: boolean): string => {
    const found = /^~([+-]|[\w.-]*)(?=\/|$)/.exec(piece);
    if (!found || (isLast && next !== undefined && found[0] === piece)) return piece;
    const home = homeOf(view, found[1] ?? '');
    if (home === undefined) return piece;
    addText(fields, home, true);
    return piece.slice(found[0].length);
  };
  if (place !== 'assignment') return index === 0 ? expand(text, true) : text;
  const pieces = text.split(':');
  for (const [at, piece] of pieces.entries()) {
    const isLast = at === pieces.length - 1;
    const rest = at === 0 && index > 0 ? piece : expand(piece, isLast);
    if (isLast) return rest;
    addText(fields, `${rest}:`, false);
  }
  return '';
}
function homeOf(view: View, user: string): string | undefined {
  if (user === '') return lookUp(view, 'HOME') ?? view.shell.machine.files.home(view.shell.user);
  if (user === '+') return view.shell.cwd;
  if (user === '-') return lookUp(view, 'OLDPWD');
  if (user === 'root') return '/root';
  return user === 'core' ? view.shell.machine.files.home(CORE) : undefined;
}

/** One string: assignments, `case` words, targets of here-strings. Nothing is split. */
export async function expandString(
  view: View,
  word: Word,
  place: Place = 'assignment',
): Promise<string> {
  const only = word.parts[0];
  if (word.parts.length === 0) return '';
  if (word.parts.length === 1 && only?.kind === 'quoted') return only.text;
  const fields = newFields('');
  await expandInto(view, fields, word, place);
  return allFields(fields).map(plainText).join(' ');
}

/** As within double quotes: arithmetic, here-documents, subscripts. */
export async function expandText(view: View, source: string): Promise<string> {
  if (!/[$`\\"']/.test(source)) return source;
  const word = wordOfText(source);
  const parts = word.parts.map((part) =>
    part.kind === 'quoted' ? { ...part, text: part.text.replaceAll('"', '') } : part,
  );
  return expandString(view, { ...word, parts }, 'string');
}
/** A subscript of an associative array: a word whose quotes go. */
export async function expandKey(view: View, source: string): Promise<string> {
  if (!/[$`\\"']/.test(source)) return source;
  return expandString(view, wordOfText(source, false), 'string');
}

/** With what was quoted escaped, so that it stands for itself in a pattern. */
export async function expandPattern(
  view: View,
  word: Word,
  escape: (text: string) => string = escapePattern,
): Promise<string> {
  const fields = newFields('');
  await expandInto(view, fields, word, 'word');
  const fragments: Fragment[] = [];
  for (const [index, field] of allFields(fields).entries()) {
    if (index > 0) fragments.push({ text: ' ', quoted: true });
    fragments.push(...field);
  }
  return fragments.map(({ text, quoted }) => (quoted ? escape(text) : text)).join('');
}

export const expander: Expander = {
  into: expandInto,
  string: expandString,
  text: expandText,
  key: expandKey,
  pattern: expandPattern,
};
