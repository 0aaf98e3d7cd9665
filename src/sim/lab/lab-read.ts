/**
 * What faces may read of a lab: pure projections as of now. Leases' renewals and workloads' counts are
 * computed here: they follow from what runs.
 */
import { SECOND, millis } from '../kernel/time.ts';
import type { EtcdMemberView, FileView, LabRead, Route } from './lab-types.ts';
import { conditionsOf } from '../text/node-object.ts';
import type { Parts } from './parts.ts';
import { certificates } from './certificates.ts';
import { metricFamilies } from './metrics.ts';
import { waiting } from './waiting.ts';
import type { KubeObject } from '../world/facts.ts';
import type { FileRecord } from '../world/files.ts';
import type { HostState } from '../world/world.ts';
import { hexOf } from '../kernel/stream.ts';

export function makeRead(parts: Parts): LabRead {
  const { world, store, profile, kernel } = parts;
  const host = (name: string): HostState | undefined => world.hosts.get(name);
  const view = (state: HostState) => ({
    name: state.name,
    address: state.address,
    domain: state.name === 'workstation' ? '' : `${profile.clusterName}-${state.name}`,
    power: state.power ? ('on' as const) : ('off' as const),
    phase: state.phase,
    bootId: state.boots.at(-1)?.id ?? '',
    machineId: hexOf(kernel.seed, `machine:${state.name}`, 32),
    bootedAt: state.boots.at(-1)?.at ?? 0,
    boots: state.boots,
  });
  return {
    hosts: () => [...world.hosts.values()].map(view),
    host: (name) => {
      const state = host(name);
      return state === undefined ? undefined : view(state);
    },
    journal: (name) => host(name)?.journal ?? [],
    units: (name) => [...(host(name)?.units.values() ?? [])],
    sandboxes: (name) => [...(host(name)?.sandboxes.values() ?? [])],
    containers: (name) => [...(host(name)?.containers.values() ?? [])],
    images: (name) => parts.registry.images(name),
    containerLog: (name, id) => host(name)?.logs.get(id) ?? [],
    file: (name, path) => fileView(host(name)?.files.get(path)),
    names: (name, inode) => host(name)?.files.countOf(inode) ?? 0,
    folder: (name, path) => (host(name)?.files.list(path) ?? []).flatMap((f) => fileView(f) ?? []),
    objects: (resource, namespace) =>
      store.list(resource, namespace).map((o) => living(parts, resource, o)),
    object: (resource, namespace, name) => {
      const object = store.get(resource, namespace, name);
      return object === undefined ? undefined : living(parts, resource, object);
    },
    revision: () => world.resourceVersion,
    objectLog: (after) =>
      world.facts.filter((fact) => fact.kind === 'object' && fact.resourceVersion > after),
    members: () => memberViews(parts),
    milestones: () => world.milestoneViews(),
    waiting: () => waiting(parts),
    route: (from, to, port) => route(parts, from, to, port),
    balanced: () => parts.controlPlane.backends(),
    sockets: (name) =>
      [...(host(name)?.sockets ?? [])]
        .map(([port, service]) => ({ port, service }))
        .toSorted((a, b) => a.port - b.port),
    certificates: () => certificates(profile),
    metrics: () => metricFamilies(parts),
    fsyncs: () => [...parts.etcd.members.values()].reduce((sum, m) => sum + m.fsyncs, 0),
    variables: () => ({
      CLUSTER_NAME: profile.clusterName,
      CLUSTER_DOMAIN: profile.clusterDomain,
      BOOTSTRAP_IP: profile.hosts.find((h) => h.role === 'bootstrap')?.address ?? '',
      KUBERNETES_VERSION: profile.kubernetesVersion,
      OPENSHIFT_VERSION: profile.version,
    }),
  };
}

function fileView(record: FileRecord | undefined): FileView | undefined {
  return record;
}

export function memberViews(parts: Parts): readonly EtcdMemberView[] {
  const config = parts.etcd.leader()?.config;
  const known = new Set([...(config?.voters ?? []), ...(config?.learners ?? [])]);
  return [...parts.etcd.members.values()]
    .filter((m) => config === undefined || known.has(m.id))
    .map((m) => {
      return {
        host: m.id,
        memberId: m.hex,
        name: m.name,
        running: m.up,
        ready: m.ready,
        learner: (config ?? m.config).learners.includes(m.id),
        leader: m.role === 'leader',
        leaderId: m.leader === '' ? '0' : parts.etcd.hex(m.leader),
        term: m.term,
        index: m.log.length,
        applied: m.applied,
        dbBytes: 20_480 + Math.min(m.applied, 60_000) * 1024,
        version: '3.5.16',
        peerUrl: m.settings.initialAdvertisePeerUrls.join(','),
        clientUrl: m.settings.advertiseClientUrls.join(','),
      };
    });
}

