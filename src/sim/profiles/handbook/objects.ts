/**
 * Objects of the handbook's cluster: what the API server's hooks write, what bootkube.sh applies, what
 * the payload holds. Names: Kubernetes 1.31 bootstrap policy; reference/openshift/data; openshift/api.
 */
import type { Template } from '../../kube/store.ts';
import type { Manifest, WorkloadProfile } from '../../profile.ts';
import { clusterOperator } from '../../text/cluster-operator.ts';
import { clusterVersion } from '../../text/cluster-version.ts';
import { CONFIG, CRDS, OPERATOR, plural } from './definitions.ts';
import { ASSETS, BUILT_IN, OPERATORS as OPERATOR_NAMESPACES, PAYLOAD } from './namespaces.ts';
import { OPERATORS } from './operators.ts';

export const VERSION = '4.18.0';

const make = (file: string, resource: string, template: Template): Manifest => ({
  file,
  resource,
  template,
});
const namespace = (name: string): Manifest =>
  make(`00_${name}-ns.yaml`, 'core/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });

const RBAC = 'rbac.authorization.k8s.io';
const role = (name: string, verbs: readonly string[], resources: readonly string[]): Manifest =>
  make(`${name}-clusterrole.yaml`, `${RBAC}/clusterroles`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
    rules: [{ apiGroups: ['*'], resources, verbs }],
  });
const binding = (
  name: string,
  roleName: string,
  subject: { kind: string; name: string; namespace?: string },
): Manifest =>
  make(`${name}-crb.yaml`, `${RBAC}/clusterrolebindings`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: roleName },
    subjects: [subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: RBAC }],
  });

const CONTROLLERS =
  'attachdetach-controller certificate-controller clusterrole-aggregation-controller cronjob-controller daemon-set-controller deployment-controller disruption-controller endpoint-controller endpointslice-controller endpointslicemirroring-controller expand-controller generic-garbage-collector horizontal-pod-autoscaler job-controller legacy-service-account-token-cleaner namespace-controller node-controller persistent-volume-binder pod-garbage-collector pv-protection-controller pvc-protection-controller replicaset-controller replication-controller resourcequota-controller root-ca-cert-publisher route-controller service-account-controller service-controller statefulset-controller ttl-after-finished-controller ttl-controller'.split(
    ' ',
  );
const BUILT_IN_ROLES =
  'cluster-admin admin edit view system:aggregate-to-admin system:aggregate-to-edit system:aggregate-to-view system:auth-delegator system:basic-user system:certificates.k8s.io:certificatesigningrequests:nodeclient system:certificates.k8s.io:certificatesigningrequests:selfnodeclient system:certificates.k8s.io:kube-apiserver-client-approver system:certificates.k8s.io:kubelet-serving-approver system:discovery system:heapster system:kube-aggregator system:kube-controller-manager system:kube-dns system:kube-scheduler system:kubelet-api-admin system:monitoring system:node system:node-bootstrapper system:node-problem-detector system:node-proxier system:persistent-volume-provisioner system:public-info-viewer system:service-account-issuer-discovery system:volume-scheduler'.split(
    ' ',
  );

const priorityClass = (name: string, value: number): Manifest =>
  make(`${name}.yaml`, 'scheduling.k8s.io/priorityclasses', {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    description: 'Used for system critical pods that must run in the cluster.',
    preemptionPolicy: 'PreemptLowerPriority',
  });

/** What the API server's post-start hooks write, by hook. */
export const HOOKS: Readonly<Record<string, readonly Manifest[]>> = {
  'start-system-namespaces-controller': BUILT_IN.map(namespace),
  'rbac/bootstrap-roles': [
    ...BUILT_IN_ROLES.map((name) => role(name, ['get', 'list', 'watch'], ['*'])),
    ...CONTROLLERS.map((name) =>
      role(`system:controller:${name}`, ['get', 'list', 'watch', 'update'], ['*']),
    ),
    binding('cluster-admin', 'cluster-admin', { kind: 'Group', name: 'system:masters' }),
    binding('system:discovery', 'system:discovery', {
      kind: 'Group',
      name: 'system:authenticated',
    }),
    binding('system:public-info-viewer', 'system:public-info-viewer', {
      kind: 'Group',
      name: 'system:unauthenticated',
    }),
    binding('system:kube-controller-manager', 'system:kube-controller-manager', {
      kind: 'User',
      name: 'system:kube-controller-manager',
    }),
    binding('system:kube-scheduler', 'system:kube-scheduler', {
      kind: 'User',
      name: 'system:kube-scheduler',
    }),
  ],
  'scheduling/bootstrap-system-priority-classes': [
    priorityClass('system-node-critical', 2_000_001_000),
    priorityClass('system-cluster-critical', 2_000_000_000),
  ],
  'bootstrap-controller': [
    make('kubernetes-service.yaml', 'core/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: {
        type: 'ClusterIP',
        clusterIP: '172.30.0.1',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      },
      status: { loadBalancer: {} },
    }),
  ],
};

const custom = (
  group: string,
  version: string,
  kind: string,
  name: string,
  spec: object,
  more: object = {},
): Manifest =>
  make(`cluster-${kind.toLowerCase()}-02-config.yaml`, `${group}/${plural(kind)}`, {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name },
    spec,
    ...more,
  });

const configMap = (name: string, ns: string, data: object): Manifest =>
  make(`${name}-cm.yaml`, 'core/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: ns },
    data,
  });
