/**
 * What the shells of a host may take: processes, as RLIMIT_NPROC has it (`fork: retry: Resource temporarily
 * unavailable`), and of a lab the memory of their variables and of what they read whole (`xrealloc`). A real node's
 * limits are higher; these keep one seat's bomb from the others of the process.
 */
import type { LiveLab } from '../host/live-lab.ts';
import type { Chunk } from './looks/chunk.ts';
import { textOf } from './looks/chunk.ts';
import { ShellError } from './shell-error.ts';
import type { ShellState } from './shell-state.ts';

/** Of each host. */
const PROCESSES_MAX = 256;
/** Characters that all shells of a lab hold. */
const MEMORY_MAX = 256 * 1024 * 1024;
/** Of one value: each expansion copies it. */
const VALUE_MAX = 16 * 1024 * 1024;
/** What bash's own fork failing ends with. */
const NO_FORK = 254;

interface Table {
  readonly processes: Map<string, number>;
  held: number;
}
const tables = new WeakMap<LiveLab, Table>();
function tableOf({ machine }: ShellState): Table {
  const known = tables.get(machine.lab) ?? { processes: new Map<string, number>(), held: 0 };
  tables.set(machine.lab, known);
  return known;
}

/** Runs what is a process of its own, and gives back what it took. Throws ShellError where there are too many. */
export async function asProcess<T>(process: ShellState, run: () => Promise<T>): Promise<T> {
  const end = startProcess(process);
  try {
    return await run();
  } finally {
    end();
  }
}

export function startProcess(process: ShellState): () => void {
  const table = tableOf(process);
  const { host } = process.machine;
  const count = table.processes.get(host) ?? 0;
  if (count >= PROCESSES_MAX)
    throw new ShellError('fork: retry: Resource temporarily unavailable', {
      fatal: true,
      status: NO_FORK,
      exit: NO_FORK,
    });
  table.processes.set(host, count + 1);
  return () => {
    table.processes.set(host, Math.max(0, (table.processes.get(host) ?? 0) - 1));
    table.held = Math.max(0, table.held - process.memory.held);
    process.memory.held = 0;
  };
}

/** A value takes the place of another in this shell's memory. */
export function held(shell: ShellState, value: Chunk, before: Chunk = '', beside = 0): void {
  const more = textOf(value).length - textOf(before).length + beside;
  if (textOf(value).length > VALUE_MAX) throw outOfMemory(textOf(value).length);
  const table = tableOf(shell);
  if (more > 0 && table.held + more > MEMORY_MAX) throw outOfMemory(more);
  // What a subshell drops of its parent's is not its own to give back.
  const change = Math.max(more, -shell.memory.held);
  shell.memory.held += change;
  table.held += change;
}

export const outOfMemory = (characters: number): ShellError =>
  new ShellError(`xrealloc: cannot allocate ${characters} bytes`, {
    fatal: true,
    status: 2,
    exit: 2,
  });
