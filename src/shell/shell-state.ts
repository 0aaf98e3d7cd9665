/** What one bash process holds: variables, functions, aliases, options, jobs. Outside the world. */
import type { Observation } from '../host/live-lab.ts';
import type { ContainerScope } from './commands/command.ts';
import type { FunctionNode } from './syntax/tree.ts';
import type { User } from './files/host-files.ts';
import type { Chunk } from './looks/chunk.ts';
import { NO_EVIDENCE } from './looks/counterfactual.ts';
import type { StatusEvidence } from './looks/counterfactual.ts';
import { shareArrays } from './array-owners.ts';
import type { Machine } from './machine.ts';
import type { Descriptor, Pipe } from './pipe.ts';
import type { JobControl } from './process.ts';

export interface ShellJob {
  readonly id: number;
  readonly pid: number;
  readonly text: string;
  readonly control: JobControl;
  state: 'Running' | 'Stopped' | 'Done';
  status: number;
  done: Promise<void>;
}

/** An array's elements by subscript, those of an indexed one in order. */
export interface ArrayValue {
  readonly associative: boolean;
  readonly elements: ReadonlyMap<string, Chunk>;
}
/** All that a name stands for, as `local` keeps it. */
export interface Binding {
  readonly value: Chunk | undefined;
  readonly array: ArrayValue | undefined;
  readonly exported: boolean;
  readonly readonly: boolean;
  /** Letters of `declare`: i, l, u, c, n, t. Undefined: the name is unknown. */
  readonly attributes: string | undefined;
}
/** A function or a sourced file that is under way. */
export interface CallFrame {
  readonly name: string;
  /** The file that it was read from. */
  readonly source: string;
  /** The line of the call. */
  readonly line: number;
  readonly kind: 'function' | 'source';
}

export interface ShellState {
  readonly machine: Machine;
  user: User;
  cwd: string;
  container: ContainerScope | undefined;
  readonly variables: Map<string, Chunk>;
  readonly arrays: Map<string, ArrayValue>;
  /** Letters of `declare` but x and r; a name here without a value is declared and unset. */
  readonly attributes: Map<string, string>;
  readonly exported: Set<string>;
  readonly functions: Map<string, FunctionNode>;
  readonly aliases: Map<string, string>;
  /** `set -o`. */
  readonly options: Map<string, boolean>;
  /** `shopt`. */
  readonly switches: Map<string, boolean>;
  readonly traps: Map<string, string>;
  /** In a subshell that has set no trap itself: what its parent had, for `trap -p` alone. */
  shownTraps: ReadonlyMap<string, string> | undefined;
  /** Signals that arrived and wait for the end of the command. */
  pendingSignals: string[];
  /** Opened by `exec`; they stand in front of what a command is given. */
  readonly descriptors: Map<number, Descriptor>;
  /** `>(…)` by its path. Shared with subshells. */
  readonly outlets: Map<string, Pipe>;
  /** Processes of substitutions, for `wait`. */
  readonly processes: Map<number, Promise<number>>;
  readonly calls: CallFrame[];
  /** A command substitution has set the status. */
  substituted: boolean;
  /** How deep in `$(…)`, for set -x. */
  subshellTrace: number;
  /** The file that is read now; '' for -c and a prompt. */
  source: string;
  /** `bash -c`. */
  readonly commandMode: boolean;
  /** $$. */
  readonly mainPid: number;
  /** $BASHPID. */
  pid: number;
  subshellDepth: number;
  /** Characters that this process's variables hold. */
  readonly memory: { held: number };
  /** How many traps run now: they leave BASH_COMMAND as it was. */
  trapDepth: number;
  /** Those of the shell that this one was forked from, for `jobs`. */
  inheritedJobs: readonly ShellJob[];
  /** $_. */
  lastArgument: string;
  /** $BASH_EXECUTION_STRING. */
  executionString: string;
  /** $BASH_COMMAND. */
  commandText: string;
  /** Above this: what `pushd` keeps. */
  folders: readonly string[];
  /** Micros of lab time at which SECONDS was 0. */
  secondsFrom: number;
  /** Of RANDOM: a generator of its own, so that a seed repeats its numbers. */
  random: number;
  /** getopts: where within an argument of grouped letters it stands. */
  optionOffset: number;
  /** Errors go through ERR traps once. */
  loopDepth: number;
  positional: readonly string[];
  /** $0, and the prefix of bash's own messages. */
  scriptName: string;
  interactive: boolean;
  login: boolean;
  lastStatus: number;
  /** What $? would have been, had something been otherwise. */
  evidence: StatusEvidence;
  pipeStatus: readonly number[];
  lastBackgroundPid: number;
  /** What the end of a loop depended on: all that follows on the line is weak evidence of it. */
  readonly after: Set<Observation>;
  /** Nested in a condition: `set -e` does not apply. */
  conditionDepth: number;
  functionDepth: number;
  /** What `local` hid, innermost function last. */
  readonly hidden: Map<string, Binding>[];
  readonly readonly: Set<string>;
  readonly jobs: ShellJob[];
  /** The job that `fg` waits for, and how Ctrl-Z ends that wait. */
  foreground: { readonly job: ShellJob; readonly leave: () => void } | undefined;
  history: string[];
  /** Set with `ssh -A`: the far shell may go on to the next host. */
  agent: boolean;
  /** Of the far end of an ssh: the host as it was called. */
  readonly reachedAs: string | undefined;
  umask: number;
  /** Of the command that runs, for messages of a script. */
  line: number;
}

