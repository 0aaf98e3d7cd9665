/** The operators of `${…}` on ready values. */
import { breathe } from '../process.ts';
import { ShellError } from '../shell-error.ts';
import type { Operation } from '../syntax/tree.ts';
import { unescape } from '../syntax/escapes.ts';
import { quotedForShell } from '../quoting.ts';
import { arrayOf, resolveName } from '../variables.ts';
import { expressionOf, matches, sourceOfPattern } from './patterns.ts';
import type { PatternOptions } from './patterns.ts';
import { expanderOf } from './view.ts';
import type { Values, View } from './view.ts';
import { promptOf } from './prompt-text.ts';

type Kind<K extends Operation['kind']> = Extract<Operation, { readonly kind: K }>;

export const patternOptions = (view: View): PatternOptions => ({
  extended: view.shell.switches.get('extglob') === true,
  ignoreCase: view.shell.switches.get('nocasematch') === true,
});

export function substring(
  found: Values,
  offset: number,
  length: number | undefined,
  operation: Kind<'substring'>,
): readonly string[] {
  if (found.join === undefined) {
    const characters = [...(found.values[0] ?? '')];
    const from = offset < 0 ? characters.length + offset : offset;
    if (from < 0 || from > characters.length) return [''];
    const to =
      length === undefined
        ? characters.length
        : length < 0
          ? characters.length + length
          : from + length;
    if (to < from)
      throw new ShellError(`${operation.length?.trim() ?? ''}: substring expression < 0`);
    return [characters.slice(from, to).join('')];
  }
  if (length !== undefined && length < 0)
    throw new ShellError(`${operation.length?.trim() ?? ''}: substring expression < 0`);
  const isPositional = found.name === '@' || found.name === '*';
  const keys = isPositional ? found.values.map((_, index) => index) : found.keys.map(Number);
  const end = (keys.at(-1) ?? -1) + 1;
  const from = offset < 0 ? end + offset : offset;
  if (from < 0) return [];
  const kept = found.values.filter((_, index) => (keys[index] ?? 0) >= from);
  return length === undefined ? kept : kept.slice(0, length);
}

