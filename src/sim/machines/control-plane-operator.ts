/**
 * The operators of kube-apiserver, kube-controller-manager and kube-scheduler: one master after
 * another gets the static pod, once etcd has a member there.
 * Real: openshift/library-go pkg/operator/staticpod/controller/installer. Chart:
 *   idle -> pausing -> installing -> idle … -> done
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { ROLLOUT_PAUSE } from '../physics/profiles/programs.ts';
import { installerPod } from '../text/installer.ts';
import { manifestText } from '../text/manifest.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
  /** `kube-apiserver`, `kube-controller-manager`, `kube-scheduler`. */
  readonly operator: string;
}
interface Context extends Input {
  readonly target: string;
  readonly revision: number;
}
type Events = { type: 'CHANGED'; topic: string } | { type: 'POD_ANSWER'; answer: { ok: boolean } };
type Args = { context: Context; event: Events };

const masters = (c: Context): string[] =>
  c.env
    .hosts()
    .map((h) => h.name)
    .filter((name) => name.startsWith('master-'));
const namespace = (c: Context): string => `openshift-${c.operator}`;
const podOf = (c: Context, node: string) =>
  c.env.profile.masterPods(node).find((p) => p.namespace === namespace(c));
const runs = (c: Context, node: string): boolean =>
  [...(c.env.other(node)?.containers.values() ?? [])].some(
    (x) => x.name === c.operator && x.state === 'running',
  );
const next = (c: Context): string | undefined =>
  masters(c).find((node) => !runs(c, node) && c.env.other(node)?.files.get(path(c)) === undefined);
const path = (c: Context): string => `/etc/kubernetes/manifests/${c.operator}-pod.yaml`;

export const controlPlaneOperator = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: { pause: ({ context: c }) => c.env.millis('pause', ROLLOUT_PAUSE), retry: 10_000 },
  guards: {
    allDone: ({ context: c }: Args) => next(c) === undefined,
    mayInstall: ({ context: c }: Args) => {
      const node = next(c);
      const voters = c.env.etcd.leader()?.config.voters ?? [];
      return node !== undefined && c.env.milestone('etcd-three-members') && voters.includes(node);
    },
    running: ({ context: c }: Args) => runs(c, c.target),
    refused: ({ event: e }: Args) => e.type === 'POD_ANSWER' && !e.answer.ok,
  },
  actions: {
    begin: ({ context: c }: Args) => {
      c.env.watch('etcd');
      c.env.watch('milestone:etcd-three-members');
      c.env.watch(`running:${namespace(c)}`);
      c.env.start(`${c.env.id}/status`, 'cluster-operator', { operator: c.operator });
    },
    choose: assign(({ context: c }: Args) => ({ target: next(c) ?? '', revision: c.revision + 1 })),
    install: ({ context: c }: Args) => {
      const pod = podOf(c, c.target);
      if (pod === undefined) return;
      const { object, run } = installerPod({
        namespace: namespace(c),
        revision: c.revision,
        node: c.target,
        path: path(c),
        content: manifestText(pod),
        files: c.env.profile.staticPodFiles(c.target, c.operator),
      });
      const { name } = object.metadata;
      c.env.setPodRun(namespace(c), name, run);
      c.env.request(
        'vip',
        {
          verb: 'create',
          resource: 'core/pods',
          namespace: namespace(c),
          name,
          make: () => object,
        },
        'POD_ANSWER',
      );
      c.env.post(`${c.env.host}/events`, {
        type: 'RECORD',
        reason: 'NodeTargetRevisionChanged',
        message: `Updating node "${c.target}" from revision 0 to ${c.revision} because node ${c.target} static pod not found`,
        eventType: 'Normal',
        object: {
          kind: 'Deployment',
          namespace: `${namespace(c)}-operator`,
          name: `${c.operator}-operator`,
          uid: c.operator,
        },
        component: `${c.operator}-operator`,
      });
    },
  },
}).createMachine({
  id: 'control-plane-operator',
  context: ({ input }) => ({ ...input, target: '', revision: 1 }),
  options: { maxIterations: 1000 },
  initial: 'idle',
  entry: 'begin',
  states: {
    idle: {
      always: [
        { guard: 'allDone', target: 'done' },
        { guard: 'mayInstall', target: 'pausing' },
      ],
      on: { CHANGED: [{ guard: 'mayInstall', target: 'pausing' }] },
    },
    pausing: { after: { pause: { target: 'installing', actions: 'choose' } } },
    installing: {
      entry: 'install',
      always: { guard: 'running', target: 'idle' },
      on: {
        CHANGED: { guard: 'running', target: 'idle' },
        POD_ANSWER: { guard: 'refused', target: 'again' },
      },
    },
    again: { after: { retry: 'installing' } },
    done: {},
  },
});
