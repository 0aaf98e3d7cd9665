/**
 * What a lab promises to the rooms outside: one door in (`input`), answers by callback at their
 * due time, and projections to read. No promises, no wall clock.
 */
import type { Cause } from '../kube/validation.ts';
import type { Micros } from '../kernel/time.ts';
import type { MetricFamily } from './metric-view.ts';
import type { Echo, Route, ServerAnswer } from './network-view.ts';
import type { Interface } from '../world/interfaces.ts';
import type {
  Container,
  Fact,
  FactId,
  JournalFact,
  KubeObject,
  Sandbox,
  UnitFact,
} from '../world/facts.ts';

export type * from './metric-view.ts';
export type * from './network-view.ts';

/** `<host>.disk.fsync`, `<host>.power`, … to its value; see docs/scenario-format.md. */
export type Parameters = Readonly<Record<string, unknown>>;

export interface LabSpec {
  /** The scenario's id: a name for records, never read by the world. */
  readonly scenario: string;
  readonly profile: string;
  readonly seed: number;
  readonly masters: number;
  /** Played as recorded inputs of `who: operator` once their milestone came. */
  readonly operator: readonly OperatorStep[];
  /** Parameter changes with their moment: at a time or when a milestone comes. */
  readonly timeline: readonly TimelineStep[];
  /** The milestone that ends the scenario, and the latest moment. */
  readonly end: string;
  readonly timeLimit: Micros;
}
export interface OperatorStep {
  readonly after?: string;
  readonly at?: Micros;
  readonly input: LabInput;
}
export interface TimelineStep {
  readonly at?: Micros;
  readonly onset?: string;
  readonly set: Parameters;
  /** Its id in `heal`; the input's id when injected live. */
  readonly id: string;
}

export type KubeVerb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'delete';

/**
 * Everything that can change anything. `who`: operator, trainee, a client's name; `script:<host>/<unit>/<pid>` for what
 * a unit's script does, that counts only while that process is there.
 */
export type LabInput = { readonly who: string } & (
  | { readonly kind: 'patch'; readonly set: Parameters }
  /** Undoes the patch that was input `id`, or the timeline step `id`. */
  | { readonly kind: 'heal'; readonly id: string }
  | {
      readonly kind: 'power';
      readonly host: string;
      readonly verb: 'start' | 'destroy' | 'shutdown' | 'reboot';
    }
  | {
      readonly kind: 'unit';
      readonly host: string;
      readonly unit: string;
      /** enable, disable: whether it starts at boot. daemon-reload reads all units' files anew. */
      readonly verb:
        | 'start'
        | 'stop'
        | 'restart'
        | 'reload'
        | 'enable'
        | 'disable'
        | 'daemon-reload'
        | 'reset-failed';
    }
  /** `ip link set`, `ip addr add | del`: `interface` as it is afterwards. */
  | { readonly kind: 'interface'; readonly host: string; readonly interface: Interface }
  /** What iptables makes of the filter. */
  | { readonly kind: 'filter'; readonly host: string; readonly rules: readonly string[] }
  /** A signal to a process of a host that is no unit's and no container's. */
  | {
      readonly kind: 'signal';
      readonly host: string;
      readonly program: string;
      readonly signal: 'HUP' | 'TERM' | 'KILL';
    }
  /** SIGTERM, then SIGKILL after `graceSeconds`. */
  | {
      readonly kind: 'stopContainer';
      readonly host: string;
      readonly id: string;
      readonly graceSeconds: number;
    }
  /** Any change of a host's files; one input may hold several (mv is a write and a remove). */
  | { readonly kind: 'files'; readonly host: string; readonly changes: readonly FileChange[] }
  /** A line that a login or a command leaves in a journal (sshd, sudo). */
  | { readonly kind: 'journal'; readonly entry: Omit<JournalFact, 'kind' | 'boot'> }
  /** A request to the API server of `host`. `body` for create and update. */
  | {
      readonly kind: 'kube';
      readonly host: string;
      readonly verb: KubeVerb;
      readonly resource: string;
      readonly namespace: string;
      readonly name: string;
      readonly body?: KubeObject;
    }
  /** GET /healthz, /livez, /readyz of the API server of `host`. */
  | {
      readonly kind: 'health';
      readonly host: string;
      readonly endpoint: 'healthz' | 'livez' | 'readyz';
      readonly exclude: readonly string[];
    }
  /** The script that a unit runs has ended. */
  | {
      readonly kind: 'scriptExit';
      readonly host: string;
      readonly unit: string;
      readonly exitCode: number;
    }
  /** One call to the etcd member on `host`. */
  | { readonly kind: 'etcd'; readonly host: string; readonly call: EtcdCall }
);
export type FileChange =
  | {
      readonly op: 'write';
      readonly path: string;
      readonly content: string;
      /** A symbolic link that leads there; `content` is empty. */
      readonly link?: string;
      readonly mode?: number;
      readonly owner?: string;
    }
  | { readonly op: 'remove'; readonly path: string }
  /** link(2): another name of the file that is there; nothing happens when it is not. */
  | { readonly op: 'link'; readonly path: string; readonly to: string }
  /** As mv(1) on one file system; nothing happens when `path` is not there. */
  | { readonly op: 'move'; readonly path: string; readonly to: string }
  | {
      readonly op: 'folder';
      readonly path: string;
      readonly mode?: number;
      readonly owner?: string;
    };

