/**
 * A program that works while it holds a lease: kube-controller-manager, kube-scheduler. Waits 10 s for
 * its API server or exits; renews each 26 s within 107 s, or exits. Renewals of a well cluster are
 * computed (they are part of the background writes); they are live as soon as etcd is slow.
 * Real: client-go tools/leaderelection; kubernetes cmd/kube-controller-manager/app. Chart:
 *   starting -> waiting -> acquiring -> leading ( computed <-> renewing ) -> exit
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { LEASE_HOLDER_START } from '../physics/profiles/programs.ts';
import { leaseHolder as text } from '../text/components.ts';
import type { KubeObject } from '../world/facts.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
  /** The container's name is the lease's. */
  readonly container: string;
}
interface Context extends Input {
  readonly lease: string;
  readonly renewedAt: number;
}
type Answer = { ok: boolean; error?: string; message?: string; object?: KubeObject };
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'LEASE_ANSWER'; answer: Answer }
  | { type: 'EVENT_ANSWER'; answer: Answer };
type Args = { context: Context; event: Events };

/** OpenShift's values (openshift/library-go pkg/config/leaderelection): lease 137 s, renew within 107 s, retry each 26 s. */
const LEASE_SECONDS = 137;
const RENEW_LIMIT_MICROS = 107_000_000;
const RETRY_MILLIS = 26_000;
const RESOURCE = 'coordination.k8s.io/leases';

const say = (c: Context, line: string): void => c.env.say(c.containerId, line, 'stderr');
const full = (c: Context): string => `kube-system/${c.lease}`;
const identity = (c: Context): string =>
  `${c.env.host}_${c.env.hex(`lease:${c.containerId}`, 8)}-${c.env.hex(`lease:${c.containerId}`, 12).slice(8)}`;
const specOf = (object: KubeObject | undefined) =>
  object?.['spec'] as
    { holderIdentity?: string; renewTime?: number; leaseTransitions?: number } | undefined;
const holder = (c: Context) => specOf(c.env.objects.get(RESOURCE, 'kube-system', c.lease));

function ask({ context: c }: Args): void {
  const known = c.env.objects.get(RESOURCE, 'kube-system', c.lease);
  const verb = known === undefined ? 'create' : 'update';
  c.env.request(
    'localhost',
    {
      verb,
      resource: RESOURCE,
      namespace: 'kube-system',
      name: c.lease,
      make: (stored) => lease(c, stored),
    },
    'LEASE_ANSWER',
  );
}

/** The lease as this process would have it, or what is stored when another one's is fresh. */
function lease(c: Context, stored: KubeObject | undefined) {
  const spec = specOf(stored);
  const mine = spec?.holderIdentity === identity(c);
  const fresh = !mine && spec?.holderIdentity !== '' && held(c, spec);
  if (stored !== undefined && fresh) return stored;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: c.lease },
    spec: {
      holderIdentity: identity(c),
      leaseDurationSeconds: LEASE_SECONDS,
      acquireTime: c.env.now(),
      renewTime: c.env.now(),
      leaseTransitions: (spec?.leaseTransitions ?? -1) + (mine ? 0 : 1),
    },
  };
}

/** Another holder's process is alive: its renewals, computed or live, keep the lease. */
function held(c: Context, spec: ReturnType<typeof specOf>): boolean {
  if (spec?.holderIdentity === undefined) return false;
  return c.env.leaseAlive(
    c.lease,
    spec.holderIdentity,
    spec.renewTime ?? 0,
    LEASE_SECONDS * 1_000_000,
  );
}

