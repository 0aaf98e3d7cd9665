/**
 * Notes how the shells that are nested on one terminal stand: whenever one has the prompt, a line begins,
 * or a background job ends.
 */
import type { ShellJob, ShellState } from '../shell-state.ts';
import { standingOf } from '../standing.ts';
import type { ShellStanding, Standing } from '../standing.ts';

export interface Notebook {
  /** Another shell has the terminal, within the one before. */
  enter(shell: ShellState): void;
  leave(): void;
  /** `runs`: the line that begins; none at the prompt. */
  note(runs?: string): void;
}

export function openNotebook(stands: (how: Standing) => void): Notebook {
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
    const shells = open.map((one) => {
      one.shell.jobs.forEach(watch);
      return (one.stood = standingOf(one.shell, one.stood));
    });
    const same =
      shells.length === last.shells.length && shells.every((s, i) => s === last.shells[i]);
    if (same && runs === last.runs) return;
    last = { shells, ...(runs === undefined ? {} : { runs }) };
    stands(last);
  }
  return {
    enter: (shell) => void open.push({ shell }),
    leave: () => void open.pop(),
    note,
  };
}
