/**
 * The kubelet's lease controller: renews its node's Lease each 10 s; five attempts, then it makes sure that the lease
 * exists, with a back-off of up to 7 s. Real: k8s.io/component-helpers/apimachinery/lease/controller.go; lines as
 * kubelet 1.31.13 writes them. Renewals that would succeed are parked: nothing that they go by has changed, so
 * each turn of the grid would renew (`beats`). Chart: parked -> renewing -> ensuring -> parked
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
  readonly attempts: number;
  readonly waitMillis: number;
}
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'LEASE_ANSWER'; answer: { ok: boolean; error?: string; message?: string } };
type Args = { context: Context; event: Events };

const INTERVAL_MILLIS = 10_000;
const ATTEMPTS = 5;
const FIRST_WAIT_MILLIS = 200;
const LAST_WAIT_MILLIS = 7_000;
const LEASES = 'coordination.k8s.io/leases';

const log = (c: Context, line: string): void =>
  c.env.log('kubelet.service', 'kubenswrapper', line, 3);
const reached = (c: Context): boolean => c.env.apiWell(c.server);
const whyOf = (e: Events): string => (e.type === 'LEASE_ANSWER' ? (e.answer.message ?? '') : '');

/** An update, or to make sure that it exists: a GET first. */
function ask(c: Context, verb: 'update' | 'get'): void {
  const { host } = c.env;
  const make = () => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: host, namespace: 'kube-node-lease' },
    spec: { holderIdentity: host, leaseDurationSeconds: 40, renewTime: c.env.now() },
  });
  const where = { resource: LEASES, namespace: 'kube-node-lease', name: host, withinSeconds: 10 };
  c.env.request(
    c.server,
    verb === 'get' ? { verb, ...where } : { verb, ...where, make },
    'LEASE_ANSWER',
  );
}
export const nodeHeartbeat = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    grid: ({ context: c }) => INTERVAL_MILLIS - ((c.env.now() / 1000) % INTERVAL_MILLIS),
    wait: ({ context: c }) => c.waitMillis,
  },
  guards: {
    silent: ({ context: c }: Args) => !reached(c),
    reached: ({ context: c }: Args) => reached(c),
    stored: ({ event: e }: Args) => e.type === 'LEASE_ANSWER' && e.answer.ok,
    there: ({ event: e }: Args) =>
      e.type === 'LEASE_ANSWER' && (e.answer.ok || e.answer.error === 'notFound'),
    lastAttempt: ({ context: c }: Args) => c.attempts + 1 >= ATTEMPTS,
  },
  actions: {
    watch: ({ context: c }: Args) => c.env.watch('api'),
    beat: ({ context: c }: Args) => c.env.beats(true),
    silence: ({ context: c }: Args) => c.env.beats(false),
    renew: ({ context: c }: Args) => ask(c, 'update'),
    ensure: ({ context: c }: Args) => ask(c, 'get'),
    sayFailed: ({ context: c, event: e }: Args) => log(c, text.leaseFailed(whyOf(e))),
    sayFallback: ({ context: c }: Args) => log(c, text.leaseFallback(ATTEMPTS)),
    sayEnsure: ({ context: c, event: e }: Args) => log(c, text.leaseEnsure(whyOf(e), c.waitMillis)),
    count: assign({ attempts: ({ context: c }: Args) => c.attempts + 1 }),
    forget: assign({ attempts: 0, waitMillis: FIRST_WAIT_MILLIS }),
    longer: assign({
      waitMillis: ({ context: c }: Args) => Math.min(LAST_WAIT_MILLIS, 2 * c.waitMillis),
    }),
  },
}).createMachine({
  id: 'node-heartbeat',
  context: ({ input }) => ({ ...input, attempts: 0, waitMillis: FIRST_WAIT_MILLIS }),
  options: { maxIterations: 1000 },
  initial: 'parked',
  entry: 'watch',
  states: {
    parked: {
      entry: ['forget', 'beat'],
      always: { guard: 'silent', target: 'due' },
      on: { CHANGED: { guard: 'silent', target: 'due' } },
    },
    due: {
      entry: 'silence',
      on: { CHANGED: { guard: 'reached', target: 'parked' } },
      after: { grid: 'renewing' },
    },
    renewing: {
      entry: 'renew',
      on: {
        LEASE_ANSWER: [
          { guard: 'stored', target: 'parked' },
          {
            guard: 'lastAttempt',
            target: 'ensuring',
            actions: ['sayFailed', 'sayFallback'],
          },
          { target: 'renewing', reenter: true, actions: ['sayFailed', 'count'] },
        ],
      },
    },
    ensuring: {
      entry: 'ensure',
      on: {
        LEASE_ANSWER: [
          { guard: 'there', target: 'again', actions: 'forget' },
          { target: 'pausing', actions: 'sayEnsure' },
        ],
      },
    },
    pausing: { after: { wait: { target: 'ensuring', actions: 'longer' } } },
    again: { always: 'renewing' },
  },
});
