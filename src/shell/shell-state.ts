/** What one bash process holds: variables, functions, aliases, options, jobs. Outside the world. */
import type { Observation } from '../host/live-lab.ts';
import type { ContainerScope } from './commands/command.ts';
import type { FunctionNode } from './executor/syntax.ts';
import type { User } from './files/host-files.ts';
import type { Chunk } from './looks/chunk.ts';
import { NO_EVIDENCE } from './looks/counterfactual.ts';
import type { StatusEvidence } from './looks/counterfactual.ts';
import type { Machine } from './machine.ts';
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

export interface ShellState {
  readonly machine: Machine;
  user: User;
  cwd: string;
  container: ContainerScope | undefined;
  readonly variables: Map<string, Chunk>;
  readonly arrays: Map<string, readonly Chunk[]>;
  readonly exported: Set<string>;
  readonly functions: Map<string, FunctionNode>;
  readonly aliases: Map<string, string>;
  readonly options: Map<string, boolean>;
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
  readonly hidden: Map<string, Chunk | undefined>[];
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
    exported: new Set(Object.keys(env)),
    functions: new Map(),
    aliases: new Map(),
    options: new Map(),
    positional: [],
    scriptName: start.interactive ? '-bash' : 'bash',
    interactive: start.interactive ?? false,
    login: start.login ?? false,
    lastStatus: 0,
    evidence: NO_EVIDENCE,
    pipeStatus: [0],
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

function workstationVariables({ lab, assetsDir, isHandedOver }: Machine): Record<string, string> {
  return {
    ...lab.world.read.variables(),
    ASSETS_DIR: assetsDir,
    ...(isHandedOver === true ? { KUBECONFIG: `${assetsDir}/kubeconfigs/admin.kubeconfig` } : {}),
  };
}

/** A subshell: a copy that its parent does not see. */
export function forkShell(shell: ShellState): ShellState {
  return {
    ...shell,
    variables: new Map(shell.variables),
    arrays: new Map(shell.arrays),
    exported: new Set(shell.exported),
    functions: new Map(shell.functions),
    aliases: new Map(shell.aliases),
    options: new Map(shell.options),
    hidden: shell.hidden.map((frame) => new Map(frame)),
    readonly: new Set(shell.readonly),
    after: new Set(shell.after),
    jobs: [],
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
  return shell.interactive
    ? `-bash: ${text}\n`
    : `${shell.scriptName}: line ${shell.line}: ${text}\n`;
}
