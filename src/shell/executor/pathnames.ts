/** Pathname expansion: a field with an unquoted pattern becomes the names that match it. */
import { textOf } from '../looks/chunk.ts';
import { FileError } from '../files/file-error.ts';
import { nameOf } from '../files/host-files.ts';
import { ShellError } from '../shell-error.ts';
import { plainText } from './fields.ts';
import type { Fragment } from './fields.ts';
import { escapePattern, isPattern, matches, unescapePattern } from './patterns.ts';
import type { View } from './view.ts';

export function pathnames(view: View, field: readonly Fragment[]): readonly string[] {
  const { shell } = view;
  const text = plainText(field);
  const extended = shell.switches.get('extglob') === true;
  if (shell.options.get('noglob') || !field.some((f) => !f.quoted && /[*?[]|[@+!]\(/.test(f.text)))
    return [text];
  const pattern = field.map((f) => (f.quoted ? escapePattern(f.text) : f.text)).join('');
  if (!isPattern(pattern, extended)) return [text];
  let found = view.memory.globs.get(pattern);
  if (!found) {
    found = search(view, pattern);
    view.memory.globs.set(pattern, found);
  }
  if (found.length > 0) return found;
  if (shell.switches.get('failglob')) throw new ShellError(`no match: ${text}`);
  return shell.switches.get('nullglob') ? [] : [text];
}

interface Walk {
  readonly view: View;
  readonly ignoreCase: boolean;
  readonly extended: boolean;
  readonly dots: boolean;
}
const FOUND_MAX = 100_000;

function search(view: View, pattern: string): readonly string[] {
  const { shell } = view;
  const ignored = textOf(shell.variables.get('GLOBIGNORE') ?? '');
  const walk: Walk = {
    view,
    ignoreCase: shell.switches.get('nocaseglob') === true,
    extended: shell.switches.get('extglob') === true,
    dots: shell.switches.get('dotglob') === true || ignored !== '',
  };
  const absolute = pattern.startsWith('/');
  const segments = segmentsOf(pattern.replace(/^\/+/, ''));
  const found = descend(walk, absolute ? '/' : '', segments);
  const ignores = ignored === '' ? [] : ignored.split(':');
  return found
    .filter((path) => !ignores.some((one) => matches(path, one, { path: true })))
    .toSorted(byCodePoint);
}
const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Between slashes that stand in no brackets and no parentheses. */
function segmentsOf(pattern: string): readonly string[] {
  const segments = [''];
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === '/' && depth <= 0) {
      while (pattern[at + 1] === '/') at += 1;
      segments.push('');
    } else
      segments[segments.length - 1] +=
        character === '\\' ? character + (pattern[(at += 1)] ?? '') : character;
  }
  return segments;
}

function descend(walk: Walk, prefix: string, segments: readonly string[]): readonly string[] {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [prefix];
  if (segment === '' && rest.length === 0)
    return prefix !== '' && isFolder(walk, prefix) ? [prefix] : [];
  const join = (name: string): string => (rest.length > 0 ? `${prefix}${name}/` : prefix + name);
  if (segment === '**' && walk.view.shell.switches.get('globstar')) return deep(walk, prefix, rest);
  if (!isPattern(segment, walk.extended)) {
    const name = unescapePattern(segment);
    return exists(walk, prefix + name) ? descend(walk, join(name), rest) : [];
  }
  const out: string[] = [];
  for (const name of names(walk, prefix, segment)) {
    if (rest.length > 0 && !isFolder(walk, prefix + name)) continue;
    out.push(...descend(walk, join(name), rest));
    if (out.length > FOUND_MAX) break;
  }
  return out;
}

/** `**`: every folder below; as the last segment the files too. */
function deep(walk: Walk, prefix: string, rest: readonly string[]): readonly string[] {
  const out: string[] =
    rest.length > 0 ? [...descend(walk, prefix, rest)] : prefix === '' ? [] : [prefix];
  for (const name of names(walk, prefix, '*')) {
    const path = prefix + name;
    if (isFolder(walk, path) && !isLink(walk, path)) {
      if (rest.length === 0) out.push(path);
      const below = deep(walk, `${path}/`, rest);
      out.push(...(rest.length === 0 ? below.filter((one) => one !== `${path}/`) : below));
    } else if (rest.length === 0) out.push(path);
  }
  return out;
}

const absolute = (walk: Walk, path: string): string => {
  const { shell } = walk.view;
  return shell.machine.files.resolve(shell.cwd, path === '' ? '.' : path);
};
function names(walk: Walk, folder: string, segment: string): readonly string[] {
  const { shell } = walk.view;
  const options = { extended: walk.extended, ignoreCase: walk.ignoreCase, path: true };
  try {
    const all = shell.machine.files
      .list(absolute(walk, folder), shell.user)
      .map((f) => nameOf(f.path));
    if (/^(?:\\?\.)/.test(segment)) all.push('.', '..');
    return all.filter((name) => {
      const dotted = name.startsWith('.') && !/^\\?\./.test(segment);
      return (
        !(dotted && !walk.dots) &&
        matches(name, segment, options) &&
        ((name !== '.' && name !== '..') || /^\\?\.\\?\.?$/.test(segment))
      );
    });
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
function view(walk: Walk, path: string) {
  const { shell } = walk.view;
  try {
    return shell.machine.files.stat(absolute(walk, path), shell.user);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
const exists = (walk: Walk, path: string): boolean => view(walk, path) !== undefined;
const isFolder = (walk: Walk, path: string): boolean => view(walk, path)?.folder === true;
const isLink = (walk: Walk, path: string): boolean => {
  const { shell } = walk.view;
  return shell.machine.files.linkAt(absolute(walk, path)) !== undefined;
};
