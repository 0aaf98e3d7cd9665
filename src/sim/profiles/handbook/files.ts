/** Files of the handbook's hosts: the assets on the workstation, and what Ignition puts on the nodes. */
import type { FileProfile, HostProfile, ServiceProgram } from '../../profile.ts';
import { manifestText } from '../../text/manifest.ts';
import { NODE_NETWORK, WORKSTATION_NETWORK } from './network-files.ts';
import { BOOTSTRAP_PODS, KUBECONFIGS, SECRETS } from './pods.ts';
import { BOOTKUBE_PROGRAM, UNITS } from './units.ts';

const DOMAIN = 'ocp4.example.com';

const kubeconfig = (server: string, user: string): string =>
  [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- name: ocp4',
    '  cluster:',
    `    server: ${server}`,
    '    certificate-authority-data: @@BASE64 root-ca.crt@@',
    'users:',
    `- name: ${user}`,
    '  user:',
    `    client-certificate-data: @@BASE64 ${user}.crt@@`,
    `    client-key-data: @@BASE64 ${user}.key@@`,
    'contexts:',
    `- name: ${user}`,
    '  context:',
    '    cluster: ocp4',
    `    user: ${user}`,
    `current-context: ${user}`,
    '',
  ].join('\n');

const BOOTKUBE = `#!/usr/bin/env bash
# Bootstraps the cluster: runs once on the bootstrap node, as bootkube.service.
set -euo pipefail
export KUBECONFIG=/etc/kubernetes/kubeconfigs/localhost.kubeconfig

# Until the command succeeds; after so many seconds the script ends.
wait_for() {
  local limit=$1 pause=$2
  shift 2
  SECONDS=0
  until "$@"; do
    if [ "$SECONDS" -ge "$limit" ]; then
      echo "TIMEOUT: not ready after \${SECONDS}s"
      exit 1
    fi
    sleep "$pause"
  done
}
etcd_healthy() {
  if crictl exec "$(crictl ps -q --name '^etcd$')" etcdctl endpoint health > /dev/null 2>&1; then
    echo "  https://localhost:2379 is healthy"
  else
    echo "  etcd is not ready yet (\${SECONDS}s)"
    return 1
  fi
}
api_healthy() {
  [ "$(curl -sk https://localhost:6443/healthz)" = ok ]
}
components_lead() {
  local absent=() name
  for name in kube-controller-manager kube-scheduler; do
    oc get lease -n kube-system "$name" > /dev/null 2>&1 || absent+=("$name")
  done
  [ "\${#absent[@]}" -eq 0 ] || { echo "  Waiting for \${absent[*]}"; return 1; }
}
masters_ready() {
  local ready
  ready=$(oc get nodes -l node-role.kubernetes.io/master --no-headers 2> /dev/null | grep -c ' Ready ' || true)
  echo "  Ready masters: $ready/3"
  [ "$ready" -ge 3 ]
}
control_plane_on_masters() {
  local moved
  moved=$(oc get pods -A --no-headers -s https://api-int.ocp4.example.com:6443 2> /dev/null |
    grep -cE ' (kube-apiserver|kube-controller-manager|openshift-kube-scheduler)-master-[0-2] .* Running ' || true)
  [ "$moved" -ge 9 ] && ! etcd_healthy > /dev/null || { echo "  Control plane is moving to the masters"; return 1; }
}

echo "Starting bootkube.sh..."
if [ ! -f /opt/openshift/manifests.done ]; then
echo "Rendering etcd manifests..."
printf '  %s\\n' /etc/kubernetes/manifests/*
echo "Rendering kube-apiserver manifests..."
wait_for 180 5 etcd_healthy
echo "Starting cluster-bootstrap..."
echo "Waiting for API server to come up..."
wait_for 180 5 api_healthy
echo "API server is up"
wait_for 180 5 components_lead
echo "Applying cluster manifests..."
for manifest in /opt/openshift/manifests/*; do
  oc apply -f "$manifest" || true
done
touch /opt/openshift/manifests.done
fi
echo "Waiting for bootstrap to complete..."
wait_for 1800 30 masters_ready
wait_for 1800 30 control_plane_on_masters
echo "  Control plane runs on the masters, etcd has left the bootstrap"
for manifest in /etc/kubernetes/manifests/*.yaml; do
  echo "  Removing $manifest"
  rm -f "$manifest"
done
touch /opt/openshift/.bootkube.done
echo "bootkube.service complete"
`;

export const SCRIPTS: ReadonlyMap<string, ServiceProgram> = new Map([[BOOTKUBE, BOOTKUBE_PROGRAM]]);

const MOTD = `Red Hat Enterprise Linux CoreOS 418.94.202412170927-0
This is the bootstrap node: it is thrown away when the masters have taken over.
Its progress: journalctl -b -f -u kubelet.service -u bootkube.service
`;

