/**
 * The etcd operator: gives each master a member, as a learner first, and takes the bootstrap's away
 * when the masters' API servers are behind the load balancer.
 * Real: openshift/cluster-etcd-operator pkg/operator/{clustermembercontroller,bootstrapteardown}. Chart:
 *   idle -> adding -> installing -> joining -> pausing -> idle … -> removing -> done
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { ROLLOUT_PAUSE } from '../physics/profiles/programs.ts';
import { installerPod } from '../text/installer.ts';
import { manifestText } from '../text/manifest.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
  readonly operator: string;
}
interface Context extends Input {
  /** The master that is being given a member. */
  readonly target: string;
  readonly revision: number;
}
type Events = { type: 'CHANGED'; topic: string } | { type: 'POD_ANSWER'; answer: { ok: boolean } };
type Args = { context: Context; event: Events };

const BOOTSTRAP = 'bootstrap';
const leader = (c: Context) => c.env.etcd.leader();
const config = (c: Context) => leader(c)?.config ?? { voters: [], learners: [] };
const masters = (c: Context): string[] =>
  c.env
    .hosts()
    .map((h) => h.name)
    .filter((name) => name.startsWith('master-'));
const next = (c: Context): string | undefined =>
  masters(c).find((m) => !config(c).voters.includes(m));
const say = (c: Context, text: string): void =>
  c.env.say(c.containerId, `I@@klog@@       1 ${text}`, 'stderr');
const joined = (c: Context): boolean => c.env.milestone('masters-joined');
const ownApiServers = (c: Context): number =>
  c.env.backends().filter((host) => host !== BOOTSTRAP).length;

function event(c: Context, reason: string, message: string): void {
  c.env.post(`${c.env.host}/events`, {
    type: 'RECORD',
    reason,
    message,
    eventType: 'Normal',
    object: {
      kind: 'Deployment',
      namespace: 'openshift-etcd-operator',
      name: 'etcd-operator',
      uid: 'etcd-operator',
    },
    component: 'openshift-cluster-etcd-operator',
  });
}

function install({ context: c }: Args): void {
  const { voters, learners } = config(c);
  const cluster = [...new Set([...voters, ...learners, c.target])]
    .map(
      (host) => `${c.env.etcd.find(host)?.name ?? host}=https://${c.env.other(host)?.address}:2380`,
    )
    .join(',');
  const pods = c.env.profile.masterPods(c.target, cluster);
  const pod = pods.find((p) => p.namespace === 'openshift-etcd');
  if (pod === undefined) return;
  const { object, run } = installerPod({
    namespace: 'openshift-etcd',
    revision: c.revision,
    node: c.target,
    path: '/etc/kubernetes/manifests/etcd-pod.yaml',
    content: manifestText(pod),
    files: c.env.profile.staticPodFiles(c.target, 'etcd'),
  });
  c.env.setPodRun('openshift-etcd', object.metadata.name, run);
  c.env.request(
    'vip',
    {
      verb: 'create',
      resource: 'core/pods',
      namespace: 'openshift-etcd',
      name: object.metadata.name,
      make: () => object,
    },
    'POD_ANSWER',
  );
}

export const etcdOperator = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: { pause: ({ context: c }) => c.env.millis('pause', ROLLOUT_PAUSE), retry: 10_000 },
  guards: {
    canAdd: ({ context: c }: Args) => joined(c) && next(c) !== undefined && leader(c) !== undefined,
    canRemove: ({ context: c }: Args) =>
      next(c) === undefined && config(c).voters.includes(BOOTSTRAP) && ownApiServers(c) >= 2,
    removed: ({ context: c }: Args) =>
      next(c) === undefined && leader(c) !== undefined && !config(c).voters.includes(BOOTSTRAP),
    added: ({ context: c }: Args) => config(c).learners.includes(c.target),
    started: ({ context: c }: Args) => c.env.etcd.find(c.target)?.ready === true,
    voter: ({ context: c }: Args) => config(c).voters.includes(c.target),
    refused: ({ event: e }: Args) => e.type === 'POD_ANSWER' && !e.answer.ok,
  },
  actions: {
    begin: ({ context: c }: Args) => {
      c.env.watch('etcd');
      c.env.watch('api');
      c.env.watch('milestone:masters-joined');
      say(c, 'base_controller.go:82] Caches are synced for ClusterMemberController');
      c.env.start(`${c.env.id}/status`, 'cluster-operator', { operator: c.operator });
    },
    choose: assign(({ context: c }: Args) => ({ target: next(c) ?? '', revision: c.revision + 1 })),
    add: ({ context: c }: Args) => {
      const { voters, learners } = config(c);
      if (learners.includes(c.target)) return;
      c.env.etcd.reconfigure({ voters, learners: [...learners, c.target] }, '');
      say(c, `clustermembercontroller.go:328] Adding learner member "${c.target}"`);
      event(
        c,
        'MemberAddAsLearner',
        `successfully added new member https://${c.env.other(c.target)?.address}:2380`,
      );
    },
    install,
    promote: ({ context: c }: Args) => {
      const { voters, learners } = config(c);
      if (voters.includes(c.target) || !learners.includes(c.target)) return;
      const error = c.env.etcd.reconfigure(
        { voters: [...voters, c.target], learners: learners.filter((x) => x !== c.target) },
        c.target,
      );
      if (error === '')
        event(
          c,
          'MemberPromote',
          `successfully promoted learner member https://${c.env.other(c.target)?.address}:2380`,
        );
      else say(c, `clustermembercontroller.go:260] ${error}`);
    },
    remove: ({ context: c }: Args) => {
      const { voters, learners } = config(c);
      event(c, 'MemberRemove', 'removed member with name etcd-bootstrap');
      c.env.etcd.reconfigure({ voters: voters.filter((v) => v !== BOOTSTRAP), learners }, '');
    },
  },
}).createMachine({
  id: 'etcd-operator',
  context: ({ input }) => ({ ...input, target: '', revision: 1 }),
  options: { maxIterations: 1000 },
  initial: 'idle',
  entry: 'begin',
  states: {
    idle: {
      always: [
        { guard: 'removed', target: 'done' },
        { guard: 'canAdd', target: 'pausing' },
        { guard: 'canRemove', target: 'removing' },
      ],
      on: {
        CHANGED: [
          { guard: 'removed', target: 'done' },
          { guard: 'canAdd', target: 'pausing' },
          { guard: 'canRemove', target: 'removing' },
        ],
      },
    },
    pausing: { after: { pause: { target: 'adding', actions: 'choose' } } },
    adding: {
      entry: 'add',
      always: { guard: 'added', target: 'installing' },
      on: { CHANGED: { guard: 'added', target: 'installing' } },
      after: { retry: { target: 'adding', reenter: true } },
    },
    installing: {
      entry: 'install',
      always: { guard: 'started', target: 'joining' },
      on: {
        CHANGED: { guard: 'started', target: 'joining' },
        POD_ANSWER: { guard: 'refused', target: 'installAgain' },
      },
    },
    installAgain: { after: { retry: 'installing' } },
    joining: {
      entry: 'promote',
      always: { guard: 'voter', target: 'idle' },
      on: { CHANGED: { guard: 'voter', target: 'idle' } },
      after: { retry: { target: 'joining', reenter: true } },
    },
    removing: {
      entry: 'remove',
      on: { CHANGED: { guard: 'removed', target: 'done' } },
      after: { retry: 'idle' },
    },
    done: {},
  },
});
