/**
 * One etcd member as data: what raft, the WAL, the backend and the read loop hold.
 * Real: etcd v3.5.16 server/etcdserver/{raft,server,v3_server}.go, raft v3.5 {raft,progress}.go.
 */
import { SECOND, type Micros, millis } from '../kernel/time.ts';
import { FSYNC_BOUNDS, Histogram } from '../world/histogram.ts';

/** Heartbeat interval 100 ms, election timeout 1000 ms: etcd's defaults. */
export const TICK: Micros = millis(100);
export const ELECTION_TICKS = 10;
/** 5 s plus twice the election timeout: etcdserver config.go ReqTimeout. */
export const REQUEST_TIMEOUT: Micros = 7 * SECOND;
export const READ_INDEX_RETRY: Micros = millis(500);
/** Backend batch interval: backend.go defaultBatchInterval. */
export const BATCH_INTERVAL: Micros = millis(100);

export interface LogEntry {
  term: number;
  readonly kind: 'put' | 'alarm' | 'empty' | 'conf' | 'publish';
  /** Request that waits for it, 0 for none. */
  readonly request: number;
  readonly from: string;
  readonly change?: Configuration;
}
export interface Configuration {
  readonly voters: readonly string[];
  readonly learners: readonly string[];
}
export interface Message {
  readonly type:
    | 'append'
    | 'appended'
    | 'heartbeat'
    | 'heard'
    | 'propose'
    | 'readIndex'
    | 'readState'
    | 'PREVOTE'
    | 'PREVOTE_REPLY'
    | 'VOTE'
    | 'VOTE_REPLY';
  readonly from: string;
  readonly to: string;
  readonly term: number;
  readonly previous?: number;
  readonly previousTerm?: number;
  readonly entries?: readonly LogEntry[];
  readonly commit?: number;
  readonly index?: number;
  readonly rejected?: boolean;
  readonly read?: number;
  readonly entry?: LogEntry;
  readonly lastIndex?: number;
  readonly lastTerm?: number;
  readonly granted?: boolean;
}
export interface Request {
  readonly id: number;
  readonly member: string;
  readonly kind: 'put' | 'range' | 'alarm' | 'status' | 'publish';
  readonly startedAt: Micros;
  /** Client, TLS, gRPC: added to the answer. */
  readonly overhead: Micros;
  done: boolean;
  /** Called once with '' or etcd's error text. */
  readonly answer: (error: string) => void;
  /** Called when the entry is applied first, even when its client gave up. */
  readonly applied: () => void;
}
/** What its flags say. Real: embed.Config. */
export interface MemberSettings {
  readonly name: string;
  readonly dataDir: string;
  readonly listenClientUrls: readonly string[];
  readonly listenPeerUrls: readonly string[];
  readonly advertiseClientUrls: readonly string[];
  readonly initialAdvertisePeerUrls: readonly string[];
  readonly quotaBackendBytes: number;
}
export type Role = 'off' | 'follower' | 'pre' | 'candidate' | 'leader';

export interface Member {
  /** The host it runs on. */
  readonly id: string;
  name: string;
  readonly hex: string;
  /** Of its latest start. */
  settings: MemberSettings;
  up: boolean;
  /** Counts starts: what belongs to an earlier life is dropped. */
  life: number;
  role: Role;
  term: number;
  vote: string;
  leader: string;
  config: Configuration;
  log: LogEntry[];
  stable: number;
  commit: number;
  /** Entries given to apply, and entries applied. */
  handed: number;
  applied: number;
  /** The Ready loop sits in a WAL fsync. */
  busy: boolean;
  busyAt: Micros;
  hardStateChanged: boolean;
  outbox: Message[];
  appendDue: boolean;
  /** Ticks: phase of the ticker, ticks lost while blocked, ticks at the last contact. */
  phase: Micros;
  lostTicks: number;
  contactTick: number;
  electionTimeoutTicks: number;
  electionTimer: number;
  heartbeatSentAt: Micros;
  quorumTimer: number;
  quorumCheckedAt: Micros;
  readonly activeAt: Map<string, Micros>;
  readonly next: Map<string, number>;
  readonly match: Map<string, number>;
  /** Backend: locked while a commit runs, pending while something waits for one. */
  locked: boolean;
  pending: boolean;
  commitEndedAt: Micros;
  timerArmed: boolean;
  timer: number;
  timerDue: Micros;
  commitStartedAt: Micros;
  applyWaitingSince: Micros;
  /** Linearizable reads: waiting, the one in flight, those that wait for the lock. */
  reads: Request[];
  reading: { id: number; requests: Request[]; since: Micros; index: number } | undefined;
  readStates: { id: number; index: number }[];
  readStateHeld: boolean;
  lockWaiters: Request[];
  proposals: LogEntry[];
  readonly readIndexes: Map<number, { from: string; id: number; index: number; acks: string[] }>;
  bootStep: number;
  fresh: boolean;
  ready: boolean;
  /** First entry index that is kept: `log` begins behind it. */
  readonly wal: Histogram;
  readonly backend: Histogram;
  leaderChanges: number;
  fsyncs: number;
}

export function newMember(id: string, settings: MemberSettings, hex: string): Member {
  return {
    id,
    name: settings.name,
    hex,
    settings,
    up: false,
    life: 0,
    role: 'off',
    term: 0,
    vote: '',
    leader: '',
    config: { voters: [], learners: [] },
    log: [],
    stable: 0,
    commit: 0,
    handed: 0,
    applied: 0,
    ...volatile(0),
    activeAt: new Map(),
    next: new Map(),
    match: new Map(),
    readIndexes: new Map(),
    fresh: true,
    wal: new Histogram(FSYNC_BOUNDS),
    backend: new Histogram(FSYNC_BOUNDS),
    leaderChanges: 0,
    fsyncs: 0,
  };
}

/** What a process loses when it dies. */
export const volatile = (now: Micros) => ({
  busy: false,
  busyAt: now,
  hardStateChanged: false,
  outbox: [] as Message[],
  appendDue: false,
  phase: now,
  lostTicks: 0,
  contactTick: 0,
  electionTimeoutTicks: 2 * ELECTION_TICKS - 1,
  electionTimer: 0,
  heartbeatSentAt: now,
  quorumTimer: 0,
  quorumCheckedAt: now,
  locked: false,
  pending: false,
  commitEndedAt: now,
  timerArmed: false,
  timer: 0,
  timerDue: now,
  commitStartedAt: now,
  applyWaitingSince: -1,
  reads: [] as Request[],
  reading: undefined,
  readStates: [] as { id: number; index: number }[],
  readStateHeld: false,
  lockWaiters: [] as Request[],
  proposals: [] as LogEntry[],
  bootStep: 0,
  ready: false,
});

export const peersOf = (m: Member): string[] =>
  [...m.config.voters, ...m.config.learners].filter((peer) => peer !== m.id);
export const termAt = (m: Member, index: number): number => m.log[index - 1]?.term ?? 0;
