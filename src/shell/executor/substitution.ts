/**
 * `$(…)`: a subshell whose output becomes part of a word, without its last newlines. `<(…)`: one
 * whose output is read through /dev/fd; it is run to its end first.
 */
import type { Io } from '../commands/command.ts';
import { sliceChunk, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { collector } from '../pipe.ts';
import { Jump, ShellExit } from '../process.ts';
import type { Job } from '../process.ts';
import { forkShell } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import type { Substitute } from './expansion.ts';
import type { ProcessPart, SubstitutionPart } from './syntax.ts';

export function substitution(shell: ShellState, io: Io, job: Job): Substitute {
  const run = async (part: SubstitutionPart | ProcessPart): Promise<Chunk> => {
    const subshell = forkShell(shell);
    const output = collector();
    try {
      const { statements } = part.body;
      const inner = { ...io, stdout: output };
      await shell.machine.interpreter.statements(subshell, statements, inner, job);
    } catch (error) {
      if (!(error instanceof ShellExit || error instanceof Jump)) throw error;
      subshell.lastStatus = error.status;
    }
    if (part.type === 'ProcessSubstitution') return output.taken();
    shell.lastStatus = subshell.lastStatus;
    shell.evidence = subshell.evidence;
    const taken = output.taken();
    return sliceChunk(taken, 0, textOf(taken).replace(/\n+$/, '').length);
  };
  async function substitute(part: ProcessPart): Promise<string>;
  async function substitute(part: SubstitutionPart): Promise<Chunk>;
  async function substitute(part: SubstitutionPart | ProcessPart): Promise<Chunk> {
    const output = await run(part);
    if (part.type === 'CommandSubstitution') return output;
    return shell.machine.files.openDescriptor(output);
  }
  return substitute;
}
