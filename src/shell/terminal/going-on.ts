/**
 * A terminal that goes on where one stood: each of its shells within the one before, as it was. A shell whose
 * host has gone down or been started anew since is lost, and what was reached through it.
 */
import { withFarPrompt } from '../commands/ssh/connection.ts';
import type { Machine } from '../machine.ts';
import { startJob } from '../process.ts';
import type { Job } from '../process.ts';
import type { ShellState } from '../shell-state.ts';
import { shellFrom, TERMINATED } from '../standing.ts';
import type { ShellStanding, Standing } from '../standing.ts';

/** What is to go on within a shell, before its prompt. */
export interface Within {
  readonly shells: readonly ShellState[];
  /** The host, as it was called, to which a connection was lost. */
  readonly lost?: string;
  /** The line that the innermost ran. */
  readonly runs?: string;
}

/** Undefined when not even the login shell can go on. */
export function restored(
  { shells, runs }: Standing,
  machine: Machine,
): { readonly shell: ShellState; readonly within: Within } | undefined {
  const gone = shells.findIndex((stood) => !isUp(stood, machine));
  const lost = shells[gone]?.reachedAs;
  const states: ShellState[] = [];
  for (const stood of gone < 0 ? shells : shells.slice(0, gone)) {
    const here = states.at(-1)?.machine ?? machine;
    const there = stood.reachedAs === undefined ? here : here.other(stood.host);
    states.push(shellFrom(stood, there));
  }
  const [shell, ...inner] = states;
  if (shell === undefined) return undefined;
  const within =
    lost !== undefined
      ? { shells: inner, lost }
      : { shells: inner, ...(runs === undefined ? {} : { runs }) };
  return { shell, within };
}

function isUp({ host, bootId }: ShellStanding, { lab }: Machine): boolean {
  const now = lab.world.read.host(host);
  return now?.power === 'on' && now.bootId === bootId;
}

interface Doors {
  write(text: string): Promise<void>;
  interact(shell: ShellState, job: Job, within: Within): Promise<number>;
}
/** Ends when what was within has ended: the shell has its prompt again. */
export async function goOn(
  shell: ShellState,
  { shells, ...left }: Within,
  outer: Job,
  { write, interact }: Doors,
): Promise<void> {
  const [next, ...inner] = shells;
  if (next !== undefined) {
    const enter = (job: Job): Promise<number> => interact(next, job, { ...left, shells: inner });
    const { reachedAs } = next;
    shell.lastStatus =
      reachedAs === undefined
        ? await enter(startJob(outer.signal))
        : await withFarPrompt({ to: reachedAs, far: next.machine, job: outer, say: write }, enter);
  } else if (left.lost !== undefined) {
    await write(`Connection to ${left.lost} closed by remote host.\n`);
    await write(`Connection to ${left.lost} closed.\n`);
    shell.lastStatus = 255;
  } else if (left.runs !== undefined) {
    await write(`${'Terminated'.padEnd(24)}${left.runs}\n`);
    shell.lastStatus = TERMINATED;
  }
}
