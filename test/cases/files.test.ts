/** Programs read their files, and say so in their own words: manifests, configurations, kubeconfigs, Ignition. */
import { test } from 'vitest';
import { type Case, play } from './play.ts';

const SECRETS = '/etc/kubernetes/bootstrap-secrets';
const MANIFESTS = '/etc/kubernetes/manifests';
const kubelet = (host: string) => ({
  on: host,
  line: 'sudo journalctl -u kubelet --no-pager --since -3min',
});
const node = (name: string, shows: RegExp, within = 180) => ({
  on: 'workstation',
  line: `oc get node ${name} --no-headers`,
  shows,
  within,
});
const keep = (host: string, path: string) => ({ on: host, line: `sudo cp ${path} /var/tmp/keep` });
const back = (host: string, path: string) => ({ on: host, line: `sudo cp /var/tmp/keep ${path}` });
const restart = (host: string) => ({ on: host, line: 'sudo systemctl restart kubelet' });
const RE_READ = {
  line: 'sudo journalctl -u kubelet --no-pager --since -3min | grep -c "couldn\'t parse as pod"',
  shows: /^([3-9]|\d\d+)$/m,
};

const CASES: readonly Case[] = [
  {
    says: 'a manifest that is no YAML is named every 20 s with the line, and its pod goes',
    source: 'kubernetes pkg/kubelet/config/file.go',
    at: 'kube-scheduler-started',
    does: [
      keep('bootstrap', `${MANIFESTS}/kube-scheduler-pod.yaml`),
      {
        on: 'bootstrap',
        line: `sudo sed -i 's/^  namespace:/  namespace/' ${MANIFESTS}/kube-scheduler-pod.yaml`,
      },
    ],
    sees: [
      {
        ...kubelet('bootstrap'),
        shows:
          /file\.go:187\] "Could not process manifest file" err=".*kube-scheduler-pod\.yaml: couldn't parse as pod\(yaml: line 6: could not find expected ':'\), please check config file"/,
      },
      { on: 'bootstrap', ...RE_READ },
      {
        on: 'bootstrap',
        line: "sudo crictl ps -q --name '^kube-scheduler$' | wc -l",
        shows: /^0$/m,
      },
    ],
    repair: [back('bootstrap', `${MANIFESTS}/kube-scheduler-pod.yaml`)],
    after: [
      { on: 'bootstrap', line: "sudo crictl ps --name '^kube-scheduler$'", shows: /Running/ },
    ],
  },
  {
    says: 'a tab in a manifest of a master is found, and moving a good file there mends it',
    source: 'go-yaml scannerc.go; kubernetes pkg/kubelet/config',
    at: 'bootstrap-complete',
    does: [
      {
        on: 'master-1',
        line: `sudo cp ${MANIFESTS}/kube-controller-manager-pod.yaml /root/good; sudo sed -i '3s/^/\\t/' ${MANIFESTS}/kube-controller-manager-pod.yaml`,
      },
    ],
    sees: [
      {
        ...kubelet('master-1'),
        shows:
          /Could not process manifest file.*yaml: line 3: found (a tab character|character that cannot start)/,
      },
      {
        on: 'master-1',
        line: "sudo crictl ps -q --name '^kube-controller-manager$' | wc -l",
        shows: /^0$/m,
      },
    ],
    repair: [
      { on: 'master-1', line: `sudo mv /root/good ${MANIFESTS}/kube-controller-manager-pod.yaml` },
    ],
    after: [
      {
        on: 'master-1',
        line: "sudo crictl ps --name '^kube-controller-manager$'",
        shows: /Running/,
      },
    ],
  },
  {
    says: 'a file that holds another kind is told, and a file beside it too',
    source: 'kubelet 1.31, run with fifteen kinds of file in its folder',
    at: 'etcd-started',
    does: [
      {
        on: 'bootstrap',
        line: `printf 'apiVersion: apps/v1\\nkind: Deployment\\n' | sudo tee ${MANIFESTS}/other.yaml; echo notes | sudo tee ${MANIFESTS}/notes.txt; echo x | sudo tee ${MANIFESTS}/.hidden.swp`,
      },
    ],
    sees: [
      {
        ...kubelet('bootstrap'),
        shows:
          /other\.yaml: couldn't parse as pod\(no kind \\"Deployment\\" is registered for version \\"apps\/v1\\"/,
      },
      {
        ...kubelet('bootstrap'),
        shows: /notes\.txt: couldn't parse as pod\(couldn't get version\/kind/,
      },
      { ...kubelet('bootstrap'), hides: /hidden/ },
      { on: 'bootstrap', line: "sudo crictl ps --name '^etcd$'", shows: /Running/ },
    ],
  },
  {
    says: 'the kubelet ends on a configuration that it cannot decode, and its node turns NotReady',
    source: 'cmd/kubelet/app/server.go; rancher/rke2#3063',
    at: 'masters-joined',
    does: [
      keep('master-1', '/etc/kubernetes/kubelet.conf'),
      { on: 'master-1', line: "echo 'kind: [' | sudo tee /etc/kubernetes/kubelet.conf" },
      restart('master-1'),
    ],
    sees: [
      {
        ...kubelet('master-1'),
        shows:
          /"command failed" err="failed to load kubelet config file, path: \/etc\/kubernetes\/kubelet\.conf, error: failed to load Kubelet config file .*failed to decode: yaml: line 1: did not find expected node content"/,
      },
      { ...kubelet('master-1'), shows: /code=exited, status=1\/FAILURE/ },
      { ...kubelet('master-1'), shows: /Scheduled restart job, restart counter is at 2/ },
      { on: 'master-1', line: 'systemctl is-active kubelet', shows: /^(activating|failed)/ },
      node('master-1', /^master-1 +NotReady/),
    ],
    repair: [back('master-1', '/etc/kubernetes/kubelet.conf'), restart('master-1')],
    after: [
      { on: 'master-1', line: 'systemctl is-active kubelet', shows: /^active/ },
      node('master-1', /^master-1 +Ready\b/),
    ],
  },
  {
    says: 'a field of the wrong type ends the kubelet of the bootstrap, and it comes back by itself',
    source: 'kubelet 1.31, config-wrong-type',
    at: 'kube-apiserver-started',
    does: [
      {
        on: 'bootstrap',
        line: "sudo sed -i 's/^maxPods:.*/maxPods: many/' /etc/kubernetes/kubelet.conf; sudo systemctl restart kubelet",
      },
    ],
    sees: [
      {
        ...kubelet('bootstrap'),
        shows:
          /cannot unmarshal string into Go struct field KubeletConfiguration\.maxPods of type int32/,
      },
    ],
    repair: [
      {
        on: 'bootstrap',
        line: "sudo sed -i 's/^maxPods:.*/maxPods: 250/' /etc/kubernetes/kubelet.conf",
      },
    ],
    after: [{ on: 'bootstrap', line: 'systemctl is-active kubelet', shows: /^active/ }],
  },
  {
    says: 'without its kubeconfig a kubelet does not start',
    source: 'kubelet 1.31, kubeconfig-missing',
    at: 'masters-joined',
    does: [
      {
        on: 'master-2',
        line: 'sudo mv /etc/kubernetes/kubeconfig /root/; sudo systemctl restart kubelet',
      },
    ],
    sees: [
      {
        ...kubelet('master-2'),
        shows:
          /failed to run Kubelet: invalid kubeconfig: stat \/etc\/kubernetes\/kubeconfig: no such file or directory/,
      },
      node('master-2', /^master-2 +NotReady/),
    ],
    repair: [{ on: 'master-2', line: 'sudo mv /root/kubeconfig /etc/kubernetes/' }],
    after: [node('master-2', /^master-2 +Ready\b/)],
  },
  {
    says: 'a kubelet whose kubeconfig names another port posts nothing, and its node turns NotReady',
    source: 'client-go clientcmd; Go net',
    at: 'masters-joined',
    does: [
      {
        on: 'master-1',
        line: "sudo sed -i 's/:6443/:6444/' /etc/kubernetes/kubeconfig; sudo systemctl restart kubelet",
      },
    ],
    sees: [
      { on: 'master-1', line: 'systemctl is-active kubelet', shows: /^active/ },
      {
        ...kubelet('master-1'),
        shows: /dial tcp 192\.168\.126\.10:6444: connect: connection refused/,
      },
      node('master-1', /^master-1 +NotReady/),
    ],
    repair: [
      {
        on: 'master-1',
        line: "sudo sed -i 's/:6444/:6443/' /etc/kubernetes/kubeconfig; sudo systemctl restart kubelet",
      },
    ],
    after: [node('master-1', /^master-1 +Ready\b/)],
  },
  {
    says: 'a client CA without a certificate is found at the start',
    source: 'kubelet 1.31, client-ca-garbage',
    at: 'masters-joined',
    does: [
      keep('master-0', '/etc/kubernetes/ca.crt'),
      { on: 'master-0', line: 'echo junk | sudo tee /etc/kubernetes/ca.crt' },
      restart('master-0'),
    ],
    sees: [
      {
        ...kubelet('master-0'),
        shows:
          /unable to load client CA file \/etc\/kubernetes\/ca\.crt: error creating pool from .*data does not contain any valid RSA or ECDSA certificates/,
      },
    ],
    repair: [back('master-0', '/etc/kubernetes/ca.crt')],
    after: [{ on: 'master-0', line: 'systemctl is-active kubelet', shows: /^active/ }],
  },
  {
    says: 'the kubelet reads the folder that its configuration names',
    source: 'KubeletConfiguration staticPodPath',
    at: 'etcd-started',
    does: [
      {
        on: 'bootstrap',
        line: "sudo sed -i 's#^staticPodPath:.*#staticPodPath: /etc/kubernetes/pods#' /etc/kubernetes/kubelet.conf; sudo systemctl restart kubelet",
      },
    ],
    sees: [
      { ...kubelet('bootstrap'), shows: /"Adding static pod path" path="\/etc\/kubernetes\/pods"/ },
      {
        on: 'bootstrap',
        line: `sudo mkdir -p /etc/kubernetes/pods; sudo cp ${MANIFESTS}/etcd-pod.yaml /etc/kubernetes/pods/; sudo crictl ps --name '^etcd$'`,
        shows: /Running/,
      },
    ],
  },
  {
    says: 'a config that is not JSON keeps that machine in the initramfs; the others join',
    source: 'coreos/ignition#1177',
    at: 'cluster-manifests-applied',
    does: [
      {
        on: 'workstation',
        line: "cp /assets/ignition/master-0.ign /tmp/keep.ign; echo '{ not json' > /assets/ignition/master-0.ign",
      },
    ],
    sees: [
      {
        on: 'workstation',
        line: "oc get nodes --no-headers | grep -c '^master-[12] *Ready '",
        shows: /^2$/m,
        within: 1200,
      },
      { on: 'workstation', line: 'oc get nodes --no-headers', hides: /^master-0/m, hold: 100 },
    ],
    repair: [
      {
        on: 'workstation',
        line: 'cp /tmp/keep.ign /assets/ignition/master-0.ign; virsh destroy ocp4-master-0; virsh start ocp4-master-0',
      },
    ],
    after: [
      {
        on: 'workstation',
        line: "oc get nodes --no-headers | grep -c '^master-. *Ready '",
        shows: /^3$/m,
        within: 1200,
      },
    ],
  },
  {
    says: 'an empty Ignition config boots a machine without kubelet and runtime',
    source: 'Ignition spec 3.2; RHCOS has no kubelet.service of its own',
    at: 'cluster-manifests-applied',
    does: [
      {
        on: 'workstation',
        line: `echo '{"ignition":{"version":"3.2.0"}}' > /assets/ignition/master-2.ign`,
      },
    ],
    sees: [
      {
        on: 'workstation',
        line: "oc get nodes --no-headers | grep -c '^master-[01] *Ready '",
        shows: /^2$/m,
        within: 1200,
      },
      {
        on: 'master-2',
        line: 'systemctl is-active kubelet crio sshd; systemctl status kubelet',
        shows: /^inactive\ninactive\nactive\nUnit kubelet\.service could not be found\./,
      },
      { on: 'workstation', line: 'oc get nodes --no-headers', hides: /^master-2/m },
    ],
  },
  ...(
    [
      [
        'etcd',
        'etcd-server.crt',
        'etcd-server.key',
        /found a certificate rather than|failed to find certificate PEM data in certificate input, but did find a private key/,
      ],
      ['etcd', 'etcd-peer.key', 'admin.key', /tls: private key does not match public key/],
      [
        'kube-apiserver',
        'kube-apiserver.key',
        'admin.key',
        /tls: private key does not match public key/,
      ],
      [
        'kube-apiserver',
        'etcd-client.crt',
        'admin.crt',
        /storage factory: tls: private key does not match public key/,
      ],
      [
        'kube-apiserver',
        'kubernetes-ca.crt',
        'service-account.pub',
        /does not contain any valid RSA or ECDSA certificates/,
      ],
      [
        'kube-apiserver',
        'service-account.key',
        'admin.crt',
        /does not contain a valid RSA or ECDSA private key/,
      ],
    ] as const
  ).map(([name, file, other, says]): Case => ({
    says: `${name} ends when ${file} is what ${other} is, and is well with its own again`,
    source: 'real etcd 3.5.16 and kube-apiserver 1.31.13 with such files',
    at: 'kube-apiserver-started',
    does: [
      keep('bootstrap', `${SECRETS}/${file}`),
      { on: 'bootstrap', line: `sudo cp ${SECRETS}/${other} ${SECRETS}/${file}` },
      { on: 'bootstrap', line: `sudo crictl stop $(sudo crictl ps -q --name '^${name}$')` },
    ],
    sees: [
      {
        on: 'bootstrap',
        line: `for c in $(sudo crictl ps -a -q --name '^${name}$'); do sudo crictl logs --tail 60 $c 2>&1; done`,
        shows: says,
        within: 90,
      },
      {
        on: 'bootstrap',
        line: 'curl -sk -m 5 https://localhost:6443/readyz',
        hides: /^ok/,
        within: 150,
      },
    ],
    repair: [back('bootstrap', `${SECRETS}/${file}`)],
    after: [
      {
        on: 'bootstrap',
        line: 'curl -sk -m 5 https://localhost:6443/readyz',
        shows: /^ok/,
        within: 500,
      },
    ],
  })),
];

test.each(CASES)('$says', async (given) => play(given), 120_000);
