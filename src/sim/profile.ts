/**
 * What a profile holds: the data by which `handbook` and `4.19` differ. No code paths.
 */
import type { QuantileTable } from './kernel/stream.ts';
import type { Interface } from './world/interfaces.ts';
import type { Template } from './kube/store.ts';

export interface HostProfile {
  readonly name: string;
  readonly address: string;
  readonly role: 'workstation' | 'bootstrap' | 'master';
  /** fsync latency of the disk under /var/lib/etcd. */
  readonly fsync: QuantileTable;
  /** What it has when it boots, without `lo`. */
  readonly interfaces: readonly Interface[];
}
export interface UnitProfile {
  /** Without its suffix. */
  readonly name: string;
  /** Comes with the operating system's image; else Ignition writes it. */
  readonly vendor: boolean;
  /** Starts at boot: by the image's own links, or because Ignition enables it. */
  readonly enabled: 'image' | 'ignition';
  /** The target whose link starts it, when its file does not say. */
  readonly target: string;
  readonly content: string;
}
/** A program that a unit may run, as the world plays it. */
export interface ServiceProgram {
  /** From its start to being ready. */
  readonly startup: QuantileTable;
  /** Machine that it is; a program without one only runs. */
  readonly kind?: string;
  readonly ports?: readonly number[];
  readonly lines?: readonly string[];
}
export interface ContainerProfile {
  readonly name: string;
  readonly image: string;
  /** In place of its image's ENTRYPOINT, and of its CMD. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly mounts?: readonly {
    readonly volume: string;
    readonly path: string;
    readonly readOnly?: boolean;
  }[];
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
  readonly requests?: Readonly<Record<string, string>>;
  /** Machine that the process of a payload's workload is; static pods have their program by image and command. */
  readonly kind?: string;
}
export interface PodProfile {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerProfile[];
  readonly hostNetwork?: boolean;
  /** Name and place on the host of each hostPath volume. */
  readonly volumes?: readonly {
    readonly name: string;
    readonly hostPath: string;
    readonly type?: string;
  }[];
}
export interface ImageProfile {
  readonly bytes: number;
  /** Every program in it, by path; of an image without this list nothing is known. */
  readonly programs?: readonly string[];
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
  readonly units: Readonly<Record<HostProfile['role'], readonly UnitProfile[]>>;
  /** Programs of the operating system's image, by path. */
  readonly programs: Readonly<Record<string, ServiceProgram>>;
  /** Scripts that a machine plays while their bytes are these: text to machine. */
  readonly scripts: ReadonlyMap<string, ServiceProgram>;
  /** Services that a node does not have by itself, and that somebody may have left there. */
  readonly foreignUnits: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
  }[];
  readonly images: Readonly<Record<string, ImageProfile>>;
  /** Bytes a second of the image registry, shared by all that pull. */
  readonly registryBytesPerSecond: number;
  readonly staticPods: readonly PodProfile[];
  /** `cluster`: etcd's members as its operator knows them, `name=url` by commas. */
  readonly masterPods: (node: string, cluster?: string) => readonly PodProfile[];
  /** What an operand's installer pod puts on a master beside the manifest. */
  readonly staticPodFiles: (node: string, operand: string) => readonly FileProfile[];
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
  /** A symbolic link: where it leads. */
  readonly link?: string;
}