const kubeletConf = (ca: string): string => `kind: KubeletConfiguration
apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  x509:
    clientCAFile: ${ca}
  anonymous:
    enabled: false
cgroupDriver: systemd
clusterDomain: cluster.local
containerLogMaxSize: 50Mi
maxPods: 250
rotateCertificates: true
staticPodPath: /etc/kubernetes/manifests
systemReserved:
  cpu: 500m
  memory: 1Gi
`;

const pem = (name: string, path: string, mode = 0o644): FileProfile => ({
  path,
  content: `@@PEM ${name}@@`,
  mode,
});

const KEY = 0o600;
const pair = (record: string, path: string): readonly FileProfile[] => [
  pem(`${record}.crt`, `${path}.crt`),
  pem(`${record}.key`, `${path}.key`, KEY),
];

/** Certificates and keys of the bootstrap. Source: reference/course.md section 3. */
const BOOTSTRAP_SECRETS: readonly FileProfile[] = [
  pem('root-ca.crt', `${SECRETS}/root-ca.crt`),
  ...pair('root-ca', `${SECRETS}/kubernetes-ca`),
  ...pair('etcd-ca', `${SECRETS}/etcd-ca`),
  pem('front-proxy-ca.crt', `${SECRETS}/front-proxy-ca.crt`),
  pem('service-account.key', `${SECRETS}/service-account.key`, KEY),
  pem('service-account.pub', `${SECRETS}/service-account.pub`),
  ...pair('etcd-bootstrap', `${SECRETS}/etcd-server`),
  ...pair('etcd-bootstrap', `${SECRETS}/etcd-peer`),
  ...[
    'etcd-client',
    'kube-apiserver',
    'kube-apiserver-kubelet-client',
    'front-proxy-client',
    'admin',
  ].flatMap((name) => pair(name, `${SECRETS}/${name}`)),
];

/** What the installer pod of an operand puts beside the manifest on a master. */
export function staticPodFiles(node: string, operand: string): readonly FileProfile[] {
  const root = `/etc/kubernetes/static-pod-resources/${operand}-certs`;
  const tls = (record: string, secret: string) => pair(record, `${root}/secrets/${secret}/tls`);
  const bundle = (record: string, name: string) =>
    pem(`${record}.crt`, `${root}/configmaps/${name}/ca-bundle.crt`);
  const config = (name: string, user: string): FileProfile => ({
    path: `${root}/configmaps/${name}/kubeconfig`,
    content: kubeconfig(API_INT, user),
    mode: KEY,
  });
  switch (operand) {
    case 'etcd':
      return [
        ...pair(`etcd-${node}`, `${root}/secrets/etcd-all-certs/etcd-serving-${node}`),
        ...pair(`etcd-${node}`, `${root}/secrets/etcd-all-certs/etcd-peer-${node}`),
        bundle('etcd-ca', 'etcd-serving-ca'),
        bundle('etcd-ca', 'etcd-peer-client-ca'),
      ];
    case 'kube-apiserver':
      return [
        ...tls('etcd-client', 'etcd-client'),
        ...tls('kube-apiserver', 'service-network-serving-certkey'),
        ...tls('front-proxy-client', 'aggregator-client'),
        ...tls('kube-apiserver-kubelet-client', 'kubelet-client'),
        bundle('etcd-ca', 'etcd-serving-ca'),
        bundle('root-ca', 'client-ca'),
        bundle('front-proxy-ca', 'aggregator-client-ca'),
        pem('service-account.pub', `${root}/configmaps/sa-token-signing-certs/service-account.pub`),
        pem(
          'service-account.key',
          `${root}/secrets/bound-service-account-signing-key/service-account.key`,
          KEY,
        ),
      ];
    case 'kube-controller-manager':
      return [
        config('controller-manager-kubeconfig', 'kube-controller-manager'),
        bundle('root-ca', 'service-account-ca'),
        pem('root-ca.key', `${root}/secrets/csr-signer/tls.key`, KEY),
        pem(
          'service-account.key',
          `${root}/secrets/service-account-private-key/service-account.key`,
          KEY,
        ),
      ];
    default:
      return [config('scheduler-kubeconfig', 'kube-scheduler')];
  }
}
const API_INT = `https://api-int.${DOMAIN}:6443`;

