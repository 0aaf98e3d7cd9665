/**
 * The members of one etcd cluster with what lies between them: disks, the peer network, the log that
 * each member writes. The loops are in the files beside this one; the roles are machines/etcd-member.ts.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { SimEvent } from '../kernel/queue.ts';
import { type QuantileTable, hexOf } from '../kernel/stream.ts';
import type { Micros } from '../kernel/time.ts';
import { Disk } from '../physics/disk.ts';
import { backendTimer, commitSynced } from './backend.ts';
import { Background } from './background.ts';
import { boot } from './boot.ts';
import { walSynced } from './ready-loop.ts';
import {
  type Member,
  type MemberSettings,
  type Message,
  type Request,
  newMember,
  peersOf,
  volatile,
} from './member.ts';
import { arrive } from './messages.ts';
import { readIndexRetry, readIndexTimeout, unblockReadState } from './reads.ts';
import { timeOut } from './requests.ts';
import { checkQuorum, electionTick, heartbeat, joinTick, released } from './ticks.ts';

/** Client, TLS and gateway of one request, micros; fitted to the captures (sketches/etcd-disk). */
export const CLIENT_OVERHEAD: QuantileTable = [
  [0, 1000],
  [0.5, 2600],
  [0.9, 6000],
  [0.99, 15_000],
  [1, 30_000],
];

/** An API server asks over a connection that stays open, to its own host: no dial, no handshake. */
export const API_SERVER_OVERHEAD: QuantileTable = [
  [0, 200],
  [0.5, 400],
  [0.9, 900],
  [0.99, 1500],
  [1, 2000],
];

/** What the cluster needs of its surroundings. */
export interface Surroundings {
  readonly kernel: Kernel;
  /** The profile's fsync table of a host's disk. */
  readonly fsyncTable: (host: string) => QuantileTable;
  /** Whether packets pass between two hosts now. */
  readonly reachable: (from: string, to: string) => boolean;
  /** One zap line of the member's log. */
  readonly line: (
    member: Member,
    level: 'info' | 'warn',
    caller: string,
    message: string,
    fields?: object,
  ) => void;
  /** The member began to serve clients. */
  readonly serving: (member: Member) => void;
  /** The membership as this member applied it, or its leader, is another one. */
  readonly configured: (member: Member) => void;
  /** A removal of this member was applied: it stops by itself. */
  readonly removed: (member: Member) => void;
}

export class EtcdCluster {
  readonly members = new Map<string, Member>();
  readonly requests = new Map<number, Request>();
  readonly #disks = new Map<string, Disk>();
  readonly background: Background;
  readonly around: Surroundings;
  readonly kernel: Kernel;
  /** While a block of background writes is played after the fact, time is that block's. */
  late: Micros = -1;
  #requests = 0;

  constructor(around: Surroundings) {
    this.around = around;
    this.kernel = around.kernel;
    this.background = new Background(this);
    this.kernel.serve('etcd', (event) => this.handle(event));
  }

  get now(): Micros {
    return this.late >= 0 ? this.late : this.kernel.now;
  }

  nextRequest(): number {
    return ++this.#requests;
  }

  member(id: string): Member {
    const member = this.members.get(id);
    if (member === undefined) throw new Error(`no etcd member on ${id}`);
    return member;
  }

  find(id: string): Member | undefined {
    return this.members.get(id);
  }

  /** The leader with the highest term, if any thinks that it leads. */
  leader(): Member | undefined {
    let best: Member | undefined;
    for (const m of this.members.values()) {
      if (m.up && m.role === 'leader' && m.term >= (best?.term ?? 0)) best = m;
    }
    return best;
  }

  /** Puts an event of the data plane into the kernel's queue. */
  at(due: Micros, type: string, member: string, value: unknown = 0, life = 0): void {
    const event = { type, member, value, life };
    if (this.late >= 0) this.background.defer(due, event);
    else this.kernel.schedule('etcd', event, due - this.kernel.now);
  }

  /** The disk under a host's /var/lib/etcd. */
  disk(host: string): Disk {
    let disk = this.#disks.get(host);
    if (disk === undefined) {
      const cluster = this;
      const time = {
        get now(): Micros {
          return cluster.now;
        },
        later: (due: Micros, done: () => void): void => this.at(due, 'FSYNCED', host, done),
        deliver: ({ event }: { event: SimEvent }): void => this.handle(event),
        alsoBecauseOf: (event: number): void => this.kernel.alsoBecauseOf(event),
      };
      const stream = this.kernel.stream(`${host}/disk:fsync`);
      disk = new Disk(time, stream, this.around.fsyncTable(host));
      this.#disks.set(host, disk);
    }
    return disk;
  }

  fsync(m: Member, type: string, value: unknown): void {
    const event = { type, member: m.id, value, life: m.life };
    this.disk(m.id).fsync({ to: 'etcd', event });
  }

  line(m: Member, level: 'info' | 'warn', caller: string, message: string, fields?: object): void {
    this.around.line(m, level, caller, message, fields);
  }

  raftLine(m: Member, message: string): void {
    this.around.line(m, 'info', 'etcdserver/zap_raft.go:77', message, RAFT_LOGGER);
  }

