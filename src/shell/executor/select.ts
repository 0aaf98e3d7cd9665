/** select: a menu on standard error, answers from standard input. */
import type { Io } from '../commands/command.ts';
import { textOf } from '../looks/chunk.ts';
import type { Job } from '../process.ts';
import { readLine } from '../builtins/read-line.ts';
import type { ShellState } from '../shell-state.ts';
import type { Of } from '../syntax/tree.ts';
import { setScalar } from '../variables.ts';
import type { RunBody } from './compound.ts';
import { settle } from './evidence.ts';
import { viewOf } from './view.ts';
import { expandWords } from './words.ts';

export async function runSelect(
  shell: ShellState,
  command: Of<'select'>,
  io: Io,
  job: Job,
  runBody: RunBody,
): Promise<void> {
  const words = command.words
    ? (await expandWords(viewOf(shell, io, job), command.words)).argv
    : shell.positional;
  if (words.length === 0) return void settle(shell, 0);
  let shown = false;
  for (;;) {
    if (!shown) await io.stderr.write(menu(words));
    shown = true;
    await io.stderr.write(textOf(shell.variables.get('PS3') ?? '#? '));
    const { line, complete } = await readLine(io.stdin);
    const answer = textOf(line).trim();
    if (!complete && answer === '') {
      await io.stdout.write('\n');
      return void settle(shell, 1);
    }
    setScalar(shell, 'REPLY', textOf(line));
    if (answer === '') {
      shown = false;
      continue;
    }
    setScalar(shell, command.variable, (/^\d+$/.test(answer) && words[Number(answer) - 1]) || '');
    if (await runBody(shell, command.body, io, job)) return;
  }
}

const COLUMNS = 80;
function menu(words: readonly string[]): string {
  const digits = String(words.length).length;
  const widest = Math.max(...words.map((word) => word.length)) + digits + 2;
  const columns = Math.max(1, Math.floor(COLUMNS / (widest + 2)));
  const rows = columns >= words.length ? words.length : Math.ceil(words.length / columns);
  const entry = (index: number): string =>
    `${String(index + 1).padStart(digits)}) ${words[index] ?? ''}`;
  let out = '';
  for (let row = 0; row < rows; row += 1) {
    const cells: string[] = [];
    for (let index = row; index < words.length; index += rows) cells.push(entry(index));
    out += `${cells.map((cell, at) => (at < cells.length - 1 ? cell.padEnd(widest + 1) : cell)).join(' ')}\n`;
  }
  return out;
}
