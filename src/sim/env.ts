/**
 * The only door of a machine: what it may know of the world and do to it. It never sees a face, a wall
 * clock or another machine; it is told of changes (`watch`) and does not poll.
 */
import type { ApiAnswer, ApiCall } from './kube/control-plane.ts';
import type { ApiAddress } from './kube/api-path.ts';
import type { Configuration, Member, Message } from './etcd/member.ts';
import type { RoleChange } from './etcd/roles.ts';
import type { SimEvent } from './kernel/queue.ts';
import type { QuantileTable } from './kernel/stream.ts';
import type { Micros } from './kernel/time.ts';
import type { Store } from './kube/store.ts';
import type { Dialled, Relay } from './net/dial.ts';
import type { DnsRecords } from './net/resolver.ts';
import type { ApiServerConfig } from './programs/kube-apiserver/config.ts';
import type { EtcdConfig } from './programs/etcd/config.ts';
import type { ContainerProfile, PodProfile, Profile } from './profile.ts';
import type { NewFact, UnitFact } from './world/facts.ts';
import type { FileRecord } from './world/files.ts';
import type { HostState } from './world/world.ts';

export type EtcdMessage = Message;

/** What the etcd process of this host does to its data (src/sim/etcd). */
export interface EtcdDoor {
  member(): Member;
  find(host: string): Member | undefined;
  leader(): Member | undefined;
  hex(host: string): string;
  /** Starts this host's member on its data dir, in this container. */
  start(containerId: string, config: EtcdConfig): void;
  startRaft(): void;
  setRole(change: RoleChange): void;
  lead(): void;
  append(message: Message): void;
  cast(message: Omit<Message, 'from'>): void;
  contact(): void;
  wake(): void;
  raftLine(text: string): void;
  /** Ticks until the leader's lease is over; 0 when it is. */
  leaseTicksLeft(): number;
  /** Proposes a membership; answers '' or etcd's error. */
  reconfigure(change: Configuration, promoted: string): string;
}

/** The image registry as a node's runtime meets it. */
export interface ImageDoor {
  present(image: string): boolean;
  /** How long a pull that begins now takes, in milliseconds. */
  pullMillis(image: string): number;
  /** The pull ended: the image is on the node's disk. */
  pulled(image: string): void;
}

/** CRI-O and conmon of this host (src/sim/container-runtime.ts). */
export interface RuntimeDoor {
  /** The id that the pod's next sandbox will have. */
  nextSandboxId(pod: { name: string; namespace: string }): string;
  createSandbox(pod: { name: string; namespace: string; uid: string }): void;
  removeSandbox(id: string): void;
  createContainer(sandboxId: string, container: ContainerProfile): string;
  /** Starts a container's process; `input` goes to its machine. */
  startContainer(id: string, kind: string | undefined, input: object): void;
  /** The process of a container ends by itself. */
  exit(containerId: string, exitCode: number): void;
  /** SIGTERM, and what follows. */
  stopContainer(id: string): void;
  /** Everything that ran is gone: power, or a kernel panic. */
  lose(): void;
}

/** This host's connections and listeners (src/sim/net). */
export interface NetDoor {
  /** Where a connection to an address would end now; `hops`: how many relays lie before it. */
  connect(address: string, port: number, hops?: number): Dialled;
  resolve(name: string): string | undefined;
  /** Why a connection to it would fail now, in the words of a Go client; EOF when the other side only closes. */
  why(url: string): string;
  /** This program listens on the port; with a relay it hands on what it accepts. */
  listen(port: number, service: string, relay?: Relay): void;
  unlisten(port: number): void;
  /** This program answers for names on port 53. */
  serveNames(records: () => DnsRecords): void;
  /** What this program does with connections is another from now on. */
  changed(): void;
}

export interface PodRun {
  readonly pod: PodProfile;
  readonly input: object;
  readonly once: boolean;
  readonly owner: { readonly kind: string; readonly name: string; readonly apiVersion: string };
  readonly writes?: { readonly path: string; readonly content: string };
}

export interface Env {
  readonly id: string;
  readonly host: string;
  readonly profile: Profile;
  now(): Micros;
  /** Draws milliseconds from a table of micros, from this process' stream of that purpose. */
  millis(purpose: string, table: QuantileTable): number;
  integer(purpose: string, low: number, high: number): number;
  /** Hexadecimal digits that depend on the name alone. */
  hex(name: string, length: number): string;
  post(to: string, event: SimEvent, delayMillis?: number): void;
  start(id: string, kind: string, input: object): void;
  stop(id: string): void;
  running(id: string): boolean;
  emit(fact: NewFact): void;
  /** A line of this host's journal. */
  log(unit: string, identifier: string, message: string, priority?: number): void;
  /** A line of this process' container log. */
  say(containerId: string, text: string, stream?: 'stdout' | 'stderr'): void;
  nextPid(): number;
  state(): HostState;
  /** off, firmware, ignition, booting, running: what `host:<name>` watchers are told. */
  setPhase(phase: string): void;
  hosts(): readonly HostState[];
  other(host: string): HostState | undefined;
  unit(name: string): UnitFact | undefined;
  file(path: string): FileRecord | undefined;
  folder(path: string): readonly FileRecord[];
  readonly objects: Store;
  /** How a pod of the API is to be run beyond its spec: what its containers' processes are. */
  podRun(namespace: string, name: string): PodRun | undefined;
  setPodRun(namespace: string, name: string, run: PodRun): void;
  /** From now on this process gets CHANGED with the topic: `unit:…`, `folder:…`, `objects:…`, `api`, `etcd`. */
  watch(topic: string): void;
  /** A call to an API server; the answer comes as `{ type: reply, answer }`. */
  request(server: ApiAddress, call: ApiCall, reply: string): void;
  /** GET /healthz of the API server at localhost; the answer is `{ type: reply, ok }`. */
  health(reply: string): void;
  /** This host's API server: what it tells the control plane of itself. */
  readonly apiServer: {
    /** Its process has begun with these settings. */
    begin(config: ApiServerConfig): void;
    listen(): void;
    finishHook(name: string): void;
    close(): void;
    /** Its etcd endpoints answer and have a leader; of a process that has not begun yet, by its own flags. */
    etcdReady(servers?: readonly string[]): boolean;
  };
  /** Whether an API server answers at `localhost` (of this host, or the one named) or the VIP. */
  apiAnswers(server: ApiAddress, from?: string): boolean;
  /** Whether each request to it would be served: what a parked poll goes by. */
  apiWell(server: ApiAddress): boolean;
  /** This node's lease is renewed on its grid from now on, or no longer. */
  beats(renewed: boolean): void;
  /** When a node's lease was renewed last; Infinity while it is renewed on its grid. */
  lastBeat(node: string): Micros;
  /** Hosts whose API server is behind the load balancer and well. */
  backends(): readonly string[];
  /** Whether the milestone has come. */
  milestone(id: string): boolean;
  /** This process holds the lease, or no longer. */
  leads(lease: string, identity: string, holds: boolean): void;
  /** Whether the holder still renews: live within the lease's time, or computed while its process runs. */
  leaseAlive(lease: string, identity: string, renewedAt: Micros, leaseMicros: Micros): boolean;
  /** Whether somebody works under the lease now. */
  leading(lease: string): boolean;
  readonly net: NetDoor;
  readonly etcd: EtcdDoor;
  readonly images: ImageDoor;
  readonly runtime: RuntimeDoor;
}

export interface AnswerEvent extends SimEvent {
  readonly answer: ApiAnswer;
}
