/**
 * How one operator reports itself: its ClusterOperator begins with Available=False and settles when
 * what it needs is there. Real: openshift/library-go pkg/operator/status. Chart: waiting -> settling -> settled
 */
import { setup } from 'xstate';
import type { Env } from '../env.ts';
import { clusterOperator as object } from '../text/cluster-operator.ts';

interface Input {
  readonly env: Env;
  readonly operator: string;
}
type Events =
  { type: 'CHANGED'; topic: string } | { type: 'STATUS_ANSWER'; answer: { ok: boolean } };
type Args = { context: Input; event: Events };

const profile = (c: Input) => c.env.profile.operators.find((o) => o.name === c.operator);

function report(c: Input, phase: 'progressing' | 'available'): void {
  const operator = profile(c);
  if (operator === undefined) return;
  const { version } = c.env.profile;
  c.env.request(
    'vip',
    {
      verb: 'update',
      resource: 'config.openshift.io/clusteroperators',
      name: operator.name,
      make: (stored) => object(operator, phase, version, c.env.now(), stored),
    },
    'STATUS_ANSWER',
  );
}

export const clusterOperator = setup({
  types: {} as { context: Input; input: Input; events: Events },
  delays: {
    settle: ({ context: c }) =>
      (profile(c)?.settleSeconds ?? 60) * 1000 + c.env.integer('settle', 0, 20_000),
    retry: 15_000,
  },
  guards: {
    satisfied: ({ context: c }: Args) =>
      (profile(c)?.needs ?? []).every((need) => c.env.milestone(need)),
    failed: ({ event: e }: Args) => e.type === 'STATUS_ANSWER' && !e.answer.ok,
  },
  actions: {
    watch: ({ context: c }: Args) => {
      for (const need of profile(c)?.needs ?? []) c.env.watch(`milestone:${need}`);
    },
    progress: ({ context: c }: Args) => report(c, 'progressing'),
    settled: ({ context: c }: Args) => report(c, 'available'),
  },
}).createMachine({
  id: 'cluster-operator',
  context: ({ input }) => input,
  options: { maxIterations: 1000 },
  initial: 'waiting',
  states: {
    waiting: {
      entry: ['watch', 'progress'],
      always: { guard: 'satisfied', target: 'settling' },
      on: { CHANGED: { guard: 'satisfied', target: 'settling' } },
    },
    settling: { after: { settle: 'settled' } },
    settled: {
      entry: 'settled',
      on: { STATUS_ANSWER: { guard: 'failed', target: 'again' } },
    },
    again: { after: { retry: 'settled' } },
  },
});
