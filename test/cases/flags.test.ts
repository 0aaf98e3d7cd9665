/** Static pods are what image and command say; their programs know their flags. */
import { test } from 'vitest';
import { type Case, play } from './play.ts';

const manifest = (name: string): string => `/etc/kubernetes/manifests/${name}-pod.yaml`;
const logs = (host: string, name: string) => ({
  on: host,
  line: `for c in $(sudo crictl ps -a -q --name '^${name}$'); do sudo crictl logs --tail 400 $c 2>&1; done`,
  within: 150,
});
const flag = (host: string, pod: string, after: string, given: string) => ({
  on: host,
  line: `sudo cp ${manifest(pod)} /var/tmp/keep; sudo sed -i -E 's/^( *)- (--${after}=.*)$/\\1- \\2\\n\\1- ${given}/' ${manifest(pod)}`,
});
const back = (host: string, pod: string) => ({
  on: host,
  line: `sudo cp /var/tmp/keep ${manifest(pod)}`,
});
const ready = (within = 500) => ({
  on: 'bootstrap',
  line: 'curl -sk -m 5 https://localhost:6443/readyz',
  shows: /^ok/,
  within,
});
const NOT_READY = {
  on: 'bootstrap',
  line: 'curl -sk -m 5 https://localhost:6443/readyz; true',
  hides: /^ok/,
  within: 150,
};

