/** How a value that decided about a command shows in what that command prints: weakly. */
import type { Observation } from '../../host/live-lab.ts';
import type { Io } from '../commands/command.ts';
import { weaken } from '../looks/chunk.ts';
import { NO_EVIDENCE } from '../looks/counterfactual.ts';
import type { Sink } from '../pipe.ts';
import type { ShellState } from '../shell-state.ts';

/** Output that is there only because of a value carries weak marks of it. */
export function hinted(io: Io, observations: ReadonlySet<Observation>): Io {
  if (observations.size === 0) return io;
  const { stdout } = io;
  const sink: Sink = {
    write: (chunk) => stdout.write(weaken(chunk, observations)),
    ...(stdout.terminal && { terminal: stdout.terminal }),
  };
  return { ...io, stdout: sink };
}

/** Observations that would have changed whether the last command succeeded. */
export function decisive(shell: ShellState): Set<Observation> {
  const succeeded = shell.lastStatus === 0;
  const found = new Set<Observation>();
  for (const statuses of [shell.evidence.each, shell.evidence.joint])
    for (const [of, status] of statuses) if ((status === 0) !== succeeded) found.add(of);
  return found;
}

export function settle(shell: ShellState, status: number): number {
  shell.lastStatus = status;
  shell.evidence = NO_EVIDENCE;
  return status;
}
