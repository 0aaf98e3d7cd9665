/**
 * The handbook's lines: where each is typed, the milestone from which it is right, what is seen then,
 * and what is seen one milestone too early.
 */
export const KEY_LINES = [
  'Starting bootkube.sh...',
  'Rendering etcd manifests...',
  'Rendering kube-apiserver manifests...',
  'Starting cluster-bootstrap...',
  'Waiting for API server to come up...',
  'API server is up',
  'Applying cluster manifests...',
  'Waiting for bootstrap to complete...',
];
export const MILESTONES = [
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
] as const;
export type Milestone = (typeof MILESTONES)[number];

export interface HandbookLine {
  readonly number: number;
  readonly host: 'workstation' | 'bootstrap';
  readonly line: string;
  readonly milestone: Milestone;
  /** All of these are seen; `absent` is not. */
  readonly right: readonly RegExp[];
  readonly early: { readonly seen: RegExp; readonly absent?: RegExp };
  /** It goes on until Ctrl-C. */
  readonly follows?: true;
}

const REFUSED = /refused/;
const NO_CONTAINER = /could not find container|ID cannot be empty/;
const PODS = [
  'etcd-bootstrap',
  'kube-apiserver-bootstrap',
  'kube-controller-manager',
  'kube-scheduler',
];
const EXEC = String.raw`sudo crictl exec -it $(sudo crictl ps -q --name etcd) \
  etcdctl endpoint health`;

export const LINES: readonly HandbookLine[] = [
  {
    number: 3,
    host: 'bootstrap',
    line: 'sudo journalctl -u bootkube -f',
    milestone: 'static-pods-started',
    right: KEY_LINES.slice(0, 3).map((text) => new RegExp(`bootkube\\.sh\\[\\d+\\]: ${text}`)),
    early: { seen: /Starting Bootstrap the OpenShift cluster/, absent: /bootkube\.sh\[/ },
    follows: true,
  },
  {
    number: 4,
    host: 'bootstrap',
    line: 'sudo journalctl -u kubelet -f',
    milestone: 'kubelet-started',
    right: [/kubenswrapper\[\d+\]: .*SyncLoop ADD/],
    early: { seen: /^/, absent: /kubenswrapper/ },
    follows: true,
  },
  {
    number: 5,
    host: 'bootstrap',
    line: 'sudo crictl pods',
    milestone: 'static-pods-started',
    right: [
      /^POD ID +NAME +STATE\n/,
      ...PODS.map((name) => new RegExp(`^[0-9a-f]{13} +${name} +Running$`, 'm')),
    ],
    early: { seen: /^POD ID +NAME +STATE\n$/ },
  },
  {
    number: 6,
    host: 'workstation',
    line: 'curl -k https://api.${CLUSTER_DOMAIN}:6443/healthz',
    milestone: 'kube-apiserver-started',
    right: [/^ok$/],
    early: { seen: /curl: \(35\) .*SSL_ERROR_SYSCALL/ },
  },
  {
    number: 7,
    host: 'bootstrap',
    line: 'curl -k https://localhost:6443/healthz',
    milestone: 'kube-apiserver-started',
    right: [/^ok$/],
    early: { seen: /curl: \(7\) .*Connection refused/ },
  },
  {
    number: 9,
    host: 'workstation',
    line: 'oc get nodes',
    milestone: 'cluster-manifests-applied',
    right: [/^NAME +STATUS +ROLES +AGE +VERSION\nbootstrap +Ready +\S+ +\S+ +v1\S+\n$/],
    early: { seen: /^No resources found\n$/ },
  },
  {
    number: 10,
    host: 'workstation',
    line: 'oc get pods -A',
    milestone: 'cluster-manifests-applied',
    right: PODS.map((name) => new RegExp(`^openshift-\\S+ +${name} +1/1 +Running`, 'm')),
    early: { seen: /^No resources found\n$/ },
  },
  {
    number: 11,
    host: 'workstation',
    line: 'oc get co',
    milestone: 'cluster-manifests-applied',
    right: [
      /^NAME +VERSION +AVAILABLE +PROGRESSING +DEGRADED/,
      /^authentication .*False +True +True /m,
    ],
    early: { seen: /the server doesn't have a resource type "co"/ },
  },
  {
    number: 14,
    host: 'bootstrap',
    line: 'sudo crictl logs $(sudo crictl ps -q --name etcd)',
    milestone: 'etcd-started',
    right: [/"msg":"etcd cluster is healthy"/],
    early: { seen: NO_CONTAINER },
  },
  {
    number: 15,
    host: 'bootstrap',
    line: `${EXEC} --cluster`,
    milestone: 'etcd-started',
    right: [/^https:\/\/192\.168\.126\.100:2379 is healthy: successfully committed proposal/m],
    early: { seen: NO_CONTAINER, absent: /is healthy/ },
  },
  {
    number: 16,
    host: 'bootstrap',
    line: 'sudo crictl pods | grep -c Running',
    milestone: 'static-pods-started',
    right: [/^4\n$/],
    early: { seen: /^[0-3]\n$/ },
  },
  {
    number: 17,
    host: 'bootstrap',
    line: EXEC,
    milestone: 'etcd-started',
    right: [/^127\.0\.0\.1:2379 is healthy/m],
    early: { seen: NO_CONTAINER, absent: /is healthy/ },
  },
  {
    number: 18,
    host: 'bootstrap',
    line: 'oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig get ns',
    milestone: 'cluster-manifests-applied',
    right: [/^openshift-etcd +Active/m, /^openshift-machine-api +Active/m],
    early: { seen: /^kube-system +Active/m, absent: /^openshift-machine-api/m },
  },
  {
    number: 19,
    host: 'bootstrap',
    line: 'sudo journalctl -u bootkube --no-pager',
    milestone: 'cluster-manifests-applied',
    right: KEY_LINES.map((text) => new RegExp(`: ${text}\n`)),
    early: { seen: /: Starting bootkube\.sh/, absent: /Applying cluster manifests/ },
  },
  {
    number: 20,
    host: 'bootstrap',
    line: 'sudo crictl logs $(sudo crictl ps -a -q --name etcd)',
    milestone: 'etcd-started',
    right: [/"msg":"ready to serve client requests"/],
    early: { seen: NO_CONTAINER },
  },
  {
    number: 21,
    host: 'bootstrap',
    line: 'sudo crictl logs $(sudo crictl ps -a -q --name kube-apiserver)',
    milestone: 'kube-apiserver-started',
    right: [/finished post-start hook/],
    early: { seen: /ID cannot be empty|^((?!finished post-start hook)[^])*$/, absent: REFUSED },
  },
];
