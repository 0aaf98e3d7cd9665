/** An ssh connection that stands: what runs at its far end is lost with the far host. */
import type { Machine } from '../../machine.ts';
import { Interrupted, startJob } from '../../process.ts';
import type { Job, JobControl } from '../../process.ts';

export interface Connection {
  /** The host as it was called. */
  readonly to: string;
  readonly far: Machine;
  readonly job: Job;
  say(text: string): Promise<void>;
}

/** What ran gives; 255 when the connection was lost. */
export async function onConnection<T>(
  { to, far, job, say }: Connection,
  run: (life: JobControl) => Promise<T>,
): Promise<T | number> {
  const life = startJob(job.signal);
  let lost = false;
  const unsubscribe = far.lab.world.on((fact) => {
    if (fact.kind !== 'power' || fact.on || fact.host !== far.host) return;
    lost = true;
    queueMicrotask(() => life.interrupt());
  });
  try {
    const result = await run(life);
    if (lost) throw new Interrupted();
    return result;
  } catch (failure) {
    if (!lost || job.signal.aborted) throw failure;
    await say(`Connection to ${to} closed by remote host.\nConnection to ${to} closed.\n`);
    return 255;
  } finally {
    unsubscribe();
  }
}

/** A login shell with a prompt at the far end. */
export function withFarPrompt(
  connection: Connection,
  prompt: (life: JobControl) => Promise<number>,
): Promise<number> {
  return onConnection(connection, async (life) => {
    const status = await prompt(life);
    await connection.say(`Connection to ${connection.to} closed.\n`);
    return status;
  });
}
