/** The messages of the live stream. `channel` is the client's number. */
import { z } from 'zod';

/** What a terminal may be: a row of more columns than this is a mistake. */
const SIDE_MAX = 10_000;
const TEXT_MAX = 256 * 1024;
const LINES_MAX = 10_000;
/** A lab that is looked back at has not lived longer than this. */
const SECONDS_MAX = 100 * 365 * 86_400;

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const channel = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31);
const name = z.string().min(1).max(200);
const columns = z.number().int().min(1).max(SIDE_MAX);
const rows = columns;

const CLIENT_MESSAGE = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), token: z.string().max(1000) }),
  z.object({
    type: z.literal('open'),
    channel,
    host: name,
    columns,
    rows,
    /** A name of the page's own: the same shell again after a reload or a lost connection. */
    session: name.optional(),
    /** Bytes that the page has already. */
    from: count.optional(),
  }),
  z.object({ type: z.literal('input'), channel, data: z.string().max(TEXT_MAX) }),
  z.object({ type: z.literal('resize'), channel, columns, rows }),
  /** The terminal has taken in everything up to byte `written`: more may come. */
  z.object({ type: z.literal('ack'), channel, written: count }),
  /** Everything up to byte `written` stands on the screen: it counts as seen. */
  z.object({ type: z.literal('painted'), channel, written: count }),
  /** The screen shows what lies so many lines above its end. */
  z.object({ type: z.literal('scrolled'), channel, lines: count }),
  z.object({
    type: z.literal('journal'),
    channel,
    host: name,
    unit: name.optional(),
    after: z.string().max(40).optional(),
  }),
  /** Charts of a host's etcd. */
  z.object({ type: z.literal('chart'), channel, host: name }),
  /** The points of this sample stood on the screen. */
  z.object({ type: z.literal('drawn'), channel, sample: count }),
  /** The lines with these ids, oldest first, stood in the visible part of the journal for 400 ms. */
  z.object({
    type: z.literal('seen'),
    channel,
    ids: z.array(z.string().max(40)).max(LINES_MAX),
    /** The one that she has chosen, to read it whole. */
    chosen: z.string().max(40).optional(),
  }),
  /** Somebody looks back at this moment: she may want to go on from there. */
  z.object({ type: z.literal('look-back'), atSeconds: z.number().min(0).max(SECONDS_MAX) }),
  z.object({ type: z.literal('close'), channel }),
]);
export type ClientMessage = z.infer<typeof CLIENT_MESSAGE>;

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

/** The message, or what is wrong with it: where, and what would be right. */
export function clientMessage(text: string): ClientMessage | { readonly problem: string } {
  const value = parsed(text);
  if (value === undefined) return { problem: 'a message is one JSON object' };
  const read = CLIENT_MESSAGE.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') ?? '';
  return { problem: `${where === '' ? 'message' : where}: ${issue?.message ?? 'not understood'}` };
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
