/** Takes exact numbers of bytes from a socket, leaving the rest where it is. */
import type { Socket } from 'node:net';

/** Undefined when the socket ends first. */
export async function readBytes(socket: Socket, count: number): Promise<Buffer | undefined> {
  for (;;) {
    const chunk = socket.read(count) as Buffer | null;
    if (chunk !== null) return chunk.length === count ? chunk : undefined;
    if (socket.readableEnded || socket.destroyed) return undefined;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        socket.off('readable', go).off('close', go).off('end', go);
        resolve();
      };
      socket.on('readable', go).on('close', go).on('end', go);
    });
  }
}

/** Aborted when the socket closes: a client that has gone waits for nothing. */
export function whileOpen(socket: Socket): AbortSignal {
  const controller = new AbortController();
  socket.once('close', () => controller.abort());
  return controller.signal;
}
