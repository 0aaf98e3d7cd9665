/** A process that ends as soon as it has read its command line and files, in its own words. Chart: running -> ended */
import { setup } from 'xstate';
import type { Env } from '../env.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
  readonly lines: readonly string[];
  readonly exitCode: number;
  readonly afterMillis: number;
}
type Args = { context: Input };

export const failedStart = setup({
  types: {} as { context: Input; input: Input; events: { type: 'NONE' } },
  delays: { life: ({ context: c }) => c.afterMillis },
  actions: {
    end: ({ context: c }: Args) => {
      for (const line of c.lines) c.env.say(c.containerId, line, 'stderr');
      c.env.runtime.exit(c.containerId, c.exitCode);
    },
  },
}).createMachine({
  id: 'failed-start',
  context: ({ input }) => input,
  options: { maxIterations: 1000 },
  initial: 'running',
  states: { running: { after: { life: 'ended' } }, ended: { entry: 'end' } },
});
