/**
 * The kubelet: watches its manifest folder, runs a worker per pod, registers its node and says when it
 * is Ready. Real: kubernetes pkg/kubelet/{kubelet,kubelet_node_status,config/file}.go. Chart:
 *   serving ( registering -> registered | standalone ) ; manifests, API pods and CNI by events
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import type { KubeletConfig } from '../programs/kubelet/config.ts';
import { type BoundPod, plainRun } from '../text/bound-pod.ts';
import { kubelet as text } from '../text/kubelet.ts';
import { nodeObject, readyOf } from '../text/node-object.ts';
import { NONE, type StaticPods, scanned, watched } from '../text/static-pods.ts';
import type { KubeObject } from '../world/facts.ts';

const CNI = '/etc/kubernetes/cni/net.d';
const REGISTER_RETRY_MILLIS_MAX = 7_000;
const BACK_OFF = [1, 2, 4, 8, 16];

interface Input {
  readonly env: Env;
  readonly config: KubeletConfig;
  /** What it says of its configuration before it begins. */
  readonly warnings: readonly string[];
  /** As the journal names it. */
  readonly unit: string;
  readonly identifier: string;
}
interface Context extends Input {
  readonly startedAt: number;
  readonly statics: StaticPods;
  /** The next reading of the whole folder is on its way. */
  readonly scanDue: boolean;
  readonly apiPods: readonly string[];
  readonly attempts: number;
  readonly ready: boolean;
  readonly readySince: number;
}
type Answer = { ok: boolean; error?: string; message?: string };
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'SCAN'; startedAt: number }
  | { type: 'REGISTER_ANSWER'; answer: Answer }
  | { type: 'STATUS_ANSWER'; answer: Answer };
type Args = { context: Context; event: Events };
/** Asks the API server of its kubeconfig. */
const ask = (c: Context, call: Parameters<Env['request']>[1], reply: string): void =>
  c.env.request(c.config.server, call, reply);
const log = (c: Context, line: string, priority = 6): void =>
  c.env.log(c.unit, c.identifier, line, priority);
const role = (c: Context) =>
  (c.env.host === 'bootstrap' ? 'bootstrap' : 'master') as 'bootstrap' | 'master';
const cniReady = (c: Context): boolean => c.env.folder(CNI).length > 0;
const runtimeUp = (c: Context): boolean => c.env.unit('crio.service')?.active === 'active';
const isReadyNow = (c: Context): boolean => cniReady(c) && runtimeUp(c);
const workerId = (c: Context, pod: { namespace: string; name: string }): string =>
  `${c.env.host}/pod:${pod.namespace}/${pod.name}`;

/** What its folder says after this event: a reading of all of it at the beginning and by the clock, else of what changed. */
function readFolder(c: Context, event: Events): ReturnType<typeof watched> {
  const { staticPodPath } = c.config;
  if (staticPodPath === '') return { next: NONE, complaints: [] };
  const files = c.env.folder(staticPodPath);
  return event.type === 'CHANGED' ? watched(c.statics, files) : scanned(files);
}

