/** Standing streams: `-f` and `-w` wake when the world has moved, and move nothing themselves. */
import { bell } from './bell.ts';
import type { CommandContext } from './commands/command.ts';
import { breathe } from './process.ts';

/** Calls `check` each time the world has moved, until the job is interrupted or `check` says true. */
export async function whenWorldMoves(
  context: CommandContext,
  check: () => Promise<boolean | void>,
): Promise<void> {
  const { machine, job } = context;
  const change = bell();
  let moved = false;
  const stop = machine.lab.onAdvance(() => {
    moved = true;
    change.ring();
  });
  const onAbort = (): void => change.ring();
  job.signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      await breathe(job);
      if (await check()) return;
      if (!moved) await change.wait();
      moved = false;
    }
  } finally {
    stop();
    job.signal.removeEventListener('abort', onAbort);
  }
}
