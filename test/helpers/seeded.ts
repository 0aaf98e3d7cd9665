/** Chance for tests that may be played again: the same seed, the same draws (mulberry32). */
export interface Seeded {
  /** 0 to below 1. */
  next(): number;
  /** 0 to below n. */
  int(n: number): number;
  pick<T>(list: readonly T[]): T;
  bytes(length: number): Buffer;
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (n: number): number => Math.floor(next() * n);
  return {
    next,
    int,
    pick: (list) => list[int(list.length)] as (typeof list)[number],
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(256))),
  };
}
