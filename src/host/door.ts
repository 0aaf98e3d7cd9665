/**
 * A door from this machine into the lab: a listener on 127.0.0.1 whose port stays the same while it
 * opens and closes as the world's own port does.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { EggtoothError } from '../errors.ts';
import { guarded } from './safety-net.ts';

export interface Door {
  readonly port: number;
  /** Closed doors refuse; open ones listen again on the same number. */
  setOpen(open: boolean): void;
  /** Ends the connections that came in; the door stays. */
  cut(): void;
  /** Somebody is connected. */
  isBusy(): boolean;
  close(): Promise<void>;
}
interface DoorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The option that chooses the port: for the message when it is taken. */
  readonly flag: string;
  readonly onSocket: (socket: Socket) => void;
}
const RETRY_MILLIS = 500;

export async function openDoor({ port: wanted, flag, onSocket }: DoorOptions): Promise<Door> {
  const sockets = new Set<Socket>();
  const handle = guarded('A connection', onSocket, (socket) => socket.destroy());
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    // A client that resets is no accident of this process.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    handle(socket);
  };
  let server: Server | undefined = createServer(accept);
  await listening(server, wanted, flag);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : wanted;
  let retry: NodeJS.Timeout | undefined;

  function open(): void {
    const next = createServer(accept);
    server = next;
    next.on('error', () => {
      // Somebody took the number while the world's port was closed: wait until it is free.
      if (server === next) retry = setTimeout(open, RETRY_MILLIS).unref();
    });
    next.listen(port, '127.0.0.1');
  }
  function shut(): void {
    clearTimeout(retry);
    server?.close();
    server = undefined;
  }
  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }
  return {
    port,
    setOpen(wantsOpen) {
      if (wantsOpen && server === undefined) open();
      if (!wantsOpen && server !== undefined) shut();
    },
    cut,
    isBusy: () => sockets.size > 0,
    async close() {
      clearTimeout(retry);
      const closing = server;
      server = undefined;
      cut();
      if (closing?.listening === true) await new Promise((resolve) => closing.close(resolve));
    },
  };
}

function listening(server: Server, port: number, flag: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new EggtoothError('EGT_PORT_TAKEN', { port, flag }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
