/**
 * One terminal on the page: xterm on a channel of the stream. It says what it has taken in, and what
 * has been painted, so that the lab knows what was shown.
 */
import { type Finder, openFinder } from './finder.ts';
import { fitted, likeness } from './fitted.ts';
import { openHands, type Hands } from './hands.ts';
import { held } from './held.ts';
import { guardPastes, handleKeys, type TerminalKeys } from './keys.ts';
import type { Output } from './output.ts';
import { type Chunk, openPastScreen } from './past-screen.ts';
import { openPrompt } from './prompt.ts';
import { openShown } from './shown.ts';
import type { Link } from '../link.ts';

export interface PageTerminal extends Hands {
  /** Shows what stood there at a moment of the past; undefined is now. */
  show(at: number | undefined): void;
  focus(): void;
  /** Lines also as text for screen readers. */
  read(on: boolean): void;
  /** The size of its letters, in pixels. */
  letters(size: number): void;
  readonly find: Finder;
  /** Puts text into the prompt, as a paste. */
  insert(text: string): void;
  close(): void;
}

export interface TerminalOptions {
  readonly link: Link;
  readonly host: string;
  /** The page's own name for the shell: the same one after a reload. */
  readonly session: string;
  readonly into: HTMLElement;
  /** Over the terminal: what stood there in the past. */
  readonly over: HTMLElement;
  readonly label: string;
  readonly pastLabel: string;
  /** What it printed, with its time; the page keeps it. */
  readonly printed: Chunk[];
  readonly ended: string;
  readonly keys: TerminalKeys;
  readonly fontSize: number;
  /** The shell has ended and somebody wants a new one. */
  readonly again: () => void;
  /** Somebody types into the past. */
  readonly typedThen: (text: string) => void;
  /** Several lines are to be pasted; `go` does it. */
  readonly ask: (lines: number, go: () => void) => void;
  /** A prompt has come back. */
  readonly onOutput: (output: Output) => void;
}

export function openTerminal(options: TerminalOptions): PageTerminal {
  const { link, host, session, into, over, ended, keys, again, typedThen } = options;
  const { terminal, letters, unfit } = fitted(into, options.fontSize);
  terminal.textarea?.setAttribute('aria-label', options.label);
  let received = 0;
  let hasEnded = false;
  const shown = openShown(terminal, (message) => channel.send({ ...message }));
  const prompt = openPrompt(terminal, () => shown.parsed > 0 && shown.parsed === received);
  const past = openPastScreen({
    into: over,
    chunks: options.printed,
    like: () => likeness(terminal),
    label: options.pastLabel,
    onTyped: typedThen,
    keys: (screen) => handleKeys(screen, keys, true),
  });
  const channel = link.channel({
    opening: () => ({
      type: 'open',
      host,
      columns: terminal.cols,
      rows: terminal.rows,
      session,
      from: received,
    }),
    receive(message) {
      if (message.type === 'data') {
        const written = message['written'] as number;
        if (written <= received) return;
        received = written;
        const data = String(message['data']);
        past.keep(data, message['atSeconds'] as number);
        const { baseY, viewportY } = terminal.buffer.active;
        terminal.write(data, () => {
          // Its own scrolling when it changes size counts as somebody's, and it no longer follows.
          if (baseY === viewportY) terminal.scrollToBottom();
          shown.parsed = written;
          prompt.look();
          channel.send({ type: 'ack', written });
        });
      } else if (message.type === 'exit' || message.type === 'error') {
        hasEnded = true;
        const why = message.type === 'error' ? `${String(message['error'])}\r\n` : '';
        terminal.write(`\r\n${why}\x1b[36m${ended}\x1b[m\r\n`);
      }
    },
  });
  terminal.onData((typed) => {
    const data = held(typed);
    if (hasEnded) {
      if (data === '\r') again();
    } else channel.send({ type: 'input', data });
  });
  terminal.onResize(({ cols, rows }) => {
    past.refit();
    channel.send({ type: 'resize', columns: cols, rows });
  });
  handleKeys(terminal, keys);
  const hands = openHands({
    terminal,
    isPast: () => shown.isHidden,
    markedThen: past.marked,
    typedThen,
    ask: options.ask,
    onOutput: options.onOutput,
  });
  guardPastes(into, hands.paste);
  return {
    show(at) {
      const wasIn = [into, over].some((each) => each.contains(document.activeElement));
      shown.isHidden = at !== undefined;
      // Nobody types into what she does not see.
      into.inert = shown.isHidden;
      past.show(at);
      if (wasIn) (shown.isHidden ? past : terminal).focus();
      shown.tell();
    },
    read: (on) => void (terminal.options.screenReaderMode = on),
    focus: () => (shown.isHidden ? past : terminal).focus(),
    letters(size) {
      letters(size);
      past.refit();
    },
    ...hands,
    find: openFinder(terminal),
    insert(text) {
      if (shown.isHidden) return typedThen(text);
      prompt.put(text);
      // On a low screen the terminal may be out of sight: nothing is painted there.
      into.scrollIntoView({ block: 'nearest' });
      terminal.focus();
    },
    close() {
      unfit();
      past.close();
      channel.close();
      terminal.dispose();
    },
  };
}
