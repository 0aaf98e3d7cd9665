/** Files of the handbook's hosts: the assets on the workstation, and what Ignition puts on the nodes. */
import type { FileProfile, HostProfile } from '../../profile.ts';
import { manifestText } from '../../text/manifest.ts';
import { BOOTSTRAP_PODS } from './pods.ts';
import { UNITS } from './units.ts';

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
echo "Starting bootkube.sh..."
if [ ! -f /opt/openshift/manifests.done ]; then
echo "Rendering etcd manifests..."
ls /etc/kubernetes/manifests
echo "Rendering kube-apiserver manifests..."
wait_for 180 5 curl -sk --cacert /etc/kubernetes/pki/etcd-ca.crt https://localhost:2379/health
echo "Starting cluster-bootstrap..."
echo "Waiting for API server to come up..."
wait_for 180 5 curl -sk https://localhost:6443/healthz
echo "API server is up"
echo "Applying cluster manifests..."
for manifest in /opt/openshift/manifests/*; do
  oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig apply -f "$manifest"
done
touch /opt/openshift/manifests.done
fi
echo "Waiting for bootstrap to complete..."
wait_for 1800 30 masters_ready
wait_for 1800 30 control_plane_on_masters
rm -f /etc/kubernetes/manifests/*.yaml
touch /opt/openshift/.bootkube.done
`;

const MOTD = `Red Hat Enterprise Linux CoreOS 418.94.202412170927-0
This is the bootstrap node: it is thrown away when the masters have taken over.
Its progress: journalctl -b -f -u kubelet.service -u bootkube.service
`;

const KUBELET_CONF = `kind: KubeletConfiguration
apiVersion: kubelet.config.k8s.io/v1beta1
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

const HOSTS_FILE = `127.0.0.1   localhost localhost.localdomain
192.168.126.10   api.${DOMAIN} api-int.${DOMAIN}
`;

const pem = (name: string, path: string, mode = 0o644): FileProfile => ({
  path,
  content: `@@PEM ${name}@@`,
  mode,
});

/** What Ignition writes on a node of that role. */
function nodeFiles(role: 'bootstrap' | 'master'): readonly FileProfile[] {
  const units = UNITS[role].map(({ name, content }) => ({
    path: `/etc/systemd/system/${name}.service`,
    content,
  }));
  const common: readonly FileProfile[] = [
    ...units,
    { path: '/etc/hosts', content: HOSTS_FILE },
    { path: '/etc/kubernetes/kubelet.conf', content: KUBELET_CONF },
    {
      path: '/etc/os-release',
      content:
        'NAME="Red Hat Enterprise Linux CoreOS"\nID="rhcos"\nID_LIKE="rhel fedora"\nVERSION="418.94.202412170927-0"\nVERSION_ID="4.18"\nPRETTY_NAME="Red Hat Enterprise Linux CoreOS 418.94.202412170927-0"\n',
    },
    pem('root-ca.crt', '/etc/kubernetes/pki/ca.crt'),
    pem('etcd-ca.crt', '/etc/kubernetes/pki/etcd-ca.crt'),
  ];
  if (role === 'master') {
    return [
      ...common,
      {
        path: '/etc/kubernetes/kubeconfig',
        content: kubeconfig(`https://api-int.${DOMAIN}:6443`, 'kubelet'),
        mode: 0o600,
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
      path: '/etc/kubernetes/kubeconfigs/localhost.kubeconfig',
      content: kubeconfig('https://localhost:6443', 'admin'),
      mode: 0o644,
    },
    {
      path: '/etc/kubernetes/cni/net.d/100-crio-bridge.conflist',
      content:
        '{"cniVersion":"1.0.0","name":"crio","plugins":[{"type":"bridge","bridge":"cni0"}]}\n',
    },
    pem('kube-apiserver.crt', '/etc/kubernetes/pki/kube-apiserver.crt'),
    pem('kube-apiserver.key', '/etc/kubernetes/pki/kube-apiserver.key', 0o600),
    pem('etcd-bootstrap.crt', '/etc/kubernetes/pki/etcd-server.crt'),
    pem('etcd-bootstrap.key', '/etc/kubernetes/pki/etcd-server.key', 0o600),
    pem('admin.crt', '/etc/kubernetes/pki/admin.crt'),
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
  const units = UNITS[role].map(({ name, enabled }) => ({
    name: `${name}.service`,
    enabled: enabled === 'enabled',
  }));
  const config = {
    ignition: { version: '3.2.0' },
    passwd: { users: [{ name: 'core', sshAuthorizedKeys: ['@@SSH core.pub@@'] }] },
    storage: { files },
    systemd: { units },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

export function files(host: HostProfile): readonly FileProfile[] {
  if (host.role !== 'workstation')
    return [{ path: '/home/core/.bash_profile', content: '', owner: 'core' }];
  return [
    { path: '/home/core/.bash_profile', content: '# .bash_profile\n', owner: 'core' },
    { path: '/etc/hosts', content: HOSTS_FILE },
    { path: '/assets/bootstrap.ign', content: ignition('bootstrap'), owner: 'core' },
    { path: '/assets/master.ign', content: ignition('master'), owner: 'core' },
    {
      path: '/assets/kubeconfigs/admin.kubeconfig',
      content: kubeconfig(`https://api.${DOMAIN}:6443`, 'admin'),
      owner: 'core',
      mode: 0o600,
    },
    { path: '/assets/pki/ca.crt', content: '@@PEM root-ca.crt@@', owner: 'core' },
  ];
}
