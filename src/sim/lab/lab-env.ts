/** Makes the door (`Env`) through which one process sees and touches the world. */
import type { ApiCall } from '../kube/control-plane.ts';
import type { Env, EtcdDoor, NetDoor, RuntimeDoor } from '../env.ts';
import { startRaft } from '../etcd/boot.ts';
import { append } from '../etcd/messages.ts';
import { ELECTION_TICKS } from '../etcd/member.ts';
import { cast, lead, reconfigure, setRole, wake } from '../etcd/roles.ts';
import { elapsedTicks, ticksOf } from '../etcd/ticks.ts';
import { clusterProblem, discoveryFailed } from '../programs/etcd/config.ts';
import { hexOf } from '../kernel/stream.ts';
import { urlTarget } from '../kube/api-path.ts';
import type { Parts } from './parts.ts';

export function makeEnv(parts: Parts, id: string): Env {
  const { kernel, world, store, controlPlane, profile } = parts;
  const host = id.slice(0, id.indexOf('/') < 0 ? id.length : id.indexOf('/'));
  const stream = (purpose: string) => kernel.stream(`${id}:${purpose}`);
  return {
    id,
    host,
    profile,
    now: () => kernel.now,
    millis: (purpose, table) => stream(purpose).draw(table) / 1000,
    integer: (purpose, low, high) => stream(purpose).integer(low, high),
    hex: (name, length) => hexOf(kernel.seed, name, length),
    post: (to, event, delayMillis = 0) => void kernel.schedule(to, event, delayMillis * 1000),
    start: (process, kind, input) => kernel.start(process, kind, input, id),
    stop: (process) => kernel.stop(process),
    running: (process) => kernel.running(process),
    emit: (fact) => void world.emit(fact),
    log: (unit, identifier, message, priority = 6) => {
      const state = world.host(host);
      const pid =
        identifier === 'systemd'
          ? 1
          : identifier === 'kernel'
            ? 0
            : (state.units.get(unit)?.mainPid ?? 0);
      const boot = Math.max(0, state.boots.length - 1);
      const said = message.replace('@@pid@@', String(pid).padStart(7));
      world.emit({ kind: 'journal', host, unit, identifier, pid, priority, message: said, boot });
    },
    say: (containerId, text, out = 'stderr') =>
      void world.emit({ kind: 'containerLog', host, containerId, stream: out, text }),
    nextPid: () => world.nextPid(host),
    state: () => world.host(host),
    setPhase: (phase) => {
      world.host(host).phase = phase;
      parts.changed(`host:${host}`);
      parts.net.changed();
    },
    hosts: () => [...world.hosts.values()],
    other: (name) => world.hosts.get(name),
    unit: (name) => world.host(host).units.get(name),
    file: (path) => world.host(host).files.follow(path),
    folder: (path) => world.host(host).files.list(path),
    objects: store,
    podRun: (namespace, name) => parts.podRuns.get(`${namespace}/${name}`),
    setPodRun: (namespace, name, run) => void parts.podRuns.set(`${namespace}/${name}`, run),
    watch: (topic) => parts.watch(id, topic),
    request: (server, call: ApiCall, reply) =>
      controlPlane.request(host, server, call, (answer) =>
        kernel.deliver(id, { type: reply, answer }),
      ),
    health: (reply) => {
      const answer = (ok: boolean) => void kernel.schedule(id, { type: reply, ok }, 1000);
      controlPlane.health(host, 'healthz', [], (checks) =>
        answer(checks?.every((c) => c.ok) === true),
      );
    },
    apiServer: {
      begin: ({ etcdServers, securePort }) =>
        controlPlane.configure(host, { etcdServers, securePort }),
      listen: () => controlPlane.listen(host),
      finishHook: (name) => controlPlane.finishHook(host, name),
      close: () => controlPlane.close(host),
      etcdReady: (servers) => controlPlane.etcdReady(host, servers),
    },
    apiAnswers: (server, from = host) => controlPlane.answers(from, server),
    apiWell: (server) => controlPlane.serves(host, server),
    beats: (renewed) => parts.beats(host, renewed),
    lastBeat: (node) => parts.lastBeat(node),
    backends: () => controlPlane.backends(),
    milestone: (name) => parts.hasCome(name),
    leads: (lease, identity) => {
      parts.leases.set(lease, { identity, process: id, alive: true, lostAt: 0 });
      parts.changed('leases');
    },
    leaseAlive: (lease, identity, renewedAt, leaseMicros) => {
      const known = parts.leases.get(lease);
      if (known?.identity !== identity) return kernel.now - renewedAt < leaseMicros;
      return known.alive || kernel.now - Math.max(renewedAt, known.lostAt) < leaseMicros;
    },
    leading: (lease) => parts.leases.get(lease)?.alive === true,
    net: netDoor(parts, host),
    etcd: etcdDoor(parts, id, host),
    images: {
      present: (image) => parts.registry.present(host, image),
      pullMillis: (image) => parts.registry.pullMillis(host, image),
      pulled: (image) => parts.registry.pulled(host, image),
    },
    runtime: runtimeDoor(parts, id, host),
  };
}

