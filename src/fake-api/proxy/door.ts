/**
 * The door into the lab's network by name: SOCKS5 (RFC 1928, CONNECT only) and HTTP CONNECT on one
 * port, told apart by the first byte. Whoever comes through sits on the workstation.
 */
import type { Socket } from 'node:net';
import type { Network } from '../../host/network.ts';
import { guarded } from '../../host/safety-net.ts';
import { httpConnect } from './http-connect.ts';
import { socks } from './socks.ts';

const SOCKS_VERSION = 5;

export function serveProxy(network: Pick<Network, 'dial'>): (socket: Socket) => void {
  return (socket) => {
    const begin = (): Promise<void> | void => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) {
        socket.destroy();
        return undefined;
      }
      socket.unshift(chunk);
      return chunk[0] === SOCKS_VERSION ? socks(network, socket) : httpConnect(network, socket);
    };
    socket.once(
      'readable',
      guarded('A connection of the proxy', begin, () => socket.destroy()),
    );
  };
}