const CASES: readonly Case[] = [
  {
    says: 'etcd ends with 2 and its usage on a flag that it does not know',
    source: 'etcd 3.5.16, run',
    at: 'kube-apiserver-started',
    does: [flag('bootstrap', 'etcd', 'advertise-client-urls', '--no-such-flag=1')],
    sees: [
      {
        ...logs('bootstrap', 'etcd'),
        shows: /^flag provided but not defined: -no-such-flag\nUsage:/m,
      },
      {
        on: 'bootstrap',
        line: "sudo crictl inspect $(sudo crictl ps -a -q --state Exited --name '^etcd$' | head -1)",
        shows: /"exitCode": 2\b/,
      },
      NOT_READY,
    ],
    repair: [back('bootstrap', 'etcd')],
    after: [ready()],
  },
  {
    says: 'etcd says which value is none',
    source: "Go's flag package",
    at: 'etcd-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo sed -i 's/--quota-backend-bytes=.*/--quota-backend-bytes=8Gi/' ${manifest('etcd')}`,
      },
    ],
    sees: [
      {
        ...logs('bootstrap', 'etcd'),
        shows: /invalid value "8Gi" for flag -quota-backend-bytes: parse error/,
      },
    ],
    repair: [{ on: 'bootstrap', line: `sudo sed -i 's/=8Gi/=8589934592/' ${manifest('etcd')}` }],
    after: [
      {
        on: 'bootstrap',
        line: "sudo crictl exec $(sudo crictl ps -q --name '^etcd$') etcdctl endpoint health",
        shows: /is healthy/,
        within: 300,
      },
    ],
  },
  {
    says: 'what etcd is told to advertise stands in the list of members',
    source: 'etcd 3.5 --advertise-client-urls',
    at: 'kube-apiserver-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo sed -i 's#--advertise-client-urls=.*#--advertise-client-urls=https://10.9.9.9:2379#' ${manifest('etcd')}`,
      },
    ],
    sees: [
      {
        on: 'bootstrap',
        line: "sudo crictl exec $(sudo crictl ps -q --name '^etcd$') etcdctl member list",
        shows: /https:\/\/10\.9\.9\.9:2379/,
        within: 200,
      },
    ],
  },
  {
    says: 'etcd wants a certificate file that is not there',
    source: 'etcd 3.5.16, server-cert-missing',
    at: 'etcd-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo sed -i 's#=/etc/kubernetes/secrets/etcd-peer.crt#=/etc/kubernetes/secrets/nosuch.crt#' ${manifest('etcd')}`,
      },
    ],
    sees: [
      {
        ...logs('bootstrap', 'etcd'),
        shows:
          /discovery failed.*open \/etc\/kubernetes\/secrets\/nosuch\.crt: no such file or directory/,
      },
    ],
  },
  {
    says: 'the API server dials the etcd servers of its own flags and no others',
    source: 'kube-apiserver 1.31, start-etcd-wrong-port',
    at: 'kube-apiserver-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo cp ${manifest('kube-apiserver')} /var/tmp/keep; sudo sed -i 's/:2379/:2399/g' ${manifest('kube-apiserver')}`,
      },
    ],
    sees: [
      {
        ...logs('bootstrap', 'kube-apiserver'),
        shows: /dial tcp 127\.0\.0\.1:2399: connect: connection refused/,
      },
      {
        ...logs('bootstrap', 'kube-apiserver'),
        shows:
          /instance\.go:225\] Error creating leases: error creating storage factory: context deadline exceeded/,
      },
      NOT_READY,
      {
        on: 'bootstrap',
        line: "sudo crictl exec $(sudo crictl ps -q --name '^etcd$') etcdctl endpoint health",
        shows: /is healthy/,
      },
    ],
    repair: [back('bootstrap', 'kube-apiserver')],
    after: [ready()],
  },
  {
    says: 'the API server ends in one line on a port that is no number',
    source: 'kube-apiserver 1.31, start-bad-flag-value',
    at: 'kube-apiserver-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo cp ${manifest('kube-apiserver')} /var/tmp/keep; sudo sed -i 's/--secure-port=6443/--secure-port=abc/' ${manifest('kube-apiserver')}`,
      },
    ],
    sees: [
      {
        ...logs('bootstrap', 'kube-apiserver'),
        shows:
          /^Error: invalid argument "abc" for "--secure-port" flag: strconv\.ParseInt: parsing "abc": invalid syntax$/m,
      },
    ],
    repair: [back('bootstrap', 'kube-apiserver')],
    after: [ready()],
  },
  {
    says: "a master's scheduler ends on an unknown flag, and its mirror pod shows it",
    source: 'component-base cli, spf13/pflag',
    at: 'bootstrap-complete',
    does: [flag('master-0', 'kube-scheduler', 'kubeconfig', '--no-such-flag=1')],
    sees: [
      { ...logs('master-0', 'kube-scheduler'), shows: /^Error: unknown flag: --no-such-flag$/m },
      {
        on: 'workstation',
        line: 'oc -n openshift-kube-scheduler get pod openshift-kube-scheduler-master-0',
        shows: /CrashLoopBackOff|Error/,
        within: 180,
      },
    ],
    repair: [back('master-0', 'kube-scheduler')],
    after: [
      {
        on: 'workstation',
        line: 'oc -n openshift-kube-scheduler get pod openshift-kube-scheduler-master-0',
        shows: /Running/,
        within: 300,
      },
    ],
  },
  {
    says: 'a controller that does not exist ends the controller manager',
    source: 'kube-controller-manager 1.31, bad-controller',
    at: 'kube-controller-manager-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo sed -i 's/--controllers=.*/--controllers=*,nosuch/' ${manifest('kube-controller-manager')}`,
      },
    ],
    sees: [
      {
        ...logs('bootstrap', 'kube-controller-manager'),
        shows: /"command failed" err="\\"nosuch\\" is not in the list of known controllers"/,
      },
    ],
  },
  {
    says: 'a scheduler without its kubeconfig ends at once',
    source: 'kube-scheduler 1.31, nosuch',
    at: 'kube-scheduler-started',
    does: [
      {
        on: 'bootstrap',
        line: "sudo rm /etc/kubernetes/kubeconfigs/kube-scheduler.kubeconfig; sudo crictl stop $(sudo crictl ps -q --name '^kube-scheduler$')",
      },
    ],
    sees: [
      {
        ...logs('bootstrap', 'kube-scheduler'),
        shows:
          /stat \/etc\/kubernetes\/kubeconfigs\/kube-scheduler\.kubeconfig: no such file or directory/,
      },
    ],
  },
  {
    says: 'a controller manager whose kubeconfig names another server never leads',
    source: 'kube-controller-manager 1.31, kcm-nohost',
    at: 'kube-apiserver-started',
    does: [
      {
        on: 'bootstrap',
        line: "sudo sed -i 's/api-int/api-typo/' /etc/kubernetes/kubeconfigs/kube-controller-manager.kubeconfig; sudo crictl stop $(sudo crictl ps -q --name '^kube-controller-manager$')",
      },
    ],
    sees: [
      {
        ...logs('bootstrap', 'kube-controller-manager'),
        shows: /lookup api-typo\.ocp4\.example\.com .*no such host/,
      },
      {
        on: 'bootstrap',
        line: "sudo crictl ps -a --name '^kube-controller-manager$'",
        shows: /Exited/,
      },
    ],
    repair: [
      {
        on: 'bootstrap',
        line: "sudo sed -i 's/api-typo/api-int/' /etc/kubernetes/kubeconfigs/kube-controller-manager.kubeconfig",
      },
    ],
    after: [
      {
        ...logs('bootstrap', 'kube-controller-manager'),
        shows: /successfully acquired lease kube-system\/kube-controller-manager/,
        within: 500,
      },
    ],
  },
  {
    says: 'a container by another name runs the same scheduler',
    source: 'CRI: a name is a label',
    at: 'kube-scheduler-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo sed -i 's/- name: kube-scheduler/- name: planner/' ${manifest('kube-scheduler')}`,
      },
    ],
    sees: [
      {
        ...logs('bootstrap', 'planner'),
        shows: /attempting to acquire leader lease kube-system\/kube-scheduler/,
      },
    ],
  },
  {
    says: 'a program that the image does not hold makes no container',
    source: 'runc, CRI-O',
    at: 'kube-scheduler-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo cp ${manifest('kube-scheduler')} /var/tmp/keep; sudo sed -i 's/- hyperkube$/- hyperkubee/' ${manifest('kube-scheduler')}`,
      },
    ],
    sees: [
      {
        on: 'bootstrap',
        line: 'sudo journalctl -u kubelet --no-pager --since -3min',
        shows: /CreateContainerError.*exec: .*hyperkubee.*: executable file not found in \$PATH/,
      },
      {
        on: 'workstation',
        line: 'oc -n openshift-kube-scheduler get pod kube-scheduler',
        shows: /CreateContainerError/,
      },
    ],
    repair: [back('bootstrap', 'kube-scheduler')],
    after: [
      { on: 'bootstrap', line: "sudo crictl ps --name '^kube-scheduler$'", shows: /Running/ },
    ],
  },
];

test.each(CASES)('$says', async (given) => play(given), 120_000);
