/** How programs end that cannot start with their command line, in their own words. Source: v1.31.13 and etcd 3.5.16 were run. */
import { expect, test } from 'vitest';
import { PROGRAMS } from '../../src/sim/programs/catalogue.ts';
import { microsOf } from '../../src/sim/programs/kubelet/configuration.ts';
import type { Started } from '../../src/sim/programs/start.ts';

const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://localhost:6443"}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
users: [{name: u, user: {}}]
`;
const FILES: Readonly<Record<string, string>> = {
  '/k': KUBECONFIG,
  '/garbage': 'not: yaml: at all\n',
  '/empty': '',
  '/no-context': KUBECONFIG.replace('contexts: [{name: x', 'contexts: [{name: y'),
  '/ca': '-----BEGIN CERTIFICATE-----\n',
  '/conf': 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n',
  '/conf9': 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v9\n',
  '/conf-odd':
    'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nsyncFrequency: soon\n',
};
const started = (line: string): Started => {
  const argv = line.split(' ');
  const program = PROGRAMS[argv[0] ?? ''];
  if (program === undefined) throw new Error(`no program ${argv[0]}`);
  return program({
    argv,
    environment: {},
    hostName: 'bootstrap',
    address: '192.168.126.100',
    read: (path) => FILES[path],
  });
};
const API = 'kube-apiserver --etcd-servers=https://localhost:2379 --service-account-issuer=x';
const ETCD =
  'etcd --name=a --initial-cluster=a=https://192.168.126.100:2380 --initial-advertise-peer-urls=https://192.168.126.100:2380';

test.each<readonly [string, number, string]>([
  ['kube-apiserver --no-such-flag', 1, 'Error: unknown flag: --no-such-flag'],
  ['kube-apiserver extra', 1, 'Error: "kube-apiserver" does not take any arguments, got ["extra"]'],
  [
    'kube-apiserver --service-account-issuer=x',
    1,
    '"command failed" err="--etcd-servers must be specified"',
  ],
  [
    `${API} --secure-port=abc`,
    1,
    'Error: invalid argument "abc" for "--secure-port" flag: strconv.ParseInt: parsing "abc": invalid syntax',
  ],
  [
    `${API} --secure-port=70000`,
    1,
    '--secure-port 70000 must be between 1 and 65535, inclusive. It cannot be turned off with 0',
  ],
  [
    `${API} --authorization-mode=Node,RBACC`,
    1,
    'authorization-mode \\"RBACC\\" is not a valid mode',
  ],
  [
    `${API} --service-cluster-ip-range=172.30.0.0`,
    1,
    'service-cluster-ip-range[0] is not a valid cidr',
  ],
  [
    `${API} --enable-admission-plugins=NoSuch`,
    1,
    'enable-admission-plugins plugin \\"NoSuch\\" is unknown',
  ],
  [
    `${API} --tls-cert-file=/nosuch`,
    1,
    '"command failed" err="open /nosuch: no such file or directory"',
  ],
  [
    `${API} --etcd-cafile=/nosuch`,
    255,
    'Error creating leases: error creating storage factory: open /nosuch: no such file or directory',
  ],
  [
    `${API} --kubelet-client-key=/nosuch`,
    1,
    'problem initializing API group \\"\\": open /nosuch: no such file or directory',
  ],
  ['kube-controller-manager --no-such-flag', 1, 'Error: unknown flag: --no-such-flag'],
  [
    'kube-controller-manager --kubeconfig=/nosuch',
    1,
    '"command failed" err="stat /nosuch: no such file or directory"',
  ],
  [
    'kube-controller-manager --kubeconfig=/garbage',
    1,
    'error loading config file \\"/garbage\\": yaml: mapping values are not allowed in this context',
  ],
  [
    'kube-controller-manager --kubeconfig=/empty',
    1,
    'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
  ],
  [
    'kube-controller-manager --kubeconfig=/no-context',
    1,
    '[context was not found for specified context: x, cluster has no server defined]',
  ],
  [
    'kube-controller-manager --kubeconfig=/k --controllers=*,nosuch',
    1,
    '\\"nosuch\\" is not in the list of known controllers',
  ],
  [
    'kube-controller-manager --kubeconfig=/k --leader-elect-renew-deadline=20s',
    2,
    'panic: leaseDuration must be greater than renewDeadline',
  ],
  [
    'kube-scheduler --kubeconfig=/nosuch',
    1,
    '"command failed" err="stat /nosuch: no such file or directory"',
  ],
  [
    'kube-scheduler --leader-elect=maybe',
    1,
    'Error: invalid argument "maybe" for "--leader-elect" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
  ],
  ['kube-scheduler --leader-elect-retry-period 3', 1, 'flag: time: missing unit in duration "3"'],
  ['kube-scheduler --kubeconfig', 1, 'Error: flag needs an argument: --kubeconfig'],
  ['kubelet --no-such-flag', 1, 'failed to parse kubelet flag: unknown flag: --no-such-flag'],
  [
    'kubelet --v=x',
    1,
    'failed to parse kubelet flag: invalid argument \\"x\\" for \\"-v, --v\\" flag: strconv.ParseUint: parsing \\"x\\": invalid syntax',
  ],
  ['kubelet extra', 1, 'unknown command extra'],
  ['kubelet --container-runtime=x', 1, 'unknown flag: --container-runtime'],
  [
    'kubelet --config=/nosuch',
    1,
    'error failed to read kubelet config file \\"/nosuch\\", error: open /nosuch: no such file or directory',
  ],
  [
    'kubelet --config=/garbage',
    1,
    'error failed to decode: yaml: mapping values are not allowed in this context',
  ],
  ['kubelet --config=/empty', 1, 'kubelet config file \\"/empty\\" was empty'],
  [
    'kubelet --config=/conf9',
    1,
    'no kind \\"KubeletConfiguration\\" is registered for version \\"kubelet.config.k8s.io/v9\\" in scheme \\"pkg/runtime/scheme.go:100\\"',
  ],
  ['kubelet --config=/conf-odd', 1, 'error failed to decode: time: invalid duration \\"soon\\"'],
  [
    'kubelet --config=/conf --max-pods=-5',
    1,
    'invalid configuration: maxPods (--max-pods) -5 must not be a negative number',
  ],
  [
    'kubelet --config=/conf',
    1,
    'failed to run Kubelet: no client provided, cannot use webhook authentication',
  ],
  [
    'kubelet --kubeconfig=/nosuch',
    1,
    'failed to run Kubelet: invalid kubeconfig: stat /nosuch: no such file or directory',
  ],
  [
    'kubelet --kubeconfig=/k --bootstrap-kubeconfig=/nosuch --client-ca-file=/nosuch',
    1,
    'unable to load client CA file /nosuch: open /nosuch: no such file or directory',
  ],
  [
    'kubelet --kubeconfig=/k --client-ca-file=/garbage',
    1,
    'error creating pool from /garbage: data does not contain any valid RSA or ECDSA certificates',
  ],
  ['etcd --no-such-flag', 2, 'flag provided but not defined: -no-such-flag'],
  [
    `${ETCD} --quota-backend-bytes=8Gi`,
    2,
    'invalid value "8Gi" for flag -quota-backend-bytes: parse error',
  ],
  [
    `${ETCD} --client-cert-auth=maybe`,
    2,
    'invalid boolean value "maybe" for -client-cert-auth: parse error',
  ],
  [
    `${ETCD} --listen-client-urls=0.0.0.0:2379`,
    2,
    'invalid value "0.0.0.0:2379" for flag -listen-client-urls: ',
  ],
  [
    `${ETCD} --listen-peer-urls=https://192.0.2.77:2380`,
    1,
    'listen tcp 192.0.2.77:2380: bind: cannot assign requested address',
  ],
  [
    `${ETCD} --election-timeout=200`,
    1,
    '--election-timeout[200ms] should be at least as 5 times as --heartbeat-interval[100ms]',
  ],
  [`${ETCD} --peer-cert-file=/nosuch`, 1, 'open /nosuch: no such file or directory'],
  ['hyperkube kube-scheduler --no-such-flag', 1, 'Error: unknown flag: --no-such-flag'],
])('%s', (line, exitCode, said) => {
  const result = started(line);
  expect(result).toMatchObject({ exitCode });
  expect('lines' in result ? result.lines.join('\n') : '').toContain(said);
});

test('a good command line is a machine with its settings', () => {
  expect(started(`${API} --secure-port 7443 --v=4`)).toMatchObject({
    kind: 'kube-apiserver',
    input: { config: { securePort: 7443, etcdServers: ['https://localhost:2379'] } },
  });
  expect(
    started('kube-scheduler --kubeconfig=/k --leader-elect-lease-duration=1m30s'),
  ).toMatchObject({
    input: {
      config: { server: 'https://localhost:6443', leaseMicros: 90_000_000, retryMicros: 2_000_000 },
    },
  });
});

test.each([
  ['0s', 60_000_000],
  ['30s', 30_000_000],
  ['1m30s', 90_000_000],
])(
  'a duration of the kubelet that is %s is %i micros: zero asks for the default',
  (value, micros) => {
    expect(microsOf({ syncFrequency: value }, 'syncFrequency', '1m')).toBe(micros);
  },
);

test('a duration of the kubelet that is left out is the default', () => {
  expect(microsOf({}, 'syncFrequency', '1m')).toBe(60_000_000);
});