/** Starts and stops workers so that the folder's pods run. */
function applyFiles({ context: c, event }: Args): void {
  const { next, complaints } = readFolder(c, event);
  for (const line of complaints) log(c, line, 3);
  for (const [key, { text: before }] of Object.entries(c.statics.pods)) {
    if (next.pods[key]?.text === before) continue;
    log(c, text.remove('file', key));
    removePod(c, `${c.env.host}/pod:${key}`);
  }
  for (const [key, { text: content, pod }] of Object.entries(next.pods)) {
    if (c.statics.pods[key]?.text === content) continue;
    const id = `${c.env.host}/pod:${key}`;
    c.env.start(id, 'pod-worker', {
      pod,
      source: 'file',
      uid: c.env.hex(`static:${c.env.host}:${content}`, 32),
      input: {},
      hostNetwork: pod.hostNetwork === true,
      once: false,
      server: c.config.server,
    });
    if (c.attempts < 0) c.env.post(id, { type: 'NODE_REGISTERED' });
  }
  if (next.unsettled && !c.scanDue) {
    const beat = c.config.fileCheckMicros;
    const wait = beat - ((c.env.now() - c.startedAt) % beat);
    c.env.post(c.env.id, { type: 'SCAN', startedAt: c.startedAt }, wait / 1000);
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
    ask(c, { verb: 'delete', resource: 'core/pods', namespace, name }, 'STATUS_ANSWER');
  }
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
      server: c.config.server,
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
    ask(c, { verb: 'get', resource: BINDING.resource, name: BINDING.name }, 'REGISTER_ANSWER');
    return;
  }
  const verb = c.env.objects.get('core/nodes', '', c.env.host) === undefined ? 'create' : 'update';
  const make = (stored?: KubeObject) => nodeTemplate(c, isReadyNow(c), c.env.now(), stored);
  ask(c, { verb, resource: 'core/nodes', name: c.env.host, make }, 'REGISTER_ANSWER');
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
  for (const key of Object.keys(c.statics.pods))
    c.env.post(`${c.env.host}/pod:${key}`, { type: 'NODE_REGISTERED' });
  for (const loop of ['heartbeat', 'status-report'])
    c.env.start(`${c.env.id}/${loop}`, `node-${loop}`, { server: c.config.server });
  ask(
    c,
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
  ask(c, { verb: 'update', resource: 'core/nodes', name: c.env.host, make }, 'STATUS_ANSWER');
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
      !(e as { topic: string }).topic.includes(':/') && syncNeeded(c),
    forFiles: ({ context: c, event: e }: Args) =>
      (e as { topic: string }).topic === `folder:${c.env.host}:${c.config.staticPodPath}`,
    thisLife: ({ context: c, event: e }: Args) =>
      (e as { startedAt: number }).startedAt === c.startedAt,
    standalone: ({ context: c }: Args) => c.config.server === '',
    readyChanged: ({ context: c }: Args) => isReadyNow(c) !== c.ready,
    /** The controller manager has given the node up, and its kubelet can say otherwise. */
    givenUp: ({ context: c }: Args) =>
      c.env.apiAnswers(c.config.server) &&
      readyOf(c.env.objects.get('core/nodes', '', c.env.host)) === 'Unknown',
    statusFailed: ({ event: e }: Args) => {
      const { answer } = e as { answer: Answer };
      return !answer.ok && answer.error !== 'alreadyExists' && answer.error !== 'notFound';
    },
  },
  actions: {
    begin: ({ context: c }: Args) => {
      c.env.watch(`folder:${c.env.host}:${c.config.staticPodPath}`);
      c.env.watch(`folder:${c.env.host}:${CNI}`);
      c.env.watch(`unit:${c.env.host}/crio.service`);
      for (const line of c.warnings) log(c, line);
      const { staticPodPath } = c.config;
      for (const line of text.start(c.env.profile.kubernetesVersion, staticPodPath)) log(c, line);
    },
    watchApi: ({ context: c }: Args) => {
      c.env.watch('objects:core/pods');
      c.env.watch('api');
    },
    applyFiles,
    noteFiles: assign(({ context: c, event }: Args) => {
      const statics = readFolder(c, event).next;
      return { statics, scanDue: statics.unsettled };
    }),
    forgetScan: assign({ scanDue: false }),
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
    startedAt: input.env.now(),
    statics: NONE,
    scanDue: false,
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
    SCAN: { guard: 'thisLife', actions: ['forgetScan', 'applyFiles', 'noteFiles'] },
  },
  states: {
    registering: {
      initial: 'waiting',
      states: {
        waiting: {
          always: { guard: 'standalone', target: '#kubelet.standalone' },
          after: { registerRetry: 'trying' },
        },
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
    // Without a kubeconfig it runs its static pods, and no more.
    standalone: {},
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
  if (!c.env.apiAnswers(c.config.server)) return false;
  const ids = bound(c).map((pod) => workerId(c, pod.metadata));
  return ids.length !== c.apiPods.length || ids.some((id) => !c.apiPods.includes(id));
}
