/**
 * The door into the lab's network by name: SOCKS5 (RFC 1928, CONNECT only) and HTTP CONNECT on one
 * port, told apart by the first byte. Whoever comes through sits on the workstation.
 */
import type { Socket } from 'node:net';
import type { Network } from '../../host/network.ts';
import { httpConnect } from './http-connect.ts';
import { socks } from './socks.ts';

const SOCKS_VERSION = 5;

export function serveProxy(network: Pick<Network, 'dial'>): (socket: Socket) => void {
  return (socket) => {
    socket.once('readable', () => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) {
        socket.destroy();
        return;
      }
      socket.unshift(chunk);
      if (chunk[0] === SOCKS_VERSION) void socks(network, socket);
      else httpConnect(network, socket);
    });
  };
}
