/** The doors of the executor that its own parts, builtins and programs come back through. */
import type { Alternatives, Declared, Io, Outcome } from '../commands/command.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { Job } from '../process.ts';
import type { ShellState } from '../shell-state.ts';
import type { Command, Item, Redirection, Word } from '../syntax/tree.ts';
import type { Fields } from './fields.ts';
import type { View } from './view.ts';

export interface ExecuteDetails {
  readonly alternatives?: Alternatives;
  /** `A=1 command`. */
  readonly assigned?: ReadonlyMap<string, Chunk>;
  /** `declare a=(1 2)`: by the argument's index. */
  readonly declared?: ReadonlyMap<number, Declared>;
  /** Of the command itself, for `exec`. */
  readonly redirections?: readonly Redirection[];
  /** `command` and `sudo` do not see functions. */
  readonly skipFunctions?: boolean;
  readonly skipBuiltins?: boolean;
}
export interface SourceOptions {
  /** Of its first line. */
  readonly line?: number;
  /** The file that it was read from. */
  readonly file?: string;
  /** Between `bash: ` and `line N`: `-c: `, `eval: `. */
  readonly label?: string;
}
/** Expansion of words, for the parts of it that call one another. */
export interface Expander {
  into(view: View, fields: Fields, word: Word, place: Place): Promise<void>;
  string(view: View, word: Word, place?: Place): Promise<string>;
  /** As within double quotes: arithmetic, subscripts. */
  text(view: View, source: string): Promise<string>;
  /** A subscript of an associative array: a word whose quotes go. */
  key(view: View, source: string): Promise<string>;
  /** With what was quoted escaped. */
  pattern(view: View, word: Word, escape?: (text: string) => string): Promise<string>;
}
/**
 * `word`: as it is; `operand`: of an unquoted `${x:-…}`, whose literal text is split too;
 * `assignment`: a tilde behind each colon; `string`: as within double quotes.
 */
export type Place = 'word' | 'operand' | 'assignment' | 'string';

export interface Interpreter {
  readonly expander: Expander;
  /** Parses and runs; every way to end becomes a status, but for `exit` itself. */
  text(shell: ShellState, text: string, io: Io, job: Job): Promise<number>;
  /** The same within a command that runs: jumps and exits go through. */
  source(shell: ShellState, text: string, io: Io, job: Job, options?: SourceOptions): Promise<void>;
  items(shell: ShellState, items: readonly Item[], io: Io, job: Job): Promise<void>;
  command(shell: ShellState, command: Command, io: Io, job: Job): Promise<void>;
  execute(
    shell: ShellState,
    argv: readonly string[],
    io: Io,
    job: Job,
    details?: ExecuteDetails,
  ): Promise<Outcome>;
}