function netDoor({ net, world }: Parts, host: string): NetDoor {
  return {
    connect: (address, port, hops) => net.connect(host, address, port, hops),
    resolve: (name) => net.resolve(host, name),
    why: (url) => {
      const { name, port } = urlTarget(url);
      return net.why(host, name, port);
    },
    listen: (port, service, relay) => {
      if (relay !== undefined) net.relays.set(`${host}:${port}`, relay);
      if (world.host(host).sockets.get(port) !== service)
        world.emit({ kind: 'socket', host, port, listening: true, service });
    },
    unlisten: (port) => {
      const service = world.host(host).sockets.get(port);
      if (service !== undefined)
        world.emit({ kind: 'socket', host, port, listening: false, service });
    },
    serveNames: (records) => void net.nameServers.set(host, records),
    changed: () => net.changed(),
  };
}

function runtimeDoor({ runtime }: Parts, id: string, host: string): RuntimeDoor {
  return {
    nextSandboxId: (pod) => runtime.nextSandboxId(host, pod),
    createSandbox: (pod) => runtime.createSandbox(host, pod),
    removeSandbox: (sandbox) => runtime.removeSandbox(host, sandbox),
    createContainer: (sandbox, container) => runtime.createContainer(host, sandbox, container),
    startContainer: (container, kind, input) =>
      runtime.startContainer(host, container, kind, input, id),
    exit: (container, exitCode) => runtime.exit(host, container, exitCode),
    stopContainer: (container) => runtime.stopContainer(host, container),
    lose: () => runtime.lose(host),
  };
}

/** A new member asks the others for the membership; without an answer it gives up. */
const CLUSTER_INFO_TIMEOUT = 5_000_000;
const CLUSTER_INFO_MISSING =
  'cannot fetch cluster info from peer urls: could not retrieve cluster information from the given URLs';
const fatal = (error: string): string =>
  JSON.stringify({
    level: 'fatal',
    ts: '@@zap@@',
    caller: 'etcdmain/etcd.go:204',
    msg: 'discovery failed',
    error,
  });
const REMOVED = [
  'the member has been permanently removed from the cluster',
  'data-dir used by this member must be removed',
].map((msg) =>
  JSON.stringify({ level: 'warn', ts: '@@zap@@', caller: 'etcdserver/server.go:1280', msg }),
);

function etcdDoor(parts: Parts, _id: string, host: string): EtcdDoor {
  const { etcd: c, kernel } = parts;
  return {
    member: () => c.member(host),
    find: (other) => c.find(other),
    leader: () => c.leader(),
    hex: (other) => c.hex(other),
    start: (containerId, settings) => {
      parts.etcdContainers.set(host, containerId);
      const kept = c.find(host);
      const fresh = kept === undefined || kept.log.length === 0;
      const cluster = c.leader()?.config;
      const ids = cluster === undefined ? [] : [...cluster.voters, ...cluster.learners];
      const refuse = (
        exitCode: number,
        lines: readonly string[],
        after = CLUSTER_INFO_TIMEOUT,
      ): void => {
        for (const line of lines) parts.etcdLineOf(host, line);
        kernel.schedule(`${host}/etcd`, { type: 'CANNOT_START', exitCode }, after);
      };
      const unfit = fresh ? clusterProblem(settings) : '';
      if (unfit !== '') return refuse(1, discoveryFailed(settings, unfit), 40_000);
      if (fresh && settings.initialClusterState === 'existing' && !ids.includes(host)) {
        return refuse(1, [fatal(CLUSTER_INFO_MISSING)]);
      }
      if (!fresh && cluster !== undefined && !ids.includes(host)) return refuse(0, REMOVED);
      const config = !fresh
        ? kept.config
        : ids.includes(host) && cluster !== undefined
          ? cluster
          : { voters: [host], learners: [] };
      return c.start(host, settings, fresh, config);
    },
    startRaft: () => startRaft(c, c.member(host)),
    setRole: (change) => setRole(c, host, change),
    lead: () => lead(c, host),
    append: (message) => append(c, c.member(host), message),
    cast: (message) => cast(c, host, message),
    contact: () => {
      const m = c.member(host);
      m.contactTick = ticksOf(c, m);
    },
    wake: () => wake(c, host),
    raftLine: (text) => c.raftLine(c.member(host), text),
    leaseTicksLeft: () => Math.max(0, ELECTION_TICKS - elapsedTicks(c, c.member(host))),
    reconfigure: (change, promoted) => reconfigure(c, change, promoted),
  };
}
