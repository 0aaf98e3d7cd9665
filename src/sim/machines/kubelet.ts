/**
 * The kubelet: watches its manifest folder, runs a worker per pod, registers its node and says when it
 * is Ready. Real: kubernetes pkg/kubelet/{kubelet,kubelet_node_status,config/file}.go. Chart:
 *   serving ( registering -> registered ) ; manifests, API pods and CNI by events
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import type { PodProfile } from '../profile.ts';
import { kubelet as text } from '../text/kubelet.ts';
import { nodeObject, readyOf } from '../text/node-object.ts';
import { parseManifest } from '../text/manifest.ts';
import type { KubeObject } from '../world/facts.ts';

const MANIFESTS = '/etc/kubernetes/manifests';
const CNI = '/etc/kubernetes/cni/net.d';
const REGISTER_RETRY_MILLIS_MAX = 7_000;
const BACK_OFF = [1, 2, 4, 8, 16];

interface Input {
  readonly env: Env;
}
interface Context extends Input {
  /** Worker id -> the manifest's text. */
  readonly files: Readonly<Record<string, string>>;
  readonly apiPods: readonly string[];
  readonly attempts: number;
  readonly ready: boolean;
  readonly readySince: number;
}
type Answer = { ok: boolean; error?: string; message?: string };
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'REGISTER_ANSWER'; answer: Answer }
  | { type: 'STATUS_ANSWER'; answer: Answer };
type Args = { context: Context; event: Events };
const server = (c: Context) =>
  (c.env.host === 'bootstrap' ? 'localhost' : 'vip') as 'localhost' | 'vip';
const log = (c: Context, line: string, priority = 6): void =>
  c.env.log('kubelet.service', 'kubenswrapper', line, priority);
const role = (c: Context) =>
  (c.env.host === 'bootstrap' ? 'bootstrap' : 'master') as 'bootstrap' | 'master';
const cniReady = (c: Context): boolean => c.env.folder(CNI).length > 0;
const runtimeUp = (c: Context): boolean => c.env.unit('crio.service')?.active === 'active';
const isReadyNow = (c: Context): boolean => cniReady(c) && runtimeUp(c);
const workerId = (c: Context, pod: { namespace: string; name: string }): string =>
  `${c.env.host}/pod:${pod.namespace}/${pod.name}`;

/** Static pods that the manifest folder asks for now, by worker. */
function wanted(
  c: Context,
  complain: (path: string, why: string) => void = () => undefined,
): Record<string, { text: string; pod: PodProfile }> {
  const pods: Record<string, { text: string; pod: PodProfile }> = {};
  for (const file of c.env.folder(MANIFESTS)) {
    if (file.folder || file.path.split('/').pop()?.startsWith('.')) continue;
    const manifest = parseManifest(file.content);
    if (typeof manifest === 'string') {
      complain(file.path, manifest);
      continue;
    }
    const kinds = new Map(
      [...c.env.profile.staticPods, ...c.env.profile.masterPods(c.env.host)].flatMap((p) =>
        p.containers.map((x) => [x.name, x.kind] as const),
      ),
    );
    const containers = manifest.containers.map((x) => {
      const kind = kinds.get(x.name);
      return kind === undefined ? x : { ...x, kind };
    });
    pods[workerId(c, manifest)] = { text: file.content, pod: { ...manifest, containers } };
  }
  return pods;
}

/** Starts and stops workers so that the folder's pods run. */
function applyFiles({ context: c }: Args): void {
  const now = wanted(c, (path, why) => log(c, text.badManifest(path, why), 3));
  for (const [id, textBefore] of Object.entries(c.files)) {
    if (now[id]?.text === textBefore) continue;
    log(c, text.remove('file', id.slice(id.indexOf(':') + 1)));
    removePod(c, id);
  }
  for (const [id, { text: content, pod }] of Object.entries(now)) {
    if (c.files[id] === content) continue;
    c.env.start(id, 'pod-worker', {
      pod,
      source: 'file',
      uid: c.env.hex(`static:${c.env.host}:${content}`, 32),
      input: {},
      hostNetwork: true,
      once: false,
    });
    if (c.attempts < 0) c.env.post(id, { type: 'NODE_REGISTERED' });
  }
}

/** Stops a pod: its containers, its sandbox, and its mirror in the API. */
function removePod(c: Context, id: string): void {
  const [namespace = '', name = ''] = id.slice(id.indexOf(':') + 1).split('/');
  c.env.stop(id);
  for (const sandbox of [...c.env.state().sandboxes.values()]) {
    if (sandbox.name === name && sandbox.namespace === namespace)
      c.env.runtime.removeSandbox(sandbox.id);
  }
  if (c.env.objects.get('core/pods', namespace, name) !== undefined) {
    c.env.request(
      server(c),
      { verb: 'delete', resource: 'core/pods', namespace, name },
      'STATUS_ANSWER',
    );
  }
}

/** A pod that nothing here knows more of than its spec (made by a user). */
const plainRun = (pod: BoundPod) => ({
  pod: {
    name: pod.metadata.name,
    namespace: pod.metadata.namespace,
    containers: pod.spec.containers ?? [],
  },
  input: {},
  once: pod.spec.restartPolicy === 'Never',
});

