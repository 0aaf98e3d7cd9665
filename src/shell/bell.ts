/** Waiting for something that another part of the shell will say: once, or again and again. */
export interface Bell {
  wait(): Promise<void>;
  ring(): void;
}
export function bell(): Bell {
  let waiting: (() => void)[] = [];
  return {
    wait: () => new Promise((resolve) => waiting.push(resolve)),
    ring() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}
export function deferred<T>(): Deferred<T> {
  const made: { resolve?: (value: T) => void } = {};
  const promise = new Promise<T>((resolve) => {
    made.resolve = resolve;
  });
  return { promise, resolve: (value) => made.resolve?.(value) };
}
