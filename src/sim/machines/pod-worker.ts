/**
 * The kubelet's worker of one pod: sandbox, images, containers in order, restarts with back-off, and
 * the pod's status in the API. Real: kubernetes pkg/kubelet/{pod_workers,kuberuntime}. Chart:
 *   waiting -> sandbox -> pulling -> creating -> running -> (restarting | backOff) -> creating …
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { type ContainerProcess, containerProcess, createFailure } from '../programs/container.ts';
import { CONTAINER_CREATE, SANDBOX_CREATE } from '../physics/profiles/containers.ts';
import type { ContainerProfile, PodProfile } from '../profile.ts';
import type { Container } from '../world/facts.ts';
import { crio, kubelet } from '../text/kubelet.ts';
import { type PodStatusInput, containerStatus, podObject } from '../text/pod-object.ts';

export interface PodInput {
  readonly env: Env;
  readonly pod: PodProfile;
  readonly source: 'file' | 'api';
  readonly uid: string;
  /** Goes to the machines of its containers. */
  readonly input: object;
  readonly owner?: PodStatusInput['owner'];
  readonly hostNetwork: boolean;
  /** Runs once and completes (installer pods). */
  readonly once: boolean;
  /** A file that the running pod leaves on its node (a CNI configuration). */
  readonly writes?: { readonly path: string; readonly content: string };
  /** Its kubelet's API server; '' when it has none. */
  readonly server: string;
}
interface Context extends PodInput {
  readonly sandbox: string;
  /** Containers that are still to be started, the first is under way. */
  readonly todo: readonly string[];
  readonly container: string;
  readonly exits: number;
  /** Why the runtime made no container, by the container's name. */
  readonly uncreated: Readonly<Record<string, string>>;
  readonly registered: boolean;
  /** A status that was not stored is sent again; one is on its way. */
  readonly resending: boolean;
  readonly acceptedAt: number;
}
type Events =
  | { type: 'EXITED'; container: string; exitCode: number }
  | { type: 'CHANGED'; topic: string }
  | { type: 'NODE_REGISTERED' }
  | { type: 'RESEND_STATUS' }
  | { type: 'STATUS_STORED'; answer: { ok: boolean; error?: string; message?: string } };
type Args = { context: Context; event: Events };

const BACK_OFF_SECONDS = [0, 10, 20, 40, 80, 160, 300];
const waitSeconds = (c: Context): number => BACK_OFF_SECONDS[Math.min(c.exits, 7) - 1] ?? 0;
const identity = (c: Context) => ({ name: c.pod.name, namespace: c.pod.namespace, uid: c.uid });
const podName = (c: Context): string => `${c.pod.namespace}/${c.pod.name}`;
const log = (c: Context, line: string, priority = 6): void =>
  c.env.log('kubelet.service', 'kubenswrapper', line, priority);
const crioLog = (c: Context, line: string): void => c.env.log('crio.service', 'crio', line);
const current = (c: Context): ContainerProfile => {
  const found = c.pod.containers.find((x) => x.name === c.todo[0]);
  if (found === undefined) throw new Error(`no container to start in ${podName(c)}`);
  return found;
};
const processNow = (c: Context): ContainerProcess => containerProcess(c.env, c.pod, current(c));
const createProblem = (c: Context): string => createFailure(processNow(c));
const label = (c: Context): string => `${podName(c)}/${current(c).name}`;
const crioUp = (c: Context): boolean => c.env.unit('crio.service')?.active === 'active';
const latest = (c: Context, name: string): Container | undefined =>
  [...c.env.state().containers.values()]
    .filter((x) => x.sandboxId === c.sandbox && x.name === name)
    .toSorted((a, b) => b.attempt - a.attempt)[0];

function adoptable(c: Context): string | undefined {
  return [...c.env.state().sandboxes.values()].find(
    (s) => s.state === 'ready' && s.uid === c.uid && s.name === c.pod.name,
  )?.id;
}

function unstarted(c: Context, sandbox: string): string[] {
  const live = new Set(
    [...c.env.state().containers.values()]
      .filter((x) => x.sandboxId === sandbox && x.state === 'running')
      .map((x) => x.name),
  );
  return c.pod.containers.map((x) => x.name).filter((name) => !live.has(name));
}

