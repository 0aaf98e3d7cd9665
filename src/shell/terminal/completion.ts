/** TAB: programs, builtins, functions and aliases in the first word, `$names`, else paths. */
import { FileError } from '../files/file-error.ts';
import { nameOf } from '../files/host-files.ts';
import type { ShellState } from '../shell-state.ts';
import type { Completion } from './line-editor.ts';

export function completeLine(
  shell: ShellState,
  before: string,
  builtins: Iterable<string>,
): Completion {
  const word = /(?:[^\s|;&<>()'"`=]|\\.)*$/.exec(before)?.[0] ?? '';
  const head = before.slice(0, before.length - word.length);
  if (word.startsWith('$')) {
    const braces = word.startsWith('${');
    const names = [...shell.variables.keys()].map((name) => (braces ? `\${${name}}` : `$${name}`));
    return { word, candidates: matching(names, word) };
  }
  const first = /(^|[|;&(]|\b(sudo|watch|xargs|time|then|do|else))\s*$/.test(head);
  if (first && !word.includes('/')) {
    const names = [
      ...builtins,
      ...shell.functions.keys(),
      ...shell.aliases.keys(),
      ...shell.machine.commands.names(shell.machine.host),
    ];
    return { word, candidates: matching(names, word).map((name) => `${name} `) };
  }
  return { word, candidates: paths(shell, word) };
}

const matching = (names: readonly string[], word: string): string[] =>
  [...new Set(names.filter((name) => name.startsWith(word)))].toSorted();

function paths(shell: ShellState, word: string): string[] {
  const at = word.lastIndexOf('/') + 1;
  const folder = word.slice(0, at);
  const start = word.slice(at);
  const { files } = shell.machine;
  const home = folder.startsWith('~/') ? files.home(shell.user) + folder.slice(1) : folder;
  const expanded = home.replace(/^\$\{?(\w+)\}?/, (all, name: string) => {
    const value = shell.variables.get(name);
    return typeof value === 'string' ? value : all;
  });
  try {
    return files
      .list(files.resolve(shell.cwd, expanded || '.'), shell.user)
      .filter((file) => nameOf(file.path).startsWith(start))
      .filter((file) => start.startsWith('.') || !nameOf(file.path).startsWith('.'))
      .map((file) => `${folder}${nameOf(file.path)}${file.folder ? '/' : ' '}`);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
