/** `eggtooth wait EVENT`: ends when the milestone has come. */
import { knownEvent } from '../sim/index.ts';
import { labClient, labTime, type ClientOptions } from './lab-client.ts';

export async function wait(event: string, options: ClientOptions): Promise<void> {
  knownEvent(event);
  const client = await labClient(options);
  for (;;) {
    const { atSeconds } = await client.request<{ atSeconds?: number }>('wait', { event });
    if (atSeconds === undefined) continue;
    process.stdout.write(`${event} at ${labTime(atSeconds)}\n`);
    return;
  }
}
