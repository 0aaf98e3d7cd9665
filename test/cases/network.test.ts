/** Names, links, filters and the balancer decide where a connection ends; each host says so in its own words. */
import { test } from 'vitest';
import { type Case, play } from './play.ts';

const W = 'workstation';
const vip = 'curl -sk -m 10 https://api.ocp4.example.com:6443/readyz';
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
];

test.each(CASES)('$says', async (given) => play(given), 120_000);
