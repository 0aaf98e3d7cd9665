/**
 * A connection from a host, step by step: name, route, filters, listener, and on through a program that only relays.
 * Real: connect(2); Linux tcp_syn_retries 6 (127 s until ETIMEDOUT).
 */
import { type Micros, SECOND } from '../kernel/time.ts';
import type { World } from '../world/world.ts';
import { ARP_TIMEOUT, LOCAL_ROUND_TRIP, ROUND_TRIP, wayTo } from './path.ts';
import { type NameServers, type Resolved, resolve } from './resolver.ts';

export type DialFailure =
  'noSuchHost' | 'noNetwork' | 'noRoute' | 'refused' | 'reset' | 'eof' | 'timeout' | 'tlsAlert';
export type Dialled =
  | {
      readonly ok: true;
      /** Where it ends, behind whatever relays. */
      readonly host: string;
      readonly port: number;
      readonly service: string;
      /** The address that was dialled. */
      readonly address: string;
      readonly afterMicros: Micros;
    }
  | {
      readonly ok: false;
      readonly failure: DialFailure;
      /** The address that was dialled; absent while the name has none. */
      readonly address?: string;
      /** Why the name has no address. */
      readonly lookup?: Extract<Resolved, { ok: false }>;
      readonly afterMicros: Micros;
    };

/** What a relaying listener does with a connection. */
export type Relayed =
  | {
      readonly ok: true;
      readonly address: string;
      readonly port: number;
      readonly afterMicros: Micros;
    }
  /** It accepts and closes. */
  | { readonly ok: false; readonly afterMicros: Micros };
/** A program that takes connections and hands them on. `turn` counts them. */
export interface Relay {
  readonly accept: (turn: number, hops: number) => Relayed;
}
export interface Wires {
  readonly world: World;
  readonly nameServers: NameServers;
  /** `host:port` -> the program there that relays. */
  readonly relays: ReadonlyMap<string, Relay>;
}
export interface Target {
  readonly from: string;
  readonly name: string;
  readonly port: number;
  /** Which of a balancer's turns it is. */
  readonly turn: number;
}

const SYN_TIMEOUT: Micros = 127 * SECOND;
const CLOSED: Relayed = { ok: false, afterMicros: 0 };

export function dial(wires: Wires, { from, name, port, turn }: Target): Dialled {
  const found = resolve(wires.world, wires.nameServers, from, name);
  if (!found.ok)
    return { ok: false, failure: 'noSuchHost', lookup: found, afterMicros: found.afterMicros };
  return connect(wires, { from, address: found.address, port, turn }, found.afterMicros);
}

/** A relay that leads to itself is no way. */
const HOPS_MAX = 4;

export function connect(
  wires: Wires,
  { from, address, port, turn }: Omit<Target, 'name'> & { readonly address: string },
  since: Micros = 0,
  hops = 0,
): Dialled {
  const way = wayTo(wires.world, from, address, { protocol: 'tcp', port });
  const fail = (failure: DialFailure, after: Micros): Dialled => ({
    ok: false,
    failure,
    address,
    afterMicros: since + after,
  });
  switch (way.end) {
    case 'lost':
      return fail('timeout', SYN_TIMEOUT);
    case 'noHost':
      return fail('noRoute', ARP_TIMEOUT);
    case 'noNetwork':
      return fail('noNetwork', 0);
    case 'rejected':
      return fail('refused', ROUND_TRIP);
    case 'host':
      break;
  }
  const took = way.local ? LOCAL_ROUND_TRIP : ROUND_TRIP;
  const service = way.host.sockets.get(port);
  if (service === undefined) return fail('refused', took);
  const relay = wires.relays.get(`${way.host.name}:${port}`);
  if (relay === undefined)
    return { ok: true, host: way.host.name, port, service, address, afterMicros: since + took };
  const relayed = hops < HOPS_MAX ? relay.accept(turn, hops + 1) : CLOSED;
  const reached = since + took + relayed.afterMicros;
  if (!relayed.ok) return { ok: false, failure: 'eof', address, afterMicros: reached };
  const onward = { from: way.host.name, address: relayed.address, port: relayed.port, turn };
  const next = connect(wires, onward, reached, hops + 1);
  // Whoever dialled has a connection: what becomes of it behind the relay is its end.
  return next.ok
    ? { ...next, address }
    : { ok: false, failure: 'eof', address, afterMicros: next.afterMicros };
}