interface BoundPod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly restartPolicy?: string;
    readonly containers?: readonly { readonly name: string; readonly image: string }[];
  };
}

/** Pods of the API that are bound to this node. */
const bound = (c: Context): BoundPod[] =>
  (c.env.objects.list('core/pods') as unknown as BoundPod[]).filter(
    (pod) =>
      pod.spec.nodeName === c.env.host &&
      pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined,
  );

function applyPods({ context: c }: Args): void {
  const mine = bound(c);
  const ids = mine.map((pod) => workerId(c, pod.metadata));
  for (const id of c.apiPods) {
    if (ids.includes(id)) continue;
    log(c, text.remove('api', id.slice(id.indexOf(':') + 1)));
    removePod(c, id);
  }
  for (const pod of mine) {
    const id = workerId(c, pod.metadata);
    if (c.apiPods.includes(id)) continue;
    const { namespace, name } = pod.metadata;
    c.env.start(id, 'pod-worker', {
      ...(c.env.podRun(namespace, name) ?? plainRun(pod)),
      source: 'api',
      uid: pod.metadata.uid.replaceAll('-', ''),
      hostNetwork: pod.spec.hostNetwork === true,
    });
  }
}

function nodeTemplate(c: Context, ready: boolean, since: number, stored?: KubeObject) {
  return nodeObject({
    name: c.env.host,
    address: c.env.state().address,
    role: role(c),
    kubernetesVersion: c.env.profile.kubernetesVersion,
    machineId: c.env.hex(`machine:${c.env.host}`, 32),
    bootId: c.env.state().boots.at(-1)?.id ?? '',
    ready,
    since,
    now: since,
    stored,
  });
}

function register({ context: c }: Args): void {
  log(c, text.attempt(c.env.host));
  // The bootstrap's kubelet may write nodes only when its RBAC binding is there; masters bring a certificate.
  if (role(c) === 'bootstrap' && !mayRegister(c)) {
    c.env.request(
      server(c),
      { verb: 'get', resource: BINDING.resource, name: BINDING.name },
      'REGISTER_ANSWER',
    );
    return;
  }
  const verb = c.env.objects.get('core/nodes', '', c.env.host) === undefined ? 'create' : 'update';
  const make = (stored?: KubeObject) => nodeTemplate(c, isReadyNow(c), c.env.now(), stored);
  c.env.request(
    server(c),
    { verb, resource: 'core/nodes', name: c.env.host, make },
    'REGISTER_ANSWER',
  );
}
const mayRegister = (c: Context): boolean =>
  c.env.objects.get(BINDING.resource, '', BINDING.name) !== undefined;
const FORBIDDEN =
  'nodes is forbidden: User "system:bootstrapper" cannot create resource "nodes" in API group "" at the cluster scope';
/** What lets the bootstrap's kubelet register (a manifest of bootkube.sh). */
const BINDING = {
  resource: 'rbac.authorization.k8s.io/clusterrolebindings',
  name: 'kubelet-bootstrap',
};

function registered({ context: c }: Args): void {
  log(c, text.registered(c.env.host));
  for (const reason of [
    'NodeHasSufficientMemory',
    'NodeHasNoDiskPressure',
    'NodeHasSufficientPID',
  ]) {
    log(c, text.nodeEvent(c.env.host, reason));
    nodeEvent(c, reason, `Node ${c.env.host} status is now: ${reason}`);
  }
  nodeEvent(c, 'Starting', 'Starting kubelet.');
  for (const id of Object.keys(c.files)) c.env.post(id, { type: 'NODE_REGISTERED' });
  c.env.request(
    server(c),
    {
      verb: 'create',
      resource: 'coordination.k8s.io/leases',
      namespace: 'kube-node-lease',
      name: c.env.host,
      make: () => ({
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: c.env.host },
        spec: { holderIdentity: c.env.host, leaseDurationSeconds: 40, renewTime: c.env.now() },
      }),
    },
    'STATUS_ANSWER',
  );
}

function sendNode({ context: c }: Pick<Args, 'context'>): void {
  const make = (stored?: KubeObject) => nodeTemplate(c, c.ready, c.readySince, stored);
  c.env.request(
    server(c),
    { verb: 'update', resource: 'core/nodes', name: c.env.host, make },
    'STATUS_ANSWER',
  );
}

function nodeEvent(c: Context, reason: string, message: string): void {
  c.env.post(`${c.env.host}/events`, {
    type: 'RECORD',
    reason,
    message,
    eventType: 'Normal',
    object: { kind: 'Node', namespace: '', name: c.env.host, uid: c.env.host },
    component: 'kubelet',
  });
}

