/**
 * The second host: stock xstate actors on the kernel's clock. It is the oracle of the tests (same
 * seed, same bytes as PureHost); nothing else uses it.
 */
import { type AnyActorRef, createActor } from 'xstate';
import type { Kernel } from './kernel.ts';
import type { Catalogue, MachineHost } from './machine-host.ts';
import type { Entry, SimEvent } from './queue.ts';

export class ActorHost implements MachineHost {
  transitions = 0;
  readonly #actors = new Map<string, AnyActorRef>();
  readonly #callbacks = new Map<string, Map<number, () => void>>();
  readonly #kernel: Kernel;
  readonly #catalogue: Catalogue;
  #timers = 0;

  constructor(kernel: Kernel, catalogue: Catalogue) {
    this.#kernel = kernel;
    this.#catalogue = catalogue;
  }

  has(id: string): boolean {
    return this.#actors.has(id);
  }

  start(id: string, kind: string, input: object): void {
    const machine = this.#catalogue.machines[kind];
    if (machine === undefined) throw new Error(`no machine of kind ${kind}`);
    const callbacks = new Map<number, () => void>();
    this.#callbacks.set(id, callbacks);
    const clock = {
      setTimeout: (callback: () => void, millis: number): Entry => {
        const timer = this.#timers++;
        callbacks.set(timer, callback);
        return this.#kernel.schedule(id, { type: 'TIMER', timer }, millis * 1000);
      },
      clearTimeout: (entry: Entry): void => {
        entry.dead = true;
      },
    };
    const env = this.#catalogue.env(id);
    const actor = createActor(machine, {
      id,
      input: { ...input, env },
      clock: clock as never,
    });
    this.#actors.set(id, actor);
    actor.subscribe({
      error: (error: unknown) => {
        throw error;
      },
    });
    this.transitions++;
    actor.start();
  }

  stop(id: string): void {
    const actor = this.#actors.get(id) as { stop(): void } | undefined;
    this.#actors.delete(id);
    const callbacks = this.#callbacks.get(id);
    this.#callbacks.delete(id);
    callbacks?.clear();
    actor?.stop();
  }

  send(id: string, event: SimEvent): void {
    const actor = this.#actors.get(id);
    if (actor === undefined) return;
    this.transitions++;
    if (event.type !== 'TIMER') return actor.send(event);
    const timer = event['timer'] as number;
    const callbacks = this.#callbacks.get(id);
    const callback = callbacks?.get(timer);
    callbacks?.delete(timer);
    return callback?.();
  }
}
