/** `eggtooth heal ID`: undoes an injected change, or a scenario's own. */
import { labClient, labTime, type ClientOptions } from './lab-client.ts';

export async function heal(id: string, options: ClientOptions): Promise<void> {
  const client = await labClient(options);
  const input = { who: 'operator', kind: 'heal', id };
  const { atSeconds } = await client.request<{ atSeconds: number }>('inputs', input);
  process.stdout.write(`${id} healed at ${labTime(atSeconds)}\n`);
}
