/**
 * The words that nearly every command line is made of, expanded without just-bash: a thousandth of
 * the cost. Anything else gives undefined.
 */
import type { Observation } from '../../host/live-lab.ts';
import { facet, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { ShellState } from '../shell-state.ts';
import type { WordNode, WordPart } from './syntax.ts';

/** Which world to expand in: as it is, with one observation otherwise, or (undefined) all. */
export interface View {
  readonly shell: ShellState;
  /** Results of command substitutions. */
  readonly taken: ReadonlyMap<string, Chunk>;
  readonly which: 'as it is' | Observation | undefined;
  readonly status: number;
}

const GLOB = /[*?[\]{}~]/;
/** The words so far; `open`: the last one may still grow. */
interface Words {
  readonly done: string[];
  open: string | undefined;
}

export function expandNatively(
  words: readonly WordNode[],
  view: View,
): readonly string[] | undefined {
  const argv: string[] = [];
  const ifs = view.shell.variables.get('IFS');
  if (ifs !== undefined && textOf(ifs) !== ' \t\n') return undefined;
  for (const word of words) {
    const result: Words = { done: [], open: undefined };
    for (const [index, part] of word.parts.entries())
      if (!expandPart(part, view, result, index === 0)) return undefined;
    argv.push(...result.done);
    if (result.open !== undefined) argv.push(result.open);
  }
  return argv;
}

const add = (words: Words, text: string): void => {
  words.open = (words.open ?? '') + text;
};

function expandPart(part: WordPart, view: View, words: Words, first: boolean): boolean {
  switch (part.type) {
    case 'Literal':
      if (GLOB.test(part.value)) return false;
      add(words, part.value);
      return true;
    case 'SingleQuoted':
    case 'Escaped':
      add(words, part.value);
      return true;
    case 'TildeExpansion':
      if (!first || part.user !== null) return false;
      add(words, valueOf('HOME', view) ?? '');
      return true;
    case 'DoubleQuoted': {
      add(words, '');
      return part.parts.every((inner) => expandQuoted(inner, view, words));
    }
    case 'ParameterExpansion':
      return part.operation === null && split(valueOf(part.parameter, view), words);
    default:
      return false;
  }
}

function expandQuoted(part: WordPart, view: View, words: Words): boolean {
  if (part.type === 'Literal' || part.type === 'Escaped') {
    add(words, part.value);
    return true;
  }
  if (part.type !== 'ParameterExpansion' || part.operation !== null) return false;
  if (part.parameter === '@') {
    const [head, ...rest] = view.shell.positional;
    if (rest.length > 0) return false;
    add(words, head ?? '');
    return head !== undefined;
  }
  const value = valueOf(part.parameter, view);
  if (value === undefined) return false;
  add(words, value);
  return true;
}

/** Word splitting of an unquoted value; a value that could be a pattern is just-bash's. */
function split(value: string | undefined, words: Words): boolean {
  if (value === undefined || GLOB.test(value)) return false;
  if (value === '') return true;
  const pieces = value.split(/[ \t\n]+/);
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && words.open !== undefined) {
      words.done.push(words.open);
      words.open = undefined;
    }
    if (piece !== '') add(words, piece);
  }
  return true;
}

function valueOf(name: string, { shell, taken, which, status }: View): string | undefined {
  const value = taken.get(name) ?? shell.variables.get(name);
  if (/^[A-Za-z_]\w*$/.test(name)) {
    if (shell.arrays.has(name) || (value === undefined && DYNAMIC.has(name))) return undefined;
    if (value === undefined) return '';
    return which === 'as it is' ? textOf(value) : facet(value, which);
  }
  if (/^\d+$/.test(name))
    return name === '0' ? shell.scriptName : (shell.positional[Number(name) - 1] ?? '');
  switch (name) {
    case '?':
      return String(status);
    case '#':
      return String(shell.positional.length);
    case '$':
      return '4000';
    case '!':
      return shell.lastBackgroundPid === 0 ? '' : String(shell.lastBackgroundPid);
    case '*':
    case '@':
      return shell.positional.join(' ');
    default:
      return undefined;
  }
}
const DYNAMIC = new Set([
  'RANDOM',
  'SECONDS',
  'LINENO',
  'EPOCHSECONDS',
  'BASH_VERSION',
  'UID',
  'EUID',
  'OSTYPE',
]);