/** An object as it is read now: renewals that nobody stores are computed. */
function living(parts: Parts, resource: string, object: KubeObject): KubeObject {
  if (resource === 'coordination.k8s.io/leases') return renewed(parts, object);
  if (resource === 'core/nodes') return heard(parts, object);
  return object;
}

/** nodeStatusReportFrequency of the kubelet: it posts an unchanged status every five minutes. */
const REPORT_FREQUENCY = 5 * 60 * SECOND;
/** A node's status is posted on its beat for as long as its kubelet runs. */
function heard(parts: Parts, node: KubeObject): KubeObject {
  const until = kubeletRanUntil(parts, node.metadata.name);
  const conditions = conditionsOf(node);
  const stored = conditions[0]?.lastHeartbeatTime ?? until;
  const silent = conditions.some(({ status }) => status === 'Unknown');
  if (silent || until <= stored || parts.controlPlane.backends().length === 0) return node;
  const lastHeartbeatTime = until - ((until - stored) % REPORT_FREQUENCY);
  if (lastHeartbeatTime === stored) return node;
  const status = node['status'] as object;
  return {
    ...node,
    status: { ...status, conditions: conditions.map((each) => ({ ...each, lastHeartbeatTime })) },
  };
}

/** A lease is renewed on its beat until its holder ends, and keeps the last beat from then on. */
function renewed(parts: Parts, object: KubeObject): KubeObject {
  const spec = object['spec'] as { holderIdentity?: string; renewTime?: number };
  const isNode = object.metadata.namespace === 'kube-node-lease';
  const until = isNode
    ? kubeletRanUntil(parts, object.metadata.name)
    : holderLivedUntil(parts, object.metadata.name);
  const stored = spec.renewTime ?? 0;
  if (until <= stored || parts.controlPlane.backends().length === 0) return object;
  const interval = (isNode ? 10 : 26) * SECOND;
  return { ...object, spec: { ...spec, renewTime: until - ((until - stored) % interval) } };
}

function kubeletRanUntil(parts: Parts, node: string): number {
  const host = parts.world.hosts.get(node);
  const unit = host?.units.get('kubelet.service');
  if (unit === undefined) return 0;
  return unit.active === 'active' && host?.kubeletServer === undefined
    ? unit.since
    : unit.active === 'active'
      ? parts.kernel.now
      : unit.since;
}

function holderLivedUntil(parts: Parts, lease: string): number {
  const holder = parts.leases.get(lease);
  if (holder === undefined) return 0;
  return holder.alive ? parts.kernel.now : holder.lostAt;
}

const TIMEOUT = 130 * SECOND;

/** Where a connection from a host ends: name, route, listener; through the load balancer for the VIP. */
function route(parts: Parts, from: string, to: string, port: number): Route {
  const { profile, world, controlPlane } = parts;
  const name = to.toLowerCase();
  const vip = [
    `api.${profile.clusterDomain}`,
    `api-int.${profile.clusterDomain}`,
    profile.apiVip,
  ].includes(name);
  if (vip) {
    if (port !== 6443) return { ok: false, failure: 'refused', afterMicros: 400 };
    const backend = controlPlane.balanced();
    if (backend === undefined) return { ok: false, failure: 'eof', afterMicros: 900 };
    return {
      ok: true,
      host: backend,
      address: profile.apiVip,
      port,
      service: 'kube-apiserver',
      afterMicros: 700,
    };
  }
  const local = name === 'localhost' || name.startsWith('127.') || name === '::1';
  const target = local
    ? world.hosts.get(from)
    : [...world.hosts.values()].find(
        (h) =>
          h.name === name || h.address === name || name === `${h.name}.${profile.clusterDomain}`,
      );
  if (target === undefined) {
    return /^[\d.]+$/.test(name)
      ? { ok: false, failure: 'noRoute', afterMicros: 3 * SECOND }
      : { ok: false, failure: 'noSuchHost', afterMicros: millis(8) };
  }
  const up = target.power && target.phase !== 'firmware' && target.phase !== 'ignition';
  if (!local && !up) return { ok: false, failure: 'noRoute', afterMicros: 3 * SECOND };
  if (!local && (parts.cut.has(target.name) || parts.cut.has(from))) {
    return { ok: false, failure: 'timeout', afterMicros: TIMEOUT };
  }
  const service = target.sockets.get(port);
  if (service === undefined)
    return { ok: false, failure: 'refused', afterMicros: local ? 50 : 400 };
  // A proxy without a live back end takes the connection and closes it.
  if (parts.foreignUnits.get(target.name)?.some((unit) => unit.name === service) === true)
    return { ok: false, failure: 'eof', afterMicros: local ? 300 : 900 };
  return {
    ok: true,
    host: target.name,
    address: target.address,
    port,
    service,
    afterMicros: local ? 50 : 400,
  };
}
