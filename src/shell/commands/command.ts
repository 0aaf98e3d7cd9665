/**
 * What a program of the simulated host is given, and what it returns. A command is a client of the
 * world: it reads projections, asks through the lab's door, dials the network, and prints.
 */
import type { Observation } from '../../host/live-lab.ts';
import type { User } from '../files/host-files.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { StatusEvidence } from '../looks/counterfactual.ts';
import type { Machine } from '../machine.ts';
import type { Descriptor, Sink, Source } from '../pipe.ts';
import type { Job } from '../process.ts';
import type { ArrayValue, ShellState } from '../shell-state.ts';
import type { Terminal } from '../terminal/terminal.ts';

export interface Io {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** /dev/tty. */
  readonly terminal?: Terminal;
  /** Above 2. */
  readonly more?: ReadonlyMap<number, Descriptor>;
}
/** argv as it would read, had an observation been otherwise. */
export type Alternatives = ReadonlyMap<Observation, readonly string[]>;

export interface Outcome {
  readonly status: number;
  /** Of a child that a signal ended. */
  readonly signal?: string;
  readonly evidence: StatusEvidence;
}
/** An assignment among the arguments of `declare` and its like. */
export interface Declared {
  readonly name: string;
  readonly append: boolean;
  readonly subscript?: () => Promise<string>;
  readonly array?: (associative: boolean, before: ArrayValue | undefined) => Promise<ArrayValue>;
}
export interface CommandContext {
  /** argv[0] without its folder. */
  readonly name: string;
  readonly args: readonly string[];
  readonly alternatives: Alternatives;
  /** By the argument's index. */
  readonly declared: ReadonlyMap<number, Declared>;
  readonly io: Io;
  readonly shell: ShellState;
  readonly machine: Machine;
  readonly user: User;
  readonly env: Readonly<Record<string, string>>;
  readonly job: Job;
  out(chunk: Chunk): Promise<void>;
  error(text: Chunk): Promise<void>;
  /** Absolute path of an argument. */
  path(argument: string): string;
  /** Runs another program, as execve would. */
  execute(argv: readonly string[], options?: ExecuteOptions): Promise<Outcome>;
  /** Runs shell text in a child shell. */
  script(text: string, options?: ExecuteOptions): Promise<Outcome>;
  /** Sleeps in lab time; ends early with Interrupted. */
  sleep(micros: number): Promise<void>;
}
export interface ExecuteOptions {
  readonly io?: Partial<Io>;
  readonly user?: User;
  readonly env?: Readonly<Record<string, string>>;
  /** Variables that it does not get. */
  readonly unset?: readonly string[];
  readonly cwd?: string;
  readonly alternatives?: Alternatives;
  /** The program runs inside this container. */
  readonly container?: ContainerScope;
  readonly machine?: Machine;
  /** A login shell starts afresh: no functions, aliases, or variables of ours. */
  readonly login?: boolean;
  readonly positional?: readonly string[];
  /** $0. */
  readonly scriptName?: string;
  /** The text is a file's: BASH_SOURCE. */
  readonly file?: string;
  /** `bash -x`. */
  readonly options?: readonly string[];
}
/** What `crictl exec` entered. */
export interface ContainerScope {
  readonly id: string;
  readonly name: string;
}
export type Command = (context: CommandContext) => Promise<number | Outcome | void>;

export interface Program {
  readonly run: Command;
  /** Hosts that have it; all when absent. */
  readonly on?: 'workstation' | 'nodes';
  /** Only inside a container of this name. */
  readonly inContainer?: string;
  /** `/usr/bin` unless said. */
  readonly folder?: string;
}
export interface CommandTable {
  find(name: string, where: { host: string; container?: ContainerScope }): Program | undefined;
  /** A sentence for what a real node has and Eggtooth has not. */
  missing(name: string): string | undefined;
  names(host: string): readonly string[];
}

/** `head: option requires an argument -- 'n'` and the hint below it. */
export async function usageError(
  context: CommandContext,
  text: string,
  status = 1,
): Promise<number> {
  if (text === "unrecognized option '--help'") {
    await context.error(
      `${context.name} --help: not simulated by Eggtooth (the real one has it); see docs/fidelity.md\n`,
    );
    return status;
  }
  await context.error(
    `${context.name}: ${text}\nTry '${context.name} --help' for more information.\n`,
  );
  return status;
}
