/**
 * What a profile holds: the data by which `handbook` and `4.19` differ. No code paths.
 */
import type { QuantileTable } from './kernel/stream.ts';
import type { Template } from './kube/store.ts';

export interface HostProfile {
  readonly name: string;
  readonly address: string;
  readonly role: 'workstation' | 'bootstrap' | 'master';
  /** fsync latency of the disk under /var/lib/etcd. */
  readonly fsync: QuantileTable;
}
export interface UnitProfile {
  readonly name: string;
  readonly description: string;
  readonly after: readonly string[];
  readonly enabled: 'enabled' | 'disabled' | 'static';
  /** oneshot units end by themselves; their program is a machine of this kind, or nothing. */
  readonly type: 'simple' | 'notify' | 'oneshot';
  readonly restart: 'no' | 'on-failure' | 'always';
  readonly restartSeconds: number;
  readonly command: string;
  readonly startup: QuantileTable;
  /** The unit's own text, as `systemctl cat` shows it. */
  readonly content: string;
  /** What it says when somebody else has its port. */
  readonly cannotBind?: string;
  /** Machine that the main process is; units without one only run. */
  readonly kind?: string;
  /** Ports that it listens on while it runs. */
  readonly ports?: readonly number[];
  readonly lines?: readonly string[];
  readonly identifier?: string;
}
export interface ContainerProfile {
  readonly name: string;
  readonly image: string;
  /** Machine that its process is; a container without one only runs. */
  readonly kind?: string;
}
export interface PodProfile {
  readonly name: string;
  readonly namespace: string;
  readonly containers: readonly ContainerProfile[];
}
export interface ImageProfile {
  readonly bytes: number;
}
/** A Deployment or DaemonSet of the payload and what its pods need before they can run. */
export interface WorkloadProfile {
  readonly namespace: string;
  readonly name: string;
  readonly kind: 'Deployment' | 'DaemonSet';
  readonly replicas: number;
  readonly image: string;
  readonly containers: number;
  readonly hostNetwork: boolean;
  /** Workloads (`namespace/name`) that must run first. */
  readonly needs: readonly string[];
  /** Machine that its first container's process is, and what it is told. */
  readonly process?: string;
  readonly input?: object;
  /** A file that its running pod leaves on the node. */
  readonly writes?: { readonly path: string; readonly content: string };
}
export interface OperatorProfile {
  readonly name: string;
  readonly needs: readonly string[];
  readonly first: string;
  readonly progressing: readonly string[];
  readonly degraded: boolean;
  readonly settleSeconds: number;
}
export interface Profile {
  readonly name: string;
  readonly version: string;
  readonly kubernetesVersion: string;
  readonly clusterName: string;
  readonly clusterDomain: string;
  readonly apiVip: string;
  readonly hosts: readonly HostProfile[];
  readonly units: Readonly<Record<'bootstrap' | 'master', readonly UnitProfile[]>>;
  /** Services that a node does not have by itself, and that somebody may have left there. */
  readonly foreignUnits: readonly (UnitProfile & {
    readonly files?: Readonly<Record<string, string>>;
  })[];
  readonly images: Readonly<Record<string, ImageProfile>>;
  /** Bytes a second of the image registry, shared by all that pull. */
  readonly registryBytesPerSecond: number;
  readonly staticPods: readonly PodProfile[];
  readonly masterPods: (node: string) => readonly PodProfile[];
  readonly workloads: readonly WorkloadProfile[];
  readonly operators: readonly OperatorProfile[];
  /** What bootkube.sh applies, in its order: [file, resource, template]. */
  readonly manifests: readonly Manifest[];
  /** Namespaces that the cluster-version-operator makes, with the needs of each. */
  readonly payload: readonly Manifest[];
  /** Objects that the API server's post-start hooks write, by hook. */
  readonly hooks: Readonly<Record<string, readonly Manifest[]>>;
  readonly healthChecks: Readonly<Record<'healthz' | 'livez' | 'readyz', readonly string[]>>;
  readonly files: (host: HostProfile, seed: number) => readonly FileProfile[];
}
export interface Manifest {
  readonly file: string;
  readonly resource: string;
  readonly template: Template;
}
export interface FileProfile {
  readonly path: string;
  readonly content: string;
  readonly mode?: number;
  readonly owner?: string;
}
