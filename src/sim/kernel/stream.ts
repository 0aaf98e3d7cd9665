/**
 * Named random streams: one per component and purpose, so that a fault on one host moves no draw of
 * another. Only + - * / and 32-bit integer operations: the same bits in every JavaScript engine.
 */

/** FNV-1a over UTF-16 units, finished with an avalanche. */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return avalanche(hash);
}

function avalanche(value: number): number {
  let hash = value;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x846ca68b);
  hash ^= hash >>> 16;
  return hash >>> 0;
}

/** `length` hexadecimal digits that depend on the name alone. */
export function hexOf(seed: number, name: string, length: number): string {
  let digits = '';
  for (let part = 0; digits.length < length; part++) {
    digits += hash32(`${part}:${name}`, seed >>> 0)
      .toString(16)
      .padStart(8, '0');
  }
  return digits.slice(0, length);
}

/** [cumulative probability, micros], ascending in both; the first at 0, the last at 1. */
export type QuantileTable = readonly (readonly [number, number])[];

/** The table's value at `u` in [0, 1): piecewise linear, in whole micros. */
export function quantile(table: QuantileTable, u: number): number {
  let upper = 1;
  while (upper < table.length - 1 && u > (table[upper]?.[0] ?? 1)) upper++;
  const [x0, y0] = table[upper - 1] ?? [0, 0];
  const [x1, y1] = table[upper] ?? [1, y0];
  return Math.round(y0 + ((y1 - y0) * (u - x0)) / (x1 - x0));
}

/** sfc32, seeded by the lab's seed and the stream's name. */
export class Stream {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(seed: number, name: string) {
    const hash = hash32(name, seed >>> 0);
    this.#a = avalanche(hash);
    this.#b = avalanche(hash + 1);
    this.#c = avalanche(hash + 2);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** In [0, 1). */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  draw(table: QuantileTable): number {
    return quantile(table, this.next());
  }

  /** The position, to be given back by `restore`. */
  save(): readonly [number, number, number, number] {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  restore([a, b, c, d]: readonly [number, number, number, number]): void {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }
}