const secret = (name: string, ns: string): Manifest =>
  make(`${name}-secret.yaml`, 'core/secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: ns },
    type: 'Opaque',
    data: {},
  });
const serviceAccount = (name: string, ns: string): Manifest =>
  make(`${name}-sa.yaml`, 'core/serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: ns },
  });

export const workloadObject = (w: WorkloadProfile): Manifest =>
  make(`0000_50_${w.name}.yaml`, w.kind === 'Deployment' ? 'apps/deployments' : 'apps/daemonsets', {
    apiVersion: 'apps/v1',
    kind: w.kind,
    metadata: { name: w.name, namespace: w.namespace, labels: { app: w.name } },
    spec: {
      ...(w.kind === 'Deployment' ? { replicas: w.replicas } : {}),
      selector: { matchLabels: { app: w.name } },
      template: {
        metadata: { labels: { app: w.name } },
        spec: {
          hostNetwork: w.hostNetwork,
          containers: Array.from({ length: w.containers }, (_, i) => ({
            name:
              i === 0
                ? w.name
                : `${w.name}-${['kube-rbac-proxy', 'sidecar', 'logger', 'exporter', 'nbdb', 'sbdb', 'northd'][i - 1] ?? i}`,
            image: w.image,
          })),
        },
      },
    },
    status: {},
  });

/** What bootkube.sh applies, in order; the last one is the milestone of step 8. */
export function manifests(cvo: WorkloadProfile): readonly Manifest[] {
  const domain = 'ocp4.example.com';
  return [
    ...CRDS,
    ...ASSETS.map(namespace),
    binding('kubelet-bootstrap', 'system:node-bootstrapper', {
      kind: 'Group',
      name: 'system:bootstrappers',
    }),
    binding('node-approver', 'system:certificates.k8s.io:certificatesigningrequests:nodeclient', {
      kind: 'Group',
      name: 'system:bootstrappers',
    }),
    role('cluster-version-operator', ['*'], ['*']),
    binding('cluster-version-operator', 'cluster-admin', {
      kind: 'ServiceAccount',
      namespace: 'openshift-cluster-version',
      name: 'default',
    }),
    ...[
      'system:openshift:controller:service-ca',
      'system:openshift:operator:etcd-operator',
      'system:openshift:operator:kube-apiserver-operator',
      'system:openshift:operator:kube-controller-manager-operator',
      'system:openshift:operator:kube-scheduler-operator',
      'system:openshift:machine-config-operator:node-bootstrapper',
      'machine-api-operator',
      'cluster-network-operator',
    ].map((name) => role(name, ['*'], ['*'])),
    serviceAccount('node-bootstrapper', 'openshift-machine-config-operator'),
    configMap('cluster-config-v1', 'kube-system', {
      'install-config': 'apiVersion: v1\nmetadata:\n  name: ocp4\nbaseDomain: example.com\n',
    }),
    configMap('etcd-ca-bundle', 'openshift-config', { 'ca-bundle.crt': '@@PEM etcd-ca.crt@@' }),
    configMap('root-ca', 'kube-system', { 'ca.crt': '@@PEM root-ca.crt@@' }),
    secret('pull-secret', 'openshift-config'),
    secret('etcd-client', 'openshift-config'),
    custom(
      CONFIG,
      'v1',
      'Infrastructure',
      'cluster',
      { platformSpec: { type: 'None' } },
      {
        status: {
          apiServerURL: `https://api.${domain}:6443`,
          apiServerInternalURI: `https://api-int.${domain}:6443`,
          controlPlaneTopology: 'HighlyAvailable',
          infrastructureTopology: 'HighlyAvailable',
          etcdDiscoveryDomain: '',
          infrastructureName: 'ocp4-x7k2p',
          platform: 'None',
          platformStatus: { type: 'None' },
        },
      },
    ),
    custom(CONFIG, 'v1', 'Network', 'cluster', {
      clusterNetwork: [{ cidr: '10.128.0.0/14', hostPrefix: 23 }],
      serviceNetwork: ['172.30.0.0/16'],
      networkType: 'OVNKubernetes',
    }),
    custom(CONFIG, 'v1', 'DNS', 'cluster', { baseDomain: domain }),
    custom(CONFIG, 'v1', 'Ingress', 'cluster', { domain: `apps.${domain}` }),
    custom(CONFIG, 'v1', 'Proxy', 'cluster', {}),
    custom(CONFIG, 'v1', 'Scheduler', 'cluster', { mastersSchedulable: true }),
    custom(OPERATOR, 'v1', 'Etcd', 'cluster', { managementState: 'Managed' }),
    custom(OPERATOR, 'v1', 'KubeAPIServer', 'cluster', { managementState: 'Managed' }),
    make(
      'cluster-version.yaml',
      `${CONFIG}/clusterversions`,
      clusterVersion({ version: VERSION, done: 0, total: 0, isComplete: false }, 0),
    ),
    ...OPERATORS.map((operator) =>
      make(
        `0000_50_${operator.name}-clusteroperator.yaml`,
        `${CONFIG}/clusteroperators`,
        clusterOperator(operator, 'created', VERSION, 0),
      ),
    ),
    workloadObject(cvo),
  ];
}

/** What the cluster-version-operator applies, in order. */
export const payload = (workloads: readonly WorkloadProfile[]): readonly Manifest[] => [
  ...PAYLOAD.map(namespace),
  ...workloads.flatMap((w) => [serviceAccount(w.name, w.namespace), workloadObject(w)]),
  ...OPERATOR_NAMESPACES.map(namespace),
];
