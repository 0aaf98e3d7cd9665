/**
 * The public face of the world. Everything outside src/sim imports from here and from nowhere deeper.
 */
export type { Micros } from './kernel/time.ts';
export { MILLISECOND, MINUTE, SECOND, millis, seconds } from './kernel/time.ts';
export type * from './world/facts.ts';
export type * from './lab-types.ts';
