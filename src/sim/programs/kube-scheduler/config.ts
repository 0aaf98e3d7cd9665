/** kube-scheduler's command line and kubeconfig. Real: kubernetes 1.31 cmd/kube-scheduler/app; captured from v1.31.13. */
import { openProblem } from '../files.ts';
import { pflags, valueOf } from '../flags.ts';
import { commandFailed, klog } from '../klog.ts';
import { readKubeconfig } from '../kubeconfig.ts';
import { type LeaseConfig, leaseConfig } from '../lease-flags.ts';
import { type Start, type Started, ends } from '../start.ts';
import { FLAGS } from './flags.ts';

export interface SchedulerConfig extends LeaseConfig {
  readonly program: 'kube-scheduler';
  readonly server: string;
}

export function kubeScheduler(start: Start): Started {
  const given = pflags(FLAGS, start.argv.slice(1));
  if ('problem' in given) return ends(1, [`Error: ${given.problem}`]);
  if (given.operands.length > 0) {
    const shown = given.operands.map((word) => JSON.stringify(word)).join(' ');
    return ends(1, [`Error: "kube-scheduler" does not take any arguments, got [${shown}]`]);
  }
  const files = openProblem(start.read, [
    valueOf(given, 'config'),
    valueOf(given, 'tls-cert-file'),
    valueOf(given, 'tls-private-key-file'),
    valueOf(given, 'client-ca-file'),
  ]);
  if (files !== '') return ends(1, [commandFailed(files)]);
  const self = klog('I', 'serving.go:386', 'Generated self-signed cert in-memory');
  const read = ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig']
    .flatMap((flag) => valueOf(given, flag) ?? [])
    .filter((path) => path !== '')
    .map((path) => readKubeconfig(start.read, path));
  const failed = read.find((each) => 'problem' in each);
  if (failed !== undefined && 'problem' in failed)
    return ends(1, [self, commandFailed(failed.problem)]);
  const [kubeconfig] = read;
  if (kubeconfig === undefined || 'problem' in kubeconfig)
    return ends(1, [
      self,
      commandFailed(
        'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
      ),
    ]);
  const lease = leaseConfig(given, 'kube-scheduler');
  if (lease.elects && lease.leaseMicros <= lease.renewMicros)
    return ends(1, [
      self,
      commandFailed(
        "couldn't create leader elector: leaseDuration must be greater than renewDeadline",
      ),
    ]);
  const config: SchedulerConfig = {
    ...lease,
    program: 'kube-scheduler',
    server: kubeconfig.server,
  };
  return { kind: 'lease-holder', input: { config } };
}
