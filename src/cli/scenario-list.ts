/** `eggtooth scenario list`. */
import { listScenarios } from '../scenario/index.ts';

export function listAll({ json }: { readonly json: boolean }): void {
  const all = listScenarios();
  if (json) {
    process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
    return;
  }
  const width = Math.max(0, ...all.map(({ id }) => id.length));
  for (const { id, title } of all) process.stdout.write(`${id.padEnd(width)}  ${title}\n`);
}
