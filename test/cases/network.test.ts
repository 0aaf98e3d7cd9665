/** Names, links, filters and the balancer decide where a connection ends; each host says so in its own words. */
import { test } from 'vitest';
import { type Case, play } from './play.ts';

const W = 'workstation';
const vip = 'curl -sk -m 10 https://api.ocp4.example.com:6443/readyz';
const etcdLog = `for c in $(sudo crictl ps -a -q --name '^etcd$'); do sudo crictl logs --tail 60 $c 2>&1; done`;
const kubelet = 'sudo journalctl -u kubelet --no-pager --since -3min';
const node = (name: string, shows: RegExp, within = 180) => ({
  on: W,
  line: `oc get node ${name} --no-headers`,
  shows,
  within,
});
const record = `"<host ip='192.168.126.10'><hostname>api.ocp4.example.com</hostname><hostname>api-int.ocp4.example.com</hostname></host>"`;

const CASES: readonly Case[] = [
  {
    says: 'a balancer whose servers are gone from its file takes connections and closes them, after its reload',
    source: 'haproxy 2.6 in tcp mode, run beside it',
    at: 'kube-apiserver-started',
    does: [
      {
        on: W,
        line: `sudo cp /etc/haproxy/haproxy.cfg /var/tmp/keep; sudo sed -i -E '/server +bootstrap/d' /etc/haproxy/haproxy.cfg; sudo systemctl reload haproxy`,
      },
    ],
    sees: [
      { on: W, line: `${vip}; echo rc $?`, shows: /^rc 35$/m, within: 60 },
      { on: 'bootstrap', line: 'curl -sk -m 5 https://localhost:6443/readyz', shows: /^ok/ },
    ],
    repair: [
      {
        on: W,
        line: 'sudo cp /var/tmp/keep /etc/haproxy/haproxy.cfg; sudo systemctl reload haproxy',
      },
    ],
    after: [{ on: W, line: vip, shows: /^ok/, within: 60 }],
  },
  {
    says: 'a file that haproxy refuses fails the reload, in its words, and the running one goes on',
    source: 'haproxy 2.6.12 -c, run beside it',
    at: 'kube-apiserver-started',
    does: [
      {
        on: W,
        line: `sudo cp /etc/haproxy/haproxy.cfg /var/tmp/keep; sudo sed -i 's/:6443 check/:6443 chekc/' /etc/haproxy/haproxy.cfg`,
      },
    ],
    sees: [
      { on: W, line: 'sudo systemctl reload haproxy; echo rc $?', shows: /^rc 1$/m },
      {
        on: W,
        line: 'haproxy -c -f /etc/haproxy/haproxy.cfg',
        shows: /unknown keyword 'chekc'; did you mean 'check' maybe \?/,
      },
      { on: W, line: vip, shows: /^ok/, within: 30 },
    ],
    repair: [
      {
        on: W,
        line: 'sudo cp /var/tmp/keep /etc/haproxy/haproxy.cfg; sudo systemctl reload haproxy',
      },
    ],
    after: [{ on: W, line: vip, shows: /^ok/, within: 60 }],
  },
  {
    says: 'a record taken from the name server is gone for every node, and its kubelet says who was asked',
    source: 'libvirt 9 virsh net-update; Go net.DNSError',
    at: 'masters-joined',
    does: [{ on: W, line: `virsh net-update ocp4 delete dns-host ${record} --live --config` }],
    sees: [
      {
        on: 'master-1',
        line: 'dig api-int.ocp4.example.com',
        shows: /status: NXDOMAIN/,
      },
      {
        on: 'master-2',
        line: kubelet,
        shows: /lookup api-int\.ocp4\.example\.com on 192\.168\.126\.1:53: no such host/,
        within: 60,
      },
      // Who would call the nodes lost has lost the API server by the same name.
      {
        on: 'bootstrap',
        line: `for c in $(sudo crictl ps -a -q --name '^kube-controller-manager$'); do sudo crictl logs --tail 60 $c 2>&1; done`,
        shows: /lookup api-int\.ocp4\.example\.com on 192\.168\.126\.1:53: no such host/,
        within: 200,
      },
    ],
    repair: [{ on: W, line: `virsh net-update ocp4 add dns-host ${record} --live --config` }],
    after: [node('master-2', /^master-2 +Ready\b/m, 240)],
  },
  {
    says: 'a port that a filter drops is silent, and one that it rejects refuses; the others are open',
    source: 'iptables(8)',
    at: 'kube-apiserver-started',
    does: [{ on: 'bootstrap', line: 'sudo iptables -A INPUT -p tcp --dport 6443 ! -i lo -j DROP' }],
    sees: [
      {
        on: W,
        line: `curl -sk -m 3 https://192.168.126.100:6443/readyz; echo rc $?`,
        shows: /^rc 28$/m,
      },
      { on: W, line: `${vip}; echo rc $?`, shows: /^rc 35$/m, within: 60 },
      { on: W, line: 'ping -c 1 192.168.126.100', shows: /1 received/ },
      { on: 'bootstrap', line: 'curl -sk -m 5 https://localhost:6443/readyz', shows: /^ok/ },
      {
        on: 'bootstrap',
        line: 'sudo iptables -S',
        shows: /^-A INPUT ! -i lo -p tcp -m tcp --dport 6443 -j DROP$/m,
      },
    ],
    repair: [{ on: 'bootstrap', line: 'sudo iptables -F' }],
    after: [{ on: W, line: vip, shows: /^ok/, within: 60 }],
  },
  {
    says: 'a VIP that is taken from its bridge is nobody’s, and back when it is put there again',
    source: 'ip-address(8)',
    at: 'kube-apiserver-started',
    does: [{ on: W, line: 'sudo ip addr del 192.168.126.10/24 dev virbr-ocp4' }],
    sees: [
      { on: 'bootstrap', line: 'ping -c 1 -W 1 192.168.126.10', shows: /Unreachable/ },
      { on: W, line: 'ip -br a', hides: /192\.168\.126\.10\// },
    ],
    repair: [{ on: W, line: 'sudo ip addr add 192.168.126.10/24 dev virbr-ocp4' }],
    after: [{ on: W, line: vip, shows: /^ok/, within: 60 }],
  },
  {
    says: 'a kubeconfig that leads to one master’s own address is served by that master, without the balancer',
    source: 'client-go tools/clientcmd: the server of the current context',
    at: 'bootstrap-complete',
    does: [
      {
        on: 'master-1',
        line: `sudo cp /etc/kubernetes/kubeconfig /var/tmp/keep; sudo sed -i 's#server: .*#server: https://192.168.126.101:6443#' /etc/kubernetes/kubeconfig; sudo systemctl restart kubelet`,
      },
      { on: W, line: 'sudo systemctl stop haproxy' },
    ],
    sees: [
      {
        on: 'master-1',
        line: `${kubelet} | grep -v 'api-int' | tail -40`,
        hides: /Failed to (update lease|ensure lease)/,
        hold: 60,
      },
      {
        on: 'master-2',
        line: kubelet,
        shows:
          /Failed to (update lease|ensure lease).*api-int.*dial tcp 192\.168\.126\.10:6443: connect: connection refused/,
        within: 90,
      },
    ],
    repair: [
      { on: W, line: 'sudo systemctl start haproxy' },
      {
        on: 'master-1',
        line: 'sudo cp /var/tmp/keep /etc/kubernetes/kubeconfig; sudo systemctl restart kubelet',
      },
    ],
    after: [
      node('master-1', /^master-1 +Ready\b/m, 240),
      node('master-2', /^master-2 +Ready\b/m, 240),
    ],
  },
  {
    says: 'haproxy runs by the file that its unit names, and one that is not there ends it',
    source: 'haproxy(1) -f; systemd.exec(5)',
    at: 'kube-apiserver-started',
    does: [
      {
        on: W,
        line: `sudo mkdir -p /etc/systemd/system/haproxy.service.d; printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/haproxy -Ws -f /etc/haproxy/other.cfg\\n' | sudo tee /etc/systemd/system/haproxy.service.d/10-file.conf; sudo systemctl daemon-reload; sudo systemctl restart haproxy`,
      },
    ],
    sees: [
      { on: W, line: 'systemctl is-active haproxy', shows: /^failed/m, within: 30 },
      {
        on: W,
        line: 'sudo journalctl -u haproxy --no-pager | tail -5',
        shows: /Cannot open configuration file\/directory \/etc\/haproxy\/other\.cfg/,
      },
      { on: W, line: `${vip}; echo rc $?`, shows: /^rc 7$/m, within: 30 },
    ],
    repair: [
      {
        on: W,
        line: 'sudo cp /etc/haproxy/haproxy.cfg /etc/haproxy/other.cfg; sudo systemctl start haproxy',
      },
    ],
    after: [{ on: W, line: vip, shows: /^ok/, within: 60 }],
  },
  {
    says: 'a record that is added to the configuration alone is not answered before the network starts anew',
    source: 'virsh(1) net-update --config',
    at: 'kube-apiserver-started',
    does: [
      {
        on: W,
        line: `virsh net-update ocp4 add dns-host "<host ip='192.168.126.77'><hostname>later.ocp4.example.com</hostname></host>" --config`,
      },
    ],
    sees: [
      { on: W, line: 'virsh net-dumpxml ocp4 --inactive', shows: /later\.ocp4\.example\.com/ },
      { on: W, line: 'virsh net-dumpxml ocp4', hides: /later\./ },
      {
        on: 'bootstrap',
        line: 'host later.ocp4.example.com',
        shows: /not found: 3\(NXDOMAIN\)/,
      },
    ],
  },
  {
    says: 'peers that cannot be reached on 2380 are named by the others each 5 s, and are back when they can',
    source: 'etcd 3.5 rafthttp/probing_status.go, stream.go; a captured peer that was stopped',
    at: 'bootstrap-complete',
    does: [
      {
        on: 'master-2',
        line: 'for c in INPUT OUTPUT; do for p in dport sport; do sudo iptables -I $c -p tcp --$p 2380 -j DROP; done; done',
      },
    ],
    sees: [
      {
        on: 'master-0',
        line: etcdLog,
        shows:
          /lost TCP streaming connection with remote peer[^]*prober detected unhealthy status.*192\.168\.126\.103:2380: i\/o timeout/,
        within: 60,
      },
      {
        on: 'master-0',
        line: `${etcdLog} | grep -c 'prober detected'`,
        shows: /^([4-9]|\d\d+)$/m,
        within: 60,
      },
    ],
    repair: [{ on: 'master-2', line: 'sudo iptables -F' }],
    after: [
      { on: 'master-0', line: `${etcdLog} | tail -5`, shows: /peer became active/, within: 60 },
    ],
  },
  {
    says: 'a controller manager that is stopped gives its lease up: another one leads within its retry period',
    source: 'openshift/kubernetes#350; client-go ReleaseOnCancel; retry period 26 s',
    at: 'bootstrap-complete',
    does: [],
    sees: [
      {
        on: W,
        line: `oc -n kube-system get lease kube-controller-manager -o jsonpath='{.spec.holderIdentity}'`,
        shows: /^master-/,
        within: 40,
      },
    ],
  },
];

test.each(CASES)('$says', async (given) => play(given), 120_000);
