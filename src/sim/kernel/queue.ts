/**
 * The queue of what is to come: a binary heap with the key (due, lane, seq). Lane 0 is the world's
 * own, lane 1 is input: at one microsecond the world comes first, so that live and replay agree.
 */
import type { Micros } from './time.ts';

export interface SimEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Entry {
  readonly due: Micros;
  readonly lane: 0 | 1;
  readonly seq: number;
  readonly to: string;
  readonly event: SimEvent;
  /** Number of the kernel event that queued this one. */
  readonly cause: number;
  dead: boolean;
}

const before = (a: Entry, b: Entry): boolean =>
  a.due !== b.due ? a.due < b.due : a.lane !== b.lane ? a.lane < b.lane : a.seq < b.seq;

export class Queue {
  readonly #heap: Entry[] = [];

  push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  /** The next living entry, without taking it. */
  peek(): Entry | undefined {
    while (this.#heap[0]?.dead === true) this.#take();
    return this.#heap[0];
  }

  pop(): Entry | undefined {
    return this.peek() === undefined ? undefined : this.#take();
  }

  #take(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      let least = heap[child];
      if (right !== undefined && least !== undefined && before(right, least)) {
        child++;
        least = right;
      }
      if (least === undefined || !before(least, last)) break;
      heap[at] = least;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
