/**
 * Puts the parts of one lab together: kernel, world, etcd, control plane, registry, runtime; and lets
 * them follow each other's changes. The only place in the world that knows them all.
 */
import { ContainerRuntime } from '../node/container-runtime.ts';
import { ControlPlane } from '../kube/control-plane.ts';
import { EtcdCluster } from '../etcd/cluster.ts';
import type { Member } from '../etcd/member.ts';
import type { PodRun } from '../env.ts';
import { recordEvents } from '../kube/event-recorder.ts';
import { ImageRegistry } from '../node/image-registry.ts';
import { Kernel } from '../kernel/kernel.ts';
import { Network } from '../net/network.ts';
import { Store } from '../kube/store.ts';
import { reached } from './milestones.ts';
import type { Profile } from '../profile.ts';
import type { Fact, ObjectFact } from '../world/facts.ts';
import { parentOf } from '../world/files.ts';
import { HostState, World } from '../world/world.ts';

const PEER_PORT = 2380;
/** What names mean on a host. */
const NAMES_FILES = new Set(['/etc/hosts', '/etc/resolv.conf']);

interface Leadership {
  readonly identity: string;
  readonly process: string;
  alive: boolean;
  lostAt: number;
}

export class Parts {
  readonly kernel: Kernel;
  readonly world: World;
  readonly store: Store;
  readonly etcd: EtcdCluster;
  readonly controlPlane: ControlPlane;
  readonly registry: ImageRegistry;
  readonly runtime: ContainerRuntime;
  readonly profile: Profile;
  readonly podRuns = new Map<string, PodRun>();
  readonly leases = new Map<string, Leadership>();
  readonly net: Network;
  /** Services on hosts that belong to no profile: they start at each boot. */
  readonly foreignUnits = new Map<string, Profile['foreignUnits']>();
  /** The container that each etcd member runs in. */
  readonly etcdContainers = new Map<string, string>();
  readonly #watchers = new Map<string, Set<string>>();
  readonly #come = new Set<string>();
  /** Node -> until when its lease is renewed; Infinity while it is. */
  readonly #beats = new Map<string, number>();
  #checking = false;

