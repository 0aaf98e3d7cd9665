/** Whoever waits for a moment of lab time, in the order of their moments. */
import type { Micros } from '../sim/index.ts';

interface Sleeper {
  readonly due: Micros;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class Sleepers {
  #waiting: Sleeper[] = [];

  next(): Micros {
    return this.#waiting[0]?.due ?? Infinity;
  }

  /** Resolves when lab time reaches `due`; rejects with the signal's reason. */
  until(due: Micros, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const sleeper: Sleeper = { due, resolve, reject };
      const at = this.#waiting.findIndex((other) => other.due > due);
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, sleeper);
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== sleeper);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
      return undefined;
    });
  }

  wake(now: Micros): void {
    while ((this.#waiting[0]?.due ?? Infinity) <= now) this.#waiting.shift()?.resolve();
  }

  /** That moment does not come. */
  fail(reason: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  close(): void {
    this.#waiting = [];
  }
}
