/**
 * How the shells of a terminal stand, as plain data: what a checkpoint of their processes would hold, but for
 * the programs that they run. A standing is never changed after it was made; what did not change since the
 * one before is shared with it.
 */
import type { ContainerScope } from './commands/command.ts';
import { shareArrays } from './array-owners.ts';
import type { FunctionNode } from './syntax/tree.ts';
import type { User } from './files/host-files.ts';
import type { Chunk } from './looks/chunk.ts';
import type { Machine } from './machine.ts';
import { startJob } from './process.ts';
import { newShellState } from './shell-state.ts';
import type { ArrayValue, ShellJob, ShellState } from './shell-state.ts';

export interface Standing {
  /** The login shell first, the one that has the terminal last. */
  readonly shells: readonly ShellStanding[];
  /** The line that this one runs; absent at its prompt. */
  readonly runs?: string;
}
export interface ShellStanding {
  readonly host: string;
  /** Which boot of the host it runs in. */
  readonly bootId: string;
  readonly user: User;
  readonly login: boolean;
  readonly agent: boolean;
  readonly reachedAs: string | undefined;
  readonly container: ContainerScope | undefined;
  readonly cwd: string;
  readonly umask: number;
  readonly lastStatus: number;
  readonly positional: readonly string[];
  readonly variables: ReadonlyMap<string, Chunk>;
  readonly arrays: ReadonlyMap<string, ArrayValue>;
  readonly attributes: ReadonlyMap<string, string>;
  readonly switches: ReadonlyMap<string, boolean>;
  readonly traps: ReadonlyMap<string, string>;
  readonly exported: ReadonlySet<string>;
  readonly readonly: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, FunctionNode>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly options: ReadonlyMap<string, boolean>;
  /** The shell's own list, which only grows, and how much of it there was. */
  readonly history: readonly string[];
  readonly historyLength: number;
  readonly jobs: readonly JobStanding[];
}
export type JobStanding = Pick<ShellJob, 'id' | 'pid' | 'text' | 'state' | 'status'>;

export function standingOf(shell: ShellState, before?: ShellStanding): ShellStanding {
  const { machine, history, functionDepth } = shell;
  shareArrays(shell);
  const made: ShellStanding = {
    host: machine.host,
    bootId: machine.lab.world.read.host(machine.host)?.bootId ?? '',
    user: shell.user,
    login: shell.login,
    agent: shell.agent,
    reachedAs: shell.reachedAs,
    container: shell.container,
    cwd: shell.cwd,
    umask: shell.umask,
    lastStatus: shell.lastStatus,
    positional: functionDepth > 0 ? (before?.positional ?? []) : shell.positional,
    variables: sameMap(before?.variables, globals(shell)),
    arrays: sameMap(before?.arrays, shell.arrays),
    attributes: sameMap(before?.attributes, shell.attributes),
    switches: sameMap(before?.switches, shell.switches),
    traps: sameMap(before?.traps, shell.traps),
    exported: sameSet(before?.exported, shell.exported),
    readonly: sameSet(before?.readonly, shell.readonly),
    functions: sameMap(before?.functions, shell.functions),
    aliases: sameMap(before?.aliases, shell.aliases),
    options: sameMap(before?.options, shell.options),
    history,
    historyLength: history.length,
    jobs: sameJobs(before?.jobs, shell.jobs),
  };
  const keys = Object.keys(made) as (keyof ShellStanding)[];
  return before !== undefined && keys.every((key) => before[key] === made[key]) ? before : made;
}

/** A shell of its own that stands so. What ran in it has been ended, as by SIGTERM. */
export function shellFrom(stood: ShellStanding, machine: Machine): ShellState {
  const { user, login, agent } = stood;
  return {
    ...newShellState({ machine, user, login, agent, interactive: true }),
    reachedAs: stood.reachedAs,
    container: stood.container,
    cwd: stood.cwd,
    umask: stood.umask,
    lastStatus: stood.lastStatus,
    positional: stood.positional,
    variables: new Map(stood.variables),
    arrays: new Map(stood.arrays),
    attributes: new Map(stood.attributes),
    switches: new Map(stood.switches),
    traps: new Map(stood.traps),
    exported: new Set(stood.exported),
    readonly: new Set(stood.readonly),
    functions: new Map(stood.functions),
    aliases: new Map(stood.aliases),
    options: new Map(stood.options),
    history: stood.history.slice(0, stood.historyLength),
    jobs: stood.jobs.map(ended),
  };
}

export const TERMINATED = 143;
function ended(job: JobStanding): ShellJob {
  const status = job.state === 'Done' ? job.status : TERMINATED;
  return { ...job, state: 'Done', status, control: startJob(), done: Promise.resolve() };
}

/** The variables as they are when the functions that are under way have returned. */
function globals({ variables, hidden }: ShellState): ReadonlyMap<string, Chunk> {
  if (hidden.length === 0) return variables;
  const left = new Map(variables);
  for (const [name, value] of hidden.toReversed().flatMap((frame) => [...frame]))
    if (value.value === undefined) left.delete(name);
    else left.set(name, value.value);
  return left;
}

/** About how many bytes it holds beyond what it shares with the one before. */
export function sizeOf(now: ShellStanding, before?: ShellStanding): number {
  if (now === before) return 0;
  const maps = ['variables', 'arrays', 'functions', 'aliases', 'options'] as const;
  return maps.reduce((sum, map) => sum + sizeOfMap(now[map], before?.[map]), OBJECT_BYTES);
}
const OBJECT_BYTES = 400;
const ENTRY_BYTES = 60;
function sizeOfMap(
  now: ReadonlyMap<string, unknown>,
  before: ReadonlyMap<string, unknown> | undefined,
): number {
  if (now === before) return 0;
  const fresh = [...now].filter(([name, value]) => before?.get(name) !== value);
  const texts = fresh.map(([, value]) => JSON.stringify(value).length);
  return texts.reduce((sum, length) => sum + length, now.size * ENTRY_BYTES);
}

function sameMap<V>(
  before: ReadonlyMap<string, V> | undefined,
  now: ReadonlyMap<string, V>,
): ReadonlyMap<string, V> {
  const same =
    before?.size === now.size &&
    [...now].every(([name, value]) => before.has(name) && before.get(name) === value);
  return same ? before : new Map(now);
}
function sameSet(
  before: ReadonlySet<string> | undefined,
  now: ReadonlySet<string>,
): ReadonlySet<string> {
  return before?.size === now.size && [...now].every((name) => before.has(name))
    ? before
    : new Set(now);
}
function sameJobs(
  before: readonly JobStanding[] | undefined,
  now: readonly ShellJob[],
): readonly JobStanding[] {
  const made = now.map(({ id, pid, text, state, status }) => ({ id, pid, text, state, status }));
  return before !== undefined && JSON.stringify(before) === JSON.stringify(made) ? before : made;
}