function statusOf(c: Context): PodStatusInput {
  const address = c.env.state().address;
  const containers = c.pod.containers.map((container) =>
    containerStatus(container, latest(c, container.name), {
      once: c.once,
      uncreated: c.uncreated[container.name],
    }),
  );
  const all = containers.every((x) => x.ready);
  const done = c.once && containers.every((x) => 'terminated' in x.state);
  return {
    name: c.pod.name,
    namespace: c.pod.namespace,
    node: c.env.host,
    hostIp: address,
    podIp: c.hostNetwork
      ? address
      : `10.128.${c.env.host.length % 4}.${(Number.parseInt(c.uid.slice(0, 2), 16) % 250) + 2}`,
    uid: c.uid,
    labels: c.pod.labels,
    phase: done
      ? 'Succeeded'
      : all || containers.some((x) => x.restarts > 0)
        ? 'Running'
        : 'Pending',
    ...(c.owner === undefined ? {} : { owner: c.owner }),
    mirror: c.source === 'file',
    startTime: c.acceptedAt,
    scheduledAt: c.acceptedAt,
    readyAt: Math.max(
      c.acceptedAt,
      ...c.pod.containers.map((x) => latest(c, x.name)?.startedAt ?? 0),
    ),
    containers,
  };
}

function sendStatus({ context: c }: Args): void {
  if (!c.registered || c.server === '') return;
  const status = statusOf(c);
  const { name, namespace } = c.pod;
  const verb = c.env.objects.get('core/pods', namespace, name) === undefined ? 'create' : 'update';
  if (verb === 'create' && c.source === 'api') return;
  if (verb === 'create') log(c, kubelet.createMirror(podName(c)));
  const call = {
    verb,
    resource: 'core/pods',
    namespace,
    name,
    make: (stored: object | undefined) => {
      const made = podObject(status);
      const kept = stored as { metadata: { labels?: object }; spec: object } | undefined;
      return kept === undefined
        ? made
        : { ...made, metadata: { ...kept.metadata, resourceVersion: undefined }, spec: kept.spec };
    },
  } as const;
  c.env.request(c.server, call as never, 'STATUS_STORED');
}

function event(c: Context, reason: string, message: string, type = 'Normal'): void {
  c.env.post(`${c.env.host}/events`, {
    type: 'RECORD',
    reason,
    message,
    eventType: type,
    object: { kind: 'Pod', namespace: c.pod.namespace, name: c.pod.name, uid: c.uid },
    component: 'kubelet',
  });
}

/** hostPath volumes of the type DirectoryOrCreate. */
function makeFolders(c: Context): void {
  for (const { hostPath, type } of c.pod.volumes ?? []) {
    if (type !== 'DirectoryOrCreate' || c.env.file(hostPath) !== undefined) continue;
    const folder = { content: '', mode: 0o755, owner: 'root', folder: true };
    c.env.emit({ kind: 'file', host: c.env.host, path: hostPath, ...folder });
  }
}

function startProcess(c: Context, id: string): void {
  const found = processNow(c);
  if ('missing' in found) return;
  const { argv, mounts, started } = found;
  if (started === undefined)
    return c.env.runtime.startContainer(id, current(c).kind, { ...c.input, argv, mounts });
  if ('exitCode' in started) return c.env.runtime.startContainer(id, 'failed-start', started);
  return c.env.runtime.startContainer(id, started.kind, { ...started.input, argv, mounts });
}

