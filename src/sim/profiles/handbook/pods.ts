/**
 * Static pods of the handbook: four on the bootstrap, four on each master.
 * Source: reference/handbook.md (line 5); reference/course.md sections 5 and 13 (flags, mounts, probes);
 * openshift/cluster-etcd-operator and library-go bindata for the masters' places of files.
 */
import type { ContainerProfile, PodProfile } from '../../profile.ts';
import { ETCD, HYPERKUBE, imageOf } from './images.ts';

/** Where the bootstrap's certificates and keys lie, and where its pods see them. */
export const SECRETS = '/etc/kubernetes/bootstrap-secrets';
const S = '/etc/kubernetes/secrets';
export const KUBECONFIGS = '/etc/kubernetes/kubeconfigs';
const BOOTSTRAP = '192.168.126.100';
const MASTERS = {
  'master-0': '192.168.126.101',
  'master-1': '192.168.126.102',
  'master-2': '192.168.126.103',
};
const addressOf = (node: string): string => MASTERS[node as keyof typeof MASTERS] ?? '';

const CIPHERS = ['ECDHE_RSA', 'ECDHE_ECDSA'].flatMap((key) =>
  ['AES_128_GCM_SHA256', 'AES_256_GCM_SHA384'].map((cipher) => `TLS_${key}_WITH_${cipher}`),
);
/** OpenShift's own pace (library-go pkg/config/leaderelection). */
const LEASE = [
  '--leader-elect=true',
  '--leader-elect-lease-duration=137s',
  '--leader-elect-renew-deadline=107s',
  '--leader-elect-retry-period=26s',
  '--leader-elect-resource-lock=leases',
];
const probe = (port: number, path: string, initialDelaySeconds: number, periodSeconds: number) => ({
  httpGet: { host: 'localhost', path, port, scheme: 'HTTPS' },
  initialDelaySeconds,
  periodSeconds,
  timeoutSeconds: 10,
});
const etcdctl = (ca: string, cert: string, key: string) => [
  { name: 'ETCDCTL_API', value: '3' },
  { name: 'ETCDCTL_ENDPOINTS', value: 'https://localhost:2379' },
  { name: 'ETCDCTL_CACERT', value: ca },
  { name: 'ETCDCTL_CERT', value: cert },
  { name: 'ETCDCTL_KEY', value: key },
];
const controllerManager = (
  certs: Record<'ca' | 'caKey' | 'accounts', string>,
  kubeconfig: string,
) => [
  `--kubeconfig=${kubeconfig}`,
  `--authentication-kubeconfig=${kubeconfig}`,
  `--authorization-kubeconfig=${kubeconfig}`,
  '--cluster-cidr=10.128.0.0/14',
  '--service-cluster-ip-range=172.30.0.0/16',
  '--allocate-node-cidrs=true',
  `--service-account-private-key-file=${certs.accounts}`,
  `--root-ca-file=${certs.ca}`,
  '--use-service-account-credentials=true',
  `--cluster-signing-cert-file=${certs.ca}`,
  `--cluster-signing-key-file=${certs.caKey}`,
  ...LEASE,
  '--controllers=*,bootstrapsigner,tokencleaner',
  '--v=2',
];
const scheduler = (kubeconfig: string) => [
  `--kubeconfig=${kubeconfig}`,
  `--authentication-kubeconfig=${kubeconfig}`,
  `--authorization-kubeconfig=${kubeconfig}`,
  ...LEASE,
  '--v=2',
];
interface ApiFiles {
  readonly etcd: readonly string[];
  readonly etcdCa: string;
  readonly etcdClient: string;
  readonly serving: string;
  readonly clientCa: string;
  readonly accounts: string;
  readonly accountsKey: string;
  readonly frontProxyCa: string;
  readonly frontProxyClient: string;
  readonly kubeletClient: string;
}
const apiServer = (f: ApiFiles) => [
  `--etcd-servers=${f.etcd.join(',')}`,
  '--etcd-prefix=kubernetes.io',
  `--etcd-cafile=${f.etcdCa}`,
  `--etcd-certfile=${f.etcdClient}.crt`,
  `--etcd-keyfile=${f.etcdClient}.key`,
  '--secure-port=6443',
  `--tls-cert-file=${f.serving}.crt`,
  `--tls-private-key-file=${f.serving}.key`,
  `--client-ca-file=${f.clientCa}`,
  `--service-account-key-file=${f.accounts}`,
  `--service-account-signing-key-file=${f.accountsKey}`,
  '--service-account-issuer=https://kubernetes.default.svc',
  '--api-audiences=https://kubernetes.default.svc',
  '--service-cluster-ip-range=172.30.0.0/16',
  '--authorization-mode=Node,RBAC',
  '--enable-admission-plugins=NodeRestriction',
  `--requestheader-client-ca-file=${f.frontProxyCa}`,
  '--requestheader-allowed-names=system:admin,system:openshift-aggregator',
  '--requestheader-extra-headers-prefix=X-Remote-Extra-',
  '--requestheader-group-headers=X-Remote-Group',
  '--requestheader-username-headers=X-Remote-User',
  `--proxy-client-cert-file=${f.frontProxyClient}.crt`,
  `--proxy-client-key-file=${f.frontProxyClient}.key`,
  `--kubelet-client-certificate=${f.kubeletClient}.crt`,
  `--kubelet-client-key=${f.kubeletClient}.key`,
  `--kubelet-certificate-authority=${f.clientCa}`,
  '--enable-bootstrap-token-auth=true',
  '--allow-privileged=true',
  '--v=2',
];
const API_PROBES = {
  livenessProbe: probe(6443, '/healthz', 45, 10),
  readinessProbe: probe(6443, '/readyz', 10, 10),
  requests: { cpu: '500m', memory: '1Gi' },
};

