/**
 * A Deployment or DaemonSet at work: the controller manager makes its pods, the scheduler binds them;
 * both need their lease. Real: kubernetes pkg/controller/{deployment,daemon}, pkg/scheduler.
 * Chart: watching (one state: every change is compared with what is there)
 */
import { setup } from 'xstate';
import type { Env } from '../env.ts';
import { isReady } from '../text/node-object.ts';
import type { WorkloadProfile } from '../profile.ts';
import type { KubeObject } from '../world/facts.ts';

interface Input {
  readonly env: Env;
  readonly kind: 'Deployment' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
}
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'POD_ANSWER'; answer: { ok: boolean; error?: string } }
  | { type: 'STATUS_ANSWER'; answer: { ok: boolean } };
type Args = { context: Input; event: Events };

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const resource = (c: Input): string =>
  c.kind === 'Deployment' ? 'apps/deployments' : 'apps/daemonsets';
const profile = (c: Input): WorkloadProfile | undefined =>
  c.env.profile.workloads.find((w) => w.namespace === c.namespace && w.name === c.name);

interface Spec {
  readonly replicas?: number;
  readonly template?: {
    readonly spec?: {
      readonly hostNetwork?: boolean;
      readonly containers?: readonly { readonly name: string; readonly image: string }[];
    };
  };
}
const specOf = (c: Input): Spec | undefined =>
  c.env.objects.get(resource(c), c.namespace, c.name)?.['spec'] as Spec | undefined;

/** Nodes that its pods may run on: masters, Ready unless the pod brings no network. */
function nodes(c: Input): string[] {
  const hostNetwork = specOf(c)?.template?.spec?.hostNetwork === true;
  return c.env.objects
    .list('core/nodes')
    .filter((node) => node.metadata.labels?.['node-role.kubernetes.io/master'] === '')
    .filter((node) => hostNetwork || isReady(node))
    .filter(
      (node) => (node['spec'] as { unschedulable?: boolean } | undefined)?.unschedulable !== true,
    )
    .map((node) => node.metadata.name);
}

const letters = (c: Input, name: string, length: number): string =>
  [...c.env.hex(`pod:${c.namespace}/${name}`, 2 * length)]
    .filter((_, i) => i % 2 === 0)
    .map((digit, i) => ALPHABET[(Number.parseInt(digit, 16) * 7 + i * 5) % ALPHABET.length])
    .join('');

/** Name -> node of every pod that should be there. */
function wanted(c: Input): Map<string, string> {
  const all = nodes(c);
  const pods = new Map<string, string>();
  const spec = specOf(c);
  if (spec === undefined || all.length === 0) return pods;
  if (c.kind === 'DaemonSet') {
    for (const node of all) pods.set(`${c.name}-${letters(c, `${c.name}/${node}`, 5)}`, node);
    return pods;
  }
  const set = letters(c, c.name, 10);
  for (let i = 0; i < (spec.replicas ?? 1); i++) {
    const name = `${c.name}-${set}-${letters(c, `${c.name}/${i}`, 5)}`;
    const at = Number.parseInt(c.env.hex(`node:${c.namespace}/${c.name}`, 4), 16) + i;
    const bound = (
      c.env.objects.get('core/pods', c.namespace, name)?.['spec'] as
        { nodeName?: string } | undefined
    )?.nodeName;
    pods.set(name, bound ?? all[at % all.length] ?? '');
  }
  return pods;
}

const missing = (c: Input): [string, string][] =>
  [...wanted(c)].filter(
    ([name]) => c.env.objects.get('core/pods', c.namespace, name) === undefined,
  );

/** Pods that nobody asks for any more: the workload is gone, or is to have fewer. */
function surplus(c: Input): string[] {
  const spec = specOf(c);
  const mine = c.env.objects
    .list('core/pods', c.namespace)
    .filter((pod) => ownerOf(pod) === c.name && pod.metadata.labels?.['app'] === c.name)
    .map((pod) => pod.metadata.name);
  if (spec === undefined) return mine;
  if (c.kind === 'DaemonSet') return [];
  const set = letters(c, c.name, 10);
  const kept = Array.from(
    { length: spec.replicas ?? 1 },
    (_, i) => `${c.name}-${set}-${letters(c, `${c.name}/${i}`, 5)}`,
  );
  return mine.filter((name) => !kept.includes(name));
}
const ownerOf = (pod: {
  readonly metadata: { readonly [field: string]: unknown };
}): string | undefined =>
  (pod.metadata['ownerReferences'] as { name?: string }[] | undefined)?.[0]?.name;

function removeSurplus({ context: c }: Args): void {
  for (const name of surplus(c)) {
    c.env.request(
      'vip',
      { verb: 'delete', resource: 'core/pods', namespace: c.namespace, name },
      'POD_ANSWER',
    );
  }
}

/** The status that its controller would write now. Shapes: apps/v1 DeploymentStatus, DaemonSetStatus. */
function statusNow(c: Input): object {
  const pods = c.env.objects
    .list('core/pods', c.namespace)
    .filter((pod) => ownerOf(pod) === c.name && pod.metadata.labels?.['app'] === c.name);
  const ready = pods.filter(
    (pod) => (pod['status'] as { phase?: string }).phase === 'Running',
  ).length;
  const all = pods.length;
  if (c.kind === 'DaemonSet') {
    return {
      desiredNumberScheduled: all,
      currentNumberScheduled: all,
      numberReady: ready,
      updatedNumberScheduled: all,
      numberAvailable: ready,
      numberMisscheduled: 0,
    };
  }
  const wants = specOf(c)?.replicas ?? 1;
  const available = ready >= wants;
  return {
    replicas: all,
    updatedReplicas: all,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(ready < wants ? { unavailableReplicas: wants - ready } : {}),
    conditions: [
      {
        type: 'Available',
        status: available ? 'True' : 'False',
        reason: available ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
        message: `Deployment ${available ? 'has' : 'does not have'} minimum availability.`,
      },
    ],
  };
}

