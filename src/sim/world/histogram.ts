/** A Prometheus histogram with exponential buckets, in micros inside and in seconds outside. */

/** etcd server/storage/wal/metrics.go: 0.001 s x 2^0 … 2^13. */
export const FSYNC_BOUNDS: readonly number[] = Array.from({ length: 14 }, (_, i) => 1000 * 2 ** i);

export class Histogram {
  readonly counts: Float64Array;
  sumMicros = 0;
  count = 0;
  readonly bounds: readonly number[];

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  observe(micros: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && micros > (this.bounds[bucket] ?? 0)) bucket++;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sumMicros += micros;
    this.count++;
  }

  /** [upper bound in seconds, cumulative count], the last bound infinite. */
  buckets(): readonly (readonly [number, number])[] {
    let total = 0;
    return [...this.bounds, Infinity].map((bound, i) => {
      total += this.counts[i] ?? 0;
      return [bound / 1_000_000, total] as const;
    });
  }
}
