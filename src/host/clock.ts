/** The pace of a live lab: how lab time follows wall time. */
export type Pace = number | 'max';
/** Eleven days of lab time a second: above it `max` is meant. */
export const PACE_MAX = 1_000_000;
export const isPace = (value: number): boolean => value > 0 && value <= PACE_MAX;
export interface Clock {
  readonly pace: Pace;
  readonly paused: boolean;
  /** How far the lab's date is ahead of this machine's; negative: behind. */
  readonly aheadMicros: number;
  setPace(pace: Pace): void;
  pause(): void;
  resume(): void;
  /** Runs to the milestone at once; resolves true when it came, false when the time limit came first. */
  until(event: string): Promise<boolean>;
  /** Runs to the next change that a person would notice, at once. */
  step(): Promise<void>;
}
