/**
 * Writes that nobody waits for (leases, events, operators' status): on a well cluster they run in
 * blocks of 250 ms, one tight loop per device, histograms only. A block in which any wait is notable,
 * or into which something from outside falls, is given back and played exactly: same draws, same order.
 */
import type { SimEvent } from '../kernel/queue.ts';
import { type Micros, SECOND, millis } from '../kernel/time.ts';
import type { EtcdCluster } from './cluster.ts';
import { BATCH_INTERVAL, type LogEntry, type Member } from './member.ts';
import { propose } from './requests.ts';

const BLOCK: Micros = millis(250);
const NOTABLE: Micros = millis(40);
const WRITES_PER_BLOCK_MAX = 200;

interface Played {
  readonly member: Member;
  readonly position: readonly [number, number, number, number];
  readonly wal: number[];
  readonly commits: number[];
  timer: Micros;
  /** When a commit is due; negative when nothing is pending. */
  due: Micros;
  free: Micros;
}
interface Deferred {
  readonly due: Micros;
  readonly seq: number;
  readonly event: SimEvent;
}
interface Block {
  readonly from: Micros;
  readonly position: readonly [number, number, number, number];
  readonly next: Micros;
  readonly writes: number;
  readonly played: readonly Played[];
}

export class Background {
  #perSecond = 0;
  #generation = 0;
  #next: Micros = 0;
  #block: Block | undefined;
  readonly #deferred: Deferred[] = [];
  #deferredSeq = 0;
  #entry: LogEntry = { term: 0, kind: 'put', request: 0, from: '' };
  readonly #cluster: EtcdCluster;

