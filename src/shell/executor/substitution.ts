/** `$(…)`: a subshell whose output becomes part of a word, without its last newlines. */
import type { Io } from '../commands/command.ts';
import { sliceChunk, textOf } from '../looks/chunk.ts';
import { collector } from '../pipe.ts';
import { Jump, ShellExit } from '../process.ts';
import type { Job } from '../process.ts';
import { forkShell } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import type { Substitute } from './expansion.ts';

export function substitution(shell: ShellState, io: Io, job: Job): Substitute {
  return async ({ body }) => {
    const subshell = forkShell(shell);
    subshell.interactive = shell.interactive;
    const output = collector();
    try {
      await shell.machine.interpreter.statements(
        subshell,
        body.statements,
        { ...io, stdout: output },
        job,
      );
    } catch (error) {
      if (error instanceof ShellExit) subshell.lastStatus = error.status;
      else if (error instanceof Jump) subshell.lastStatus = error.status;
      else throw error;
    }
    shell.lastStatus = subshell.lastStatus;
    shell.evidence = subshell.evidence;
    const taken = output.taken();
    return sliceChunk(taken, 0, textOf(taken).replace(/\n+$/, '').length);
  };
}
