/**
 * What faces may read of a lab: pure projections as of now. Leases' renewals and workloads' counts are
 * computed here: they follow from what runs.
 */
import { SECOND, millis } from '../kernel/time.ts';
import type { Echo, EtcdMemberView, FileView, LabRead, Route } from './lab-types.ts';
import { LOCAL_ROUND_TRIP, ROUND_TRIP, wayTo } from '../net/path.ts';
import { serverAt } from '../net/resolver.ts';
import { OPEN_FILTER } from '../world/interfaces.ts';
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
    interfaces: (name) => host(name)?.interfaces ?? [],
    filter: (name) => host(name)?.filter ?? OPEN_FILTER,
    nameServer: (from, address) => serverAt(world, parts.net.nameServers, from, address),
    echo: (from, address) => echo(parts, from, address),
    balanced: () => parts.controlPlane.balanced(),
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
  const until = Math.min(parts.kernel.now, parts.lastBeat(node.metadata.name));
  const conditions = conditionsOf(node);
  const stored = conditions[0]?.lastHeartbeatTime ?? until;
  const silent = conditions.some(({ status }) => status === 'Unknown');
  if (silent || until <= stored) return node;
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
    ? Math.min(parts.kernel.now, parts.lastBeat(object.metadata.name))
    : holderLivedUntil(parts, object.metadata.name);
  const stored = spec.renewTime ?? 0;
  if (until <= stored || parts.controlPlane.backends().length === 0) return object;
  const interval = (isNode ? 10 : 26) * SECOND;
  return { ...object, spec: { ...spec, renewTime: until - ((until - stored) % interval) } };
}

function holderLivedUntil(parts: Parts, lease: string): number {
  const holder = parts.leases.get(lease);
  if (holder === undefined) return 0;
  return holder.alive ? parts.kernel.now : holder.lostAt;
}

/** Where a connection from a host ends: name, route, listener; behind the balancer for its addresses. */
function route(parts: Parts, from: string, to: string, port: number): Route {
  const { net, kernel } = parts;
  // A connection from outside is one of the balancer's turns; which one, its moment says.
  return net.look(from, to, port, Math.trunc(kernel.now / millis(1)));
}

function echo({ world }: Parts, from: string, address: string): Echo {
  const way = wayTo(world, from, address, { protocol: 'icmp' });
  const local = way.end === 'host' && way.local;
  return { end: way.end, afterMicros: local ? LOCAL_ROUND_TRIP : ROUND_TRIP };
}
