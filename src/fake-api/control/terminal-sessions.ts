/**
 * Terminals that outlive their connection: a page that was reloaded or offline attaches again to the
 * shell that it had, and gets what it has not seen. A terminal that nobody comes back to is closed.
 * What stood on each, and how its shells stood, is kept by lab time.
 */
import { StringDecoder } from 'node:string_decoder';
import type { Micros } from '../../sim/index.ts';
import type { OpenTerminal, TerminalRequest, TerminalSession } from './control-options.ts';

const KEEP_BYTES_MAX = 2 * 1024 * 1024;
/** Of ended shells too: they are looked back at. */
const SCREENS_MAX = 16;
/** Some 1,500 lines typed. Of what was before the oldest that is kept, nothing is known of the shells. */
const MOMENT_BYTES_MAX = 2 * 1024 * 1024;
const ABANDONED_MILLIS = 10 * 60_000;
const UNTAKEN_BYTES_MAX = 256 * 1024;

/** What stood on a screen: text, the count of bytes with it, and when in lab time. */
export interface Chunk {
  readonly text: string;
  readonly end: number;
  readonly at: Micros;
}
/** How a terminal's shells stood from a moment on; undefined: they had ended. */
export interface Moment<Standing> {
  readonly at: Micros;
  readonly how: Standing | undefined;
  /** Bytes, beyond what it shares with the one before. */
  readonly size: number;
}
export interface Stood<Standing> {
  readonly chunks: readonly Chunk[];
  readonly moments: readonly Moment<Standing>[];
}
export type Past<Standing = unknown> = ReadonlyMap<string, Stood<Standing>>;
export interface Reader {
  data(chunk: Chunk): void;
  exit(code: number): void;
  /** Another has taken the terminal over. */
  taken(): void;
}
export interface KeptTerminal {
  readonly session: TerminalSession;
  /** Everything after byte `from` is sent again, then what comes. Detaches the reader before. */
  attach(reader: Reader, from: number): void;
  detach(reader: Reader): void;
  /** The reader's terminal has taken in the first `written` bytes. */
  taken(written: number): void;
}
export interface TerminalSessions<Standing = unknown> {
  open(
    id: string,
    request: Pick<TerminalRequest, 'host' | 'columns' | 'rows'>,
  ): Promise<KeptTerminal>;
  /** The page is done with it. */
  end(id: string): void;
  /** Each terminal as it was until a moment. */
  past(until: Micros): Past<Standing>;
  close(): void;
}

interface Kept<Standing> extends KeptTerminal {
  readonly stood: () => Stood<Standing>;
  end(): void;
}

/** `past`: a branch's terminals begin with what stood on them when it left, and go on from there. */
export function terminalSessions<Standing>(
  openTerminal: OpenTerminal<Standing>,
  now: () => Micros,
  past: Past<Standing> = new Map(),
): TerminalSessions<Standing> {
  const kept = new Map<string, Promise<Kept<Standing>>>();
  const screens = new Map<string, () => Stood<Standing>>();
  const end = (id: string): void => {
    void kept.get(id)?.then((terminal) => terminal.end());
    kept.delete(id);
  };
  return {
    open(id, request) {
      let terminal = kept.get(id);
      if (terminal === undefined) {
        const before = past.get(id) ?? { chunks: [], moments: [] };
        // Whoever comes back after the shell has ended finds a new one.
        const begun = screens.has(id) ? undefined : before.moments.at(-1)?.how;
        terminal = keep(openTerminal, { ...request, begun }, () => end(id), now, before);
        kept.set(id, terminal);
        terminal.then(
          ({ stood }) => {
            screens.set(id, stood);
            const [oldest] = screens.keys();
            if (screens.size > SCREENS_MAX && oldest !== undefined) screens.delete(oldest);
          },
          () => kept.delete(id),
        );
      }
      return terminal;
    },
    end,
    past(until) {
      const unopened = [...past].filter(([id]) => !screens.has(id));
      const all = [...unopened, ...[...screens].map(([id, of]) => [id, of()] as const)];
      const then = <T extends { readonly at: Micros }>(list: readonly T[]): readonly T[] =>
        list.filter(({ at }) => at <= until);
      return new Map(
        all.map(([id, stood]) => [
          id,
          { chunks: then(stood.chunks), moments: then(stood.moments) },
        ]),
      );
    },
    close() {
      for (const id of kept.keys()) end(id);
    },
  };
}

async function keep<Standing>(
  openTerminal: OpenTerminal<Standing>,
  request: Pick<TerminalRequest<Standing>, 'host' | 'columns' | 'rows' | 'begun'>,
  abandon: () => void,
  now: () => Micros,
  past: Stood<Standing>,
): Promise<Kept<Standing>> {
  const decoder = new StringDecoder('utf8');
  const chunks: Chunk[] = [...past.chunks];
  const moments: Moment<Standing>[] = [...past.moments];
  let momentBytes = moments.reduce((sum, moment) => sum + moment.size, 0);
  let size = 0;
  /** The shell counts from its own start. */
  const before = past.chunks.at(-1)?.end ?? 0;
  let taken = before;
  let readers: Reader[] = [];
  let exited: number | undefined;
  let abandoned: NodeJS.Timeout | undefined;
  const waiting = new Map<number, () => void>();

  function release(): void {
    for (const [written, resolve] of waiting) {
      if (readers.length > 0 && written - taken > UNTAKEN_BYTES_MAX) continue;
      waiting.delete(written);
      resolve();
    }
  }
  const session = await openTerminal({
    ...request,
    write(bytes, own) {
      const written = before + own;
      const chunk = { text: decoder.write(Buffer.from(bytes)), end: written, at: now() };
      chunks.push(chunk);
      size += bytes.length;
      while (size > KEEP_BYTES_MAX && chunks.length > 1) size -= chunks.shift()?.text.length ?? 0;
      for (const reader of readers) reader.data(chunk);
      if (readers.length === 0 || written - taken <= UNTAKEN_BYTES_MAX) return undefined;
      return new Promise((resolve) => waiting.set(written, resolve));
    },
    stands(how, size) {
      const at = now();
      // Of one instant only the last can be gone back to.
      const same = moments.at(-1)?.at === at ? moments.pop() : undefined;
      moments.push({ at, how, size: size + (same?.size ?? 0) });
      momentBytes += size;
      while (momentBytes > MOMENT_BYTES_MAX && moments.length > 1)
        momentBytes -= moments.shift()?.size ?? 0;
    },
    onExit(code) {
      exited = code;
      for (const reader of readers) reader.exit(code);
      release();
      abandon();
    },
  });
  return {
    session: {
      ...session,
      ackPainted: (written) => {
        if (written > before) session.ackPainted(written - before);
      },
    },
    stood: () => ({ chunks, moments }),
    attach(reader, from) {
      clearTimeout(abandoned);
      for (const other of readers) if (other !== reader) other.taken();
      readers = [reader];
      taken = from;
      for (const chunk of chunks) if (chunk.end > from) reader.data(chunk);
      if (exited !== undefined) reader.exit(exited);
    },
    detach(reader) {
      readers = readers.filter((other) => other !== reader);
      release();
      if (readers.length === 0) abandoned = setTimeout(abandon, ABANDONED_MILLIS).unref();
    },
    taken(written) {
      taken = Math.max(taken, written);
      release();
    },
    end() {
      clearTimeout(abandoned);
      session.close();
    },
  };
}