export const kubelet = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    registerRetry: ({ context: c }) =>
      Math.min(REGISTER_RETRY_MILLIS_MAX, 200 * (BACK_OFF[c.attempts] ?? 32)) +
      c.env.integer('register', 0, 400),
  },
  guards: {
    registeredOk: ({ context: c, event: e }: Args) => {
      const { answer } = e as { answer: Answer };
      return answer.ok && c.env.objects.get('core/nodes', '', c.env.host) !== undefined;
    },
    forThisNode: ({ context: c, event: e }: Args) =>
      (e as { topic: string }).topic === 'objects:core/pods' && syncNeeded(c),
    forFiles: ({ event: e }: Args) => (e as { topic: string }).topic.includes(`:${MANIFESTS}`),
    readyChanged: ({ context: c }: Args) => isReadyNow(c) !== c.ready,
    /** The controller manager has given the node up, and its kubelet can say otherwise. */
    givenUp: ({ context: c }: Args) =>
      c.env.apiAnswers(server(c)) &&
      readyOf(c.env.objects.get('core/nodes', '', c.env.host)) === 'Unknown',
    statusFailed: ({ event: e }: Args) => {
      const { answer } = e as { answer: Answer };
      return !answer.ok && answer.error !== 'alreadyExists' && answer.error !== 'notFound';
    },
  },
  actions: {
    begin: ({ context: c }: Args) => {
      c.env.watch(`folder:${c.env.host}:${MANIFESTS}`);
      c.env.watch(`folder:${c.env.host}:${CNI}`);
      c.env.watch(`unit:${c.env.host}/crio.service`);
      for (const line of text.start(c.env.profile.kubernetesVersion)) log(c, line);
    },
    watchApi: ({ context: c }: Args) => {
      c.env.watch('objects:core/pods');
      c.env.watch('api');
    },
    applyFiles,
    noteFiles: assign({
      files: ({ context: c }: Args) =>
        Object.fromEntries(Object.entries(wanted(c)).map(([id, pod]) => [id, pod.text])),
    }),
    applyPods,
    notePods: assign({
      apiPods: ({ context: c }: Args) => bound(c).map((pod) => workerId(c, pod.metadata)),
    }),
    register,
    registered,
    countAttempt: assign({ attempts: ({ context: c }: Args) => c.attempts + 1 }),
    nowRegistered: assign({ attempts: -1 }),
    sayRefused: ({ context: c, event: e }: Args) => {
      const { answer } = e as { answer: Answer };
      const why = answer.error === 'notFound' ? FORBIDDEN : (answer.message ?? '');
      if (!answer.ok) log(c, text.noNode(c.env.host, why), 3);
      if (!cniReady(c)) log(c, text.noCni(), 3);
    },
    noteReady: assign({
      ready: ({ context: c }: Args) => isReadyNow(c),
      readySince: ({ context: c }: Args) => c.env.now(),
    }),
    sendReady: ({ context: c }: Args) => {
      if (c.ready) log(c, text.ready(c.env.host));
      else if (!runtimeUp(c)) log(c, text.runtimeDown(), 3);
      else log(c, text.noCni(), 3);
      if (c.ready) nodeEvent(c, 'NodeReady', `Node ${c.env.host} status is now: NodeReady`);
      sendNode({ context: c });
    },
    sayStatusFailed: ({ context: c, event: e }: Args) =>
      log(c, text.leaseFailed((e as { answer: Answer }).answer.message ?? ''), 3),
    resend: sendNode,
  },
}).createMachine({
  id: 'kubelet',
  context: ({ input }) => ({
    ...input,
    files: {},
    apiPods: [],
    attempts: 0,
    ready: false,
    readySince: 0,
  }),
  options: { maxIterations: 1000 },
  initial: 'registering',
  entry: ['begin', 'applyFiles', 'noteFiles'],
  on: {
    CHANGED: { guard: 'forFiles', actions: ['applyFiles', 'noteFiles'] },
  },
  states: {
    registering: {
      initial: 'waiting',
      states: {
        waiting: { after: { registerRetry: 'trying' } },
        trying: {
          entry: ['register', 'countAttempt'],
          on: {
            REGISTER_ANSWER: [
              { guard: 'registeredOk', target: '#kubelet.registered' },
              { target: 'waiting', actions: 'sayRefused' },
            ],
          },
        },
      },
    },
    registered: {
      entry: [
        'registered',
        'nowRegistered',
        'noteReady',
        'watchApi',
        'sendReady',
        'applyPods',
        'notePods',
      ],
      on: {
        CHANGED: [
          { guard: 'forFiles', actions: ['applyFiles', 'noteFiles'] },
          { guard: 'forThisNode', actions: ['applyPods', 'notePods'] },
          { guard: 'readyChanged', actions: ['noteReady', 'sendReady'] },
          { guard: 'givenUp', actions: 'resend' },
        ],
        STATUS_ANSWER: { guard: 'statusFailed', target: '.retry', actions: 'sayStatusFailed' },
      },
      initial: 'steady',
      states: {
        steady: {},
        retry: { after: { 7000: { target: 'steady', actions: 'resend' } } },
      },
    },
  },
});

/** Whether the pods bound to this node are not those that run. */
function syncNeeded(c: Context): boolean {
  const mine = bound(c);
  return (
    mine.length !== c.apiPods.length ||
    mine.some((pod) => !c.apiPods.includes(workerId(c, pod.metadata)))
  );
}
