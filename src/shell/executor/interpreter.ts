/** The doors of the executor that its own parts, builtins and programs come back through. */
import type { Alternatives, Io, Outcome } from '../commands/command.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { Job } from '../process.ts';
import type { ShellState } from '../shell-state.ts';
import type { CommandNode, StatementNode } from './syntax.ts';

export interface ExecuteDetails {
  readonly alternatives?: Alternatives;
  /** `A=1 command`. */
  readonly assigned?: ReadonlyMap<string, Chunk>;
  /** `command` and `sudo` do not see functions. */
  readonly skipFunctions?: boolean;
  readonly skipBuiltins?: boolean;
}
export interface Interpreter {
  /** Parses and runs; every way to end becomes a status, but for `exit` itself. */
  text(shell: ShellState, text: string, io: Io, job: Job): Promise<number>;
  statements(
    shell: ShellState,
    statements: readonly StatementNode[],
    io: Io,
    job: Job,
  ): Promise<void>;
  command(shell: ShellState, command: CommandNode, io: Io, job: Job): Promise<void>;
  execute(
    shell: ShellState,
    argv: readonly string[],
    io: Io,
    job: Job,
    details?: ExecuteDetails,
  ): Promise<Outcome>;
}
