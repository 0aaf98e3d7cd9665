/**
 * The vocabulary of the observable: everything that a face can show is one of these facts,
 * or a projection of them. A fact carries its time and the event behind it; it is never changed.
 */
import type { Micros } from '../kernel/time.ts';
import type { Interface } from './interfaces.ts';

/** `f<n>`, in order of emission within a lab. */
export type FactId = string;

/** One entry of a host's journal (systemd.journal-fields(7)). */
export interface JournalFact {
  readonly kind: 'journal';
  readonly host: string;
  /** `kubelet.service`, `init.scope`, … (_SYSTEMD_UNIT). */
  readonly unit: string;
  /** SYSLOG_IDENTIFIER: `kubelet`, `bootkube.sh`, `systemd`, `kernel`. */
  readonly identifier: string;
  readonly pid: number;
  /** syslog priority 0 to 7. */
  readonly priority: number;
  readonly message: string;
  /** Index of the host's boot, 0 for the first. */
  readonly boot: number;
}

/** One line that a container wrote (CRI log format on disk). */
export interface ContainerLogFact {
  readonly kind: 'containerLog';
  readonly host: string;
  readonly containerId: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** A pod sandbox as the runtime sees it; the newest fact of an id is its state. */
export interface SandboxFact {
  readonly kind: 'sandbox';
  readonly host: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly attempt: number;
  readonly createdAt: Micros;
  readonly state: 'ready' | 'notReady' | 'removed';
}

export interface ContainerFact {
  readonly kind: 'container';
  readonly host: string;
  readonly containerId: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly image: string;
  /** Its command line, as its manifest or spec gives it. */
  readonly argv: readonly string[];
  readonly attempt: number;
  readonly pid: number;
  readonly createdAt: Micros;
  readonly state: 'created' | 'running' | 'exited' | 'removed';
  readonly startedAt: Micros;
  readonly finishedAt: Micros;
  readonly exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`; empty while it runs. */
  readonly reason: string;
}

export interface Script {
  readonly path: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** A systemd unit's state as `systemctl status` shows it. */
export interface UnitFact {
  readonly kind: 'unit';
  readonly host: string;
  readonly unit: string;
  readonly description: string;
  readonly path: string;
  readonly enabled: 'enabled' | 'disabled' | 'static';
  readonly active: 'active' | 'inactive' | 'activating' | 'deactivating' | 'failed';
  /** running, dead, exited, start, auto-restart, … */
  readonly sub: string;
  readonly since: Micros;
  readonly mainPid: number;
  /** argv[0] without its folder, as in `Main PID: 812 (kubelet)`. */
  readonly command: string;
  /** The command line of its unit file, as it was loaded. */
  readonly exec: string;
  /** Its file and drop-ins, and when they were read. */
  readonly dropIns: readonly string[];
  readonly loadedAt: Micros;
  readonly load: 'loaded' | 'not-found' | 'bad-setting';
  /** success, exit-code, signal. */
  readonly result: string;
  readonly exitCode: number;
  readonly restarts: number;
  /** Its main process is a script that no machine plays: the node's shell runs it. */
  readonly script?: Script;
  /** systemd knows it no longer. */
  readonly gone?: true;
}

/** A file of a host changed; `content: null` says that it is gone. */
export interface FileFact {
  readonly kind: 'file';
  readonly host: string;
  readonly path: string;
  readonly content: string | null;
  /** Permission bits, 0o644. */
  readonly mode: number;
  readonly owner: string;
  readonly folder: boolean;
  /** A symbolic link: where it leads. */
  readonly link?: string;
  /** What the names of one file (hard links) share. */
  readonly inode?: string;
}

/** A process began or ceased to listen. */
export interface SocketFact {
  readonly kind: 'socket';
  readonly host: string;
  readonly port: number;
  readonly listening: boolean;
  /** What answers: `sshd`, `kube-apiserver`, `etcd`, `journal-gateway`. */
  readonly service: string;
}

/** An interface of a host as it is now. */
export interface InterfaceFact extends Interface {
  readonly kind: 'interface';
  readonly host: string;
}

/** A host's packet filter as `iptables -S` prints it. */
export interface FilterFact {
  readonly kind: 'filter';
  readonly host: string;
  readonly rules: readonly string[];
}

export interface PowerFact {
  readonly kind: 'power';
  readonly host: string;
  readonly on: boolean;
  readonly how: 'start' | 'destroy' | 'shutdown' | 'reboot';
}

/** A kube object as it stands at `resourceVersion`; `object: null` says that it was deleted. */
export interface ObjectFact {
  readonly kind: 'object';
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** `core/pods`, `config.openshift.io/clusteroperators`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: number;
  readonly object: KubeObject;
  readonly previous: KubeObject | null;
}

/** An object as JSON; the times in it are micros, see `KubeObject` in docs/architecture.md. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    /** Micros; faces print RFC 3339. */
    readonly creationTimestamp: Micros;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface MilestoneFact {
  readonly kind: 'milestone';
  readonly step: number;
  /** `etcd-started`. */
  readonly milestone: string;
  readonly title: string;
}

/** A physical parameter was changed. */
export interface ParameterFact {
  readonly kind: 'parameter';
  readonly name: string;
  readonly value: unknown;
}

export type NewFact =
  | JournalFact
  | ContainerLogFact
  | SandboxFact
  | ContainerFact
  | UnitFact
  | FileFact
  | SocketFact
  | InterfaceFact
  | FilterFact
  | PowerFact
  | ObjectFact
  | MilestoneFact
  | ParameterFact;

/** A fact with its id, its time and the kernel event that caused it (`e<n>`). */
export type Fact = NewFact & {
  readonly id: FactId;
  readonly at: Micros;
  readonly event: number;
};

/** A sandbox and a container as they stand, under their own ids. */
export type Sandbox = Omit<SandboxFact, 'kind' | 'sandboxId'> & { readonly id: string };
export type Container = Omit<ContainerFact, 'kind' | 'containerId'> & { readonly id: string };