  /** Known before it has started too: a member has its id from the one that adds it. Masters are named as their host. */
  hex(id: string): string {
    return this.members.get(id)?.hex ?? hexOf(this.kernel.seed, `etcd-member:${id}`, 16);
  }

  reachable(a: string, b: string): boolean {
    return this.around.reachable(a, b);
  }

  send(messages: readonly Message[]): void {
    for (const message of messages) {
      if (!this.reachable(message.from, message.to)) continue;
      const delay = 150 + this.kernel.stream(`${message.from}/etcd:network`).integer(0, 300);
      this.at(this.now + delay, 'MESSAGE', message.to, message);
    }
  }

  tell(m: Member, event: SimEvent): void {
    this.kernel.schedule(`${m.id}/etcd`, event, this.now - this.kernel.now);
  }

  /** The data dir of a host: made when the member first starts there. */
  dataDir(id: string, settings: MemberSettings): Member {
    let member = this.members.get(id);
    if (member === undefined) {
      const hex = hexOf(this.kernel.seed, `etcd-member:${settings.name}`, 16);
      member = newMember(id, settings, hex);
      this.members.set(id, member);
    }
    return member;
  }

  /** A member process starts on its data dir; `config` is what its flags or its log say. */
  start(id: string, settings: MemberSettings, fresh: boolean, config: Member['config']): void {
    this.background.interrupt();
    const m = this.dataDir(id, settings);
    Object.assign(m, volatile(this.now), {
      name: settings.name,
      settings,
      up: true,
      life: m.life + 1,
      role: 'off',
      leader: '',
      fresh,
    });
    m.activeAt.clear();
    m.next.clear();
    m.match.clear();
    m.readIndexes.clear();
    if (fresh) {
      Object.assign(m, {
        log: [],
        stable: 0,
        commit: 0,
        handed: 0,
        applied: 0,
        term: 0,
        vote: '',
        config,
      });
    }
    m.log.length = Math.min(m.log.length, m.stable);
    boot(this, m);
  }

  /** The process is dead: what was not on disk is gone. */
  stop(id: string): void {
    const m = this.members.get(id);
    if (m === undefined || !m.up) return;
    this.background.interrupt();
    if (m.role === 'leader') released(this, m);
    m.up = false;
    m.ready = false;
    m.role = 'off';
    m.life++;
    this.disk(id).forget('etcd', (event) => event['member'] === id);
    for (const request of this.requests.values()) {
      if (request.member === id && !request.done) {
        request.done = true;
        this.kernel.schedule('etcd', { type: 'ANSWER', value: [request, 'connection lost'] });
      }
    }
  }

  /** The data dir is gone (a disk destroyed with its host). */
  forget(id: string): void {
    this.stop(id);
    this.members.delete(id);
  }

  healthyVoters(): number {
    const leader = this.leader();
    return leader === undefined ? 0 : leader.config.voters.filter((v) => this.find(v)?.up).length;
  }

  handle(event: SimEvent): void {
    if (event.type === 'FSYNCED') return (event['value'] as () => void)();
    if (event.type === 'ANSWER') {
      const [request, error] = event['value'] as [Request, string];
      return request.answer(error);
    }
    if (event.type.startsWith('BACKGROUND')) return this.background.handle(event);
    const m = this.members.get(event['member'] as string);
    if (m === undefined) return;
    const value = event['value'];
    const life = event['life'] as number;
    if (life !== 0 && life !== m.life) return;
    const handler = HANDLERS[event.type];
    if (handler === undefined) throw new Error(`etcd: ${event.type}?`);
    handler(this, m, value as never);
  }
}

const RAFT_LOGGER = { logger: 'raft' };

/** Event type -> loop. Timers carry the number they were armed with: a newer one makes them stale. */
const HANDLERS: Readonly<Record<string, (c: EtcdCluster, m: Member, value: never) => void>> = {
  MESSAGE: (c, m, message: Message) => arrive(c, m, message),
  BOOT_SYNCED: (c, m) => {
    m.fsyncs++;
    boot(c, m);
  },
  WAL_SYNCED: (c, m, call: Parameters<typeof walSynced>[2]) => walSynced(c, m, call),
  COMMIT_SYNCED: (c, m, nth: number) => commitSynced(c, m, nth),
  BACKEND_TIMER: (c, m, timer: number) => backendTimer(c, m, timer),
  ELECTION: (c, m, timer: number) => electionTick(c, m, timer),
  CHECK_QUORUM: (c, m, timer: number) => checkQuorum(c, m, timer),
  HEARTBEAT: (c, m) => {
    if (m.role === 'leader' && !m.busy) heartbeat(c, m);
  },
  JOIN_TICK: (c, m) => joinTick(c, m),
  READ_RETRY: (c, m, read: number) => readIndexRetry(c, m, read),
  READ_TIMEOUT: (c, m, read: number) => readIndexTimeout(c, m, read),
  READ_STATE_DROPPED: (c, m) => unblockReadState(c, m),
  TIMEOUT: (c, _m, request: number) => timeOut(c, request),
};

export const quorumOf = (m: Member): number => Math.floor(m.config.voters.length / 2) + 1;
export { peersOf };
