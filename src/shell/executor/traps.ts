/** trap: what runs at EXIT, ERR, DEBUG, RETURN and when a signal has arrived. */
import type { Io } from '../commands/command.ts';
import { Jump, ShellExit } from '../process.ts';
import type { Job } from '../process.ts';
import type { ShellState } from '../shell-state.ts';

export const SIGNALS: readonly string[] =
  'EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );
const PSEUDO = ['DEBUG', 'ERR', 'RETURN'];

/** `15`, `TERM`, `SIGTERM`, `term` to `TERM`; undefined for none. */
export function signalName(given: string): string | undefined {
  if (/^\d+$/.test(given)) return SIGNALS[Number(given)];
  const name = given.toUpperCase().replace(/^SIG/, '');
  return SIGNALS.includes(name) || PSEUDO.includes(name) ? name : undefined;
}
export const signalNumber = (name: string): number => SIGNALS.indexOf(name);
/** As trap prints it. */
export const shownSignal = (name: string): string =>
  name === 'EXIT' || PSEUDO.includes(name) ? name : `SIG${name}`;

const running = new WeakMap<ShellState, Set<string>>();

/** Runs what was set for `name`; the status is as it was before, unless it exits. */
export async function runTrap(shell: ShellState, name: string, io: Io, job: Job): Promise<void> {
  const action = shell.traps.get(name);
  if (action === undefined || action === '') return;
  const now = running.get(shell) ?? new Set<string>();
  running.set(shell, now);
  if (now.has(name)) return;
  now.add(name);
  shell.trapDepth += 1;
  const { lastStatus, evidence, pipeStatus, line, commandText } = shell;
  try {
    await shell.machine.interpreter.source(shell, action, io, job, {
      line: name === 'DEBUG' || name === 'ERR' ? line : 1,
    });
  } finally {
    now.delete(name);
    shell.trapDepth -= 1;
    shell.line = line;
    shell.commandText = commandText;
  }
  shell.lastStatus = lastStatus;
  shell.evidence = evidence;
  shell.pipeStatus = pipeStatus;
}

export async function runExitTrap(shell: ShellState, io: Io, job: Job): Promise<void> {
  const action = shell.traps.get('EXIT');
  if (action === undefined) return;
  shell.traps.delete('EXIT');
  if (action === '') return;
  const status = shell.lastStatus;
  try {
    await shell.machine.interpreter.source(shell, action, io, job, { line: 1 });
    shell.lastStatus = status;
  } catch (error) {
    if (!(error instanceof ShellExit || error instanceof Jump)) throw error;
    shell.lastStatus = error.status;
  }
}

/** Signals that came while a command ran: their traps, or the end. */
export async function deliverSignals(shell: ShellState, io: Io, job: Job): Promise<void> {
  while (shell.pendingSignals.length > 0) {
    const name = shell.pendingSignals.shift() ?? '';
    const action = shell.traps.get(name);
    if (action === undefined) {
      if (['CHLD', 'CONT', 'URG', 'WINCH'].includes(name)) continue;
      throw new ShellExit(128 + signalNumber(name), name);
    }
    await runTrap(shell, name, io, job);
  }
}
