/** A failed connection in the words of a Go client. Real: Go 1.22 net (OpError, DNSError), net/http, net/url. */
import type { Dialled } from './dial.ts';

type Failed = Extract<Dialled, { ok: false }>;

/** `dial tcp 192.168.126.10:6443: connect: connection refused`, for a program that dialled `name`. */
export function dialError(failed: Failed, name: string, port: number, own: string): string {
  if (failed.lookup !== undefined)
    return `dial tcp: lookup ${name}${lookupError(failed.lookup, own)}`;
  const address = failed.address ?? name;
  const where = `dial tcp ${name === 'localhost' ? '[::1]' : address}:${port}`;
  switch (failed.failure) {
    case 'refused':
      return `${where}: connect: connection refused`;
    case 'noRoute':
      return `${where}: connect: no route to host`;
    case 'noNetwork':
      return `${where}: connect: network is unreachable`;
    case 'timeout':
      return `${where}: i/o timeout`;
    case 'reset':
      return `read tcp ${own}:${EPHEMERAL}->${address}:${port}: read: connection reset by peer`;
    case 'eof':
      return 'EOF';
    case 'tlsAlert':
      return 'remote error: tls: bad certificate';
    case 'noSuchHost':
      return `dial tcp: lookup ${name}: no such host`;
  }
}
const EPHEMERAL = 49_152;

function lookupError({ why, server }: NonNullable<Failed['lookup']>, own: string): string {
  const asked = server.includes(':') ? `[${server}]:53` : `${server}:53`;
  const read = `read udp ${own}:${EPHEMERAL}->${asked}`;
  switch (why) {
    case 'noSuchHost':
      return ` on ${asked}: no such host`;
    case 'refused':
      return ` on ${asked}: ${read}: read: connection refused`;
    case 'timeout':
      return ` on ${asked}: ${read}: i/o timeout`;
    case 'noHost':
      return ` on ${asked}: ${read}: read: no route to host`;
    case 'noNetwork':
      return ` on ${asked}: dial udp ${asked}: connect: network is unreachable`;
  }
}
