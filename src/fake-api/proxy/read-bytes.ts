/** Takes exact numbers of bytes from a socket; what was read too far is put back at the end. */
import type { Socket } from 'node:net';

export interface ByteReader {
  /** Undefined when the socket ends first. */
  take(count: number): Promise<Buffer | undefined>;
  /** Gives the socket back, with what nobody took in front. */
  release(): void;
}

export function byteReader(socket: Socket): ByteReader {
  let held: Buffer = Buffer.alloc(0);
  let ended = false;
  let wake = (): void => undefined;
  // All that is there is read at once: a listener that leaves bytes behind is called without end.
  const read = (): void => {
    for (let chunk = next(socket); chunk !== null; chunk = next(socket)) {
      held = Buffer.concat([held, chunk]);
    }
    wake();
  };
  const end = (): void => {
    ended = true;
    wake();
  };
  socket.on('readable', read).on('end', end).on('close', end);
  return {
    async take(count) {
      while (held.length < count) {
        if (ended) return undefined;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const taken = held.subarray(0, count);
      held = held.subarray(count);
      return taken;
    },
    release() {
      socket.off('readable', read).off('end', end).off('close', end);
      if (held.length > 0) socket.unshift(held);
    },
  };
}
const next = (socket: Socket): Buffer | null => socket.read() as Buffer | null;

/** Aborted when the socket closes: a client that has gone waits for nothing. */
export function whileOpen(socket: Socket): AbortSignal {
  const controller = new AbortController();
  socket.once('close', () => controller.abort());
  return controller.signal;
}
