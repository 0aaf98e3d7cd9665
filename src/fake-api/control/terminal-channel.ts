/**
 * One terminal on the stream. Output carries the count of bytes so far; the page acknowledges what
 * its terminal took in, and a program that prints faster is held back.
 */
import { StringDecoder } from 'node:string_decoder';
import type { ControlOptions, TerminalSession } from './control-options.ts';
import type { ClientMessage } from './messages.ts';
import type { Channel, Outlet } from './stream.ts';

type Opening = ClientMessage & { readonly type: 'open' };
const UNTAKEN_BYTES_MAX = 256 * 1024;

export function terminalChannel(
  { channel, host, columns, rows }: Opening,
  { openTerminal }: ControlOptions,
  outlet: Outlet,
  onGone: () => void,
): Channel {
  const flow = flowControl();
  const decoder = new StringDecoder('utf8');
  let session: TerminalSession | undefined;
  let closed = false;
  let early: ClientMessage[] = [];

  function close(): void {
    closed = true;
    session?.close();
    flow.release();
  }
  function message(received: ClientMessage): void {
    if (received.type === 'ack') flow.taken(received.written);
    else if (session === undefined) early.push(received);
    else deliver(session, received);
  }
  const opening = openTerminal?.({
    host,
    columns,
    rows,
    write(bytes, written) {
      outlet.send({ type: 'data', channel, written, data: decoder.write(Buffer.from(bytes)) });
      return flow.room(written);
    },
    onExit(code) {
      outlet.send({ type: 'exit', channel, code });
      onGone();
      flow.release();
    },
  });
  if (opening === undefined)
    outlet.send({ type: 'error', channel, error: 'this lab has no shell' });
  opening?.then(
    (opened) => {
      session = opened;
      if (closed) opened.close();
      for (const received of early) deliver(opened, received);
      early = [];
    },
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      outlet.send({ type: 'error', channel, error: reason });
      onGone();
    },
  );
  return { drain: () => undefined, message, close };
}

function deliver(session: TerminalSession, received: ClientMessage): void {
  if (received.type === 'input') session.write(received.data);
  else if (received.type === 'resize') session.resize(received.columns, received.rows);
  else if (received.type === 'painted') session.ackPainted(received.written);
}

interface Flow {
  /** Resolves when the client has taken in enough of the first `written` bytes. */
  room(written: number): Promise<void> | void;
  taken(upTo: number): void;
  /** The client has gone: nobody waits any more. */
  release(): void;
}
function flowControl(): Flow {
  const waiting = new Map<number, () => void>();
  let taken = 0;
  return {
    room(written) {
      if (written - taken <= UNTAKEN_BYTES_MAX) return undefined;
      return new Promise((resolve) => waiting.set(written, resolve));
    },
    taken(upTo) {
      taken = Math.max(taken, upTo);
      for (const [written, resolve] of waiting) {
        if (written - taken > UNTAKEN_BYTES_MAX) continue;
        waiting.delete(written);
        resolve();
      }
    },
    release() {
      this.taken(Infinity);
    },
  };
}