const secrets = { name: 'secrets', hostPath: SECRETS };
const kubeconfigs = { name: 'kubeconfigs', hostPath: KUBECONFIGS };
const seesSecrets = { volume: 'secrets', path: S, readOnly: true };
const seesKubeconfigs = { volume: 'kubeconfigs', path: KUBECONFIGS, readOnly: true };

export const BOOTSTRAP_PODS: readonly (PodProfile & { readonly file: string })[] = [
  {
    file: 'etcd-pod.yaml',
    name: 'etcd-bootstrap',
    namespace: 'openshift-etcd',
    labels: { app: 'etcd', 'k8s-app': 'etcd' },
    containers: [
      {
        name: 'etcd',
        image: ETCD,
        command: ['/usr/bin/etcd'],
        args: [
          '--name=etcd-bootstrap',
          '--data-dir=/var/lib/etcd',
          '--listen-client-urls=https://0.0.0.0:2379',
          `--advertise-client-urls=https://${BOOTSTRAP}:2379`,
          '--listen-peer-urls=https://0.0.0.0:2380',
          `--initial-advertise-peer-urls=https://${BOOTSTRAP}:2380`,
          `--initial-cluster=etcd-bootstrap=https://${BOOTSTRAP}:2380`,
          '--initial-cluster-state=new',
          '--initial-cluster-token=openshift-etcd',
          `--cert-file=${S}/etcd-server.crt`,
          `--key-file=${S}/etcd-server.key`,
          '--client-cert-auth=true',
          `--trusted-ca-file=${S}/etcd-ca.crt`,
          `--peer-cert-file=${S}/etcd-peer.crt`,
          `--peer-key-file=${S}/etcd-peer.key`,
          '--peer-client-cert-auth=true',
          `--peer-trusted-ca-file=${S}/etcd-ca.crt`,
          '--quota-backend-bytes=8589934592',
        ],
        env: [
          { name: 'ETCD_CIPHER_SUITES', value: CIPHERS.join(',') },
          ...etcdctl(`${S}/etcd-ca.crt`, `${S}/etcd-server.crt`, `${S}/etcd-server.key`),
        ],
        mounts: [{ volume: 'data-dir', path: '/var/lib/etcd' }, seesSecrets],
        livenessProbe: {
          exec: {
            command: [
              '/bin/sh',
              '-c',
              `etcdctl endpoint health --endpoints=https://localhost:2379 --cacert=${S}/etcd-ca.crt --cert=${S}/etcd-server.crt --key=${S}/etcd-server.key`,
            ],
          },
          initialDelaySeconds: 45,
          periodSeconds: 30,
        },
        requests: { cpu: '300m', memory: '600Mi' },
      },
    ],
    volumes: [{ name: 'data-dir', hostPath: '/var/lib/etcd', type: 'DirectoryOrCreate' }, secrets],
  },
  {
    file: 'kube-apiserver-pod.yaml',
    name: 'kube-apiserver-bootstrap',
    namespace: 'openshift-kube-apiserver',
    labels: { app: 'openshift-kube-apiserver' },
    containers: [
      {
        name: 'kube-apiserver',
        image: HYPERKUBE,
        command: ['hyperkube', 'kube-apiserver'],
        args: apiServer({
          etcd: ['https://localhost:2379'],
          etcdCa: `${S}/etcd-ca.crt`,
          etcdClient: `${S}/etcd-client`,
          serving: `${S}/kube-apiserver`,
          clientCa: `${S}/kubernetes-ca.crt`,
          accounts: `${S}/service-account.pub`,
          accountsKey: `${S}/service-account.key`,
          frontProxyCa: `${S}/front-proxy-ca.crt`,
          frontProxyClient: `${S}/front-proxy-client`,
          kubeletClient: `${S}/kube-apiserver-kubelet-client`,
        }),
        mounts: [seesSecrets],
        ...API_PROBES,
      },
    ],
    volumes: [secrets],
  },
  {
    file: 'kube-controller-manager-pod.yaml',
    name: 'kube-controller-manager',
    namespace: 'openshift-kube-controller-manager',
    labels: { app: 'kube-controller-manager' },
    containers: [
      {
        name: 'kube-controller-manager',
        image: HYPERKUBE,
        command: ['hyperkube', 'kube-controller-manager'],
        args: controllerManager(
          {
            ca: `${S}/kubernetes-ca.crt`,
            caKey: `${S}/kubernetes-ca.key`,
            accounts: `${S}/service-account.key`,
          },
          `${KUBECONFIGS}/kube-controller-manager.kubeconfig`,
        ),
        mounts: [seesSecrets, seesKubeconfigs],
        livenessProbe: probe(10_257, '/healthz', 45, 10),
        requests: { cpu: '200m', memory: '256Mi' },
      },
    ],
    volumes: [secrets, kubeconfigs],
  },
  {
    file: 'kube-scheduler-pod.yaml',
    name: 'kube-scheduler',
    namespace: 'openshift-kube-scheduler',
    labels: { app: 'openshift-kube-scheduler' },
    containers: [
      {
        name: 'kube-scheduler',
        image: HYPERKUBE,
        command: ['hyperkube', 'kube-scheduler'],
        args: scheduler(`${KUBECONFIGS}/kube-scheduler.kubeconfig`),
        mounts: [seesKubeconfigs],
        livenessProbe: probe(10_259, '/healthz', 45, 10),
        requests: { cpu: '100m', memory: '128Mi' },
      },
    ],
    volumes: [kubeconfigs],
  },
];

