/**
 * A program that works while it holds a lease: kube-controller-manager, kube-scheduler. Waits 10 s for
 * its API server or exits; renews each 26 s within 107 s, or exits. Renewals of a well cluster are
 * computed (they are part of the background writes); they are live as soon as etcd is slow.
 * Real: client-go tools/leaderelection; kubernetes cmd/kube-controller-manager/app. Chart:
 *   starting -> waiting -> acquiring -> leading ( computed <-> renewing ) -> exit
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import type { ControllerManagerConfig } from '../programs/kube-controller-manager/config.ts';
import type { SchedulerConfig } from '../programs/kube-scheduler/config.ts';
import { LEASE_HOLDER_START } from '../physics/profiles/programs.ts';
import { leaseHolder as text } from '../text/components.ts';
import type { KubeObject } from '../world/facts.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
  readonly config: ControllerManagerConfig | SchedulerConfig;
}
interface Context extends Input {
  readonly renewedAt: number;
}
type Answer = { ok: boolean; error?: string; message?: string; object?: KubeObject };
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'LEASE_ANSWER'; answer: Answer }
  | { type: 'EVENT_ANSWER'; answer: Answer }
  /** SIGTERM. */
  | { type: 'TERMINATED' };
type Args = { context: Context; event: Events };

const RESOURCE = 'coordination.k8s.io/leases';

const say = (c: Context, line: string): void => c.env.say(c.containerId, line, 'stderr');
const full = (c: Context): string => `${c.config.namespace}/${c.config.lease}`;
const identity = (c: Context): string =>
  `${c.env.host}_${c.env.hex(`lease:${c.containerId}`, 8)}-${c.env.hex(`lease:${c.containerId}`, 12).slice(8)}`;
const specOf = (object: KubeObject | undefined) =>
  object?.['spec'] as
    { holderIdentity?: string; renewTime?: number; leaseTransitions?: number } | undefined;
const stored = (c: Context) => c.env.objects.get(RESOURCE, c.config.namespace, c.config.lease);
const holder = (c: Context) => specOf(stored(c));

function ask({ context: c }: Args): void {
  const { namespace, lease: name } = c.config;
  const verb = stored(c) === undefined ? 'create' : 'update';
  c.env.request(
    c.config.server,
    { verb, resource: RESOURCE, namespace, name, make: (known) => lease(c, known) },
    'LEASE_ANSWER',
  );
}

/** The lease as this process would have it, or what is stored when another one's is fresh. */
function lease(c: Context, known: KubeObject | undefined) {
  const spec = specOf(known);
  const mine = spec?.holderIdentity === identity(c);
  const fresh = !mine && spec?.holderIdentity !== '' && held(c, spec);
  if (known !== undefined && fresh) return known;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: c.config.lease },
    spec: {
      holderIdentity: identity(c),
      leaseDurationSeconds: c.config.leaseMicros / 1_000_000,
      acquireTime: c.env.now(),
      renewTime: c.env.now(),
      leaseTransitions: (spec?.leaseTransitions ?? -1) + (mine ? 0 : 1),
    },
  };
}

/** Gives the lease up, so that another may take it at its next try. Real: OpenShift's build, openshift/kubernetes#350. */
function release({ context: c }: Args): void {
  const { namespace, lease: name, elects } = c.config;
  if (!elects) return;
  const make = (known: KubeObject | undefined) => {
    const spec = specOf(known);
    if (known === undefined || spec?.holderIdentity !== identity(c)) return known;
    const now = c.env.now();
    const given = { holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now };
    return { ...known, spec: { ...spec, ...given } };
  };
  const where = { resource: RESOURCE, namespace, name };
  c.env.request(c.config.server, { verb: 'update', ...where, make }, 'EVENT_ANSWER');
}

/** Another holder's process is alive: its renewals, computed or live, keep the lease. */
function held(c: Context, spec: ReturnType<typeof specOf>): boolean {
  if (spec?.holderIdentity === undefined) return false;
  return c.env.leaseAlive(
    c.config.program,
    spec.holderIdentity,
    spec.renewTime ?? 0,
    c.config.leaseMicros,
  );
}

