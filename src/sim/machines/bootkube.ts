/**
 * bootkube.sh of the handbook: waits for etcd and the API server, applies the cluster's manifests,
 * waits for the masters to take over, takes the bootstrap's own pods down.
 * Real: omer-vishlitzky/openshift-the-hard-way 08-ignition/components/bootkube.sh; limits and polls
 * from reference/openshift/data/bootkube-stages.json (5 s, 180 s, 1800 s). Chart:
 *   rendering -> etcd -> api -> components -> applying -> masters -> pivot -> teardown
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { APPLY_GAP } from '../physics/profiles/programs.ts';
import type { Manifest } from '../profile.ts';
import { bootkube as text } from '../text/bootkube.ts';
import { isReady } from '../text/node-object.ts';
import { createdAt } from '../text/created-at.ts';

interface Input {
  readonly env: Env;
  readonly pid: number;
  /** As the journal names it. */
  readonly unit: string;
  readonly identifier: string;
}
interface Context extends Input {
  readonly since: number;
  /** The next manifest. */
  readonly at: number;
  readonly attempts: number;
}
type Answer = { ok: boolean; error?: string; message?: string };
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'HEALTH_ANSWER'; ok: boolean }
  | { type: 'APPLY_ANSWER'; answer: Answer };
type Args = { context: Context; event: Events };

const LIMIT_MICROS = 180_000_000;
const MASTERS_LIMIT_MICROS = 1_800_000_000;
const say = (c: Context, line: string): void => c.env.log(c.unit, c.identifier, line);
const manifest = (c: Context): Manifest | undefined => c.env.profile.manifests[c.at];
const age = (c: Context): number => c.env.now() - c.since;
/** Its API server is its own host's: without it the script sees nothing. */
const API = 'https://localhost:6443';
const sees = (c: Context): boolean => c.env.apiAnswers(API);
const mastersReady = (c: Context): number =>
  !sees(c)
    ? 0
    : c.env.objects
        .list('core/nodes')
        .filter(
          (node) =>
            node.metadata.labels?.['node-role.kubernetes.io/master'] === '' && isReady(node),
        ).length;
const masters = (c: Context): string[] =>
  c.env
    .hosts()
    .map((h) => h.name)
    .filter((name) => name.startsWith('master-'));

/** What must hold its lease before anything is applied, and never has. */
const absent = (c: Context): string[] =>
  ['kube-controller-manager', 'kube-scheduler'].filter(
    (name) => !c.env.milestone(`${name}-started`),
  );

function apply({ context: c }: Args): void {
  const next = manifest(c);
  if (next === undefined) return;
  const { name, namespace } = next.template.metadata;
  const where = namespace === undefined ? {} : { namespace };
  c.env.request(
    'localhost',
    {
      verb: 'create',
      resource: next.resource,
      name,
      ...where,
      make: () => createdAt(next.template, c.env.now()),
    },
    'APPLY_ANSWER',
  );
}

/** A stage's mark: a restarted script does not do that stage again. */
const APPLIED = '/opt/openshift/manifests.done';
const touch = (c: Context, path: string): void =>
  c.env.emit({
    kind: 'file',
    host: c.env.host,
    path,
    content: '',
    mode: 0o644,
    owner: 'root',
    folder: false,
  });

function takeDown({ context: c }: Args): void {
  for (const file of c.env.folder('/etc/kubernetes/manifests')) {
    say(c, text.removing(file.path));
    c.env.emit({ ...file, kind: 'file', host: c.env.host, content: null });
  }
}

function exit(c: Context, exitCode: number): void {
  const name = c.unit.replace(/\.service$/, '');
  c.env.post(`${c.env.host}/unit:${name}`, { type: 'EXITED', exitCode });
}

