/** The messages of the live stream. `channel` is the client's number. */
export type ClientMessage =
  | { readonly type: 'hello'; readonly token: string }
  | {
      readonly type: 'open';
      readonly channel: number;
      readonly host: string;
      readonly columns: number;
      readonly rows: number;
      /** A name of the page's own: the same shell again after a reload or a lost connection. */
      readonly session?: string;
      /** Bytes that the page has already. */
      readonly from?: number;
    }
  | { readonly type: 'input'; readonly channel: number; readonly data: string }
  | {
      readonly type: 'resize';
      readonly channel: number;
      readonly columns: number;
      readonly rows: number;
    }
  /** The terminal has taken in everything up to byte `written`: more may come. */
  | { readonly type: 'ack'; readonly channel: number; readonly written: number }
  /** Everything up to byte `written` stands on the screen: it counts as seen. */
  | { readonly type: 'painted'; readonly channel: number; readonly written: number }
  /** The screen shows what lies so many lines above its end. */
  | { readonly type: 'scrolled'; readonly channel: number; readonly lines: number }
  | {
      readonly type: 'journal';
      readonly channel: number;
      readonly host: string;
      readonly unit?: string;
      readonly after?: string;
    }
  /** Charts of a host's etcd. */
  | { readonly type: 'chart'; readonly channel: number; readonly host: string }
  /** The points of this sample stood on the screen. */
  | { readonly type: 'drawn'; readonly channel: number; readonly sample: number }
  /** The lines with these ids, oldest first, stood in the visible part of the journal for 400 ms. */
  | {
      readonly type: 'seen';
      readonly channel: number;
      readonly ids: readonly string[];
      /** The one that she has chosen, to read it whole. */
      readonly chosen?: string;
    }
  /** Somebody looks back at this moment: she may want to go on from there. */
  | { readonly type: 'look-back'; readonly atSeconds: number }
  | { readonly type: 'close'; readonly channel: number };

export type ServerMessage =
  | { readonly type: 'welcome'; readonly lab: object }
  | {
      readonly type: 'data';
      readonly channel: number;
      readonly written: number;
      readonly data: string;
      /** When it was printed, in lab time. */
      readonly atSeconds: number;
    }
  | { readonly type: 'exit'; readonly channel: number; readonly code: number }
  | { readonly type: 'lines'; readonly channel: number; readonly entries: readonly object[] }
  | {
      readonly type: 'points';
      readonly channel: number;
      readonly sample: number;
      readonly atSeconds: number;
      readonly points: readonly object[];
    }
  | { readonly type: 'clock'; readonly clock: object }
  | { readonly type: 'status'; readonly status: string }
  | { readonly type: 'milestones'; readonly milestones: readonly object[] }
  | { readonly type: 'waiting'; readonly waiting: object }
  | { readonly type: 'checks'; readonly checks: readonly object[]; readonly atSeconds: number }
  /** The ways that this lab has gone. */
  | { readonly type: 'branches'; readonly branches: readonly object[] }
  /** What she was shown since the last of these; the first holds all so far. */
  | { readonly type: 'looks'; readonly looks: readonly object[] }
  | { readonly type: 'error'; readonly channel?: number; readonly error: string };

const SHAPES: Readonly<Record<ClientMessage['type'], Readonly<Record<string, string>>>> = {
  hello: { token: 'string' },
  open: {
    channel: 'number',
    host: 'string',
    columns: 'number',
    rows: 'number',
    session: 'string?',
    from: 'number?',
  },
  input: { channel: 'number', data: 'string' },
  resize: { channel: 'number', columns: 'number', rows: 'number' },
  ack: { channel: 'number', written: 'number' },
  painted: { channel: 'number', written: 'number' },
  scrolled: { channel: 'number', lines: 'number' },
  journal: { channel: 'number', host: 'string', unit: 'string?', after: 'string?' },
  chart: { channel: 'number', host: 'string' },
  drawn: { channel: 'number', sample: 'number' },
  seen: { channel: 'number', ids: 'strings', chosen: 'string?' },
  'look-back': { atSeconds: 'number' },
  close: { channel: 'number' },
};

/** Undefined for anything that is not one of the messages. */
export function clientMessage(text: string): ClientMessage | undefined {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Readonly<Record<string, unknown>>;
  const type = String(message['type']);
  if (!Object.hasOwn(SHAPES, type)) return undefined;
  const shape = SHAPES[type as ClientMessage['type']];
  const fits = Object.entries(shape).every(([name, wanted]) => {
    const given = message[name];
    if (wanted.endsWith('?') && given === undefined) return true;
    if (wanted === 'strings')
      return Array.isArray(given) && given.every((each) => typeof each === 'string');
    const type = wanted.replace('?', '');
    return typeof given === type && (type !== 'number' || Number.isInteger(given));
  });
  return fits ? (message as unknown as ClientMessage) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Whatever else a client sends is no message: the caller says so.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
