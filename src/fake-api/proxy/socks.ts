/** SOCKS5 (RFC 1928) without authentication. A failure is answered as the network's own would be. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Network } from '../../host/network.ts';
import type { DialFailure } from '../../sim/index.ts';
import { byteReader, whileOpen, type ByteReader } from './read-bytes.ts';

const CONNECT = 1;
const NO_AUTHENTICATION = 0;
const REPLIES: Readonly<Record<DialFailure, number>> = {
  noSuchHost: 4,
  noNetwork: 3,
  noRoute: 3,
  refused: 5,
  reset: 5,
  eof: 5,
  timeout: 4,
  tlsAlert: 1,
};

export async function socks(network: Pick<Network, 'dial'>, socket: Socket): Promise<void> {
  const reader = byteReader(socket);
  const greeting = await reader.take(2);
  const methods = await reader.take(greeting?.[1] ?? 0);
  if (methods?.includes(NO_AUTHENTICATION) !== true) {
    socket.end(Buffer.from([5, 0xff]));
    return;
  }
  socket.write(Buffer.from([5, NO_AUTHENTICATION]));
  const target = await readTarget(reader);
  reader.release();
  if (target === undefined) {
    socket.destroy();
    return;
  }
  if (target.command !== CONNECT) {
    socket.end(reply(7));
    return;
  }
  const { host, port } = target;
  const dial = { from: 'workstation', to: host, port, signal: whileOpen(socket) };
  try {
    const result = await network.dial(dial);
    if (!result.ok) {
      // Accepted, then closed: the way was there, so it is a success that ends at once.
      if (result.failure === 'eof' || result.failure === 'reset') socket.end(reply(0));
      else socket.end(reply(REPLIES[result.failure]));
      return;
    }
    socket.write(reply(0));
    splice(socket, result.stream);
  } catch (error) {
    if (!dial.signal.aborted) socket.destroy(error instanceof Error ? error : undefined);
  }
}

export function splice(socket: Socket, stream: Duplex): void {
  socket.pipe(stream);
  stream.pipe(socket);
  socket.once('close', () => stream.destroy());
  stream.once('close', () => socket.destroySoon());
  stream.once('error', () => socket.resetAndDestroy());
}

interface Target {
  readonly command: number;
  readonly host: string;
  readonly port: number;
}
async function readTarget(reader: ByteReader): Promise<Target | undefined> {
  const head = await reader.take(4);
  if (head === undefined) return undefined;
  const host = await readHost(reader, head[3] ?? 0);
  const port = await reader.take(2);
  if (host === undefined || port === undefined) return undefined;
  return { command: head[1] ?? 0, host, port: port.readUInt16BE(0) };
}
async function readHost(reader: ByteReader, type: number): Promise<string | undefined> {
  if (type === 1) return (await reader.take(4))?.join('.');
  if (type === 3) {
    const length = await reader.take(1);
    return (await reader.take(length?.[0] ?? 0))?.toString();
  }
  const address = type === 4 ? await reader.take(16) : undefined;
  const groups = address?.toString('hex').match(/.{4}/g);
  return groups?.join(':');
}
const reply = (code: number): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
