/**
 * The page's one connection to its lab: a WebSocket with JSON messages, opened again when it is lost.
 * Channels open themselves anew and say what they have already, so that nothing is lost or doubled.
 */
export type Incoming = { readonly type: string; readonly channel?: number } & Readonly<
  Record<string, unknown>
>;
export interface ChannelHandler {
  /** The message that opens the channel, made anew at each connection. */
  readonly opening: () => Readonly<Record<string, unknown>>;
  readonly receive: (message: Incoming) => void;
}
export type LinkState = 'connecting' | 'open' | 'lost' | 'refused';
export interface Link {
  /** A message of no channel. */
  say(message: Readonly<Record<string, unknown>>): void;
  channel(handler: ChannelHandler): {
    send(message: Readonly<Record<string, unknown>>): void;
    close(): void;
  };
  onNews(listener: (message: Incoming) => void): void;
  onState(listener: (state: LinkState) => void): void;
}

const BACK_OFF_MILLIS = [250, 500, 1000, 2000, 4000, 8000];
const SILENT_MILLIS = 20_000;
const UNAUTHORIZED = 4401;

export function openLink(lab: string, token: string): Link {
  const channels = new Map<number, ChannelHandler>();
  const news = new Set<(message: Incoming) => void>();
  const states = new Set<(state: LinkState) => void>();
  let socket: WebSocket | undefined;
  let attempts = 0;
  let numbers = 0;
  const held: object[] = [];
  /** This connection has been let in: before that, channels wait for the welcome. */
  let welcomed = false;
  let heardAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (state: LinkState): void => {
    for (const listener of states) listener(state);
  };
  const send = (message: object): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  function connect(): void {
    clearTimeout(timer);
    welcomed = false;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const opened = new WebSocket(
      `${scheme}://${location.host}/api/v1/labs/${encodeURIComponent(lab)}/stream`,
    );
    socket = opened;
    tell('connecting');
    opened.onopen = () => {
      heardAt = Date.now();
      send({ type: 'hello', token });
    };
    opened.onmessage = ({ data }) => {
      heardAt = Date.now();
      receive(JSON.parse(String(data)) as Incoming);
    };
    opened.onclose = ({ code }) => {
      if (socket !== opened) return;
      welcomed = false;
      if (code === UNAUTHORIZED) return tell('refused');
      tell('lost');
      const wait = BACK_OFF_MILLIS[Math.min(attempts++, BACK_OFF_MILLIS.length - 1)] ?? 8000;
      timer = setTimeout(connect, wait);
      return undefined;
    };
  }
  function receive(message: Incoming): void {
    if (message.type === 'welcome') {
      attempts = 0;
      welcomed = true;
      tell('open');
      for (const [channel, handler] of channels) send({ ...handler.opening(), channel });
      for (const message of held.splice(0)) send(message);
    }
    if (message.channel === undefined) for (const listener of news) listener(message);
    else channels.get(message.channel)?.receive(message);
  }
  /** A connection that has gone quiet without closing is given up. */
  function look(): void {
    const open = socket?.readyState === WebSocket.OPEN;
    if (open && Date.now() - heardAt < SILENT_MILLIS) return;
    if (socket?.readyState === WebSocket.CONNECTING) return;
    socket?.close();
    connect();
  }
  addEventListener('online', look);
  // To close takes two: the other side may never hear of it.
  addEventListener('offline', () => {
    socket?.close();
    tell('lost');
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && socket?.readyState !== WebSocket.OPEN) look();
  });
  connect();
  return {
    say: (message) => {
      if (welcomed) send(message);
    },
    channel(handler) {
      const channel = ++numbers;
      channels.set(channel, handler);
      if (welcomed) send({ ...handler.opening(), channel });
      return {
        send(message) {
          const whole = { ...message, channel };
          // What is typed while the connection is away is not lost: it follows when it is back.
          if (message['type'] === 'input' && !welcomed) held.push(whole);
          else send(whole);
        },
        close() {
          send({ type: 'close', channel });
          channels.delete(channel);
        },
      };
    },
    onNews: (listener) => void news.add(listener),
    onState: (listener) => void states.add(listener),
  };
}