const problemOf = (c: Context): string =>
  c.config.program === 'kube-controller-manager' ? c.config.controllersFail : '';

export const leaseHolder = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    start: ({ context: c }) => c.env.millis('start', LEASE_HOLDER_START),
    retry: ({ context: c }) => c.config.retryMicros / 1000 + c.env.integer('retry', 0, 400),
    /** wait.PollImmediate of WaitForAPIServer: the next whole second. */
    poll: ({ context: c }) => c.env.integer('poll', 50, 1000),
    apiLimit: 10_000,
  },
  guards: {
    apiThere: ({ context: c }: Args) => c.env.apiAnswers(c.config.server),
    alone: ({ context: c }: Args) => !c.config.elects,
    cannotControl: ({ context: c }: Args) => problemOf(c) !== '',
    mine: ({ context: c, event: e }: Args) =>
      (e as { answer: Answer }).answer.ok && holder(c)?.holderIdentity === identity(c),
    tooLate: ({ context: c }: Args) => c.env.now() - c.renewedAt > c.config.renewMicros,
    slowNews: ({ event: e }: Args) => (e as { topic: string }).topic === 'etcd-slow',
    unwell: ({ context: c }: Args) => !c.env.apiWell(c.config.server),
    quick: ({ context: c, event: e }: Args) =>
      (e as { answer: Answer }).answer.ok && c.env.now() - c.renewedAt < 3_000_000,
  },
  actions: {
    begin: ({ context: c }: Args) => {
      c.env.watch('api');
      c.env.watch('etcd-slow');
      c.env.watch('etcd');
      for (const line of text.start(c.config.program, c.env.profile.kubernetesVersion))
        say(c, line);
    },
    sayWaiting: ({ context: c }: Args) =>
      say(c, text.waiting(c.config.server, c.env.net.why(c.config.server))),
    giveUp: ({ context: c }: Args) => {
      say(c, text.gaveUp());
      c.env.runtime.exit(c.containerId, 1);
    },
    sayAttempt: ({ context: c }: Args) => say(c, text.attempting(full(c))),
    ask,
    release,
    sayFailed: ({ context: c, event: e }: Args) => {
      const { answer } = e as { answer: Answer };
      if (!answer.ok) say(c, text.failedOnce(full(c), answer.message ?? ''));
    },
    lead: ({ context: c }: Args) => {
      const { program, namespace, lease: name } = c.config;
      if (c.config.elects) say(c, text.acquired(full(c)));
      if (program === 'kube-controller-manager')
        for (const line of text.controllers()) say(c, line);
      c.env.leads(program, identity(c), true);
      if (!c.config.elects) return;
      c.env.post(`${c.env.host}/events`, {
        type: 'RECORD',
        reason: 'LeaderElection',
        message: `${identity(c)} became leader`,
        eventType: 'Normal',
        object: { kind: 'Lease', namespace, name, uid: name },
        component: program,
      });
    },
    noteRenewed: assign({ renewedAt: ({ context: c }: Args) => c.env.now() }),
    breakDown: ({ context: c }: Args) => {
      say(c, text.controllersFailed(problemOf(c)));
      c.env.runtime.exit(c.containerId, 1);
    },
    lose: ({ context: c }: Args) => {
      say(c, text.failedRenew(full(c)));
      say(c, text.lost(c.config.program));
      c.env.runtime.exit(c.containerId, 1);
    },
  },
}).createMachine({
  id: 'lease-holder',
  context: ({ input }) => ({ ...input, renewedAt: 0 }),
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
    polling: {
      after: {
        poll: [{ guard: 'alone', target: 'leading' }, { target: 'acquiring' }],
      },
    },
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
      on: { TERMINATED: { actions: 'release' } },
      initial: 'starting',
      states: {
        // Keys are opened when controllers start: only who leads meets a bad one.
        starting: {
          always: [
            { guard: 'cannotControl', target: '#lease-holder.broken' },
            { target: 'computed' },
          ],
        },
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
    broken: { after: { 700: { target: 'ended', actions: 'breakDown' } } },
    ended: {},
    lost: { entry: 'lose' },
    dead: { entry: 'giveUp' },
  },
});
