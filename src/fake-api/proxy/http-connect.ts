/** HTTP CONNECT (RFC 9110 9.3.6), and nothing else of a proxy. */
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Network } from '../../host/network.ts';
import type { DialFailure } from '../../sim/index.ts';
import { whileOpen } from './read-bytes.ts';
import { splice } from './socks.ts';

const STATUS: Readonly<Record<DialFailure, string>> = {
  noSuchHost: '502 Bad Gateway',
  noNetwork: '502 Bad Gateway',
  noRoute: '502 Bad Gateway',
  refused: '503 Service Unavailable',
  // Accepted, then closed: the way was there, so it is a success that ends at once.
  reset: '200 Connection established',
  eof: '200 Connection established',
  timeout: '504 Gateway Timeout',
  tlsAlert: '502 Bad Gateway',
};
const AUTHORITY = /^\[?([^\]]*?)\]?:(\d{1,5})$/;

export function httpConnect(network: Pick<Network, 'dial'>, socket: Socket): void {
  const server = createServer((_request, response) => {
    response.writeHead(405, { allow: 'CONNECT', 'content-type': 'text/plain' });
    response.end('This door only takes CONNECT host:port.\n');
  });
  server.on('connect', (request: IncomingMessage, _socket: unknown, head: Buffer) => {
    void tunnel(network, socket, request.url ?? '', head);
  });
  server.on('clientError', () => socket.destroy());
  server.emit('connection', socket);
}

async function tunnel(
  network: Pick<Network, 'dial'>,
  socket: Socket,
  authority: string,
  head: Buffer,
): Promise<void> {
  const match = AUTHORITY.exec(authority);
  if (match?.[1] === undefined) {
    answer(socket, '400 Bad Request');
    return;
  }
  const signal = whileOpen(socket);
  try {
    const dial = { from: 'workstation', to: match[1], port: Number(match[2]), signal };
    const result = await network.dial(dial);
    if (!result.ok) {
      answer(socket, STATUS[result.failure]);
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) result.stream.write(head);
    splice(socket, result.stream);
  } catch (error) {
    if (!signal.aborted) socket.destroy(error instanceof Error ? error : undefined);
  }
}
function answer(socket: Socket, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}
