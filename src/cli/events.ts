/** The names of events: the milestones' ids, in the handbook's order. */
import { EggtoothError } from '../errors.ts';
import { guess } from '../near-name.ts';

export const EVENTS: readonly string[] = [
  'rhcos-booted',
  'kubelet-started',
  'static-pods-started',
  'etcd-started',
  'kube-apiserver-started',
  'kube-controller-manager-started',
  'kube-scheduler-started',
  'cluster-manifests-applied',
  'masters-joined',
  'etcd-three-members',
  'control-plane-pivoted',
  'bootstrap-complete',
];

export function knownEvent(name: string): void {
  if (EVENTS.includes(name)) return;
  throw new EggtoothError('EGT_UNKNOWN_EVENT', {
    name,
    guess: guess(name, EVENTS),
    known: EVENTS.join(', '),
  });
}
