/** The pace of a live lab: how lab time follows wall time. */
export type Pace = number | 'max';
export interface Clock {
  readonly pace: Pace;
  readonly paused: boolean;
  setPace(pace: Pace): void;
  pause(): void;
  resume(): void;
  /** Runs to the milestone at once; resolves true when it came, false when the time limit came first. */
  until(event: string): Promise<boolean>;
  /** Runs to the next change that a person would notice, at once. */
  step(): Promise<void>;
}
