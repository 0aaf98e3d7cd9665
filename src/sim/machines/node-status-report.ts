/**
 * The kubelet's status loop while its API server is away: an unchanged status is reported each five minutes; from the
 * moment when one is due it is tried each 10 s, five times, and then given up until the next turn. Real: kubernetes
 * pkg/kubelet/kubelet_node_status.go (updateNodeStatus, nodeStatusUpdateRetry). While the server answers, reports are
 * computed when the node is read. Chart: parked -> due -> trying -> pausing -> trying
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { kubelet as text } from '../text/kubelet.ts';

interface Input {
  readonly env: Env;
  /** Where its kubeconfig leads. */
  readonly server: string;
}
interface Context extends Input {
  readonly since: number;
  readonly tries: number;
}
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'NODE_ANSWER'; answer: { ok: boolean; message?: string } };
type Args = { context: Context; event: Events };

const REPORT_MILLIS = 5 * 60_000;
const INTERVAL_MILLIS = 10_000;
const RETRIES = 5;

const log = (c: Context, line: string): void =>
  c.env.log('kubelet.service', 'kubenswrapper', line, 3);

function ask({ context: c }: Args): void {
  const node = { resource: 'core/nodes', name: c.env.host, withinSeconds: 10 };
  c.env.request(c.server, { verb: 'get', ...node }, 'NODE_ANSWER');
}

export const nodeStatusReport = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    report: ({ context: c }) => REPORT_MILLIS - (((c.env.now() - c.since) / 1000) % REPORT_MILLIS),
    interval: INTERVAL_MILLIS,
  },
  guards: {
    away: ({ context: c }: Args) => !c.env.apiAnswers(c.server),
    back: ({ context: c }: Args) => c.env.apiAnswers(c.server),
    answered: ({ event: e }: Args) => e.type === 'NODE_ANSWER' && e.answer.ok,
    last: ({ context: c }: Args) => c.tries + 1 >= RETRIES,
  },
  actions: {
    watch: ({ context: c }: Args) => c.env.watch('api'),
    ask,
    sayFailed: ({ context: c, event: e }: Args) =>
      log(
        c,
        text.statusRetry(c.env.host, e.type === 'NODE_ANSWER' ? (e.answer.message ?? '') : ''),
      ),
    sayGivenUp: ({ context: c }: Args) => log(c, text.statusGivenUp()),
    count: assign({ tries: ({ context: c }: Args) => c.tries + 1 }),
    forget: assign({ tries: 0 }),
  },
}).createMachine({
  id: 'node-status-report',
  context: ({ input }) => ({ ...input, since: input.env.now(), tries: 0 }),
  options: { maxIterations: 1000 },
  initial: 'parked',
  entry: 'watch',
  states: {
    parked: {
      always: { guard: 'away', target: 'due' },
      on: { CHANGED: { guard: 'away', target: 'due' } },
    },
    due: {
      on: { CHANGED: { guard: 'back', target: 'parked' } },
      after: { report: 'trying' },
    },
    trying: {
      entry: ['forget', 'ask'],
      on: {
        NODE_ANSWER: [
          { guard: 'answered', target: 'parked' },
          { guard: 'last', target: 'pausing', actions: ['sayFailed', 'sayGivenUp'] },
          { actions: ['sayFailed', 'count', 'ask'] },
        ],
      },
    },
    pausing: { after: { interval: 'trying' } },
  },
});
