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
