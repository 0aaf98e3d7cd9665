/** Every machine of the world by its kind. */
import type { AnyStateMachine } from 'xstate';
import { bootkube } from './bootkube.ts';
import { clusterOperator } from './cluster-operator.ts';
import { clusterVersionOperator } from './cluster-version-operator.ts';
import { controlPlaneOperator } from './control-plane-operator.ts';
import { dnsmasq } from '../programs/dnsmasq/machine.ts';
import { haproxy } from '../programs/haproxy/machine.ts';
import { etcdMember } from './etcd-member.ts';
import { etcdPeers } from './etcd-peers.ts';
import { etcdOperator } from './etcd-operator.ts';
import { failedStart } from './failed-start.ts';
import { host } from './host.ts';
import { installer } from './installer.ts';
import { kubeApiserver } from './kube-apiserver.ts';
import { kubelet } from './kubelet.ts';
import { leaseHolder } from './lease-holder.ts';
import { nodeHeartbeat } from './node-heartbeat.ts';
import { nodeLifecycle } from './node-lifecycle.ts';
import { nodeStatusReport } from './node-status-report.ts';
import { podWorker } from './pod-worker.ts';
import { systemdUnit } from './systemd-unit.ts';
import { workload } from './workload.ts';

export const MACHINES: Readonly<Record<string, AnyStateMachine>> = {
  bootkube,
  'cluster-operator': clusterOperator,
  'cluster-version-operator': clusterVersionOperator,
  'control-plane-operator': controlPlaneOperator,
  dnsmasq,
  'etcd-member': etcdMember,
  'etcd-operator': etcdOperator,
  'etcd-peers': etcdPeers,
  'failed-start': failedStart,
  haproxy,
  host,
  installer,
  'kube-apiserver': kubeApiserver,
  kubelet,
  'lease-holder': leaseHolder,
  'node-heartbeat': nodeHeartbeat,
  'node-lifecycle': nodeLifecycle,
  'node-status-report': nodeStatusReport,
  'pod-worker': podWorker,
  'systemd-unit': systemdUnit,
  workload,
};