const RESOURCES = '/etc/kubernetes/static-pod-resources';
const CERTS = '/etc/kubernetes/static-pod-certs';
const certs = (operand: string) => [
  { name: 'cert-dir', hostPath: `${RESOURCES}/${operand}-certs` },
];
const seesCerts = { volume: 'cert-dir', path: CERTS };

/** `cluster`: what the etcd operator knows of the members when it writes the pod. */
export const masterPods = (node: string, cluster = ''): readonly PodProfile[] => [
  {
    name: `etcd-${node}`,
    namespace: 'openshift-etcd',
    labels: { app: 'etcd', etcd: 'true', 'k8s-app': 'etcd' },
    containers: [
      masterEtcd(node, cluster),
      sidecar('etcd-readyz', 'etcd-operator', ['cluster-etcd-operator', 'readyz']),
    ],
    volumes: [{ name: 'data-dir', hostPath: '/var/lib/etcd' }, ...certs('etcd')],
  },
  {
    name: `kube-apiserver-${node}`,
    namespace: 'openshift-kube-apiserver',
    labels: { apiserver: 'true', app: 'openshift-kube-apiserver' },
    containers: [
      masterApiServer(),
      sidecar('kube-apiserver-check-endpoints', 'kube-apiserver-operator', [
        'cluster-kube-apiserver-operator',
        'check-endpoints',
      ]),
    ],
    volumes: certs('kube-apiserver'),
  },
  {
    name: `kube-controller-manager-${node}`,
    namespace: 'openshift-kube-controller-manager',
    labels: { app: 'kube-controller-manager', 'kube-controller-manager': 'true' },
    containers: [
      {
        name: 'kube-controller-manager',
        image: HYPERKUBE,
        command: ['hyperkube', 'kube-controller-manager'],
        args: controllerManager(
          {
            ca: `${CERTS}/configmaps/service-account-ca/ca-bundle.crt`,
            caKey: `${CERTS}/secrets/csr-signer/tls.key`,
            accounts: `${CERTS}/secrets/service-account-private-key/service-account.key`,
          },
          `${CERTS}/configmaps/controller-manager-kubeconfig/kubeconfig`,
        ),
        mounts: [seesCerts],
        livenessProbe: probe(10_257, '/healthz', 45, 10),
        requests: { cpu: '60m', memory: '200Mi' },
      },
    ],
    volumes: certs('kube-controller-manager'),
  },
  {
    name: `openshift-kube-scheduler-${node}`,
    namespace: 'openshift-kube-scheduler',
    labels: { app: 'openshift-kube-scheduler', scheduler: 'true' },
    containers: [
      {
        name: 'kube-scheduler',
        image: HYPERKUBE,
        command: ['hyperkube', 'kube-scheduler'],
        args: scheduler(`${CERTS}/configmaps/scheduler-kubeconfig/kubeconfig`),
        mounts: [seesCerts],
        livenessProbe: probe(10_259, '/healthz', 45, 10),
        requests: { cpu: '15m', memory: '50Mi' },
      },
    ],
    volumes: certs('kube-scheduler'),
  },
];

