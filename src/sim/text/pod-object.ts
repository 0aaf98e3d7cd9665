/** A Pod as the API shows it, with the kubelet's status. Shape: Kubernetes core/v1 Pod. */
import type { Template } from '../kube/store.ts';
import type { ContainerProfile } from '../profile.ts';
import type { Container } from '../world/facts.ts';

export interface PodStatusInput {
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly hostIp: string;
  readonly podIp: string;
  readonly uid: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly owner?: { readonly kind: string; readonly name: string; readonly apiVersion: string };
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly mirror: boolean;
  readonly startTime: number;
  readonly scheduledAt: number;
  readonly readyAt: number;
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly command?: readonly string[];
    readonly args?: readonly string[];
    readonly id: string;
    readonly restarts: number;
    readonly ready: boolean;
    readonly state: object;
    readonly lastState: object;
  }[];
}

/** A container's status as the kubelet reports it from what the runtime knows. */
export function containerStatus(
  { name, image, command, args }: ContainerProfile,
  fact: Container | undefined,
  { once, uncreated }: { readonly once: boolean; readonly uncreated: string | undefined },
): PodStatusInput['containers'][number] {
  const running = fact?.state === 'running';
  const completed = once && fact?.state === 'exited' && fact.exitCode === 0;
  const terminated =
    fact?.state === 'exited'
      ? {
          terminated: {
            exitCode: fact.exitCode,
            reason: fact.reason,
            startedAt: fact.startedAt,
            finishedAt: fact.finishedAt,
          },
        }
      : {};
  const reason = fact === undefined ? 'ContainerCreating' : 'CrashLoopBackOff';
  const waiting =
    uncreated === undefined ? { reason } : { reason: 'CreateContainerError', message: uncreated };
  return {
    name,
    image,
    ...(command !== undefined && command.length > 0 && { command }),
    ...(args !== undefined && args.length > 0 && { args }),
    id: fact?.id ?? '',
    restarts: fact?.attempt ?? 0,
    ready: running,
    state: running
      ? { running: { startedAt: fact.startedAt } }
      : completed
        ? terminated
        : { waiting },
    lastState: running || completed ? {} : terminated,
  };
}

export function podObject(pod: PodStatusInput): Template {
  const ready = pod.containers.length > 0 && pod.containers.every((c) => c.ready);
  const condition = (type: string, status: boolean, at: number, reason = '') => ({
    type,
    status: status ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: at,
    ...(status || reason === '' ? {} : { reason }),
  });
  const done = pod.phase === 'Succeeded';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      labels: pod.labels ?? { app: pod.owner?.name ?? pod.name },
      ...(pod.mirror
        ? {
            annotations: {
              'kubernetes.io/config.hash': pod.uid,
              'kubernetes.io/config.mirror': pod.uid,
              'kubernetes.io/config.source': 'file',
            },
            ownerReferences: [
              { apiVersion: 'v1', kind: 'Node', name: pod.node, uid: pod.node, controller: true },
            ],
          }
        : {
            ownerReferences: [{ ...pod.owner, uid: pod.owner?.name ?? '', controller: true }],
          }),
    },
    spec: {
      nodeName: pod.node,
      hostNetwork: pod.podIp === pod.hostIp,
      restartPolicy: 'Always',
      priorityClassName: 'system-node-critical',
      containers: pod.containers.map(({ name, image, command, args }) => ({
        name,
        image,
        ...(command !== undefined && { command }),
        ...(args !== undefined && { args }),
        resources: {},
      })),
    },
    status: {
      phase: pod.phase,
      conditions: [
        condition('Initialized', true, pod.startTime),
        condition(
          'Ready',
          ready && !done,
          pod.readyAt,
          done ? 'PodCompleted' : 'ContainersNotReady',
        ),
        condition(
          'ContainersReady',
          ready && !done,
          pod.readyAt,
          done ? 'PodCompleted' : 'ContainersNotReady',
        ),
        condition('PodScheduled', true, pod.scheduledAt),
      ],
      hostIP: pod.hostIp,
      podIP: pod.podIp,
      podIPs: [{ ip: pod.podIp }],
      startTime: pod.startTime,
      containerStatuses: pod.containers.map((c) => ({
        name: c.name,
        image: c.image,
        imageID: c.image,
        containerID: c.id === '' ? '' : `cri-o://${c.id}`,
        restartCount: c.restarts,
        ready: c.ready,
        started: c.ready,
        state: c.state,
        lastState: c.lastState,
      })),
    },
  };
}
