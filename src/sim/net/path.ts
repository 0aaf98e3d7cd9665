/**
 * Whether packets from one host reach an address, and whose it is: interfaces, cables, routes, packet filters, each
 * direction. Knows no program. Real: Linux net/ipv4 (fib, arp, tcp), a libvirt NAT network with one bridge.
 */
import { type Micros, SECOND } from '../kernel/time.ts';
import type { HostState, World } from '../world/world.ts';
import { type Interface, OPEN_FILTER } from '../world/interfaces.ts';
import { judge, within, type Packet } from './filter.ts';

export type Way =
  | { readonly end: 'host'; readonly host: HostState; readonly local: boolean }
  /** No answer comes, ever. */
  | { readonly end: 'lost' }
  /** A filter says no (ICMP port unreachable). */
  | { readonly end: 'rejected' }
  /** Nobody answers for the address (EHOSTUNREACH). */
  | { readonly end: 'noHost' }
  /** The host itself has no way out (ENETUNREACH). */
  | { readonly end: 'noNetwork' };

/** There and back: on one machine, and between two of one bridge. */
export const LOCAL_ROUND_TRIP: Micros = 50;
export const ROUND_TRIP: Micros = 400;
/** Until the kernel says that nobody has the address: three requests, a second apart. */
export const ARP_TIMEOUT: Micros = 3 * SECOND;

interface Asked {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port?: number;
}
/** A port that no rule of a person names. */
const EPHEMERAL = 49_152;

export const bareAddress = (address: string): string => address.replace(/\/\d+$/, '');
export const isLoopback = (address: string): boolean =>
  address.startsWith('127.') || address === '::1';

/** A host whose operating system answers packets. */
const awake = (host: HostState): boolean =>
  host.power && (host.phase === 'booting' || host.phase === 'running');

export function wayTo(world: World, from: string, address: string, asked: Asked): Way {
  const source = world.host(from);
  const owner = ownerOf(world, address);
  if (isLoopback(address) || owner?.host === source)
    return judged(
      source,
      source,
      isLoopback(address) ? 'lo' : (owner?.device ?? 'lo'),
      address,
      asked,
    );
  const out = deviceTo(source);
  if (out === undefined) return { end: 'noNetwork' };
  // Other networks lie behind the gateway's NAT: none of them is simulated.
  if (!out.addresses.some((own) => within(address, own))) return { end: 'lost' };
  if (owner === undefined || !awake(owner.host)) return { end: 'noHost' };
  if (!carries(owner.host, owner.device)) return { end: 'lost' };
  return judged(source, owner.host, owner.device, address, asked);
}

/** The first device with a cable that is up and has an address. */
function deviceTo(host: HostState): Interface | undefined {
  return host.interfaces.find((each) => each.up && each.carrier && each.addresses.length > 0);
}

function carries(host: HostState, device: string): boolean {
  return host.interfaces.some((each) => each.device === device && each.up && each.carrier);
}

function ownerOf(world: World, address: string): { host: HostState; device: string } | undefined {
  for (const host of world.hosts.values()) {
    for (const { device, up, addresses } of host.interfaces)
      if (up && addresses.some((own) => bareAddress(own) === address)) return { host, device };
  }
  return undefined;
}

/** There and back through the filters of both ends. */
function judged(
  source: HostState,
  target: HostState,
  device: string,
  destination: string,
  { protocol, port }: Asked,
): Way {
  const local = source === target;
  if (source.filter !== OPEN_FILTER || target.filter !== OPEN_FILTER) {
    const from = deviceTo(source);
    const own = local ? destination : bareAddress(from?.addresses[0] ?? '127.0.0.1');
    const ports = port === undefined ? {} : { sourcePort: EPHEMERAL, destinationPort: port };
    const back = port === undefined ? {} : { sourcePort: port, destinationPort: EPHEMERAL };
    const there = { protocol, source: own, destination, ...ports, answers: false } as const;
    const answer = {
      protocol,
      source: destination,
      destination: own,
      ...back,
      answers: true,
    } as const;
    const near = local ? 'lo' : (from?.device ?? device);
    const far = local ? 'lo' : device;
    const steps: readonly [HostState, 'INPUT' | 'OUTPUT', Packet][] = [
      [source, 'OUTPUT', { ...there, device: near }],
      [target, 'INPUT', { ...there, device: far }],
      [target, 'OUTPUT', { ...answer, device: far }],
      [source, 'INPUT', { ...answer, device: near }],
    ];
    for (const [host, chain, packet] of steps) {
      const verdict = judge(host.filter, chain, packet);
      if (verdict === 'drop') return { end: 'lost' };
      if (verdict === 'reject') return packet.answers ? { end: 'lost' } : { end: 'rejected' };
    }
  }
  return { end: 'host', host: target, local };
}