const statusStale = (c: Input): boolean => {
  const stored = c.env.objects.get(resource(c), c.namespace, c.name);
  return stored !== undefined && JSON.stringify(stored['status']) !== JSON.stringify(statusNow(c));
};

function report({ context: c }: Args): void {
  c.env.request(
    'vip',
    {
      verb: 'update',
      resource: resource(c),
      namespace: c.namespace,
      name: c.name,
      make: (stored) =>
        stored === undefined
          ? undefined
          : { ...stored, metadata: withoutVersion(stored.metadata), status: statusNow(c) },
    },
    'STATUS_ANSWER',
  );
}

/** Metadata for an update that takes the stored object as it is then. */
function withoutVersion(metadata: KubeObject['metadata']) {
  const { resourceVersion: _any, ...rest } = metadata;
  return rest;
}

const satisfied = (c: Input): boolean =>
  c.env.leading('kube-controller-manager') &&
  c.env.leading('kube-scheduler') &&
  (profile(c)?.needs ?? []).every((need) => running(c, need));

/** Whether every pod of workload `namespace/name` that exists runs, and one does. */
function running(c: Input, need: string): boolean {
  const [namespace = '', name = ''] = need.split('/');
  const pods = c.env.objects
    .list('core/pods', namespace)
    .filter((pod) => pod.metadata.labels?.['app'] === name);
  return (
    pods.length > 0 &&
    pods.every((pod) => (pod['status'] as { phase?: string }).phase === 'Running')
  );
}

function create({ context: c }: Args): void {
  const spec = specOf(c)?.template?.spec;
  const kinds = profile(c);
  for (const [name, node] of missing(c)) {
    const containers = (spec?.containers ?? []).map(({ name: container, image }, i) => ({
      name: container,
      image,
      ...(i === 0 && kinds?.process !== undefined ? { kind: kinds.process } : {}),
    }));
    const owner = {
      kind: c.kind === 'Deployment' ? 'ReplicaSet' : 'DaemonSet',
      name: c.name,
      apiVersion: 'apps/v1',
    };
    c.env.setPodRun(c.namespace, name, {
      pod: { name, namespace: c.namespace, containers },
      input: kinds?.input ?? {},
      once: false,
      owner,
      ...(kinds?.writes === undefined ? {} : { writes: kinds.writes }),
    });
    c.env.request(
      'vip',
      {
        verb: 'create',
        resource: 'core/pods',
        namespace: c.namespace,
        name,
        make: () => pod(c, name, node, containers, owner),
      },
      'POD_ANSWER',
    );
    c.env.post(`${node}/events`, {
      type: 'RECORD',
      reason: 'Scheduled',
      message: `Successfully assigned ${c.namespace}/${name} to ${node}`,
      eventType: 'Normal',
      object: { kind: 'Pod', namespace: c.namespace, name, uid: name },
      component: 'default-scheduler',
    });
  }
}

const pod = (
  c: Input,
  name: string,
  node: string,
  containers: readonly { name: string; image: string }[],
  owner: object,
) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: c.namespace,
    labels: { app: c.name },
    ownerReferences: [{ ...owner, uid: c.name, controller: true }],
  },
  spec: {
    nodeName: node,
    hostNetwork: specOf(c)?.template?.spec?.hostNetwork === true,
    restartPolicy: 'Always',
    containers: containers.map(({ name: container, image }) => ({
      name: container,
      image,
      resources: {},
    })),
  },
  status: {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: c.env.now() }],
  },
});

export const workload = setup({
  types: {} as { context: Input; input: Input; events: Events },
  delays: { retry: 10_000 },
  guards: {
    somethingToDo: ({ context: c }: Args) =>
      satisfied(c) && (missing(c).length > 0 || surplus(c).length > 0),
    statusStale: ({ context: c }: Args) =>
      c.env.leading('kube-controller-manager') && statusStale(c),
    failed: ({ event: e }: Args) =>
      e.type === 'POD_ANSWER' && !e.answer.ok && e.answer.error !== 'alreadyExists',
  },
  actions: {
    watch: ({ context: c }: Args) => {
      c.env.watch('leases');
      c.env.watch(`running:${c.namespace}/${c.name}`);
      c.env.watch('nodes-ready');
      c.env.watch(`podGone:${c.namespace}/${c.name}`);
      c.env.watch(`scaled:${c.namespace}/${c.name}`);
      for (const need of profile(c)?.needs ?? []) c.env.watch(`running:${need}`);
    },
    create,
    removeSurplus,
    report,
    reportIfStale: ({ context: c, event: e }: Args) => {
      if (statusStale(c)) report({ context: c, event: e });
    },
  },
}).createMachine({
  id: 'workload',
  context: ({ input }) => input,
  options: { maxIterations: 1000 },
  initial: 'watching',
  entry: 'watch',
  states: {
    watching: {
      always: { guard: 'somethingToDo', target: 'creating' },
      on: {
        CHANGED: [
          { guard: 'somethingToDo', target: 'creating' },
          { guard: 'statusStale', actions: 'report' },
        ],
      },
    },
    creating: {
      entry: ['create', 'removeSurplus'],
      after: { retry: 'watching' },
      on: {
        POD_ANSWER: { guard: 'failed', target: 'pausing' },
        CHANGED: { guard: 'statusStale', actions: 'report' },
      },
      exit: 'reportIfStale',
    },
    pausing: { after: { retry: 'watching' } },
  },
});