  constructor(profile: Profile, seed: number, epochMicros: number | undefined) {
    this.profile = profile;
    this.kernel = new Kernel(seed);
    this.world = new World(this.kernel, epochMicros);
    for (const { name, address, interfaces } of profile.hosts)
      this.world.hosts.set(name, new HostState(name, address, interfaces));
    this.net = new Network(this.world, () => {
      this.changed('net');
      this.changed('etcd');
      this.changed('api');
    });
    this.store = new Store(this.world, seed);
    this.registry = new ImageRegistry(this.kernel, profile);
    this.etcd = new EtcdCluster({
      kernel: this.kernel,
      fsyncTable: (host) => {
        const found = profile.hosts.find((h) => h.name === host);
        if (found === undefined) throw new Error(`no disk on ${host}`);
        return found.fsync;
      },
      reachable: (from, to) => from === to || this.net.reaches(from, to, PEER_PORT),
      line: (m, level, caller, message, fields) =>
        this.#etcdLine(m, level, caller, message, fields),
      serving: (m) => this.#etcdServes(m),
      configured: () => this.changed('etcd'),
      removed: (m) => this.#etcdRemoved(m),
    });
    const changed = (topic: string): void => this.changed(topic);
    this.controlPlane = new ControlPlane({ ...this, changed, home: (host) => this.#homeOf(host) });
    this.runtime = new ContainerRuntime({
      ...this,
      closeSockets: (host, service) => this.#closeSockets(host, service),
      processEnded: (process) => this.#processEnded(process),
    });
    for (const { name } of profile.hosts) recordEvents(this.kernel, this.controlPlane, name);
    this.world.react((fact) => this.#follow(fact));
  }

  /** Everybody who watches the topic is told, in the order of their names. */
  changed(topic: string): void {
    for (const id of [...(this.#watchers.get(topic) ?? [])].toSorted()) {
      if (this.kernel.running(id)) this.kernel.schedule(id, { type: 'CHANGED', topic });
      else this.#watchers.get(topic)?.delete(id);
    }
    if (!topic.startsWith('milestone:')) this.#checkMilestones();
    if (topic === 'api') this.#setWriteRate();
  }

  watch(id: string, topic: string): void {
    let watchers = this.#watchers.get(topic);
    if (watchers === undefined) this.#watchers.set(topic, (watchers = new Set()));
    watchers.add(id);
  }

  /** A node's lease is renewed on its grid from now on, or was renewed for the last time. */
  beats(host: string, renewed: boolean): void {
    this.#beats.set(host, renewed ? Infinity : this.kernel.now);
    this.changed(`heart:${host}`);
  }

  /** When a node's lease was renewed last; Infinity while it is renewed on its grid. */
  lastBeat(host: string): number {
    const unit = this.world.hosts.get(host)?.units.get('kubelet.service');
    const ran = unit?.active === 'active' ? Infinity : (unit?.since ?? 0);
    return Math.min(ran, this.#beats.get(host) ?? 0);
  }

  hasCome(milestone: string): boolean {
    return this.#come.has(milestone);
  }

  /** The host whose links a process uses: what works under a lease runs where its holder does. */
  #homeOf(host: string): string {
    if (this.world.hosts.has(host)) return host;
    const process = this.leases.get('kube-controller-manager')?.process ?? '';
    const [home = ''] = process.split('/');
    return this.world.hosts.has(home) ? home : 'bootstrap';
  }

  #follow(fact: Fact): void {
    switch (fact.kind) {
      case 'unit':
        // Whoever renewed the lease has ended with its kubelet.
        if (
          fact.unit === 'kubelet.service' &&
          fact.active !== 'active' &&
          this.#beats.get(fact.host) === Infinity
        )
          this.beats(fact.host, false);
        this.changed(`unit:${fact.host}/${fact.unit}`);
        break;
      case 'file':
        this.changed(`folder:${fact.host}:${parentOf(fact.path)}`);
        if (NAMES_FILES.has(fact.path)) this.net.changed();
        break;
      case 'sandbox':
        this.#checkMilestones();
        break;
      case 'container':
        if (fact.state === 'running')
          this.changed(`running:${this.#namespaceOf(fact.host, fact.sandboxId)}`);
        break;
      case 'socket':
        if (!fact.listening) this.net.relays.delete(`${fact.host}:${fact.port}`);
        this.net.changed();
        this.#checkMilestones();
        break;
      case 'interface':
      case 'filter':
        this.etcd.background.interrupt();
        this.net.changed();
        break;
      case 'power':
        this.net.changed();
        break;
      case 'object':
        this.#followObject(fact);
        break;
      case 'journal':
      case 'containerLog':
      case 'milestone':
      case 'parameter':
        break;
    }
  }

  #namespaceOf(host: string, sandbox: string): string {
    return this.world.host(host).sandboxes.get(sandbox)?.namespace ?? '';
  }

  #followObject(fact: ObjectFact): void {
    const { resource, namespace, name, type, object, previous } = fact;
    if (resource === 'core/pods') {
      this.changed('objects:core/pods');
      const app = object.metadata.labels?.['app'] ?? '';
      if (type === 'DELETED') this.changed(`podGone:${namespace}/${app}`);
      else if (phaseOf(object) === 'Running' && phaseOf(previous) !== 'Running') {
        this.changed(`running:${namespace}/${app}`);
        this.#setWriteRate();
      }
    }
    if (resource === 'apps/deployments' || resource === 'apps/daemonsets') {
      const id = `cluster/workload:${resource}/${namespace}/${name}`;
      const kind = resource === 'apps/deployments' ? 'Deployment' : 'DaemonSet';
      if (type === 'ADDED') this.kernel.start(id, 'workload', { kind, namespace, name }, 'cluster');
      // One that is deleted still has pods to be taken away.
      this.changed(`scaled:${namespace}/${name}`);
    }
    if (resource === 'core/nodes') {
      if (type === 'ADDED')
        this.kernel.start(`cluster/node:${name}`, 'node-lifecycle', { node: name }, 'cluster');
      this.changed('nodes-ready');
      this.#setWriteRate();
    }
    this.#checkMilestones();
  }

  /**
   * Writes a second that nobody waits for: the two control plane leases each 26 s, per node its lease
   * each 10 s, per running pod of an operator its lease and its reports. Estimate: about 25 a second
   * when everything runs, as on a small cluster.
   */
  #setWriteRate(): void {
    if (this.controlPlane.backends().length === 0) return this.etcd.background.setRate(0);
    const nodes = this.store.list('core/nodes').length;
    const running = [...this.world.hosts.values()].reduce(
      (sum, host) => sum + [...host.sandboxes.values()].filter((s) => s.state === 'ready').length,
      0,
    );
    const operators = Math.max(0, running - 9 * nodes);
    return this.etcd.background.setRate(0.08 + nodes * 0.1 + Math.floor(operators / 5) * 3.8);
  }

  #checkMilestones(): void {
    if (this.#checking) return;
    this.#checking = true;
    for (const { step, id, title } of reached(this, this.#come)) {
      this.#come.add(id);
      this.world.emit({ kind: 'milestone', step, milestone: id, title });
      this.changed(`milestone:${id}`);
    }
    this.#checking = false;
  }

  #etcdLine(m: Member, level: string, caller: string, message: string, fields: object = {}): void {
    const containerId = this.etcdContainers.get(m.id);
    if (containerId === undefined) return;
    const { logger, ...rest } = fields as { logger?: string };
    const line = {
      level,
      ts: '@@zap@@',
      ...(logger === undefined ? {} : { logger }),
      caller,
      msg: message,
      ...rest,
    };
    this.world.emit({
      kind: 'containerLog',
      host: m.id,
      containerId,
      stream: 'stderr',
      text: JSON.stringify(line),
    });
  }

  /** A line that an etcd process writes before it has a member to speak of. */
  etcdLineOf(host: string, text: string): void {
    const containerId = this.etcdContainers.get(host);
    if (containerId === undefined) return;
    this.world.emit({ kind: 'containerLog', host, containerId, stream: 'stderr', text });
  }

  #etcdServes(m: Member): void {
    this.#etcdLine(m, 'info', 'embed/serve.go:250', 'serving client traffic securely', {
      address: m.settings.listenClientUrls.map(listenAddress).join(','),
    });
    this.#etcdLine(m, 'info', 'etcdmain/main.go:50', 'etcd cluster is healthy', {
      'local-member-id': m.hex,
    });
    const { listenClientUrls, listenPeerUrls } = m.settings;
    const ports = [...listenClientUrls, ...listenPeerUrls].map((url) =>
      Number(/:(\d+)$/.exec(url)?.[1] ?? 0),
    );
    for (const port of new Set(ports)) {
      if (!this.world.host(m.id).sockets.has(port)) {
        this.world.emit({ kind: 'socket', host: m.id, port, listening: true, service: 'etcd' });
      }
    }
    this.changed('etcd');
  }

  #etcdRemoved(m: Member): void {
    const containerId = this.etcdContainers.get(m.id);
    this.#etcdLine(m, 'warn', 'rafthttp/http.go:413', 'failed to find remote peer in cluster', {
      'local-member-id': m.hex,
    });
    this.#etcdLine(
      m,
      'info',
      'etcdserver/server.go:1280',
      'the member has been permanently removed from the cluster',
    );
    this.#etcdLine(
      m,
      'info',
      'etcdserver/server.go:1281',
      'data-dir used by this member must be removed',
    );
    if (containerId !== undefined) {
      this.kernel.schedule(`${m.id}/removal`, { type: 'STOP', host: m.id, containerId }, 60_000);
      this.kernel.serve(`${m.id}/removal`, (event) =>
        this.runtime.exit(event['host'] as string, event['containerId'] as string, 0),
      );
    }
    this.changed('etcd');
  }

  #closeSockets(host: string, service: string): void {
    for (const [port, owner] of [...this.world.host(host).sockets]) {
      if (owner === service)
        this.world.emit({ kind: 'socket', host, port, listening: false, service });
    }
    this.changed('etcd');
    this.changed('api');
  }

  #processEnded(process: string): void {
    for (const leadership of this.leases.values()) {
      if (leadership.process !== process || !leadership.alive) continue;
      leadership.alive = false;
      leadership.lostAt = this.kernel.now;
      this.changed('leases');
    }
  }
}

/** As Go's net shows what it listens on: every address is `[::]`. */
const listenAddress = (url: string): string =>
  url.replace(/^\w+:\/\//, '').replace(/^0\.0\.0\.0:/, '[::]:');

const phaseOf = (object: object | null): string | undefined =>
  (object as { status?: { phase?: string } } | null)?.status?.phase;
