/**
 * How a host finds the address of a name: /etc/hosts, then the name servers of /etc/resolv.conf over its own links.
 * Real: nsswitch.conf `hosts: files dns`; glibc resolv/res_send.c (5 s, two attempts), Go net/dnsclient_unix.go.
 */
import { type Micros, SECOND, millis } from '../kernel/time.ts';
import type { World } from '../world/world.ts';
import { isAddress, namesIn, resolverConfig } from './hosts-file.ts';
import { type Way, wayTo } from './path.ts';

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
const ARP_TIMEOUT: Micros = 3 * SECOND;
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
    const way = wayTo(world, from, server, { protocol: 'udp', port: DNS_PORT });
    const listens = way.end === 'host' && way.host.sockets.has(DNS_PORT);
    const found = listens ? servers.get(way.host.name) : undefined;
    if (found === undefined) {
      const [why, took] = unheard(way);
      afterMicros += took;
      last = { ok: false, why, server, afterMicros };
      continue;
    }
    for (const name of names) {
      afterMicros += millis(1);
      const [address] = found().addresses.get(name) ?? [];
      if (address !== undefined) return { ok: true, address, afterMicros };
    }
    return { ok: false, why: 'noSuchHost', server, afterMicros };
  }
  return last ?? { ok: false, why: 'noSuchHost', server: '', afterMicros };
}

function unheard(way: Way): ['refused' | 'timeout' | 'noHost' | 'noNetwork', Micros] {
  switch (way.end) {
    case 'lost':
      return ['timeout', ATTEMPTS * SERVER_TIMEOUT];
    case 'noHost':
      return ['noHost', ARP_TIMEOUT];
    case 'noNetwork':
      return ['noNetwork', 0];
    case 'rejected':
    case 'host':
      return ['refused', 200];
  }
}
