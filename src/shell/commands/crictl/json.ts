/** Sandboxes and containers as the CRI's protojson: keys sorted, 64-bit numbers as strings. */
import type { ContainerView, SandboxView } from '../../../sim/index.ts';
import type { CommandContext } from '../command.ts';
import { sandboxOf } from './containers.ts';

const nanos = ({ machine }: CommandContext, micros: number): string =>
  String((machine.lab.epochMicros + micros) * 1000);
export const rfc3339Nano = ({ machine }: CommandContext, micros: number): string =>
  micros <= 0
    ? '0001-01-01T00:00:00Z'
    : machine
        .date(micros)
        .toISOString()
        .replace(
          /\.\d+Z$/,
          `.${String((machine.lab.epochMicros + micros) % 1_000_000).padStart(6, '0')}Z`,
        );

export function sandboxJson(context: CommandContext, sandbox: SandboxView) {
  const { name, namespace, uid, attempt } = sandbox;
  return {
    annotations: { 'kubernetes.io/config.source': 'file' },
    createdAt: nanos(context, sandbox.createdAt),
    id: sandbox.id,
    labels: {
      'io.kubernetes.pod.name': name,
      'io.kubernetes.pod.namespace': namespace,
      'io.kubernetes.pod.uid': uid,
    },
    metadata: { attempt, name, namespace, uid },
    runtimeHandler: '',
    state: sandbox.state === 'ready' ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
  };
}

const stateOf = (container: ContainerView): string => `CONTAINER_${container.state.toUpperCase()}`;

export function containerJson(context: CommandContext, container: ContainerView) {
  const sandbox = sandboxOf(context, container);
  const { name, attempt } = container;
  return {
    annotations: {},
    createdAt: nanos(context, container.createdAt),
    id: container.id,
    image: { image: container.image },
    imageRef: container.image,
    labels: {
      'io.kubernetes.container.name': name,
      'io.kubernetes.pod.name': sandbox?.name ?? '',
      'io.kubernetes.pod.namespace': sandbox?.namespace ?? '',
      'io.kubernetes.pod.uid': sandbox?.uid ?? '',
    },
    metadata: { attempt, name },
    podSandboxId: container.sandboxId,
    state: stateOf(container),
  };
}

export function containerStatus(context: CommandContext, container: ContainerView) {
  const sandbox = sandboxOf(context, container);
  return {
    info: {
      pid: container.state === 'running' ? container.pid : 0,
      sandboxID: container.sandboxId,
    },
    status: {
      ...containerJson(context, container),
      createdAt: rfc3339Nano(context, container.createdAt),
      exitCode: container.exitCode,
      finishedAt: rfc3339Nano(context, container.finishedAt),
      logPath: `/var/log/pods/${sandbox?.namespace ?? ''}_${sandbox?.name ?? ''}_${sandbox?.uid ?? ''}/${container.name}/${container.attempt}.log`,
      message: '',
      reason: container.reason,
      startedAt: rfc3339Nano(context, container.startedAt),
    },
  };
}
