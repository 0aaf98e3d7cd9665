/** A Node as the API shows it. Shape: Kubernetes core/v1 Node; values of an RHCOS 9.4 control plane. */
import type { Template } from '../kube/store.ts';
import type { KubeObject } from '../world/facts.ts';
import { CRIO, KERNEL } from './software.ts';

export interface NodeInput {
  readonly name: string;
  readonly address: string;
  readonly role: 'bootstrap' | 'master';
  readonly kubernetesVersion: string;
  readonly machineId: string;
  readonly bootId: string;
  /** undefined: the kubelet is silent. */
  readonly ready: boolean | undefined;
  readonly since: number;
  readonly now: number;
  /** As it is stored: what does not change keeps the moment of its last transition. */
  readonly stored?: KubeObject | undefined;
}

export const CNI_MISSING =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: no CNI configuration file in /etc/kubernetes/cni/net.d/. Has your network provider started?';

export function nodeObject(node: NodeInput): Template {
  const roles = node.role === 'master' ? ['control-plane', 'master'] : ['bootstrap'];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'node.openshift.io/os_id': 'rhcos',
        ...Object.fromEntries(roles.map((role) => [`node-role.kubernetes.io/${role}`, ''])),
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: {},
    status: {
      addresses: [
        { type: 'InternalIP', address: node.address },
        { type: 'Hostname', address: node.name },
      ],
      capacity: { cpu: '4', memory: '16091544Ki', pods: '250', 'ephemeral-storage': '125293548Ki' },
      allocatable: {
        cpu: '3500m',
        memory: '14940568Ki',
        pods: '250',
        'ephemeral-storage': '115470533646',
      },
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      conditions: conditions(node).map((each) => kept(each, node.stored)),
      nodeInfo: {
        architecture: 'amd64',
        bootID: node.bootId,
        containerRuntimeVersion: `cri-o://${CRIO}`,
        kernelVersion: KERNEL,
        kubeProxyVersion: node.kubernetesVersion,
        kubeletVersion: node.kubernetesVersion,
        machineID: node.machineId,
        operatingSystem: 'linux',
        osImage: 'Red Hat Enterprise Linux CoreOS 418.94.202412170927-0',
        systemUUID: node.machineId,
      },
    },
  };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastHeartbeatTime: number;
  readonly lastTransitionTime: number;
  readonly reason: string;
  readonly message: string;
}
/** The conditions of a Node as it is stored. */
export const conditionsOf = (node: KubeObject | undefined): readonly Condition[] =>
  (node?.['status'] as { readonly conditions?: readonly Condition[] } | undefined)?.conditions ??
  [];
function kept(condition: Condition, stored: KubeObject | undefined): Condition {
  const before = conditionsOf(stored).find(({ type }) => type === condition.type);
  if (before === undefined || before.status !== condition.status) return condition;
  return { ...condition, lastTransitionTime: before.lastTransitionTime };
}

function conditions(node: NodeInput): readonly Condition[] {
  const at = { lastHeartbeatTime: node.now, lastTransitionTime: node.since };
  if (node.ready === undefined) {
    return ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({
      type,
      status: 'Unknown',
      ...at,
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    }));
  }
  return [
    {
      type: 'MemoryPressure',
      status: 'False',
      ...at,
      reason: 'KubeletHasSufficientMemory',
      message: 'kubelet has sufficient memory available',
    },
    {
      type: 'DiskPressure',
      status: 'False',
      ...at,
      reason: 'KubeletHasNoDiskPressure',
      message: 'kubelet has no disk pressure',
    },
    {
      type: 'PIDPressure',
      status: 'False',
      ...at,
      reason: 'KubeletHasSufficientPID',
      message: 'kubelet has sufficient PID available',
    },
    node.ready
      ? {
          type: 'Ready',
          status: 'True',
          ...at,
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
        }
      : { type: 'Ready', status: 'False', ...at, reason: 'KubeletNotReady', message: CNI_MISSING },
  ];
}

interface Stored {
  readonly [field: string]: unknown;
}
/** What a stored node's Ready condition says. */
export const readyOf = (node: Stored | undefined): string | undefined =>
  (
    node?.['status'] as { conditions?: readonly { type: string; status: string }[] } | undefined
  )?.conditions?.find(({ type }) => type === 'Ready')?.status;
export const isReady = (node: Stored | undefined): boolean => readyOf(node) === 'True';
