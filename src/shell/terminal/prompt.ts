/** PS1 and PS2: `[core@bootstrap ~]$ ` unless the user set another. */
import { textOf } from '../looks/chunk.ts';
import type { ShellState } from '../shell-state.ts';

export function promptOf(shell: ShellState): string {
  const { machine, user, cwd } = shell;
  const home = machine.files.home(user);
  const short =
    cwd === home ? '~' : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
  const values: Readonly<Record<string, string>> = {
    u: user.name,
    h: machine.host.split('.')[0] ?? '',
    H: machine.host,
    w: short,
    W: cwd === home ? '~' : cwd.split('/').at(-1) || '/',
    $: user.uid === 0 ? '#' : '$',
    n: '\n',
    '[': '',
    ']': '',
    e: '\u001b',
  };
  const template = shell.variables.get('PS1') ?? String.raw`[\u@\h \W]\$ `;
  return textOf(template).replaceAll(/\\(.)/g, (all, letter: string) => values[letter] ?? all);
}