const sidecar = (name: string, image: string, command: readonly string[]): ContainerProfile => ({
  name,
  image: imageOf(image),
  command,
});

function masterEtcd(node: string, cluster: string): ContainerProfile {
  const address = addressOf(node);
  const all = `${CERTS}/secrets/etcd-all-certs`;
  const ca = `${CERTS}/configmaps/etcd-serving-ca/ca-bundle.crt`;
  return {
    name: 'etcd',
    image: ETCD,
    command: ['etcd'],
    args: [
      '--logger=zap',
      '--log-level=info',
      '--experimental-initial-corrupt-check=true',
      '--snapshot-count=10000',
      `--name=${node}`,
      '--data-dir=/var/lib/etcd',
      `--initial-advertise-peer-urls=https://${address}:2380`,
      `--advertise-client-urls=https://${address}:2379`,
      '--listen-client-urls=https://0.0.0.0:2379',
      '--listen-peer-urls=https://0.0.0.0:2380',
      '--metrics=extensive',
      '--listen-metrics-urls=https://0.0.0.0:9978',
      `--cert-file=${all}/etcd-serving-${node}.crt`,
      `--key-file=${all}/etcd-serving-${node}.key`,
      `--trusted-ca-file=${ca}`,
      '--client-cert-auth=true',
      `--peer-cert-file=${all}/etcd-peer-${node}.crt`,
      `--peer-key-file=${all}/etcd-peer-${node}.key`,
      `--peer-trusted-ca-file=${CERTS}/configmaps/etcd-peer-client-ca/ca-bundle.crt`,
      '--peer-client-cert-auth=true',
    ],
    env: [
      ...(cluster === ''
        ? []
        : [
            { name: 'ETCD_INITIAL_CLUSTER', value: cluster },
            { name: 'ETCD_INITIAL_CLUSTER_STATE', value: 'existing' },
          ]),
      { name: 'ETCD_QUOTA_BACKEND_BYTES', value: '8589934592' },
      ...etcdctl(ca, `${all}/etcd-peer-${node}.crt`, `${all}/etcd-peer-${node}.key`),
    ],
    mounts: [{ volume: 'data-dir', path: '/var/lib/etcd' }, seesCerts],
    requests: { cpu: '300m', memory: '600Mi' },
  };
}

const masterApiServer = (): ContainerProfile => ({
  name: 'kube-apiserver',
  image: HYPERKUBE,
  command: ['hyperkube', 'kube-apiserver'],
  args: apiServer({
    etcd: [
      'https://localhost:2379',
      ...Object.values(MASTERS).map((address) => `https://${address}:2379`),
    ],
    etcdCa: `${CERTS}/configmaps/etcd-serving-ca/ca-bundle.crt`,
    etcdClient: `${CERTS}/secrets/etcd-client/tls`,
    serving: `${CERTS}/secrets/service-network-serving-certkey/tls`,
    clientCa: `${CERTS}/configmaps/client-ca/ca-bundle.crt`,
    accounts: `${CERTS}/configmaps/sa-token-signing-certs/service-account.pub`,
    accountsKey: `${CERTS}/secrets/bound-service-account-signing-key/service-account.key`,
    frontProxyCa: `${CERTS}/configmaps/aggregator-client-ca/ca-bundle.crt`,
    frontProxyClient: `${CERTS}/secrets/aggregator-client/tls`,
    kubeletClient: `${CERTS}/secrets/kubelet-client/tls`,
  }),
  mounts: [seesCerts],
  ...API_PROBES,
});