export interface ShellStart {
  readonly machine: Machine;
  readonly user: User;
  readonly env?: Readonly<Record<string, string>>;
  /** The user's home unless said. */
  readonly cwd?: string;
  readonly interactive?: boolean;
  readonly login?: boolean;
  readonly agent?: boolean;
  readonly reachedAs?: string;
}

export function newShellState(start: ShellStart): ShellState {
  const { machine, user } = start;
  const home = machine.files.home(user);
  const env: Record<string, string> = {
    HOME: home,
    OPTIND: '1',
    IFS: ' \t\n',
    PS4: '+ ',
    USER: user.name,
    LOGNAME: user.name,
    SHELL: '/bin/bash',
    PATH: '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin',
    HOSTNAME: machine.host,
    LANG: 'C.UTF-8',
    PWD: start.cwd ?? home,
    ...(machine.isNode ? {} : workstationVariables(machine)),
    ...start.env,
  };
  return {
    machine,
    user,
    cwd: start.cwd ?? home,
    container: undefined,
    variables: new Map(Object.entries(env)),
    arrays: new Map(),
    attributes: new Map(),
    exported: new Set(Object.keys(env).filter((name) => !OWN.has(name))),
    functions: new Map(),
    aliases: new Map(),
    options: new Map(),
    switches: new Map(),
    traps: new Map(),
    shownTraps: undefined,
    pendingSignals: [],
    descriptors: new Map(),
    outlets: new Map(),
    processes: new Map(),
    calls: [],
    substituted: false,
    subshellTrace: 0,
    source: '',
    commandMode: start.interactive !== true,
    ...ownProcess(),
    subshellDepth: 0,
    memory: { held: 0 },
    trapDepth: 0,
    inheritedJobs: [],
    lastArgument: '',
    executionString: '',
    commandText: '',
    folders: [],
    secondsFrom: machine.now(),
    random: 1,
    optionOffset: 1,
    loopDepth: 0,
    positional: [],
    scriptName: start.interactive ? '-bash' : 'bash',
    interactive: start.interactive ?? false,
    login: start.login ?? false,
    lastStatus: 0,
    evidence: NO_EVIDENCE,
    pipeStatus: [],
    lastBackgroundPid: 0,
    after: new Set(),
    conditionDepth: 0,
    functionDepth: 0,
    hidden: [],
    readonly: new Set(),
    jobs: [],
    foreground: undefined,
    history: [],
    agent: start.agent ?? !machine.isNode,
    reachedAs: start.reachedAs,
    umask: 0o022,
    line: 1,
  };
}

/** Variables that a shell has and does not hand on. */
const OWN = new Set(['OPTIND', 'IFS', 'PS4']);
const ownProcess = (): { mainPid: number; pid: number } => {
  const pid = nextPid();
  return { mainPid: pid, pid };
};

function workstationVariables({ lab, assetsDir, isHandedOver }: Machine): Record<string, string> {
  return {
    ...lab.world.read.variables(),
    ASSETS_DIR: assetsDir,
    ...(isHandedOver === true ? { KUBECONFIG: `${assetsDir}/kubeconfigs/admin.kubeconfig` } : {}),
  };
}

/** A subshell: a copy that its parent does not see. */
export function forkShell(shell: ShellState): ShellState {
  shareArrays(shell);
  return {
    ...shell,
    variables: new Map(shell.variables),
    arrays: new Map(shell.arrays),
    attributes: new Map(shell.attributes),
    exported: new Set(shell.exported),
    functions: new Map(shell.functions),
    aliases: new Map(shell.aliases),
    options: new Map(shell.options),
    switches: new Map(shell.switches),
    traps: inheritedTraps(shell),
    shownTraps: shell.shownTraps ?? new Map(shell.traps),
    pendingSignals: [],
    descriptors: new Map(shell.descriptors),
    calls: [...shell.calls],
    pid: nextPid(),
    subshellDepth: shell.subshellDepth + 1,
    memory: { held: 0 },
    interactive: false,
    hidden: shell.hidden.map((frame) => new Map(frame)),
    readonly: new Set(shell.readonly),
    after: new Set(shell.after),
    jobs: [],
    inheritedJobs: shell.jobs,
  };
}

let pids = 4_000;
/** Process ids of a session's own programs; the world's processes have the world's. */
export function nextPid(): number {
  pids += 1;
  return pids;
}

/** `-bash: ` when interactive, `bash: line 1: ` in -c, `script: line N: ` in a script. */
export function complaint(shell: ShellState, text: string): string {
  if (shell.interactive) return `-bash: ${text}\n`;
  const name = shell.calls.at(-1)?.source || shell.source || shell.scriptName;
  return `${name}: line ${shell.line}: ${text}\n`;
}

/** Ignored signals, and what `set -E` and `set -T` hand on. */
function inheritedTraps({ traps, options }: ShellState): Map<string, string> {
  const stays = (name: string): boolean =>
    name === 'ERR'
      ? options.get('errtrace') === true
      : (name === 'DEBUG' || name === 'RETURN') && options.get('functrace') === true;
  return new Map([...traps].filter(([name, action]) => action === '' || stays(name)));
}
