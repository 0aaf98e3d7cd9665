/** What the page takes of what is typed or pasted in a terminal; all else is the shell's. */
import type { Terminal } from '@xterm/xterm';

/** Several lines may run by themselves where no prompt holds them: they are asked for first. */
export function pasteAsking(
  terminal: Terminal,
  text: string,
  ask: (lines: number, go: () => void) => void,
): void {
  const lines = text.trimEnd().split(/\r\n?|\n/).length;
  if (lines < 2) terminal.paste(text);
  else ask(lines, () => terminal.paste(text));
}

export function guardPastes(into: HTMLElement, paste: (text: string) => void): void {
  const guard = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    paste(event.clipboardData?.getData('text/plain') ?? '');
  };
  into.addEventListener('paste', guard, { capture: true });
}

/** Whoever has just left the terminal by key goes on past its header and it with Tab, not back into it. */
function passOnce(area: HTMLTextAreaElement | undefined): void {
  if (area === undefined) return;
  area.tabIndex = -1;
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.closest('.tabs') !== null) return;
    area.tabIndex = 0;
    document.removeEventListener('focusin', onFocus);
  };
  document.addEventListener('focusin', onFocus);
}

export interface TerminalKeys {
  readonly leave: () => void;
  /** The terminal beside it. */
  readonly beside: (by: number) => void;
  readonly copy: (text: string) => void;
  readonly search: () => void;
}

/** The past has no shell that wants Tab. */
export function handleKeys(terminal: Terminal, keys: TerminalKeys, isPast = false): void {
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true;
    if (isPast && event.key === 'Tab') return false;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.ctrlKey && event.altKey && event.key === 'ArrowUp') {
      keys.leave();
      passOnce(terminal.textarea);
    } else if (event.ctrlKey && event.altKey && by !== undefined) keys.beside(by);
    else if (event.ctrlKey && event.shiftKey && event.code === 'KeyC') {
      keys.copy(terminal.getSelection());
      event.preventDefault();
    } else if (event.ctrlKey && event.shiftKey && event.code === 'KeyF' && !isPast) {
      keys.search();
      event.preventDefault();
    } else return true;
    return false;
  });
}
