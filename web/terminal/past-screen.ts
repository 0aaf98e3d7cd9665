/**
 * A terminal as it stood at a moment of the past, over the live one. What was printed is kept with its lab
 * time; going forward adds, going back begins anew with the last pages at once and the whole when it rests.
 */
import { Terminal, type ITerminalInitOnlyOptions, type ITerminalOptions } from '@xterm/xterm';

export interface Chunk {
  readonly at: number;
  readonly text: string;
}
export interface PastScreen {
  /** What the live terminal has just printed. */
  keep(text: string, at: number): void;
  /** Shows the moment; undefined takes it away. */
  show(at: number | undefined): void;
  /** The live terminal has another size, or other letters. */
  refit(): void;
  /** What somebody has marked in it. */
  marked(): string;
  /** At once, or when it has come. */
  focus(): void;
  close(): void;
}
export interface PastScreenOptions {
  readonly into: HTMLElement;
  /** What was printed, which is added to: an earlier shell's of this terminal too. */
  readonly chunks: Chunk[];
  /** Its look and size. */
  readonly like: () => ITerminalOptions & ITerminalInitOnlyOptions;
  readonly label: string;
  /** Somebody typed into the past. */
  readonly onTyped: (text: string) => void;
  /** The page's own keys. */
  readonly keys: (screen: Terminal) => void;
}
const KEPT_CHARACTERS = 4_000_000;
/** A few screens: what is written at once while somebody drags. */
const PAGES_CHARACTERS = 24_000;
const RESTED_MILLIS = 250;
const CLEAR = '\x1bc';

function refit(screen: Terminal, like: ReturnType<PastScreenOptions['like']>): void {
  if (like.fontSize !== undefined) screen.options.fontSize = like.fontSize;
  screen.resize(like.cols ?? screen.cols, like.rows ?? screen.rows);
}

const textOf = (chunks: readonly Chunk[]): string => chunks.map(({ text }) => text).join('');

export function openPastScreen(options: PastScreenOptions): PastScreen {
  const { chunks } = options;
  let kept = chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
  /** A new shell begins on an empty screen. */
  let begins = kept > 0 ? CLEAR : '';
  let screen: Terminal | undefined;
  let wanted: number | undefined;
  /** Chunks up to here, from `first` on, are written. */
  let shown = -1;
  let first = 0;
  let frame = 0;
  let takesFocus = false;
  let rest: ReturnType<typeof setTimeout> | undefined;

  function lastBefore(at: number): number {
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((chunks[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
  const text = (from: number, to: number): string => textOf(chunks.slice(from, to + 1));
  function open(): Terminal {
    const opened = new Terminal({ ...options.like(), disableStdin: false });
    opened.open(options.into);
    opened.textarea?.setAttribute('aria-label', options.label);
    opened.onData(options.onTyped);
    options.keys(opened);
    return opened;
  }
  /** From where the last pages up to `to` begin. */
  function pagesBefore(to: number): number {
    let from = to;
    for (let size = 0; from > 0 && size < PAGES_CHARACTERS; from--)
      size += chunks[from]?.text.length ?? 0;
    return Math.max(0, from);
  }
  function paint(): void {
    frame = 0;
    if (wanted === undefined) return;
    const to = lastBefore(wanted);
    const fresh = screen === undefined;
    screen ??= open();
    if (takesFocus) screen.focus();
    takesFocus = false;
    if (to === shown && !fresh) return;
    if (to < shown || fresh || shown < 0) {
      screen.reset();
      first = pagesBefore(to);
      screen.write(text(first, to));
    } else screen.write(text(shown + 1, to));
    shown = to;
    clearTimeout(rest);
    if (first > 0) rest = setTimeout(whole, RESTED_MILLIS);
  }
  function whole(): void {
    if (screen === undefined || wanted === undefined) return;
    screen.reset();
    first = 0;
    screen.write(text(0, shown));
  }
  return {
    keep(chunk, at) {
      const text = begins + chunk;
      begins = '';
      chunks.push({ at, text });
      kept += text.length;
      while (kept > KEPT_CHARACTERS && chunks.length > 1) {
        kept -= chunks.shift()?.text.length ?? 0;
        shown -= 1;
      }
    },
    show(at) {
      wanted = at;
      options.into.hidden = at === undefined;
      if (at === undefined) {
        clearTimeout(rest);
        screen?.dispose();
        screen = undefined;
        shown = -1;
      } else if (frame === 0) frame = requestAnimationFrame(paint);
    },
    refit: () => screen && refit(screen, options.like()),
    marked: () => screen?.getSelection() ?? '',
    focus() {
      takesFocus = screen === undefined;
      screen?.focus();
    },
    close() {
      clearTimeout(rest);
      cancelAnimationFrame(frame);
      screen?.dispose();
    },
  };
}
