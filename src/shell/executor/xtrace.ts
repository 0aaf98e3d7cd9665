/** set -x: each command as it is run, behind PS4. */
import { textOf } from '../looks/chunk.ts';
import type { Io } from '../commands/command.ts';
import { quotedIfNeeded } from '../quoting.ts';
import type { ShellState } from '../shell-state.ts';
import { wordOfText } from '../syntax/parse.ts';
import type { View } from './view.ts';
import { viewOf, expanderOf } from './view.ts';

export const traces = (shell: ShellState): boolean => shell.options.get('xtrace') === true;

export async function trace(view: View, text: string): Promise<void> {
  const { shell, io, job } = view;
  if (!traces(shell) || view.world !== 'as it is') return;
  const template = textOf(shell.variables.get('PS4') ?? '');
  shell.options.delete('xtrace');
  const { lastStatus } = shell;
  const prefix = template.includes('$')
    ? await expanderOf(view).string(viewOf(shell, io, job), wordOfText(template), 'string')
    : template;
  shell.lastStatus = lastStatus;
  shell.options.set('xtrace', true);
  const first = prefix.slice(0, 1).repeat(shell.subshellTrace + 1);
  await traceSink(shell, io).write(`${first}${prefix.slice(1)}${text}\n`);
}
const traceSink = (_shell: ShellState, io: Io): Io['stderr'] => io.stderr;

export const shownWords = (argv: readonly string[]): string => argv.map(quotedIfNeeded).join(' ');

export async function traceCondition(view: View, operands: readonly string[]): Promise<void> {
  if (!traces(view.shell)) return;
  const shown = operands.map((one) => (one === '' ? "''" : one));
  await trace(view, `[[ ${shown.join(' ')} ]]`);
}
