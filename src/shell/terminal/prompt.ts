/** PS1: `[core@bootstrap ~]$ ` unless the user set another. */
import { promptOf as expandPrompt } from '../executor/prompt-text.ts';
import { textOf } from '../looks/chunk.ts';
import type { ShellState } from '../shell-state.ts';

export function promptOf(shell: ShellState): string {
  const template = shell.variables.get('PS1') ?? String.raw`[\u@\h \W]\$ `;
  return expandPrompt(shell, textOf(template));
}