export const bootkube = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    poll: 5_000,
    mastersPoll: 30_000,
    gap: ({ context: c }) => c.env.millis('apply', APPLY_GAP),
    render: 700,
  },
  guards: {
    done: ({ context: c }: Args) => c.env.file('/opt/openshift/.bootkube.done') !== undefined,
    applied: ({ context: c }: Args) => c.env.file(APPLIED) !== undefined,
    etcdReady: ({ context: c }: Args) =>
      c.env.etcd.find('bootstrap')?.ready === true && c.env.etcd.leader() !== undefined,
    healthy: ({ event: e }: Args) => (e as { ok: boolean }).ok,
    componentsUp: ({ context: c }: Args) => absent(c).length === 0,
    tooLate: ({ context: c }: Args) => age(c) >= LIMIT_MICROS,
    mastersTooLate: ({ context: c }: Args) => age(c) >= MASTERS_LIMIT_MICROS,
    lastOne: ({ context: c }: Args) => c.at >= c.env.profile.manifests.length - 1,
    failed: ({ event: e }: Args) => {
      const { answer } = e as { answer: Answer };
      return !answer.ok && answer.error !== 'alreadyExists';
    },
    mastersReady: ({ context: c }: Args) => mastersReady(c) >= masters(c).length,
    pivoted: ({ context: c }: Args) => sees(c) && c.env.milestone('control-plane-pivoted'),
  },
  actions: {
    sayAgain: ({ context: c }: Args) => say(c, 'Starting bootkube.sh...'),
    markApplied: ({ context: c }: Args) => touch(c, APPLIED),
    sayStart: ({ context: c }: Args) => {
      say(c, 'Starting bootkube.sh...');
      say(c, 'Rendering etcd manifests...');
    },
    sayRendered: ({ context: c }: Args) => {
      for (const file of c.env.folder('/etc/kubernetes/manifests')) say(c, text.present(file.path));
      say(c, 'Rendering kube-apiserver manifests...');
    },
    note: assign({ since: ({ context: c }: Args) => c.env.now() }),
    sayWaitEtcd: ({ context: c }: Args) => say(c, text.waitingEtcd(Math.round(age(c) / 1_000_000))),
    sayCluster: ({ context: c }: Args) => {
      say(c, text.etcdHealthy());
      say(c, 'Starting cluster-bootstrap...');
      say(c, 'Waiting for API server to come up...');
    },
    askHealth: ({ context: c }: Args) => c.env.health('HEALTH_ANSWER'),
    sayUp: ({ context: c }: Args) => say(c, 'API server is up'),
    sayComponents: ({ context: c }: Args) => say(c, text.components(absent(c))),
    sayApplying: ({ context: c }: Args) => say(c, 'Applying cluster manifests...'),
    apply,
    sayApplied: ({ context: c, event: e }: Args) => {
      const next = manifest(c);
      if (next !== undefined) say(c, text.applied(next, (e as { answer: Answer }).answer.ok));
    },
    sayApplyFailed: ({ context: c, event: e }: Args) => {
      const next = manifest(c);
      const { answer } = e as { answer: Answer };
      if (next !== undefined)
        say(c, text.applyFailed(next, answer.error ?? '', answer.message ?? ''));
    },
    next: assign({ at: ({ context: c }: Args) => c.at + 1 }),
    sayWaiting: ({ context: c }: Args) => say(c, 'Waiting for bootstrap to complete...'),
    sayMasters: ({ context: c }: Args) => {
      if (!sees(c)) say(c, text.unseen(c.env.net.why(API)));
      say(c, text.masters(mastersReady(c), masters(c).length));
    },
    sayPivot: ({ context: c }: Args) =>
      say(c, text.pivot(c.env.etcd.leader()?.config.voters.length ?? 0)),
    sayPivoted: ({ context: c }: Args) => say(c, text.pivoted()),
    takeDown,
    markDone: ({ context: c }: Args) => {
      touch(c, '/opt/openshift/.bootkube.done');
      say(c, text.complete());
    },
    succeed: ({ context: c }: Args) => exit(c, 0),
    sayTimeout: ({ context: c }: Args) => say(c, text.timeout(Math.round(age(c) / 1_000_000))),
    fail: ({ context: c }: Args) => exit(c, 1),
  },
}).createMachine({
  id: 'bootkube',
  context: ({ input }) => ({ ...input, since: input.env.now(), at: 0, attempts: 0 }),
  options: { maxIterations: 1000 },
  initial: 'choose',
  states: {
    choose: {
      always: [
        { guard: 'done', target: 'finished' },
        { guard: 'applied', target: 'masters', actions: 'sayAgain' },
        { target: 'rendering' },
      ],
    },
    rendering: { entry: 'sayStart', after: { render: { target: 'etcd', actions: 'sayRendered' } } },
    etcd: {
      entry: 'note',
      initial: 'check',
      states: {
        check: {
          always: [
            { guard: 'etcdReady', target: '#bootkube.api' },
            { guard: 'tooLate', target: '#bootkube.timedOut' },
            { target: 'pause' },
          ],
        },
        pause: { entry: 'sayWaitEtcd', after: { poll: 'check' } },
      },
    },
    api: {
      entry: ['note', 'sayCluster'],
      initial: 'check',
      states: {
        check: {
          entry: 'askHealth',
          on: {
            HEALTH_ANSWER: [
              { guard: 'healthy', target: '#bootkube.components', actions: 'sayUp' },
              { guard: 'tooLate', target: '#bootkube.timedOut' },
              { target: 'pause' },
            ],
          },
        },
        pause: { after: { poll: 'check' } },
      },
    },
    components: {
      initial: 'check',
      states: {
        check: {
          always: [
            { guard: 'componentsUp', target: '#bootkube.applying', actions: 'sayApplying' },
            { guard: 'tooLate', target: '#bootkube.timedOut' },
            { target: 'pause' },
          ],
        },
        pause: { entry: 'sayComponents', after: { poll: 'check' } },
      },
    },
    applying: {
      initial: 'pause',
      states: {
        pause: { after: { gap: 'sent' } },
        sent: {
          entry: 'apply',
          on: {
            APPLY_ANSWER: [
              { guard: 'failed', target: 'again', actions: 'sayApplyFailed' },
              {
                guard: 'lastOne',
                target: '#bootkube.masters',
                actions: ['sayApplied', 'markApplied'],
              },
              { target: 'pause', actions: ['sayApplied', 'next'] },
            ],
          },
        },
        again: { after: { poll: 'sent' } },
      },
    },
    masters: {
      entry: ['note', 'sayWaiting'],
      initial: 'check',
      states: {
        check: {
          always: [
            { guard: 'mastersReady', target: '#bootkube.pivot' },
            { guard: 'mastersTooLate', target: '#bootkube.timedOut' },
            { target: 'pause' },
          ],
        },
        pause: { entry: 'sayMasters', after: { mastersPoll: 'check' } },
      },
    },
    pivot: {
      entry: ['note', 'sayMasters'],
      initial: 'check',
      states: {
        check: {
          always: [
            { guard: 'pivoted', target: '#bootkube.teardown' },
            { guard: 'mastersTooLate', target: '#bootkube.timedOut' },
            { target: 'pause' },
          ],
        },
        pause: { entry: 'sayPivot', after: { mastersPoll: 'check' } },
      },
    },
    teardown: {
      entry: ['sayPivoted', 'takeDown'],
      after: { poll: { target: 'finished', actions: 'markDone' } },
    },
    finished: { entry: 'succeed' },
    timedOut: { entry: ['sayTimeout', 'fail'] },
  },
});