/** get = linearizable range of key "health"; alarms = alarm list, a proposal. */
export type EtcdCall =
  | { readonly op: 'get'; readonly key: string }
  | { readonly op: 'put'; readonly key: string; readonly value: string }
  | { readonly op: 'alarms' }
  | { readonly op: 'status' }
  | { readonly op: 'members' };

/** How a simulated request ended. Simulated errors are values, never thrown. */
export type Answer =
  | {
      readonly ok: true;
      readonly object?: KubeObject;
      readonly checks?: readonly HealthCheck[];
      readonly etcd?: EtcdReply;
    }
  | {
      readonly ok: false;
      readonly error: AnswerError;
      readonly message: string;
      /** Of an object that is invalid: what is wrong with which field. */
      readonly causes?: readonly Cause[];
    };
/** As API machinery's reasons, and how a connection dies. */
export type AnswerError =
  | 'refused'
  | 'reset'
  | 'eof'
  | 'timeout'
  | 'unavailable'
  | 'etcdTimeout'
  | 'notFound'
  | 'alreadyExists'
  | 'conflict'
  | 'invalid'
  | 'rejected';
export interface HealthCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly error: string;
}
export interface EtcdReply {
  readonly revision: number;
  readonly value?: string;
  readonly members?: readonly EtcdMemberView[];
  readonly status?: EtcdMemberView;
}

export interface HostView {
  readonly name: string;
  /** `192.168.126.100`. */
  readonly address: string;
  /** Its domain's name at the hypervisor: `ocp4-bootstrap`. Empty for the workstation. */
  readonly domain: string;
  readonly power: 'on' | 'off';
  /** off, firmware, ignition, booting, running. */
  readonly phase: string;
  /** 32 hex digits, new at each boot; empty before the first. */
  readonly bootId: string;
  readonly machineId: string;
  readonly bootedAt: Micros;
  /** Every boot so far, index = `JournalFact.boot`. */
  readonly boots: readonly { readonly id: string; readonly at: Micros }[];
}
export type ContainerView = Container;
export type SandboxView = Sandbox;
export type UnitView = Omit<UnitFact, 'kind'>;
export type JournalEntry = JournalFact & {
  readonly id: FactId;
  readonly at: Micros;
  readonly event: number;
};
export interface ContainerLine {
  readonly id: FactId;
  readonly at: Micros;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}
export interface FileView {
  readonly path: string;
  readonly folder: boolean;
  /** May hold `@@PEM name@@` and `@@BASE64 name@@`: the host puts the PKI's text there. */
  readonly content: string;
  readonly mode: number;
  readonly owner: string;
  readonly changedAt: Micros;
  /** A symbolic link: where it leads, as it was written. */
  readonly link?: string;
  /** Names of one file (hard links) have the same. */
  readonly inode?: string;
}
export interface EtcdMemberView {
  readonly host: string;
  /** 16 hex digits. */
  readonly memberId: string;
  readonly name: string;
  readonly running: boolean;
  readonly ready: boolean;
  readonly learner: boolean;
  readonly leader: boolean;
  readonly leaderId: string;
  readonly term: number;
  readonly index: number;
  readonly applied: number;
  readonly dbBytes: number;
  readonly version: string;
  readonly peerUrl: string;
  readonly clientUrl: string;
}
/** A certificate of the cluster, as a record; the host makes the real DER. */
export interface CertificateRecord {
  /** `admin`, `kube-apiserver`, `etcd-ca`; the files are `<name>.crt` and `<name>.key`. */
  readonly name: string;
  readonly issuer: string;
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** `DNS:api.ocp4.example.com`, `IP:192.168.126.10`. */
  readonly altNames: readonly string[];
  readonly usages: readonly ('server' | 'client' | 'ca')[];
  readonly notBefore: Micros;
  readonly notAfter: Micros;
}

export interface ImageView {
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly bytes: number;
}

