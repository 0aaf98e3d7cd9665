/**
 * Static pods of the handbook: four on the bootstrap, four on each master.
 * Source: reference/handbook.md (line 5), reference/openshift/data/pods.json.
 */
import type { PodProfile } from '../../profile.ts';
import { ETCD, HYPERKUBE, imageOf } from './images.ts';

export const BOOTSTRAP_PODS: readonly (PodProfile & { readonly file: string })[] = [
  {
    file: 'etcd-pod.yaml',
    name: 'etcd-bootstrap',
    namespace: 'openshift-etcd',
    containers: [{ name: 'etcd', image: ETCD, kind: 'etcd-member' }],
  },
  {
    file: 'kube-apiserver-pod.yaml',
    name: 'kube-apiserver-bootstrap',
    namespace: 'openshift-kube-apiserver',
    containers: [{ name: 'kube-apiserver', image: HYPERKUBE, kind: 'kube-apiserver' }],
  },
  {
    file: 'kube-controller-manager-pod.yaml',
    name: 'kube-controller-manager',
    namespace: 'openshift-kube-controller-manager',
    containers: [{ name: 'kube-controller-manager', image: HYPERKUBE, kind: 'lease-holder' }],
  },
  {
    file: 'kube-scheduler-pod.yaml',
    name: 'kube-scheduler',
    namespace: 'openshift-kube-scheduler',
    containers: [{ name: 'kube-scheduler', image: HYPERKUBE, kind: 'lease-holder' }],
  },
];

export const masterPods = (node: string): readonly PodProfile[] => [
  {
    name: `etcd-${node}`,
    namespace: 'openshift-etcd',
    containers: [
      { name: 'etcd', image: ETCD, kind: 'etcd-member' },
      { name: 'etcd-readyz', image: imageOf('etcd-operator') },
    ],
  },
  {
    name: `kube-apiserver-${node}`,
    namespace: 'openshift-kube-apiserver',
    containers: [
      { name: 'kube-apiserver', image: HYPERKUBE, kind: 'kube-apiserver' },
      { name: 'kube-apiserver-check-endpoints', image: imageOf('kube-apiserver-operator') },
    ],
  },
  {
    name: `kube-controller-manager-${node}`,
    namespace: 'openshift-kube-controller-manager',
    containers: [{ name: 'kube-controller-manager', image: HYPERKUBE, kind: 'lease-holder' }],
  },
  {
    name: `openshift-kube-scheduler-${node}`,
    namespace: 'openshift-kube-scheduler',
    containers: [{ name: 'kube-scheduler', image: HYPERKUBE, kind: 'lease-holder' }],
  },
];
