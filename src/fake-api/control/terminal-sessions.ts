/**
 * Terminals that outlive their connection: a page that was reloaded or offline attaches again to the
 * shell that it had, and gets what it has not seen. A terminal that nobody comes back to is closed.
 */
import { StringDecoder } from 'node:string_decoder';
import type { OpenTerminal, TerminalRequest, TerminalSession } from './control-options.ts';

const KEEP_BYTES_MAX = 1024 * 1024;
const ABANDONED_MILLIS = 10 * 60_000;
const UNTAKEN_BYTES_MAX = 256 * 1024;

export interface Reader {
  data(text: string, written: number): void;
  exit(code: number): void;
}
export interface KeptTerminal {
  readonly session: TerminalSession;
  /** Everything after byte `from` is sent again, then what comes. Detaches the reader before. */
  attach(reader: Reader, from: number): void;
  detach(reader: Reader): void;
  /** The reader's terminal has taken in the first `written` bytes. */
  taken(written: number): void;
}
export interface TerminalSessions {
  open(
    id: string,
    request: Pick<TerminalRequest, 'host' | 'columns' | 'rows'>,
  ): Promise<KeptTerminal>;
  /** The page is done with it. */
  end(id: string): void;
  close(): void;
}

interface Kept extends KeptTerminal {
  end(): void;
}

export function terminalSessions(openTerminal: OpenTerminal): TerminalSessions {
  const kept = new Map<string, Promise<Kept>>();
  const end = (id: string): void => {
    void kept.get(id)?.then((terminal) => terminal.end());
    kept.delete(id);
  };
  return {
    open(id, request) {
      let terminal = kept.get(id);
      if (terminal === undefined) {
        terminal = keep(openTerminal, request, () => end(id));
        kept.set(id, terminal);
        terminal.catch(() => kept.delete(id));
      }
      return terminal;
    },
    end,
    close() {
      for (const id of kept.keys()) end(id);
    },
  };
}

async function keep(
  openTerminal: OpenTerminal,
  request: Pick<TerminalRequest, 'host' | 'columns' | 'rows'>,
  abandon: () => void,
): Promise<Kept> {
  const decoder = new StringDecoder('utf8');
  let chunks: { text: string; end: number }[] = [];
  let size = 0;
  let taken = 0;
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
    write(bytes, written) {
      const text = decoder.write(Buffer.from(bytes));
      chunks.push({ text, end: written });
      size += bytes.length;
      while (size > KEEP_BYTES_MAX && chunks.length > 1) size -= chunks.shift()?.text.length ?? 0;
      for (const reader of readers) reader.data(text, written);
      if (readers.length === 0 || written - taken <= UNTAKEN_BYTES_MAX) return undefined;
      return new Promise((resolve) => waiting.set(written, resolve));
    },
    onExit(code) {
      exited = code;
      for (const reader of readers) reader.exit(code);
      release();
      abandon();
    },
  });
  return {
    session,
    attach(reader, from) {
      clearTimeout(abandoned);
      readers = [reader];
      taken = from;
      for (const { text, end } of chunks) if (end > from) reader.data(text, end);
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
      chunks = [];
      session.close();
    },
  };
}
