/**
 * One terminal on the page: xterm on a channel of the stream. It says what it has taken in, and what
 * has been painted, so that the lab knows what was shown.
 */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITerminalInitOnlyOptions, type ITerminalOptions } from '@xterm/xterm';
import { watchOutput, type Output } from './output.ts';
import { openPastScreen } from './past-screen.ts';
import { openPrompt } from './prompt.ts';
import { openShown } from './shown.ts';
import type { Link } from '../link.ts';

export interface PageTerminal {
  /** Shows what stood there at a moment of the past; undefined is now. */
  show(at: number | undefined): void;
  focus(): void;
  /** Lines also as text for screen readers. */
  read(on: boolean): void;
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
  readonly ended: string;
  /** The keys that leave the terminal. */
  readonly leave: () => void;
  /** The shell has ended and somebody wants a new one. */
  readonly again: () => void;
  /** Somebody types into the past. */
  readonly typedThen: (text: string) => void;
  /** Several lines are to be pasted; `go` does it. */
  readonly ask: (lines: number, go: () => void) => void;
  /** A prompt has come back. */
  readonly onOutput: (output: Output) => void;
}

/** Several lines may run by themselves where no prompt holds them: they are asked for first. */
function guardPastes(terminal: Terminal, into: HTMLElement, ask: TerminalOptions['ask']): void {
  const guard = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const lines = text.trimEnd().split(/\r\n?|\n/).length;
    if (lines < 2) return;
    event.preventDefault();
    event.stopPropagation();
    ask(lines, () => terminal.paste(text));
  };
  into.addEventListener('paste', guard, { capture: true });
}

/** Whoever has just left the terminal by key goes on past it with Tab, not back into it. */
function passOnce(area: HTMLTextAreaElement | undefined): void {
  if (area === undefined) return;
  area.tabIndex = -1;
  const back = (): void => void (area.tabIndex = 0);
  document.addEventListener('focusin', back, { once: true });
}

/** The page's own keys: leave the terminal, copy. All others are the shell's; the past has no shell that wants Tab. */
function handleKeys(terminal: Terminal, leave: () => void, isPast = false): void {
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true;
    if (isPast && event.key === 'Tab') return false;
    if (event.ctrlKey && event.altKey && event.key === 'ArrowUp') {
      leave();
      passOnce(terminal.textarea);
      return false;
    }
    if (event.ctrlKey && event.shiftKey && event.code === 'KeyC') {
      void navigator.clipboard?.writeText(terminal.getSelection());
      event.preventDefault();
      return false;
    }
    return true;
  });
}

const LOOK: ITerminalOptions = {
  fontFamily: 'ui-monospace, "SFMono-Regular", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  fontSize: 13.5,
  scrollback: 20_000,
  minimumContrastRatio: 4.5,
  cursorBlink: false,
  theme: {
    background: '#10181b',
    foreground: '#d9e2e4',
    cursor: '#67d0d8',
    selectionBackground: '#2c5a61',
  },
};

/** A terminal that fills its place. */
function fitted(into: HTMLElement): { readonly terminal: Terminal; readonly unfit: () => void } {
  const terminal = new Terminal(LOOK);
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(into);
  fit.fit();
  const observer = new ResizeObserver(() => {
    if (into.offsetParent !== null) fit.fit();
  });
  observer.observe(into);
  return { terminal, unfit: () => observer.disconnect() };
}

const likeness = ({
  cols,
  rows,
  options,
}: Terminal): ITerminalOptions & ITerminalInitOnlyOptions => ({
  cols,
  rows,
  screenReaderMode: options.screenReaderMode === true,
});

export function openTerminal(options: TerminalOptions): PageTerminal {
  const { link, host, session, into, over, ended, leave, again, typedThen } = options;
  const { terminal, unfit } = fitted(into);
  terminal.textarea?.setAttribute('aria-label', options.label);
  let received = 0;
  let hasEnded = false;
  const shown = openShown(terminal, (message) => channel.send({ ...message }));
  const prompt = openPrompt(terminal, () => shown.parsed > 0 && shown.parsed === received);
  const past = openPastScreen({
    into: over,
    like: () => ({ ...LOOK, ...likeness(terminal) }),
    label: options.pastLabel,
    onTyped: typedThen,
    keys: (screen) => handleKeys(screen, leave, true),
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
      } else if (message.type === 'exit') {
        hasEnded = true;
        terminal.write(`\r\n\x1b[36m${ended}\x1b[m\r\n`);
      } else if (message.type === 'error') {
        hasEnded = true;
        terminal.write(`\r\n${String(message['error'])}\r\n\x1b[36m${ended}\x1b[m\r\n`);
      }
    },
  });
  terminal.onData((data) => {
    if (hasEnded) {
      if (data === '\r') again();
    } else channel.send({ type: 'input', data });
  });
  terminal.onResize(({ cols, rows }) => {
    past.resize(cols, rows);
    channel.send({ type: 'resize', columns: cols, rows });
  });
  handleKeys(terminal, leave);
  guardPastes(terminal, into, options.ask);
  watchOutput(terminal, options.onOutput);
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
    insert(text) {
      if (shown.isHidden) return typedThen(text);
      prompt.put(text);
      // On a narrow screen the terminal is elsewhere: what is out of sight is not painted.
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
