/**
 * Deployments and DaemonSets of the payload that matter to a bootstrap: the network first, then one
 * operator per ClusterOperator. Source: reference/openshift/data/pods.json (api).
 */
import type { WorkloadProfile } from '../../profile.ts';
import { imageOf } from './images.ts';
import { OPERATORS } from './operators.ts';

const NETWORK = 'openshift-network-operator/network-operator';
const OVN = 'openshift-ovn-kubernetes/ovnkube-node';
const MULTUS_CONFIG = '{"cniVersion":"0.3.1","name":"multus-cni-network","type":"multus-shim"}\n';

const base = {
  kind: 'Deployment',
  replicas: 1,
  containers: 1,
  hostNetwork: false,
  needs: [],
} as const;
const daemon = (
  namespace: string,
  name: string,
  image: string,
  containers: number,
  needs: readonly string[],
): WorkloadProfile => ({
  ...base,
  kind: 'DaemonSet',
  namespace,
  name,
  image: imageOf(image),
  containers,
  hostNetwork: true,
  needs,
});

export const CVO: WorkloadProfile = {
  ...base,
  namespace: 'openshift-cluster-version',
  name: 'cluster-version-operator',
  image: imageOf('cluster-version-operator'),
  hostNetwork: true,
  process: 'cluster-version-operator',
};

const NETWORKING: readonly WorkloadProfile[] = [
  {
    ...base,
    namespace: 'openshift-network-operator',
    name: 'network-operator',
    image: imageOf('cluster-network-operator'),
    hostNetwork: true,
    process: 'cluster-operator',
    input: { operator: 'network' },
  },
  daemon('openshift-network-node-identity', 'network-node-identity', 'ovn-kubernetes', 2, [
    NETWORK,
  ]),
  daemon('openshift-ovn-kubernetes', 'ovnkube-node', 'ovn-kubernetes', 8, [NETWORK]),
  {
    ...daemon('openshift-multus', 'multus', 'multus-cni', 1, [NETWORK, OVN]),
    writes: { path: '/etc/kubernetes/cni/net.d/00-multus.conf', content: MULTUS_CONFIG },
  },
  daemon('openshift-multus', 'multus-additional-cni-plugins', 'multus-cni', 1, [NETWORK]),
  {
    ...base,
    namespace: 'openshift-ovn-kubernetes',
    name: 'ovnkube-control-plane',
    image: imageOf('ovn-kubernetes'),
    containers: 2,
    replicas: 2,
    hostNetwork: true,
    needs: [NETWORK],
  },
  daemon('openshift-network-operator', 'iptables-alerter', 'cluster-network-operator', 1, [
    NETWORK,
  ]),
  {
    ...daemon('openshift-dns', 'dns-default', 'coredns', 2, [
      'openshift-dns-operator/dns-operator',
    ]),
    hostNetwork: false,
  },
  daemon('openshift-dns', 'node-resolver', 'cli', 1, ['openshift-dns-operator/dns-operator']),
];

/** Operators whose own process does more than report. */
const PROCESS: Readonly<Record<string, string>> = {
  etcd: 'etcd-operator',
  'kube-apiserver': 'control-plane-operator',
  'kube-controller-manager': 'control-plane-operator',
  'kube-scheduler': 'control-plane-operator',
};
const PLACES: Readonly<Record<string, readonly [string, string]>> = {
  dns: ['openshift-dns-operator', 'dns-operator'],
  ingress: ['openshift-ingress-operator', 'ingress-operator'],
  'machine-config': ['openshift-machine-config-operator', 'machine-config-operator'],
  'machine-api': ['openshift-machine-api', 'machine-api-operator'],
  'machine-approver': ['openshift-cluster-machine-approver', 'machine-approver'],
  monitoring: ['openshift-monitoring', 'cluster-monitoring-operator'],
  'node-tuning': ['openshift-cluster-node-tuning-operator', 'cluster-node-tuning-operator'],
  storage: ['openshift-cluster-storage-operator', 'cluster-storage-operator'],
  'csi-snapshot-controller': [
    'openshift-cluster-storage-operator',
    'csi-snapshot-controller-operator',
  ],
  'image-registry': ['openshift-image-registry', 'cluster-image-registry-operator'],
  'cloud-credential': ['openshift-cloud-credential-operator', 'cloud-credential-operator'],
  baremetal: ['openshift-machine-api', 'cluster-baremetal-operator'],
  'cluster-autoscaler': ['openshift-machine-api', 'cluster-autoscaler-operator'],
  'control-plane-machine-set': ['openshift-machine-api', 'control-plane-machine-set-operator'],
  'openshift-samples': ['openshift-cluster-samples-operator', 'cluster-samples-operator'],
  olm: ['openshift-cluster-olm-operator', 'cluster-olm-operator'],
  'operator-lifecycle-manager': ['openshift-operator-lifecycle-manager', 'olm-operator'],
  'operator-lifecycle-manager-catalog': [
    'openshift-operator-lifecycle-manager',
    'catalog-operator',
  ],
  'operator-lifecycle-manager-packageserver': [
    'openshift-operator-lifecycle-manager',
    'packageserver',
  ],
  'config-operator': ['openshift-config-operator', 'openshift-config-operator'],
  insights: ['openshift-insights', 'insights-operator'],
  marketplace: ['openshift-marketplace', 'marketplace-operator'],
  'kube-scheduler': ['openshift-kube-scheduler-operator', 'openshift-kube-scheduler-operator'],
};

export const WORKLOADS: readonly WorkloadProfile[] = [
  ...NETWORKING,
  ...OPERATORS.filter(({ name }) => name !== 'network').map(({ name }): WorkloadProfile => {
    const short = name.replace(/^openshift-/, '');
    const [namespace, deployment] = PLACES[name] ?? [
      `openshift-${short}-operator`,
      `${short}-operator`,
    ];
    return {
      ...base,
      namespace,
      name: deployment,
      image: imageOf(deployment),
      process: PROCESS[name] ?? 'cluster-operator',
      input: { operator: name },
    };
  }),
];
