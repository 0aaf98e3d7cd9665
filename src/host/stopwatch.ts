/**
 * How much lab time an exchange of a client in the lab has taken, step by step as the world stamps them: from a dial or a
 * request to the due time of its answer. What this process needs to carry bytes in between takes no lab time, so that a
 * tool reports the same at every pace and on a busy machine.
 */
import type { Micros } from '../sim/index.ts';

export class Stopwatch {
  #spent: Micros = 0;
  #since: Micros | undefined;

  /** Something of the world is waited for from this moment of lab time on. */
  begin(at: Micros): void {
    this.#since = at;
  }

  /** It came at this moment. */
  end(at: Micros): void {
    this.#spent = this.elapsed(at);
    this.#since = undefined;
  }

  elapsed(now: Micros): Micros {
    return this.#spent + (this.#since === undefined ? 0 : Math.max(0, now - this.#since));
  }
}

interface Sleeper {
  readonly world: { readonly now: Micros };
  sleep(micros: Micros, signal?: AbortSignal): Promise<void>;
}

/** Resolves when so much lab time is spent; rejects with the signal's reason. */
export async function spent(
  lab: Sleeper,
  watch: Stopwatch,
  limit: Micros,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const left = limit - watch.elapsed(lab.world.now);
    if (left <= 0) return;
    await lab.sleep(left, signal);
  }
}
