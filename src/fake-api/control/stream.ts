/**
 * The live stream: one WebSocket a page, JSON messages both ways. The client opens channels with
 * numbers of its own: terminals, and journals that resume after an entry. What the lab's clock,
 * milestones and checklist are comes unasked. The messages: docs/reference/control-stream.md.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { SECOND } from '../../sim/index.ts';
import { guarded } from '../../host/safety-net.ts';
import type { Branches, LabRoom } from './control-options.ts';
import { chartChannel } from './chart-channel.ts';
import { journalChannel } from './journal-channel.ts';
import { clientMessage, type ClientMessage, type ServerMessage } from './messages.ts';
import { news } from './news.ts';
import { labView } from './lab-view.ts';
import { terminalChannel } from './terminal-channel.ts';

export interface Channel {
  /** The socket takes more again. */
  drain(): void;
  message(message: ClientMessage): void;
  close(): void;
}
export interface Outlet {
  send(message: ServerMessage): void;
  /** True while the client is so far behind that nothing more should be sent. */
  full(): boolean;
}
/** The branch that is watched, among its lab's others. */
interface Place {
  readonly room: LabRoom;
  readonly branches: Branches;
}
interface Admission {
  readonly known: boolean;
  readonly isToken: (presented: string) => boolean;
  readonly onClose: () => void;
}

const BEHIND_BYTES_MAX = 512 * 1024;
const MESSAGE_BYTES_MAX = 256 * 1024;
const CHANNELS_MAX = 32;
const HELLO_MILLIS = 5000;
const PING_MILLIS = 15_000;
const UNAUTHORIZED = 4401;
/** RFC 6455 7.4.1: the server met a condition that it did not expect. */
const FAILED = 1011;

export function acceptStream(
  upgrade: { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
  { room, branches }: Place,
  admission: Admission,
): () => void {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES_MAX,
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  });
  server.on('wsClientError', (_error, socket) => socket.destroy());
  let close = (): void => void upgrade.socket.destroy();
  server.handleUpgrade(upgrade.request, upgrade.socket, upgrade.head, (socket) => {
    close = converse(socket, { room, branches }, admission);
  });
  return () => close();
}

function converse(socket: WebSocket, { room, branches }: Place, admission: Admission): () => void {
  const channels = new Map<number, Channel>();
  const outlet: Outlet = {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify(message), drained);
    },
    full: () => socket.bufferedAmount > BEHIND_BYTES_MAX,
  };
  let stopNews: (() => void) | undefined;
  const late = setTimeout(() => stopNews ?? socket.close(UNAUTHORIZED, 'no token'), HELLO_MILLIS);
  const ping = setInterval(() => socket.ping(), PING_MILLIS).unref();

  function drained(): void {
    if (!outlet.full()) for (const channel of channels.values()) channel.drain();
  }
  function admit(): void {
    clearTimeout(late);
    outlet.send({ type: 'welcome', lab: labView(room) });
    stopNews = news(room, branches, outlet);
  }
  function receive(data: RawData): void {
    const message = clientMessage(String(data));
    if ('problem' in message)
      return outlet.send({ type: 'error', error: `message not understood: ${message.problem}` });
    if (stopNews !== undefined) return dispatch(message, channels, { room, branches }, outlet);
    if (message.type !== 'hello' || !admission.isToken(message.token)) {
      return socket.close(UNAUTHORIZED, 'token missing or wrong');
    }
    return admit();
  }
  socket.on(
    'message',
    guarded('A message of the live stream', receive, () => socket.close(FAILED, 'internal error')),
  );
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearTimeout(late);
    clearInterval(ping);
    stopNews?.();
    for (const channel of channels.values()) channel.close();
    channels.clear();
    admission.onClose();
  });
  if (admission.known) admit();
  return () => socket.terminate();
}

function dispatch(
  message: ClientMessage,
  channels: Map<number, Channel>,
  { room, branches }: Place,
  outlet: Outlet,
): void {
  if (message.type === 'hello') return;
  if (message.type === 'look-back') {
    branches.lookBack(room, message.atSeconds * SECOND);
    return;
  }
  const { channel } = message;
  if (message.type !== 'open' && message.type !== 'journal' && message.type !== 'chart') {
    channels.get(channel)?.message(message);
    if (message.type === 'close') {
      channels.get(channel)?.close();
      channels.delete(channel);
    }
    return;
  }
  if (channels.has(channel) || channels.size >= CHANNELS_MAX) {
    outlet.send({ type: 'error', channel, error: 'channel is taken, or there are too many' });
    return;
  }
  const gone = (): void => void channels.delete(channel);
  const opened =
    message.type === 'open'
      ? terminalChannel(message, room.terminals, outlet, gone)
      : message.type === 'chart'
        ? chartChannel(message, room.lab, outlet)
        : journalChannel(message, room.lab, outlet);
  channels.set(channel, opened);
  opened.drain();
}
