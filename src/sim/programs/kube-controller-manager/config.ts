/**
 * kube-controller-manager's command line and kubeconfig. Real: kubernetes 1.31 cmd/kube-controller-manager/app; wording and
 * exit codes captured from v1.31.13.
 */
import { openProblem } from '../files.ts';
import { type Given, listOf, pflags, valueOf } from '../flags.ts';
import { commandFailed, klog } from '../klog.ts';
import { readKubeconfig } from '../kubeconfig.ts';
import { type LeaseConfig, leaseConfig } from '../lease-flags.ts';
import { type Start, type Started, ends } from '../start.ts';
import { FLAGS } from './flags.ts';

export interface ControllerManagerConfig extends LeaseConfig {
  readonly program: 'kube-controller-manager';
  readonly server: string;
  /** What ends it once it leads, as it says it: keys are read when controllers start. */
  readonly controllersFail: string;
}

const CONTROLLERS = new Set(
  `bootstrap-signer-controller certificatesigningrequest-approving-controller
  certificatesigningrequest-cleaner-controller certificatesigningrequest-signing-controller
  cloud-node-lifecycle-controller clusterrole-aggregation-controller cronjob-controller daemonset-controller
  deployment-controller disruption-controller endpoints-controller endpointslice-controller
  endpointslice-mirroring-controller ephemeral-volume-controller garbage-collector-controller
  horizontal-pod-autoscaler-controller job-controller legacy-serviceaccount-token-cleaner-controller
  namespace-controller node-ipam-controller node-lifecycle-controller node-route-controller
  persistentvolume-attach-detach-controller persistentvolume-binder-controller
  persistentvolume-expander-controller persistentvolume-protection-controller
  persistentvolumeclaim-protection-controller pod-garbage-collector-controller replicaset-controller
  replicationcontroller-controller resourceclaim-controller resourcequota-controller
  root-ca-certificate-publisher-controller service-cidr-controller service-lb-controller
  serviceaccount-controller serviceaccount-token-controller statefulset-controller
  storage-version-migrator-controller storageversion-garbage-collector-controller taint-eviction-controller
  token-cleaner-controller ttl-after-finished-controller ttl-controller
  validatingadmissionpolicy-status-controller`.split(/\s+/),
);
/** Names before 1.28, that are still taken. Real: cmd/kube-controller-manager/names, app/core.go aliases. */
const ALIASES = new Set(
  `attachdetach bootstrapsigner cloud-node-lifecycle clusterrole-aggregation cronjob csrapproving csrcleaner csrsigning
  daemonset deployment disruption endpoint endpointslice endpointslicemirroring ephemeral-volume garbagecollector
  horizontalpodautoscaling job legacy-service-account-token-cleaner namespace nodeipam nodelifecycle persistentvolume-binder
  persistentvolume-expander podgc pv-protection pvc-protection replicaset replicationcontroller resourcequota
  root-ca-cert-publisher route service serviceaccount serviceaccount-token statefulset tokencleaner ttl
  ttl-after-finished`.split(/\s+/),
);

export function kubeControllerManager(start: Start): Started {
  const given = pflags(FLAGS, start.argv.slice(1));
  if ('problem' in given) return ends(1, [`Error: ${given.problem}`]);
  if (given.operands.length > 0) {
    const shown = given.operands.map((word) => JSON.stringify(word)).join(' ');
    return ends(1, [
      `Error: "kube-controller-manager" does not take any arguments, got [${shown}]`,
    ]);
  }
  const unknown = listOf(given, 'controllers')
    .map((name) => name.replace(/^-/, ''))
    .find((name) => name !== '*' && !CONTROLLERS.has(name) && !ALIASES.has(name));
  if (unknown !== undefined)
    return ends(1, [commandFailed(`"${unknown}" is not in the list of known controllers`)]);
  const self = klog('I', 'serving.go:386', 'Generated self-signed cert in-memory');
  const serving = openProblem(start.read, [
    valueOf(given, 'tls-cert-file'),
    valueOf(given, 'tls-private-key-file'),
    valueOf(given, 'client-ca-file'),
  ]);
  if (serving !== '') return ends(1, [commandFailed(serving)]);
  const kubeconfig = kubeconfigOf(given, start);
  if ('problem' in kubeconfig) return ends(1, [self, commandFailed(kubeconfig.problem)]);
  const lease = leaseConfig(given, 'kube-controller-manager');
  if (lease.elects && lease.leaseMicros <= lease.renewMicros)
    return ends(2, [
      'panic: leaseDuration must be greater than renewDeadline',
      '',
      'goroutine 141 [running]:',
    ]);
  const config: ControllerManagerConfig = {
    ...lease,
    program: 'kube-controller-manager',
    server: kubeconfig.server,
    controllersFail: controllersFail(given, start),
  };
  return { kind: 'lease-holder', input: { config } };
}

/** All its kubeconfigs must load; it works with the first. */
function kubeconfigOf(given: Given, start: Start) {
  const paths = ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig']
    .flatMap((flag) => valueOf(given, flag) ?? [])
    .filter((path) => path !== '');
  const [first = { problem: NO_KUBECONFIG }, ...others] = paths.map((path) =>
    readKubeconfig(start.read, path),
  );
  return others.find((other) => 'problem' in other) ?? first;
}
const NO_KUBECONFIG =
  'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable';

function controllersFail(given: Given, start: Start): string {
  const opened = (flag: string): string => openProblem(start.read, [valueOf(given, flag)]);
  const cidr = valueOf(given, 'cluster-cidr') ?? '';
  const badCidr = cidr
    .split(',')
    .findIndex((each) => each !== '' && !/^[\d.:a-fA-F]+\/\d{1,3}$/.test(each));
  const root = opened('root-ca-file');
  const key = opened('service-account-private-key-file');
  const signing = opened('cluster-signing-cert-file') || opened('cluster-signing-key-file');
  if (root !== '')
    return `error parsing root-ca-file at ${valueOf(given, 'root-ca-file')}: ${root}`;
  if (key !== '') return `error reading key for service account token controller: ${key}`;
  if (signing !== '')
    return `failed to start kubernetes.io/kube-apiserver-client certificate controller: error reading CA cert file "${valueOf(given, 'cluster-signing-cert-file')}": ${signing}`;
  if (badCidr >= 0)
    return `invalid CIDR[${badCidr}]: <nil> (invalid CIDR address: ${cidr.split(',')[badCidr]})`;
  return '';
}
