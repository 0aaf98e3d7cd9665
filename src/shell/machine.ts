/**
 * Where a shell runs: one host of one lab, with the doors that its programs use. Programs reach
 * the world only through this.
 */
import { Bash } from 'just-bash';
import type { LiveLab } from '../host/live-lab.ts';
import type { Network } from '../host/network.ts';
import { openHostFiles } from './files/host-files.ts';
import type { HostFiles, User } from './files/host-files.ts';
import { worldFileSystem } from './files/world-file-system.ts';
import type { CommandTable } from './commands/command.ts';
import type { Interpreter } from './executor/interpreter.ts';

export interface PkiTexts {
  /** Replaces `@@PEM name@@` and `@@BASE64 name@@`. */
  render(text: string): string;
}
export interface MachineOptions {
  readonly lab: LiveLab;
  readonly network: Network;
  readonly host: string;
  readonly assetsDir: string;
  /** Somebody has worked here before and left KUBECONFIG set. */
  readonly isHandedOver?: boolean;
  readonly pki: PkiTexts;
  readonly commands: CommandTable;
  readonly interpreter: Interpreter;
}
export interface Machine extends MachineOptions {
  readonly files: HostFiles;
  readonly isNode: boolean;
  /** Lab time, in microseconds since the lab's start. */
  now(): number;
  date(micros: number): Date;
  /** just-bash with this host's files, as `user`. */
  textTools(user: User): Bash;
  /** The same for a rerun: files read as in `overlay`, and nothing is written. */
  sealedTools(user: User, overlay: ReadonlyMap<string, string>): Bash;
  /** Another host of the same lab: where ssh leads. */
  other(host: string): Machine;
}

const LIMITS = { maxExecutionTimeMs: 3_600_000, maxCommandCount: 1_000_000 };

export function openMachine(options: MachineOptions): Machine {
  const { lab, host } = options;
  const files = openHostFiles({ ...options, render: (text) => options.pki.render(text) });
  const date = (micros: number): Date => new Date((lab.epochMicros + micros) / 1000);
  const tools = new Map<number, Bash>();
  const make = (user: User, overlay?: ReadonlyMap<string, string>): Bash =>
    new Bash({
      fs: worldFileSystem({ files, user, date, ...(overlay && { overlay }) }),
      cwd: '/',
      defenseInDepth: false,
      executionLimits: LIMITS,
    });
  return {
    ...options,
    files,
    isNode: host !== 'workstation',
    now: () => lab.now(),
    date,
    textTools(user) {
      let bash = tools.get(user.uid);
      if (!bash) tools.set(user.uid, (bash = make(user)));
      return bash;
    },
    sealedTools: make,
    other: (name) => openMachine({ ...options, host: name }),
  };
}
