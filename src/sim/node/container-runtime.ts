/**
 * CRI-O with conmon on each host: sandboxes, containers and the processes in them. Containers belong
 * to the host, not to the kubelet or to crio: both may stop while containers run on.
 */
import type { ControlPlane } from '../kube/control-plane.ts';
import type { EtcdCluster } from '../etcd/cluster.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hexOf } from '../kernel/stream.ts';
import type { ContainerProfile } from '../profile.ts';
import type { Container, ContainerFact, Sandbox, SandboxFact } from '../world/facts.ts';
import type { World } from '../world/world.ts';

/** 128 + SIGTERM and 128 + SIGKILL. */
const TERMINATED = 143;
const KILLED = 137;

export interface Parts {
  readonly kernel: Kernel;
  readonly world: World;
  readonly etcd: EtcdCluster;
  readonly controlPlane: ControlPlane;
  readonly closeSockets: (host: string, service: string) => void;
  /** A container's process is no more: its leases begin to run out. */
  readonly processEnded: (process: string) => void;
}

export class ContainerRuntime {
  readonly #parts: Parts;
  /** Container id -> its process and the pod worker that is told of its end. */
  readonly #processes = new Map<
    string,
    { process: string; kind: string | undefined; owner: string }
  >();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  #nextAttempt(host: string, pod: { name: string; namespace: string }): number {
    const before = [...this.#parts.world.host(host).sandboxes.values()].filter(
      (s) => s.name === pod.name && s.namespace === pod.namespace,
    );
    return Math.max(-1, ...before.map((s) => s.attempt)) + 1;
  }

  /** The id that the pod's next sandbox will have: of its place and its time, not of any order. */
  nextSandboxId(host: string, pod: { name: string; namespace: string }): string {
    const { kernel } = this.#parts;
    const name = `${pod.namespace}/${pod.name}/${this.#nextAttempt(host, pod)}@${kernel.now}`;
    return hexOf(kernel.seed, `sandbox:${host}:${name}`, 64);
  }

  createSandbox(host: string, pod: { name: string; namespace: string; uid: string }): void {
    const { world, kernel } = this.#parts;
    const id = this.nextSandboxId(host, pod);
    const attempt = this.#nextAttempt(host, pod);
    world.emit({
      kind: 'sandbox',
      host,
      sandboxId: id,
      ...pod,
      attempt,
      createdAt: kernel.now,
      state: 'ready',
    });
  }

  removeSandbox(host: string, id: string): void {
    const { world } = this.#parts;
    const state = world.host(host);
    for (const container of state.containers.values()) {
      if (container.sandboxId !== id) continue;
      if (container.state === 'running') this.stopContainer(host, container.id);
    }
    for (const container of [...state.containers.values()]) {
      if (container.sandboxId === id) world.emit({ ...fields(container), state: 'removed' });
    }
    const sandbox = state.sandboxes.get(id);
    if (sandbox !== undefined) world.emit({ ...sandboxFields(sandbox), state: 'removed' });
  }

  createContainer(host: string, sandboxId: string, container: ContainerProfile): string {
    const { world, kernel } = this.#parts;
    const before = [...world.host(host).containers.values()].filter(
      (c) => c.sandboxId === sandboxId && c.name === container.name,
    );
    const attempt = Math.max(-1, ...before.map((c) => c.attempt)) + 1;
    // The kubelet keeps one dead container of each name (maxPerPodContainer 1).
    for (const old of before) {
      if (old.attempt < attempt - 1) world.emit({ ...fields(old), state: 'removed' });
    }
    const id = hexOf(kernel.seed, `container:${sandboxId}:${container.name}/${attempt}`, 64);
    world.emit({
      kind: 'container',
      host,
      containerId: id,
      sandboxId,
      name: container.name,
      image: container.image,
      argv: [...(container.command ?? []), ...(container.args ?? [])],
      attempt,
      pid: 0,
      createdAt: kernel.now,
      state: 'created',
      startedAt: 0,
      finishedAt: 0,
      exitCode: 0,
      reason: '',
    });
    return id;
  }

  startContainer(
    host: string,
    id: string,
    kind: string | undefined,
    input: object,
    owner: string,
  ): void {
    const { world, kernel } = this.#parts;
    const container = world.host(host).containers.get(id);
    if (container === undefined) return;
    const pid = world.nextPid(host);
    world.emit({ ...fields(container), state: 'running', pid, startedAt: kernel.now });
    const process =
      kind === 'etcd-member' ? `${host}/etcd` : `${host}/container:${id.slice(0, 13)}`;
    this.#processes.set(id, { process, kind, owner });
    if (kind !== undefined)
      kernel.start(process, kind, { ...input, containerId: id }, `${host}/containers`);
  }

  /** The process ended with `exitCode`. */
  exit(
    host: string,
    id: string,
    exitCode: number,
    reason = exitCode === 0 ? 'Completed' : 'Error',
  ): void {
    const { world, kernel } = this.#parts;
    const running = this.#processes.get(id);
    const container = world.host(host).containers.get(id);
    if (running === undefined || container?.state !== 'running') return;
    this.#processes.delete(id);
    this.#end(host, running);
    world.emit({
      ...fields(container),
      state: 'exited',
      pid: 0,
      finishedAt: kernel.now,
      exitCode,
      reason,
    });
    kernel.schedule(running.owner, { type: 'EXITED', container: container.name, exitCode });
  }

  /** SIGTERM: programs that handle it end with 0, etcd dies of the signal, the rest is killed. */
  stopContainer(host: string, id: string): void {
    const running = this.#processes.get(id);
    const { etcd } = this.#parts;
    if (running?.kind === 'etcd-member') {
      const m = etcd.find(host);
      if (m?.up === true) {
        etcd.line(m, 'info', 'osutil/interrupt_unix.go:64', 'received signal; shutting down', {
          signal: 'terminated',
        });
        etcd.line(m, 'info', 'embed/etcd.go:378', 'closing etcd server', {
          name: m.name,
          'data-dir': m.settings.dataDir,
        });
        etcd.line(m, 'info', 'embed/etcd.go:380', 'closed etcd server', {
          name: m.name,
          'data-dir': m.settings.dataDir,
        });
      }
      return this.exit(host, id, TERMINATED);
    }
    if (running?.kind !== undefined)
      this.#parts.kernel.deliver(running.process, { type: 'TERMINATED' });
    return this.exit(host, id, running?.kind === undefined ? TERMINATED : 0);
  }

  /** The power is gone: nothing is told, nothing is said. */
  lose(host: string): void {
    const { world, kernel } = this.#parts;
    for (const container of [...world.host(host).containers.values()]) {
      const running = this.#processes.get(container.id);
      if (running === undefined) continue;
      this.#processes.delete(container.id);
      this.#end(host, running);
      world.emit({
        ...fields(container),
        state: 'exited',
        pid: 0,
        finishedAt: kernel.now,
        exitCode: KILLED,
        reason: 'Error',
      });
    }
    for (const sandbox of [...world.host(host).sandboxes.values()]) {
      if (sandbox.state === 'ready') world.emit({ ...sandboxFields(sandbox), state: 'notReady' });
    }
  }

  #end(host: string, { process, kind }: { process: string; kind: string | undefined }): void {
    const { kernel, etcd, controlPlane } = this.#parts;
    if (kind !== undefined) kernel.stop(process);
    if (kind === 'etcd-member') {
      etcd.stop(host);
      this.#parts.closeSockets(host, 'etcd');
    }
    this.#parts.processEnded(process);
    if (kind === 'kube-apiserver') controlPlane.close(host);
  }
}

/** The fact that says how a container or sandbox stands. */
const fields = ({ id, ...rest }: Container): ContainerFact => ({
  kind: 'container',
  containerId: id,
  ...rest,
});
const sandboxFields = ({ id, ...rest }: Sandbox): SandboxFact => ({
  kind: 'sandbox',
  sandboxId: id,
  ...rest,
});