export async function removed(
  view: View,
  values: readonly string[],
  { side, longest, pattern }: Kind<'remove'>,
): Promise<readonly string[]> {
  const text = await expanderOf(view).pattern(view, pattern);
  const options = { ...patternOptions(view), ignoreCase: false };
  const source = sourceOfPattern(text, { ...options, shortest: !longest });
  if (side === 'prefix') {
    const expression = expressionOf(`^(?:${source})`, { shortest: !longest });
    return values.map((value) => value.slice(expression.first(value)?.end ?? 0));
  }
  const literal = !/[*?[(]/.test(text);
  return values.map((value) => withoutSuffix(value, text, longest, literal, options));
}
function withoutSuffix(
  value: string,
  pattern: string,
  longest: boolean,
  literal: boolean,
  options: PatternOptions,
): string {
  if (literal) {
    const plain = pattern.replaceAll(/\\(.)/gs, '$1');
    return value.endsWith(plain) ? value.slice(0, value.length - plain.length) : value;
  }
  for (let n = 0; n <= value.length; n += 1) {
    const at = longest ? n : value.length - n;
    if (matches(value.slice(at), pattern, options)) return value.slice(0, at);
  }
  return value;
}

export async function replaced(
  view: View,
  values: readonly string[],
  { which, pattern, replacement }: Kind<'replace'>,
): Promise<readonly string[]> {
  const text = await expanderOf(view).pattern(view, pattern);
  // An unquoted `&` stands for what was matched.
  const by = replacement
    ? await expanderOf(view).pattern(view, replacement, (quoted) =>
        quoted.replaceAll(/[&\\]/g, '\\$&'),
      )
    : '';
  if (text === '')
    return which === 'prefix'
      ? values.map((value) => by + value)
      : which === 'suffix'
        ? values.map((value) => value + by)
        : values;
  const source = sourceOfPattern(text, patternOptions(view));
  const anchored =
    which === 'prefix' ? `^(?:${source})` : which === 'suffix' ? `(?:${source})$` : source;
  const ignoreCase = view.shell.switches.get('nocasematch') === true;
  const expression = expressionOf(anchored, { ignoreCase });
  const make = (matched: string): string =>
    by.replaceAll(
      /\\(.)|&/gs,
      (whole, escaped?: string) => escaped ?? (whole === '&' ? matched : ''),
    );
  const done: string[] = [];
  for (const value of values) {
    const first = which === 'all' ? undefined : expression.first(value);
    const spans = which === 'all' ? expression.spans(value) : first === undefined ? [] : [first];
    let out = '';
    let at = 0;
    for (const { start, end } of spans) {
      await breathe(view.job);
      const matched = value.slice(start, end);
      out += value.slice(at, start) + (matched === '' && which === 'all' ? '' : make(matched));
      at = end;
    }
    done.push(out + value.slice(at));
  }
  return done;
}

export async function caseOf(
  view: View,
  values: readonly string[],
  { upper, all, pattern }: Kind<'case'>,
): Promise<readonly string[]> {
  const text = (await expanderOf(view).pattern(view, pattern)) || '?';
  const options = patternOptions(view);
  const turn = (character: string): string =>
    matches(character, text, options)
      ? upper
        ? character.toUpperCase()
        : character.toLowerCase()
      : character;
  return values.map((value) => {
    const characters = [...value];
    return all
      ? characters.map(turn).join('')
      : turn(characters[0] ?? '') + characters.slice(1).join('');
  });
}

export function transformed(view: View, found: Values, letter: string): readonly string[] {
  const { values } = found;
  switch (letter) {
    case 'U':
      return values.map((value) => value.toUpperCase());
    case 'L':
      return values.map((value) => value.toLowerCase());
    case 'u':
      return values.map((value) => value.slice(0, 1).toUpperCase() + value.slice(1));
    case 'Q':
      return values.map((value) => quotedForShell(value));
    case 'E':
      return values.map((value) => unescape(value, 'ansi').text);
    case 'P':
      return values.map((value) => promptOf(view.shell, value));
    case 'a':
      return found.join
        ? values.map(() => attributesOf(view, found.name))
        : [attributesOf(view, found.name)];
    case 'A':
      return assignmentOf(view, found);
    default:
      return [found.keys.map((key, index) => `${key} ${quoted(values[index] ?? '')}`).join(' ')];
  }
}
const quoted = (text: string): string => `"${text.replaceAll(/["\\$`]/g, '\\$&')}"`;

export function attributesOf(view: View, given: string): string {
  const { shell } = view;
  const name = resolveName(shell, given);
  const array = arrayOf(shell, name);
  const kinds = array ? (array.associative ? 'A' : 'a') : '';
  const own = shell.attributes.get(name) ?? '';
  const readonly = shell.readonly.has(name) ? 'r' : '';
  const exported = shell.exported.has(name) ? 'x' : '';
  const all = `${kinds}${own.replaceAll(/[aAn]/g, '')}${readonly}${exported}`;
  return [...'aAilnrtuxc'].filter((one) => all.includes(one)).join('');
}

function assignmentOf(view: View, found: Values): readonly string[] {
  const attributes = attributesOf(view, found.name);
  const array = arrayOf(view.shell, found.name);
  if (found.join !== undefined && array) {
    const elements = found.keys.map(
      (key, index) => `[${key}]=${quoted(found.values[index] ?? '')}`,
    );
    const tail = array.associative && elements.length > 0 ? ' ' : '';
    return [`declare -${attributes} ${found.name}=(${elements.join(' ')}${tail})`];
  }
  const [value] = found.values;
  if (value === undefined) return attributes === '' ? [] : [`declare -${attributes} ${found.name}`];
  const assigned = `${found.name}=${quotedForShell(value)}`;
  return [attributes === '' ? assigned : `declare -${attributes} ${assigned}`];
}
