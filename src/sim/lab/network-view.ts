/** What faces may see of the lab's network. */
import type { Micros } from '../kernel/time.ts';
import type { Dialled } from '../net/dial.ts';
import type { Way } from '../net/path.ts';

/** What becomes of an ICMP echo request, and how long an answer takes. */
export interface Echo {
  readonly end: Way['end'];
  readonly afterMicros: Micros;
}
/** Where a dial ends, and after how long. */
export type Route = Dialled;
export type { DialFailure } from '../net/dial.ts';
export type { Interface } from '../world/interfaces.ts';
export type { DnsRecords, ServerAnswer } from '../net/resolver.ts';
