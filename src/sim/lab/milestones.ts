/** The twelve milestones of the handbook, each true when the world makes it so. Source: reference/handbook.md. */
import type { ControlPlane } from '../kube/control-plane.ts';
import type { EtcdCluster } from '../etcd/cluster.ts';
import type { Profile } from '../profile.ts';
import { isReady } from '../text/node-object.ts';
import type { Store } from '../kube/store.ts';
import type { World } from '../world/world.ts';

export interface Milestone {
  readonly step: number;
  readonly id: string;
  readonly title: string;
}
export const MILESTONES: readonly Milestone[] = [
  { step: 1, id: 'rhcos-booted', title: 'RHCOS has booted with bootstrap.ign' },
  { step: 2, id: 'kubelet-started', title: 'kubelet runs' },
  { step: 3, id: 'static-pods-started', title: 'the four static pods have their sandboxes' },
  { step: 4, id: 'etcd-started', title: 'etcd serves clients, one member' },
  { step: 5, id: 'kube-apiserver-started', title: 'kube-apiserver is healthy' },
  {
    step: 6,
    id: 'kube-controller-manager-started',
    title: 'kube-controller-manager holds its lease',
  },
  { step: 7, id: 'kube-scheduler-started', title: 'kube-scheduler holds its lease' },
  { step: 8, id: 'cluster-manifests-applied', title: 'the cluster manifests are stored' },
  { step: 9, id: 'masters-joined', title: 'three masters are Ready' },
  { step: 11, id: 'etcd-three-members', title: 'etcd has three voters' },
  { step: 12, id: 'control-plane-pivoted', title: 'the control plane runs on the masters' },
  { step: 13, id: 'bootstrap-complete', title: 'the bootstrap is complete' },
];

export interface View {
  readonly world: World;
  readonly store: Store;
  readonly etcd: EtcdCluster;
  readonly controlPlane: ControlPlane;
  readonly profile: Profile;
}

const BOOTSTRAP = 'bootstrap';
const mastersOf = (v: View): string[] =>
  v.profile.hosts.filter((h) => h.role === 'master').map((h) => h.name);
const holds = (v: View, lease: string): boolean =>
  ((
    v.store.get('coordination.k8s.io/leases', 'kube-system', lease)?.['spec'] as
      { holderIdentity?: string } | undefined
  )?.holderIdentity ?? '') !== '';
const votersOf = (v: View): readonly string[] => v.etcd.leader()?.config.voters ?? [];

const RULES: Readonly<Record<string, (v: View) => boolean>> = {
  'rhcos-booted': (v) => v.world.host(BOOTSTRAP).phase === 'running',
  'kubelet-started': (v) =>
    v.world.host(BOOTSTRAP).units.get('kubelet.service')?.active === 'active',
  'static-pods-started': (v) =>
    v.profile.staticPods.every((pod) =>
      [...v.world.host(BOOTSTRAP).sandboxes.values()].some(
        (s) => s.name === pod.name && s.state === 'ready',
      ),
    ),
  'etcd-started': (v) => v.world.host(BOOTSTRAP).sockets.get(2379) !== undefined,
  // As the operator sees it: through the balancer, whose checks take some seconds.
  'kube-apiserver-started': (v) =>
    v.controlPlane.wellAt(BOOTSTRAP) && v.controlPlane.answers('workstation', 'vip'),
  'kube-controller-manager-started': (v) => holds(v, 'kube-controller-manager'),
  'kube-scheduler-started': (v) => holds(v, 'kube-scheduler'),
  'cluster-manifests-applied': (v) => {
    const last = v.profile.manifests.at(-1);
    if (last === undefined) return false;
    const { name, namespace } = last.template.metadata;
    return v.store.get(last.resource, namespace ?? '', name) !== undefined && registered(v);
  },
  'masters-joined': (v) =>
    mastersOf(v).every((name) => isReady(v.store.get('core/nodes', '', name))),
  // A member that has not heard of its promotion yet still refuses clients.
  'etcd-three-members': (v) =>
    votersOf(v).length >= 3 &&
    votersOf(v).every((voter) => v.etcd.find(voter)?.config.voters.includes(voter) === true),
  'control-plane-pivoted': pivoted,
  'bootstrap-complete': (v) =>
    v.world.host(BOOTSTRAP).files.get('/opt/openshift/.bootkube.done') !== undefined,
};

/** The manifests let the bootstrap's kubelet register, and it tries again within 7 s; one that does not run never will. */
const registered = (v: View): boolean =>
  v.store.get('core/nodes', '', BOOTSTRAP) !== undefined ||
  v.world.host(BOOTSTRAP).units.get('kubelet.service')?.active !== 'active';

/** API server, controller manager and scheduler run on every master; etcd's voters are the masters. */
function pivoted(v: View): boolean {
  const masters = mastersOf(v);
  const voters = votersOf(v);
  const runs = (host: string, name: string): boolean =>
    [...v.world.host(host).containers.values()].some(
      (c) => c.name === name && c.state === 'running',
    );
  return (
    voters.length >= masters.length &&
    !voters.includes(BOOTSTRAP) &&
    masters.every(
      (host) =>
        v.controlPlane.wellAt(host) &&
        runs(host, 'kube-controller-manager') &&
        runs(host, 'kube-scheduler'),
    )
  );
}

/** Milestones that are true now and have not come before, in the order of their steps. */
export function reached(view: View, before: ReadonlySet<string>): readonly Milestone[] {
  return MILESTONES.filter((m) => !before.has(m.id) && RULES[m.id]?.(view) === true);
}
