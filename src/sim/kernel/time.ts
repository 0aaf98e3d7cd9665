/** Virtual time: integer microseconds since the lab's start. Faces format it with the lab's epoch. */

/** Integer microseconds since the lab's start (safe to 285 years). */
export type Micros = number;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;

/** Seconds, with a fraction, to whole microseconds. */
export const seconds = (count: number): Micros => Math.round(count * SECOND);
/** Milliseconds, with a fraction, to whole microseconds. */
export const millis = (count: number): Micros => Math.round(count * MILLISECOND);