/** Projections: pure reads as of `lab.now`. */
export interface LabRead {
  hosts(): readonly HostView[];
  host(name: string): HostView | undefined;
  journal(host: string): readonly JournalEntry[];
  units(host: string): readonly UnitView[];
  sandboxes(host: string): readonly SandboxView[];
  containers(host: string): readonly ContainerView[];
  /** What its runtime has pulled. */
  images(host: string): readonly ImageView[];
  containerLog(host: string, id: string): readonly ContainerLine[];
  file(host: string, path: string): FileView | undefined;
  /** How many names (hard links) a file has. */
  names(host: string, inode: string): number;
  /** Direct children of a folder, by name. */
  folder(host: string, path: string): readonly FileView[];
  /** Resources that discovery shows now: the built-in ones and every stored CRD. */
  objects(resource: string, namespace?: string): readonly KubeObject[];
  object(resource: string, namespace: string, name: string): KubeObject | undefined;
  /** Latest resourceVersion. */
  revision(): number;
  /** Object facts after `revision`, oldest first; undefined when compacted. */
  objectLog(after: number): readonly Fact[] | undefined;
  members(): readonly EtcdMemberView[];
  milestones(): readonly MilestoneView[];
  /** A sentence: what the world waits for; the step that is next; and since when. */
  waiting(): {
    readonly for: string;
    readonly step: string;
    readonly since: Micros;
    /** When it usually comes, in seconds after power-on: of real bootstraps, as far as it is known. */
    readonly usual?: readonly [number, number];
  };
  /** Resolves `to` (name or address) as `from` would, and says where a TCP connection ends. */
  route(from: string, to: string, port: number): Route;
  /** The API servers to which the load balancer sends at present. */
  balanced(): readonly string[];
  /** A host's interfaces without `lo`, and its packet filter as `iptables -S` prints it. */
  interfaces(host: string): readonly Interface[];
  filter(host: string): readonly string[];
  /** The records of the name server that a host would reach at `server`, or how it does not answer. */
  nameServer(from: string, server: string): ServerAnswer;
  /** Whether packets come back from an address (ICMP echo). */
  echo(from: string, address: string): Echo;
  /** Who listens on a host, by port. */
  sockets(host: string): readonly { readonly port: number; readonly service: string }[];
  certificates(): readonly CertificateRecord[];
  /** OpenMetrics families of every process, ended ones too. */
  metrics(): readonly MetricFamily[];
  fsyncs(): number;
  /** Seconds between NTP time and the host's clock; 0 until a fault says otherwise. */
  variables(): Readonly<Record<string, string>>;
}
export interface MilestoneView {
  readonly step: number;
  readonly id: string;
  readonly title: string;
  readonly at: Micros;
}

export type LabStatus = 'running' | 'complete' | 'failed' | 'timeout' | 'stopped' | 'broken';
export interface Ticket {
  /** `i<n>`. */
  readonly id: string;
  readonly at: Micros;
}
export interface CauseLink {
  readonly at: Micros;
  readonly what: string;
  readonly fact?: FactId;
  readonly input?: string;
}
export interface LabRecord {
  readonly engine: string;
  /** Unix micros of the lab's start. */
  readonly epochMicros: number;
  readonly spec: LabSpec;
  readonly inputs: readonly {
    readonly id: string;
    readonly at: Micros;
    readonly input: LabInput;
  }[];
  readonly endedAt: Micros;
  readonly digest: string;
}
export interface Lab {
  readonly spec: LabSpec;
  readonly now: Micros;
  /** Unix micros of the lab's start. */
  readonly epochMicros: number;
  /** Gives a lab that was made without one its date; texts so far are dated anew. */
  date(epochMicros: number): void;
  readonly status: LabStatus;
  readonly transitions: number;
  readonly read: LabRead;
  /** Runs the world to `t`; answers and facts are delivered on the way. */
  runUntil(t: Micros): void;
  /** When something will happen next by itself; Infinity when nothing will. */
  nextDue(): Micros;
  /** Stamps, records and queues. `answer` is called at the answer's due time, inside runUntil. */
  input(input: LabInput, answer?: (answer: Answer) => void): Ticket;
  /** Every fact, in order. The callback must not call `input` or `runUntil`. */
  on(listener: (fact: Fact) => void): () => void;
  fact(id: FactId): Fact | undefined;
  /** Every fact so far, in order. */
  facts(): readonly Fact[];
  /** From a symptom (`f12`, `milestone:ID`, `ns/kind/name.condition`, `metric{…}`) to its root. */
  why(what: string): readonly CauseLink[];
  /** What has been put in so far, in order. */
  inputs(): LabRecord['inputs'];
  record(): LabRecord;
  digest(): string;
  counts(): Readonly<Record<'journalLines' | 'pods' | 'namespaces' | 'events' | 'fsyncs', number>>;
}