export const leaseHolder = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    start: ({ context: c }) => c.env.millis('start', LEASE_HOLDER_START),
    retry: ({ context: c }) => RETRY_MILLIS + c.env.integer('retry', 0, 400),
    /** wait.PollImmediate of WaitForAPIServer: the next whole second. */
    poll: ({ context: c }) => c.env.integer('poll', 50, 1000),
    apiLimit: 10_000,
  },
  guards: {
    apiThere: ({ context: c }: Args) => c.env.backends().includes(c.env.host),
    mine: ({ context: c, event: e }: Args) =>
      (e as { answer: Answer }).answer.ok && holder(c)?.holderIdentity === identity(c),
    tooLate: ({ context: c }: Args) => c.env.now() - c.renewedAt > RENEW_LIMIT_MICROS,
    slowNews: ({ event: e }: Args) => (e as { topic: string }).topic === 'etcd-slow',
    unwell: ({ context: c }: Args) => !c.env.apiServer.etcdReady(),
    quick: ({ context: c, event: e }: Args) =>
      (e as { answer: Answer }).answer.ok && c.env.now() - c.renewedAt < 3_000_000,
  },
  actions: {
    begin: ({ context: c }: Args) => {
      c.env.watch('api');
      c.env.watch('etcd-slow');
      c.env.watch('etcd');
      for (const line of text.start(c.lease, c.env.profile.kubernetesVersion)) say(c, line);
    },
    sayWaiting: ({ context: c }: Args) => say(c, text.waiting('connect: connection refused')),
    giveUp: ({ context: c }: Args) => {
      say(c, text.gaveUp());
      c.env.runtime.exit(c.containerId, 1);
    },
    sayAttempt: ({ context: c }: Args) => say(c, text.attempting(full(c))),
    ask,
    sayFailed: ({ context: c, event: e }: Args) => {
      const { answer } = e as { answer: Answer };
      if (!answer.ok) say(c, text.failedOnce(full(c), answer.message ?? ''));
    },
    lead: ({ context: c }: Args) => {
      say(c, text.acquired(full(c)));
      if (c.lease === 'kube-controller-manager')
        for (const line of text.controllers()) say(c, line);
      c.env.leads(c.lease, identity(c), true);
      c.env.post(`${c.env.host}/events`, {
        type: 'RECORD',
        reason: 'LeaderElection',
        message: `${identity(c)} became leader`,
        eventType: 'Normal',
        object: { kind: 'Lease', namespace: 'kube-system', name: c.lease, uid: c.lease },
        component: c.lease,
      });
    },
    noteRenewed: assign({ renewedAt: ({ context: c }: Args) => c.env.now() }),
    lose: ({ context: c }: Args) => {
      say(c, text.failedRenew(full(c)));
      say(c, text.lost(c.lease));
      c.env.runtime.exit(c.containerId, 1);
    },
  },
}).createMachine({
  id: 'lease-holder',
  context: ({ input }) => ({ ...input, lease: input.container, renewedAt: 0 }),
  options: { maxIterations: 1000 },
  initial: 'starting',
  entry: 'begin',
  states: {
    starting: { after: { start: 'waiting' } },
    waiting: {
      always: { guard: 'apiThere', target: 'polling' },
      entry: 'sayWaiting',
      after: { apiLimit: 'dead' },
      on: { CHANGED: { guard: 'apiThere', target: 'polling' } },
    },
    polling: { after: { poll: 'acquiring' } },
    acquiring: {
      entry: 'sayAttempt',
      initial: 'asking',
      states: {
        asking: {
          entry: 'ask',
          on: {
            LEASE_ANSWER: [
              { guard: 'mine', target: '#lease-holder.leading', actions: 'noteRenewed' },
              { target: 'pausing', actions: 'sayFailed' },
            ],
          },
        },
        pausing: { after: { retry: 'asking' } },
      },
    },
    leading: {
      entry: 'lead',
      initial: 'computed',
      states: {
        computed: {
          on: {
            CHANGED: [
              { guard: 'slowNews', target: 'renewing', actions: 'noteRenewed' },
              { guard: 'unwell', target: 'renewing', actions: 'noteRenewed' },
            ],
          },
        },
        renewing: {
          initial: 'asking',
          states: {
            asking: {
              entry: 'ask',
              after: { 5000: 'pausing' },
              on: {
                LEASE_ANSWER: [
                  {
                    guard: 'quick',
                    target: '#lease-holder.leading.computed',
                    actions: 'noteRenewed',
                  },
                  { guard: 'mine', target: 'pausing', actions: 'noteRenewed' },
                  { target: 'pausing', actions: 'sayFailed' },
                ],
              },
            },
            pausing: {
              always: { guard: 'tooLate', target: '#lease-holder.lost' },
              after: { retry: 'asking' },
            },
          },
        },
      },
    },
    lost: { entry: 'lose' },
    dead: { entry: 'giveUp' },
  },
});
