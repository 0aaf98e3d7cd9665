/**
 * A block device that syncs: one fsync at a time, first come first served. The latency is drawn when
 * the device takes the call, so a change of the table concerns later calls only.
 */
import type { SimEvent } from '../kernel/queue.ts';
import { type QuantileTable, type Stream, quantile } from '../kernel/stream.ts';
import type { Micros } from '../kernel/time.ts';

export interface FsyncCall {
  /** Who is told, and with what, when the call ends. */
  readonly to: string;
  readonly event: SimEvent;
}

/** The time in which a device lives, and how a call's end is announced. */
export interface Timeline {
  readonly now: Micros;
  /** Delivers to the device's owner at `due`. */
  readonly later: (due: Micros, done: () => void) => void;
  readonly deliver: (call: FsyncCall) => void;
  /** The event being handled was also brought about by this one. */
  readonly alsoBecauseOf: (event: number) => void;
}

export class Disk {
  table: QuantileTable;
  /** The kernel event that set the table; 0 for the profile's own. */
  changedBy = 0;
  readonly #waiting: FsyncCall[] = [];
  #busy: FsyncCall | undefined;
  readonly stream: Stream;
  readonly #time: Timeline;

  constructor(time: Timeline, stream: Stream, table: QuantileTable) {
    this.#time = time;
    this.table = table;
    this.stream = stream;
  }

  fsync(call: FsyncCall): void {
    this.#waiting.push(call);
    if (this.#busy === undefined) this.#next();
  }

  /** One call's latency, drawn outside the queue (background writes of a well cluster). */
  draw(): Micros {
    return quantile(this.table, this.stream.next());
  }

  get idle(): boolean {
    return this.#busy === undefined;
  }

  /** The caller died: its waiting calls go; the one in flight still occupies the device. */
  forget(to: string, matches: (event: SimEvent) => boolean): void {
    for (let i = this.#waiting.length - 1; i >= 0; i--) {
      const call = this.#waiting[i];
      if (call !== undefined && call.to === to && matches(call.event)) this.#waiting.splice(i, 1);
    }
  }

  #next(): void {
    const call = this.#waiting.shift();
    this.#busy = call;
    if (call !== undefined) this.#time.later(this.#time.now + this.draw(), () => this.#done());
  }

  #done(): void {
    const call = this.#busy;
    if (this.changedBy > 0) this.#time.alsoBecauseOf(this.changedBy);
    this.#next();
    if (call !== undefined) this.#time.deliver(call);
  }
}

/** `{ fixedMillis: n }`: every call is held back by n ms before the device's own work. */
export const heldBack = (table: QuantileTable, holdMillis: number): QuantileTable =>
  table.map(([p, micros]) => [p, micros + Math.round(holdMillis * 1000)] as const);