  constructor(cluster: EtcdCluster) {
    this.#cluster = cluster;
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  /** Sets how many writes a second are made by all that nobody waits for. */
  setRate(perSecond: number): void {
    if (perSecond === this.#perSecond) return;
    const wasIdle = this.#perSecond === 0;
    this.interrupt();
    this.#perSecond = perSecond;
    if (perSecond === 0) this.#generation++;
    else if (wasIdle) {
      this.#next = this.#cluster.now + this.#gap();
      this.#arm(this.#cluster.now);
    }
  }

  handle(event: SimEvent): void {
    if (event['value'] !== this.#generation) return;
    if (event.type === 'BACKGROUND_BLOCK') this.#begin();
    else if (event.type === 'BACKGROUND_END') this.#end();
    else this.#write(event['until'] as Micros);
  }

  /** Something from outside happens now: the block so far is played exactly, then time goes on. */
  interrupt(): void {
    const block = this.#block;
    const c = this.#cluster;
    if (block === undefined || c.late >= 0) return;
    const now = c.kernel.now;
    this.#giveBack();
    c.late = block.from;
    for (const { member } of block.played) {
      if (member.pending)
        c.at(member.timerDue, 'BACKEND_TIMER', member.id, member.timer, member.life);
    }
    this.#live(block.from);
    for (let next = this.#takeDeferred(now); next !== undefined; next = this.#takeDeferred(now)) {
      c.late = next.due;
      c.handle(next.event);
    }
    c.late = -1;
    for (const { due, event } of this.#deferred.splice(0))
      c.kernel.schedule('etcd', event, due - now);
  }

  /** An event of a block that is being played late. */
  defer(due: Micros, event: SimEvent): void {
    this.#deferred.push({ due, seq: this.#deferredSeq++, event });
  }

  /** The first deferred event before `until`, in order of time. */
  #takeDeferred(until: Micros): Deferred | undefined {
    this.#deferred.sort((a, b) => a.due - b.due || a.seq - b.seq);
    const first = this.#deferred[0];
    return first !== undefined && first.due < until ? this.#deferred.shift() : undefined;
  }

  #stream() {
    return this.#cluster.kernel.stream('etcd:background');
  }

  #gap(): Micros {
    return 1 + Math.round((this.#stream().next() * 2 * SECOND) / this.#perSecond);
  }

  #at(due: Micros, type: string, more: object = {}): void {
    const c = this.#cluster;
    const event = { type, value: this.#generation, ...more };
    if (c.late >= 0) this.defer(due, event);
    else c.kernel.schedule('etcd', event, due - c.kernel.now);
  }

  #arm(due: Micros): void {
    this.#generation++;
    this.#at(due, 'BACKGROUND_BLOCK');
  }

  /** Everything is at rest and one leads: a block may be computed. */
  #atRest(): boolean {
    let leads = false;
    for (const m of this.#cluster.members.values()) {
      if (!m.up) continue;
      const last = m.log.length;
      const resting =
        m.ready &&
        !m.busy &&
        !m.locked &&
        m.reading === undefined &&
        m.reads.length + m.lockWaiters.length + m.outbox.length + m.readStates.length === 0 &&
        m.proposals.length === 0 &&
        !m.appendDue &&
        m.applyWaitingSince < 0 &&
        m.stable === last &&
        m.commit === last &&
        m.applied === last &&
        (m.role === 'leader' || m.role === 'follower') &&
        this.#cluster.disk(m.id).idle;
      if (!resting) return false;
      if (m.role === 'leader') {
        leads = true;
        const up = m.config.voters.filter((v) => this.#cluster.find(v)?.up === true);
        if (up.length <= m.config.voters.length / 2) return false;
      }
    }
    return leads;
  }

  #begin(): void {
    const c = this.#cluster;
    const from = c.now;
    if (!this.#atRest()) return this.#live(from);
    const position = this.#stream().save();
    const first = this.#next;
    const writes: Micros[] = [];
    while (this.#next < from + BLOCK) {
      writes.push(this.#next);
      this.#next += this.#gap();
    }
    const played = [...c.members.values()]
      .filter((m) => m.up)
      .map((m) => this.#play(m, from, writes));
    const until = Math.max(from + BLOCK, ...played.map((p) => p.free));
    this.#block = { from, position, next: first, writes: writes.length, played };
    const notable =
      writes.length > WRITES_PER_BLOCK_MAX ||
      until >= this.#next ||
      played.some((p) => [...p.wal, ...p.commits].some((wait) => wait > NOTABLE));
    if (notable) {
      this.#giveBack();
      return this.#live(from);
    }
    for (const { member } of played) member.timer++;
    return this.#at(until, 'BACKGROUND_END');
  }

  #play(member: Member, from: Micros, writes: readonly Micros[]): Played {
    const disk = this.#cluster.disk(member.id);
    const played: Played = {
      member,
      position: disk.stream.save(),
      wal: [],
      commits: [],
      timer: member.commitEndedAt,
      due: member.pending ? member.timerDue : -1,
      free: from,
    };
    const commit = (until: Micros): void => {
      while (played.due >= 0 && played.due <= until) {
        const begin = Math.max(played.due, played.free);
        played.free = begin + disk.draw() + disk.draw();
        played.commits.push(played.free - played.due);
        played.timer = played.free;
        played.due = -1;
      }
    };
    let loopFree = from;
    const wal = (since: Micros): void => {
      commit(since);
      loopFree = played.free = Math.max(since, played.free) + disk.draw();
      played.wal.push(loopFree - since);
      if (played.due < 0) {
        const turns = Math.floor((loopFree - played.timer) / BATCH_INTERVAL) + 1;
        played.due = played.timer + turns * BATCH_INTERVAL;
      }
    };
    // Whatever comes during a WAL fsync shares the next one.
    let joined = -1;
    for (const write of writes) {
      if (joined >= 0 && joined <= write) {
        const at = joined;
        joined = -1;
        wal(at);
      }
      if (write >= loopFree) wal(write);
      else joined = loopFree;
    }
    if (joined >= 0) wal(joined);
    commit(from + BLOCK - 1);
    return played;
  }

  #end(): void {
    const c = this.#cluster;
    const block = this.#block;
    const leader = c.leader();
    this.#block = undefined;
    if (block === undefined || leader === undefined) return this.#arm(c.now);
    const entry = this.#entryOf(leader);
    for (const { member: m, wal, commits, timer, due } of block.played) {
      for (const wait of wal) m.wal.observe(wait);
      for (const wait of commits) m.backend.observe(wait);
      m.fsyncs += wal.length + 2 * commits.length;
      for (let i = 0; i < block.writes; i++) m.log.push(entry);
      m.stable = m.commit = m.handed = m.applied = m.log.length;
      if (m !== leader) {
        leader.match.set(m.id, m.log.length);
        leader.next.set(m.id, m.log.length + 1);
      }
      m.commitEndedAt = timer;
      m.pending = due >= 0;
      m.timerArmed = m.pending;
      m.timer++;
      if (m.pending) {
        m.timerDue = Math.max(due, c.now);
        c.at(m.timerDue, 'BACKEND_TIMER', m.id, m.timer, m.life);
      }
    }
    return this.#arm(c.now);
  }

  /** All of a leader's writes in a term are one object: nothing tells them apart but their index. */
  #entryOf({ id, term }: Member): LogEntry {
    if (this.#entry.term !== term || this.#entry.from !== id) {
      this.#entry = { term, kind: 'put', request: 0, from: id };
    }
    return this.#entry;
  }

  #giveBack(): void {
    const block = this.#block;
    this.#block = undefined;
    if (block === undefined) return;
    this.#stream().restore(block.position);
    this.#next = block.next;
    for (const { member, position } of block.played) {
      this.#cluster.disk(member.id).stream.restore(position);
    }
  }

  /** The next 250 ms by the exact loops. */
  #live(from: Micros): void {
    this.#generation++;
    const until = from + BLOCK;
    if (this.#next < until) this.#at(this.#next, 'BACKGROUND_WRITE', { until });
    else this.#arm(until);
  }

  #write(until: Micros): void {
    const leader = this.#cluster.leader();
    if (leader !== undefined) {
      propose(this.#cluster, leader, this.#entryOf(leader));
    }
    this.#next += this.#gap();
    if (this.#next < until) this.#at(this.#next, 'BACKGROUND_WRITE', { until });
    else this.#arm(until);
  }
}