/** What Ignition writes on a node of that role. */
function nodeFiles(role: 'bootstrap' | 'master'): readonly FileProfile[] {
  const ca = role === 'master' ? '/etc/kubernetes/ca.crt' : `${SECRETS}/kubernetes-ca.crt`;
  const common: readonly FileProfile[] = [
    ...NODE_NETWORK,
    { path: '/etc/kubernetes/kubelet.conf', content: kubeletConf(ca) },
    {
      path: '/etc/os-release',
      content:
        'NAME="Red Hat Enterprise Linux CoreOS"\nID="rhcos"\nID_LIKE="rhel fedora"\nVERSION="418.94.202412170927-0"\nVERSION_ID="4.18"\nPRETTY_NAME="Red Hat Enterprise Linux CoreOS 418.94.202412170927-0"\n',
    },
  ];
  if (role === 'master') {
    return [
      ...common,
      pem('root-ca.crt', '/etc/kubernetes/ca.crt'),
      pem('etcd-ca.crt', '/etc/kubernetes/etcd-ca.crt'),
      {
        path: '/etc/kubernetes/kubeconfig',
        content: kubeconfig(API_INT, 'kubelet'),
        mode: KEY,
      },
    ];
  }
  return [
    ...common,
    ...BOOTSTRAP_PODS.map((pod) => ({
      path: `/etc/kubernetes/manifests/${pod.file}`,
      content: manifestText(pod),
      mode: 0o600,
    })),
    { path: '/etc/motd', content: MOTD },
    { path: '/opt/openshift/bootkube.sh', content: BOOTKUBE, mode: 0o755 },
    {
      path: `${KUBECONFIGS}/localhost.kubeconfig`,
      content: kubeconfig('https://localhost:6443', 'admin'),
      mode: 0o644,
    },
    ...['kube-controller-manager', 'kube-scheduler'].map((user) => ({
      path: `${KUBECONFIGS}/${user}.kubeconfig`,
      content: kubeconfig(API_INT, user),
      mode: KEY,
    })),
    {
      path: '/etc/kubernetes/cni/net.d/100-crio-bridge.conflist',
      content:
        '{"cniVersion":"1.0.0","name":"crio","plugins":[{"type":"bridge","bridge":"cni0"}]}\n',
    },
    ...BOOTSTRAP_SECRETS,
  ];
}

/** A role's Ignition config, spec 3.2: what boots is what stands in this file. */
function ignition(role: 'bootstrap' | 'master'): string {
  const files = nodeFiles(role).map(({ path, content, mode }) => ({
    path,
    mode: mode ?? 0o644,
    overwrite: true,
    contents: { source: `data:,${encodeURIComponent(content)}` },
  }));
  const units = UNITS[role]
    .filter(({ enabled }) => enabled === 'ignition')
    .map(({ name, vendor, content }) => ({
      name: `${name}.service`,
      enabled: true,
      ...(!vendor && { contents: content }),
    }));
  const config = {
    ignition: { version: '3.2.0' },
    passwd: { users: [{ name: 'core', sshAuthorizedKeys: ['@@SSH core.pub@@'] }] },
    storage: { files },
    systemd: { units },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** The text is long, and the same in every lab. */
const made = new Map<string, string>();
function ignitionOf(role: 'bootstrap' | 'master'): string {
  const text = made.get(role) ?? ignition(role);
  made.set(role, text);
  return text;
}

/** What the operating system's image has of units: their files, and the links that start them. */
function imageUnits(role: HostProfile['role']): readonly FileProfile[] {
  return UNITS[role]
    .filter(({ vendor }) => vendor)
    .flatMap(({ name, enabled, target, content }): readonly FileProfile[] => {
      const path = `/usr/lib/systemd/system/${name}.service`;
      const own =
        target === 'multi-user.target' ? '/etc/systemd/system' : '/usr/lib/systemd/system';
      const link = { path: `${own}/${target}.wants/${name}.service`, content: '', link: path };
      return [{ path, content }, ...(enabled === 'image' ? [{ ...link, mode: 0o777 }] : [])];
    });
}

export function files(host: HostProfile): readonly FileProfile[] {
  if (host.role !== 'workstation')
    return [
      { path: '/home/core/.bash_profile', content: '', owner: 'core' },
      ...imageUnits(host.role),
    ];
  return [
    { path: '/home/core/.bash_profile', content: '# .bash_profile\n', owner: 'core' },
    ...WORKSTATION_NETWORK,
    ...imageUnits('workstation'),
    ...['bootstrap', 'master-0', 'master-1', 'master-2'].map((machine) => ({
      path: `/assets/ignition/${machine}.ign`,
      content: ignitionOf(machine === 'bootstrap' ? 'bootstrap' : 'master'),
      owner: 'core',
    })),
    {
      path: '/assets/kubeconfigs/admin.kubeconfig',
      content: kubeconfig(`https://api.${DOMAIN}:6443`, 'admin'),
      owner: 'core',
      mode: 0o600,
    },
    { path: '/assets/pki/ca.crt', content: '@@PEM root-ca.crt@@', owner: 'core' },
  ];
}
