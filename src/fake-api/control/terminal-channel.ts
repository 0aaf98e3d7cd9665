/**
 * One terminal on the stream. Output carries the count of bytes so far; the page acknowledges what
 * its terminal took in, and a program that prints faster is held back.
 */
import { secondsOf } from './lab-view.ts';
import type { ClientMessage } from './messages.ts';
import type { Channel, Outlet } from './stream.ts';
import type { KeptTerminal, Reader, TerminalSessions } from './terminal-sessions.ts';

type Opening = ClientMessage & { readonly type: 'open' };

export function terminalChannel(
  { channel, host, columns, rows, session, from }: Opening,
  sessions: TerminalSessions | undefined,
  outlet: Outlet,
  onGone: () => void,
): Channel {
  const id = session ?? `channel-${channel}-${Math.floor(performance.now() * 1000)}`;
  let terminal: KeptTerminal | undefined;
  let left = false;
  let early: ClientMessage[] = [];
  const reader: Reader = {
    data: ({ text, end, at }) =>
      outlet.send({ type: 'data', channel, written: end, data: text, atSeconds: secondsOf(at) }),
    exit(code) {
      outlet.send({ type: 'exit', channel, code });
      onGone();
    },
    taken() {
      outlet.send({ type: 'error', channel, error: 'This terminal is opened elsewhere now.' });
      onGone();
    },
  };
  if (sessions === undefined)
    outlet.send({ type: 'error', channel, error: 'this lab has no shell' });
  sessions?.open(id, { host, columns, rows }).then(
    (opened) => {
      if (left) return;
      terminal = opened;
      opened.attach(reader, from ?? 0);
      opened.session.resize(columns, rows);
      // A page that was reloaded is at the end again.
      opened.session.scrolled(0);
      for (const received of early) deliver(opened, received);
      early = [];
    },
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      outlet.send({ type: 'error', channel, error: reason });
      onGone();
    },
  );
  return {
    drain: () => undefined,
    message(received) {
      if (received.type === 'close') sessions?.end(id);
      else if (terminal === undefined) early.push(received);
      else deliver(terminal, received);
    },
    close() {
      left = true;
      terminal?.detach(reader);
      if (session === undefined) sessions?.end(id);
    },
  };
}

function deliver(terminal: KeptTerminal, received: ClientMessage): void {
  if (received.type === 'ack') terminal.taken(received.written);
  else if (received.type === 'input') terminal.session.write(received.data);
  else if (received.type === 'resize') terminal.session.resize(received.columns, received.rows);
  else if (received.type === 'painted') terminal.session.ackPainted(received.written);
  else if (received.type === 'scrolled') terminal.session.scrolled(received.lines);
}