export const podWorker = setup({
  types: {} as { context: Context; input: PodInput; events: Events },
  delays: {
    sandbox: ({ context: c }) => c.env.millis('sandbox', SANDBOX_CREATE),
    pull: ({ context: c }) => c.env.images.pullMillis(current(c).image),
    create: ({ context: c }) => c.env.millis('create', CONTAINER_CREATE),
    backOff: ({ context: c }) => waitSeconds(c) * 1000,
    createAgain: 12_000,
    stable: 600_000,
  },
  guards: {
    runtimeUp: ({ context: c }: Args) => crioUp(c),
    adoptable: ({ context: c }: Args) => adoptable(c) !== undefined,
    allStarted: ({ context: c }: Args) => c.todo.length === 0,
    cannotCreate: ({ context: c }: Args) => createProblem(c) !== '',
    imagePresent: ({ context: c }: Args) => c.env.images.present(current(c).image),
    firstExit: ({ context: c }: Args) => c.exits === 0,
    doneOnce: ({ context: c, event: e }: Args) =>
      c.once && (e as { exitCode: number }).exitCode === 0,
    statusFailed: ({ context: c, event: e }: Args) => {
      const { answer } = e as { answer: { ok: boolean; error?: string } };
      const stored = answer.ok || answer.error === 'notFound' || answer.error === 'alreadyExists';
      return !stored && !c.resending;
    },
  },
  actions: {
    accept: ({ context: c }: Args) => {
      c.env.watch(`unit:${c.env.host}/crio.service`);
      makeFolders(c);
      log(c, kubelet.add(c.source, podName(c)));
      if (adoptable(c) === undefined) {
        for (const volume of ['resource-dir', 'kube-api-access', 'audit-dir'])
          log(c, kubelet.volume(volume, podName(c)));
        log(c, kubelet.sandboxNeeded(podName(c)));
        crioLog(c, crio.runSandbox(podName(c), c.uid.padEnd(32, '0')));
      }
    },
    adopt: assign(({ context: c }: Args) => {
      const sandbox = adoptable(c) ?? '';
      return { sandbox, todo: unstarted(c, sandbox) };
    }),
    makeSandbox: ({ context: c }: Args) => {
      c.env.runtime.createSandbox(identity(c));
    },
    noteSandbox: assign(({ context: c }: Args) => ({
      sandbox: c.env.runtime.nextSandboxId(identity(c)),
      todo: c.pod.containers.map((x) => x.name),
    })),
    sandboxed: ({ context: c }: Args) => {
      crioLog(c, crio.ranSandbox(podName(c), c.sandbox));
      log(c, kubelet.event(podName(c), 'ContainerStarted', c.sandbox));
    },
    sayPulling: ({ context: c }: Args) => {
      crioLog(c, crio.checking(current(c).image, c.sandbox));
      crioLog(c, crio.notFound(current(c).image, c.sandbox));
      crioLog(c, crio.pulling(current(c).image, c.sandbox));
      event(c, 'Pulling', `Pulling image "${current(c).image}"`);
    },
    pulled: ({ context: c }: Args) => {
      c.env.images.pulled(current(c).image);
      crioLog(c, crio.pulled(current(c).image, c.sandbox));
      event(c, 'Pulled', `Successfully pulled image "${current(c).image}"`);
    },
    sayCreating: ({ context: c }: Args) => crioLog(c, crio.creating(label(c), c.sandbox)),
    startContainer: ({ context: c }: Args) => {
      const container = current(c);
      const id = c.env.runtime.createContainer(c.sandbox, container);
      crioLog(c, crio.created(label(c), id));
      crioLog(c, crio.starting(id));
      event(c, 'Created', `Created container ${container.name}`);
      startProcess(c, id);
      const pid = c.env.state().containers.get(id)?.pid ?? 0;
      crioLog(c, crio.started(label(c), id, pid, c.sandbox));
      log(c, kubelet.event(podName(c), 'ContainerStarted', id));
      event(c, 'Started', `Started container ${container.name}`);
    },
    next: assign(({ context: c }: Args) => ({ todo: c.todo.slice(1), uncreated: {} })),
    noteUncreated: assign(({ context: c }: Args) => ({
      uncreated: { ...c.uncreated, [c.todo[0] ?? '']: createProblem(c) },
    })),
    sayUncreated: ({ context: c }: Args) => {
      const why = createProblem(c);
      crioLog(c, crio.createFailed(why, c.sandbox));
      log(c, kubelet.createFailed(podName(c), current(c).name, why), 3);
      event(c, 'Failed', `Error: ${why}`, 'Warning');
    },
    restartTodo: assign(({ event: e }: Args) => ({
      todo: [(e as { container: string }).container],
    })),
    appendTodo: assign(({ context: c, event: e }: Args) => ({
      todo: [...c.todo, (e as { container: string }).container],
    })),
    countExit: assign({ exits: ({ context: c }: Args) => c.exits + 1 }),
    forgetExits: assign({ exits: 0 }),
    sayDied: ({ context: c, event: e }: Args) => {
      const id = latest(c, (e as { container: string }).container)?.id ?? c.sandbox;
      log(c, kubelet.event(podName(c), 'ContainerDied', id));
    },
    sayReady: ({ context: c }: Args) => {
      log(c, kubelet.probe(podName(c)));
      if (c.writes !== undefined) {
        const file = { ...c.writes, mode: 0o600, owner: 'root', folder: false };
        c.env.emit({ kind: 'file', host: c.env.host, ...file });
      }
    },
    sayBackOff: ({ context: c }: Args) => {
      const container = c.todo[0] ?? '';
      log(c, kubelet.backOff(podName(c), container, waitSeconds(c)), 3);
      event(
        c,
        'BackOff',
        `Back-off restarting failed container ${container} in pod ${c.pod.name}`,
        'Warning',
      );
    },
    sayRuntimeDown: ({ context: c }: Args) => log(c, kubelet.runtimeDown(), 3),
    register: assign({ registered: true }),
    sendStatus,
    sayStatusFailed: ({ context: c, event: e }: Args) => {
      const { answer } = e as { answer: { message?: string } };
      log(c, kubelet.statusFailed(podName(c), answer.message ?? ''), 4);
    },
    resend: ({ context: c }: Args) => c.env.post(c.env.id, { type: 'RESEND_STATUS' }, 5000),
    noteResend: assign({ resending: true }),
    resent: assign({ resending: false }),
  },
}).createMachine({
  id: 'pod-worker',
  context: ({ input }) => ({
    ...input,
    sandbox: '',
    todo: [],
    container: '',
    exits: 0,
    uncreated: {},
    registered: input.source === 'api',
    resending: false,
    acceptedAt: input.env.now(),
  }),
  options: { maxIterations: 1000 },
  initial: 'accepted',
  on: {
    EXITED: { actions: ['sayDied', 'appendTodo', 'countExit'] },
    NODE_REGISTERED: { actions: ['register', 'sendStatus'] },
    RESEND_STATUS: { actions: ['resent', 'sendStatus'] },
    STATUS_STORED: { guard: 'statusFailed', actions: ['sayStatusFailed', 'resend', 'noteResend'] },
  },
  states: {
    accepted: {
      entry: 'accept',
      always: [
        { guard: 'adoptable', target: 'starting', actions: ['adopt', 'sendStatus'] },
        { guard: 'runtimeUp', target: 'sandbox' },
        { target: 'noRuntime' },
      ],
    },
    noRuntime: {
      entry: 'sayRuntimeDown',
      on: { CHANGED: { guard: 'runtimeUp', target: 'sandbox' } },
    },
    sandbox: {
      after: {
        sandbox: {
          target: 'starting',
          actions: ['noteSandbox', 'makeSandbox', 'sandboxed', 'sendStatus'],
        },
      },
    },
    starting: {
      always: [
        { guard: 'allStarted', target: 'running' },
        { guard: 'imagePresent', target: 'creating' },
        { target: 'pulling' },
      ],
    },
    pulling: { entry: 'sayPulling', after: { pull: { target: 'creating', actions: 'pulled' } } },
    creating: {
      entry: 'sayCreating',
      after: {
        create: [
          {
            guard: 'cannotCreate',
            target: 'uncreated',
            actions: ['sayUncreated', 'noteUncreated'],
          },
          { target: 'starting', actions: ['startContainer', 'next'] },
        ],
      },
    },
    uncreated: { entry: 'sendStatus', after: { createAgain: 'creating' } },
    running: {
      entry: ['sayReady', 'sendStatus'],
      after: { stable: { actions: 'forgetExits' } },
      on: {
        EXITED: [
          { guard: 'doneOnce', target: 'completed', actions: 'sayDied' },
          {
            guard: 'firstExit',
            target: 'restarting',
            actions: ['sayDied', 'restartTodo', 'countExit'],
          },
          { target: 'backOff', actions: ['sayDied', 'restartTodo', 'countExit'] },
        ],
      },
    },
    restarting: {
      entry: 'sendStatus',
      always: [{ guard: 'runtimeUp', target: 'creating' }, { target: 'waitRuntime' }],
    },
    waitRuntime: { on: { CHANGED: { guard: 'runtimeUp', target: 'creating' } } },
    backOff: { entry: ['sayBackOff', 'sendStatus'], after: { backOff: 'restarting' } },
    completed: { entry: 'sendStatus' },
  },
});
