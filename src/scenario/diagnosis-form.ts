/**
 * The closed lists of a diagnosis: a form, no essay. Source: reference/faults.md, "What we should
 * adopt". By guessing one finds place and kind in less than one of 500.
 */
/** What every machine has; `nothing` stands beside them. */
export const WHERE_PARTS = [
  'power',
  'disk',
  'network',
  'port-6443',
  'crio',
  'kubelet',
  'static-pod-manifests',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'bootkube',
] as const;

/** The parts whose causes can be seen somewhere (src/training/signs.ts says where): the truth is one of them. */
export const SEEN_PARTS = [
  'power',
  'disk',
  'etcd',
  'port-6443',
  'kube-apiserver',
  'static-pod-manifests',
] as const satisfies readonly (typeof WHERE_PARTS)[number][];
export type SeenPart = (typeof SEEN_PARTS)[number];

/** Parameters that a trainee can give back what they were: a disk's limit, a service that does not belong there. */
export const MENDABLE = /\.(disk\.fsync|unit\.[a-z-]+)$/;

export const WHAT = [
  'none',
  'absent',
  'wrong-value',
  'wrong-identity',
  'expired',
  'unreachable',
  'slow',
  'exhausted',
  'conflict',
  'stale',
  'not-started',
  'permission',
  'malformed',
  'overload',
] as const;

/** Who suffers. */
export const FOLLOWS = ['etcd', 'kube-apiserver', 'bootkube', 'masters', 'etcd-growth'] as const;
