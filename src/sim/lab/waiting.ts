/** One sentence that says what the world waits for, and since when: the next milestone and its cause. */
import { MILESTONES } from './milestones.ts';
import type { LabRead } from './lab-types.ts';
import type { Parts } from './parts.ts';

const FOR: Readonly<Record<string, string>> = {
  'rhcos-booted': 'the bootstrap to boot RHCOS with its Ignition config',
  'kubelet-started': 'crio and kubelet to start',
  'static-pods-started': 'kubelet to make the sandboxes of the four static pods',
  'etcd-started': 'the etcd image and the first member',
  'kube-apiserver-started': 'kube-apiserver to connect to etcd and finish its start-up hooks',
  'kube-controller-manager-started': 'kube-controller-manager to take its lease',
  'kube-scheduler-started': 'kube-scheduler to take its lease',
  'cluster-manifests-applied': 'bootkube.sh to apply the cluster manifests',
  'masters-joined': 'the masters to boot, register and become Ready',
  'etcd-three-members': 'the etcd operator to add members on the masters',
  'control-plane-pivoted':
    'the control plane to roll out on the masters and etcd to leave the bootstrap',
  'bootstrap-complete': 'bootkube.sh to take the bootstrap control plane down',
};

/**
 * When a step comes in reality, in seconds after power-on of the bootstrap.
 * Source: reference/openshift/data/timeline.json, profile_handbook, range_s: from fast disks and a near
 * registry to slow ones.
 */
const USUAL: Readonly<Record<string, readonly [number, number]>> = {
  'rhcos-booted': [15, 120],
  'kubelet-started': [20, 130],
  'etcd-started': [50, 420],
  'kube-apiserver-started': [65, 520],
  'kube-controller-manager-started': [75, 560],
  'kube-scheduler-started': [75, 560],
  'cluster-manifests-applied': [95, 700],
  'masters-joined': [360, 4000],
  'etcd-three-members': [700, 5000],
  'control-plane-pivoted': [1100, 6500],
};

export function waiting(parts: Parts): ReturnType<LabRead['waiting']> {
  const next = MILESTONES.find((m) => !parts.hasCome(m.id));
  const step = next === undefined ? 'nothing more' : `step ${next.step}: ${next.title}`;
  const usual = USUAL[next?.id ?? ''];
  return { ...reason(parts), step, ...(usual === undefined ? {} : { usual }) };
}

function reason(parts: Parts): { for: string; since: number } {
  const next = MILESTONES.find((m) => !parts.hasCome(m.id));
  const since = parts.world.milestoneViews().at(-1)?.at ?? 0;
  if (next === undefined) return { for: 'nothing: the bootstrap is complete', since };
  const off = (host: string): boolean => parts.world.hosts.get(host)?.power !== true;
  if (next.step === 1 && off('bootstrap'))
    return { for: 'somebody to start the bootstrap (virsh start)', since: 0 };
  if (next.id === 'masters-joined') {
    const missing = parts.profile.hosts
      .filter((h) => h.role === 'master' && off(h.name))
      .map((h) => h.name);
    if (missing.length > 0)
      return { for: `somebody to start ${missing.join(', ')} (virsh start)`, since };
  }
  return { for: FOR[next.id] ?? next.title, since };
}
