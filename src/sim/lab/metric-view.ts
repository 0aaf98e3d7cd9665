/** A family of metrics of the programs of a lab, as OpenMetrics has it. */
export interface MetricFamily {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
    /** Histograms: upper bounds in seconds with cumulative counts, and the sum in seconds. */
    readonly buckets?: readonly (readonly [number, number])[];
    readonly sum?: number;
  }[];
}
