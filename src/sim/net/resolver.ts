/**
 * How a host finds the address of a name: /etc/hosts, then the name servers of /etc/resolv.conf over its own links.
 * Real: nsswitch.conf `hosts: files dns`; glibc resolv/res_send.c (5 s, two attempts), Go net/dnsclient_unix.go.
 */
import { type Micros, SECOND, millis } from '../kernel/time.ts';
import type { World } from '../world/world.ts';
import { isAddress, namesIn, resolverConfig } from './hosts-file.ts';
import { ARP_TIMEOUT, ROUND_TRIP, wayTo } from './path.ts';

/** What a name server answers from. */
export interface DnsRecords {
  /** Name, in small letters -> addresses. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  /** Address -> its name. */
  readonly names: ReadonlyMap<string, string>;
  /** Name -> `0 10 2380 etcd-0.ocp4.example.com.` (SRV). */
  readonly services: ReadonlyMap<string, readonly string[]>;
  readonly domain: string;
}
/** Host -> the records of the name server that listens there on port 53. */
export type NameServers = ReadonlyMap<string, () => DnsRecords>;

export type Resolved =
  | { readonly ok: true; readonly address: string; readonly afterMicros: Micros }
  | {
      readonly ok: false;
      /** NXDOMAIN, or why the last server gave no answer. */
      readonly why: 'noSuchHost' | 'refused' | 'timeout' | 'noHost' | 'noNetwork';
      readonly server: string;
      readonly afterMicros: Micros;
    };

const SERVER_TIMEOUT: Micros = 5 * SECOND;
const ATTEMPTS = 2;
const DNS_PORT = 53;

export function resolve(world: World, servers: NameServers, from: string, asked: string): Resolved {
  const name = asked.toLowerCase().replace(/\.$/, '');
  if (isAddress(name) || name === '::1') return { ok: true, address: name, afterMicros: 0 };
  const { files } = world.host(from);
  const hostsFile = files.follow('/etc/hosts');
  const written = hostsFile && namesIn(hostsFile, hostsFile.content).get(name);
  if (written !== undefined) return { ok: true, address: written, afterMicros: 20 };
  // nss-myhostname knows the machine itself.
  if (name === 'localhost') return { ok: true, address: '127.0.0.1', afterMicros: 20 };
  const config = resolverConfig(files.follow('/etc/resolv.conf')?.content);
  const suffixed = config.search.map((domain) => `${name}.${domain}`);
  const names = name.includes('.') ? [name, ...suffixed] : [...suffixed, name];
  return ask(world, servers, from, config.nameServers, names);
}

function ask(
  world: World,
  servers: NameServers,
  from: string,
  addresses: readonly string[],
  names: readonly string[],
): Resolved {
  let afterMicros = 0;
  let last: Resolved | undefined;
  for (const server of addresses) {
    const found = serverAt(world, servers, from, server);
    if (!found.ok) {
      afterMicros += found.afterMicros;
      last = { ok: false, why: found.why, server, afterMicros };
      continue;
    }
    for (const name of names) {
      afterMicros += millis(1);
      const [address] = found.records.addresses.get(name) ?? [];
      if (address !== undefined) return { ok: true, address, afterMicros };
    }
    return { ok: false, why: 'noSuchHost', server, afterMicros };
  }
  return last ?? { ok: false, why: 'noSuchHost', server: '', afterMicros };
}

export type ServerAnswer =
  | { readonly ok: true; readonly records: DnsRecords }
  | {
      readonly ok: false;
      readonly why: 'refused' | 'timeout' | 'noHost' | 'noNetwork';
      /** How long one waits to learn it: of a silent one, for each attempt. */
      readonly afterMicros: Micros;
    };

/** The name server that a host reaches at an address, or how there is none. */
export function serverAt(
  world: World,
  servers: NameServers,
  from: string,
  address: string,
): ServerAnswer {
  const way = wayTo(world, from, address, { protocol: 'udp', port: DNS_PORT });
  switch (way.end) {
    case 'lost':
      return { ok: false, why: 'timeout', afterMicros: ATTEMPTS * SERVER_TIMEOUT };
    case 'noHost':
      return { ok: false, why: 'noHost', afterMicros: ARP_TIMEOUT };
    case 'noNetwork':
      return { ok: false, why: 'noNetwork', afterMicros: 0 };
    case 'rejected':
      return { ok: false, why: 'refused', afterMicros: ROUND_TRIP };
    case 'host': {
      const listens = way.host.sockets.has(DNS_PORT);
      const records = listens ? servers.get(way.host.name) : undefined;
      if (records === undefined) return { ok: false, why: 'refused', afterMicros: ROUND_TRIP };
      return { ok: true, records: records() };
    }
  }
}
