/** The escapes of PS1 and of `${x@P}`. */
import type { ShellState } from '../shell-state.ts';

export function promptOf(shell: ShellState, template: string): string {
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
    '\\': '\\',
    '[': '',
    ']': '',
    e: '\u001b',
  };
  return template.replaceAll(/\\(.)/g, (all, letter: string) => values[letter] ?? all);
}
