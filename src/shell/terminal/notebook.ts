/**
 * Notes how the shells that are nested on one terminal stand: whenever one has the prompt, a line begins,
 * or a background job ends.
 */
import type { ShellJob, ShellState } from '../shell-state.ts';
import { sizeOf, standingOf } from '../standing.ts';
import type { ShellStanding, Standing } from '../standing.ts';

/** A note, without its shells. */
const OWN_BYTES = 200;

export interface Notebook {
  /** Another shell has the terminal, within the one before. */
  enter(shell: ShellState): void;
  leave(): void;
  /** `runs`: the line that begins; none at the prompt. */
  note(runs?: string): void;
}

/** `size`: about how many bytes a standing holds beyond what it shares with the one before. */
export type Stands = (how: Standing | undefined, size: number) => void;

export function openNotebook(stands: Stands): Notebook {
  const open: { readonly shell: ShellState; stood?: ShellStanding }[] = [];
  const watched = new WeakSet<ShellJob>();
  let last: Standing = { shells: [] };

  function watch(job: ShellJob): void {
    if (job.state === 'Done' || watched.has(job)) return;
    watched.add(job);
    const again = (): void => {
      if (open.some(({ shell }) => shell.jobs.includes(job))) note(last.runs);
    };
    job.done.then(again, again);
  }
  function note(runs?: string): void {
    let size = 0;
    const shells = open.map((one) => {
      one.shell.jobs.forEach(watch);
      const stood = standingOf(one.shell, one.stood);
      size += sizeOf(stood, one.stood);
      one.stood = stood;
      return stood;
    });
    const { length } = last.shells;
    const same = shells.length === length && shells.every((stood, i) => stood === last.shells[i]);
    if (same && runs === last.runs) return;
    last = { shells, ...(runs === undefined ? {} : { runs }) };
    stands(last, size + OWN_BYTES);
  }
  return {
    enter: (shell) => void open.push({ shell }),
    leave: () => void open.pop(),
    note,
  };
}
