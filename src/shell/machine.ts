/**
 * Where a shell runs: one host of one lab, with the doors that its programs use. Programs reach
 * the world only through this.
 */
import type { LiveLab } from '../host/live-lab.ts';
import type { Network } from '../host/network.ts';
import { openHostFiles } from './files/host-files.ts';
import type { HostFiles, User } from './files/host-files.ts';
import { worldFileSystem } from './files/world-file-system.ts';
import type { LentTools } from './text-tools/lent-names.ts';
import { ToolProcesses } from './text-tools/tool-processes.ts';
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
  /** The lent tools with this host's files, as `user`. */
  textTools(user: User): LentTools;
  /** The same for a rerun: files read as in `overlay`, and nothing is written. */
  sealedTools(user: User, overlay: ReadonlyMap<string, string>): LentTools;
  /** Another host of the same lab: where ssh leads. */
  other(host: string): Machine;
}

/** The tools' processes of each lab that has shells. */
const toolProcesses = new WeakMap<LiveLab, ToolProcesses>();
function toolProcessesOf(lab: LiveLab): ToolProcesses {
  const known = toolProcesses.get(lab) ?? new ToolProcesses();
  toolProcesses.set(lab, known);
  return known;
}

export function openMachine(options: MachineOptions): Machine {
  const { lab, host } = options;
  const files = openHostFiles({ ...options, render: (text) => options.pki.render(text) });
  const date = (micros: number): Date => new Date((lab.epochMicros + micros) / 1000);
  const tools = new Map<number, LentTools>();
  const make = (user: User, overlay?: ReadonlyMap<string, string>): LentTools =>
    toolProcessesOf(lab).over(worldFileSystem({ files, user, date, ...(overlay && { overlay }) }));
  return {
    ...options,
    files,
    isNode: host !== 'workstation',
    now: () => lab.now(),
    date,
    textTools(user) {
      let lent = tools.get(user.uid);
      if (!lent) tools.set(user.uid, (lent = make(user)));
      return lent;
    },
    sealedTools: make,
    other: (name) => openMachine({ ...options, host: name }),
  };
}
