/** `eggtooth inject FAULT`: changes a cause, now or when a milestone comes. */
import { knownEvent } from '../sim/index.ts';
import { labClient, labTime, type ClientOptions } from './lab-client.ts';
import { settings } from './settings.ts';

interface InjectOptions extends ClientOptions {
  readonly on?: string;
  readonly set: readonly string[];
  readonly at?: string;
}
interface Reply {
  readonly id?: string;
  readonly atSeconds?: number;
  readonly set: Readonly<Record<string, unknown>>;
}

export async function inject(fault: string, options: InjectOptions): Promise<void> {
  if (options.at !== undefined) knownEvent(options.at);
  const set = settings('inject', options.set);
  const client = await labClient(options);
  const reply = await client.request<Reply>('faults', {
    fault,
    set,
    ...(options.on === undefined ? {} : { host: options.on }),
    ...(options.at === undefined ? {} : { at: options.at }),
  });
  const changes = Object.entries(reply.set).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  const when =
    reply.id === undefined
      ? `waits for ${options.at ?? ''}`
      : `${reply.id} at ${labTime(reply.atSeconds ?? 0)}`;
  process.stdout.write(`${when}: ${changes.join(', ')}\n`);
  if (reply.id !== undefined) process.stdout.write(`eggtooth heal ${reply.id} undoes it.\n`);
}
