/** What faces may see of the lab's network. */
import type { Dialled } from '../net/dial.ts';
import type { DnsRecords } from '../net/resolver.ts';

export type NameServerView =
  | { readonly ok: true; readonly records: DnsRecords }
  | { readonly ok: false; readonly why: 'refused' | 'timeout' | 'noHost' | 'noNetwork' };
/** Where a dial ends, and after how long. */
export type Route = Dialled;
export type { DialFailure } from '../net/dial.ts';
export type { Interface } from '../world/interfaces.ts';
export type { DnsRecords } from '../net/resolver.ts';
