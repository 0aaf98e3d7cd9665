/**
 * The cluster-version-operator: applies the release payload in order and keeps ClusterVersion told.
 * Real: openshift/cluster-version-operator pkg/cvo. Chart:
 *   pausing <-> applying -> applied (looks again each period until every operator is well) -> complete
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { APPLY_GAP } from '../physics/profiles/programs.ts';
import { clusterVersion } from '../text/cluster-version.ts';
import { createdAt } from '../text/created-at.ts';
import type { KubeObject } from '../world/facts.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
}
interface Context extends Input {
  readonly at: number;
}
interface Condition {
  readonly type: string;
  readonly status: string;
}
type Answer = { ok: boolean; error?: string; message?: string };
type Events =
  | { type: 'APPLY_ANSWER'; answer: Answer }
  | { type: 'STATUS_ANSWER'; answer: Answer }
  | { type: 'CHANGED'; topic: string };
type Args = { context: Context; event: Events };

const total = (c: Context): number => c.env.profile.payload.length;

function say(c: Context, text: string): void {
  c.env.say(c.containerId, `I@@klog@@       1 ${text}`, 'stderr');
}

/** Every operator is Available, and has nothing left to do. */
function settled(c: Context): boolean {
  const operators = c.env.objects.list('config.openshift.io/clusteroperators');
  const has = (o: KubeObject, type: string, status: string): boolean =>
    ((o['status'] as { conditions?: Condition[] } | undefined)?.conditions ?? []).some(
      (condition) => condition.type === type && condition.status === status,
    );
  return operators.every(
    (o) =>
      has(o, 'Available', 'True') && has(o, 'Progressing', 'False') && has(o, 'Degraded', 'False'),
  );
}

function report(c: Context, done: number, isComplete = false): void {
  const { version } = c.env.profile;
  c.env.request(
    'vip',
    {
      verb: 'update',
      resource: 'config.openshift.io/clusterversions',
      name: 'version',
      make: (stored) =>
        clusterVersion({ version, done, total: total(c), isComplete }, c.env.now(), stored),
    },
    'STATUS_ANSWER',
  );
}

export const clusterVersionOperator = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    gap: ({ context: c }) => 2 * c.env.millis('apply', APPLY_GAP),
    retry: 10_000,
    // The minimum reconcile period that it names when it starts.
    period: 172_000,
  },
  guards: {
    failed: ({ event: e }: Args) => {
      const { answer } = e as { answer: Answer };
      return !answer.ok && answer.error !== 'alreadyExists';
    },
    settled: ({ context: c }: Args) => settled(c),
    allApplied: ({ context: c }: Args) => c.at >= total(c),
    report: ({ context: c }: Args) => c.at % 25 === 0,
  },
  actions: {
    begin: ({ context: c }: Args) =>
      say(c, `cvo.go:420] Starting ClusterVersionOperator with minimum reconcile period 2m52s`),
    apply: ({ context: c }: Args) => {
      const next = c.env.profile.payload[c.at];
      if (next === undefined) return;
      const { name, namespace } = next.template.metadata;
      const where = namespace === undefined ? {} : { namespace };
      say(
        c,
        `sync_worker.go:1004] Running sync for ${next.template.kind} "${namespace === undefined ? name : `${namespace}/${name}`}" (${c.at + 1} of ${total(c)})`,
      );
      c.env.request(
        'vip',
        {
          verb: 'create',
          resource: next.resource,
          name,
          ...where,
          make: () => createdAt(next.template, c.env.now()),
        },
        'APPLY_ANSWER',
      );
    },
    sayFailed: ({ context: c, event: e }: Args) =>
      say(c, `task.go:110] error running apply: ${(e as { answer: Answer }).answer.message ?? ''}`),
    next: assign({ at: ({ context: c }: Args) => c.at + 1 }),
    reportSome: ({ context: c }: Args) => {
      if (c.at % 25 === 0) report(c, c.at);
    },
    reportAll: ({ context: c }: Args) => {
      report(c, total(c));
      say(c, `sync_worker.go:978] Done syncing the payload manifests (${total(c)})`);
    },
    reportComplete: ({ context: c }: Args) => report(c, total(c), true),
  },
}).createMachine({
  id: 'cluster-version-operator',
  context: ({ input }) => ({ ...input, at: 0 }),
  options: { maxIterations: 1000 },
  initial: 'pausing',
  entry: 'begin',
  states: {
    pausing: {
      always: { guard: 'allApplied', target: 'applied' },
      after: { gap: 'applying' },
    },
    applying: {
      entry: 'apply',
      on: {
        APPLY_ANSWER: [
          { guard: 'failed', target: 'again', actions: 'sayFailed' },
          { target: 'pausing', actions: ['next', 'reportSome'] },
        ],
      },
    },
    again: { after: { retry: 'applying' } },
    applied: { entry: 'reportAll', always: { target: 'waiting' } },
    waiting: {
      after: {
        period: [
          { guard: 'settled', target: 'complete' },
          { target: 'waiting', reenter: true },
        ],
      },
    },
    complete: { entry: 'reportComplete' },
  },
});
