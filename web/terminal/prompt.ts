/**
 * Puts a line into a shell's prompt. While the shell is just starting it waits for the prompt, which turns
 * bracketed paste on; a running program gets it at once.
 */
import type { Terminal } from '@xterm/xterm';

export interface Prompt {
  put(text: string): void;
  /** Something has been printed: the prompt may be there. */
  look(): void;
}
const START_MILLIS = 1500;

export function openPrompt(terminal: Terminal, isSettled: () => boolean): Prompt {
  let held: string | undefined;
  let starting = true;
  setTimeout(() => {
    starting = false;
    look();
  }, START_MILLIS);
  function look(): void {
    const isThere = terminal.modes.bracketedPasteMode && isSettled();
    if (held === undefined || (starting && !isThere)) return;
    const text = held;
    held = undefined;
    terminal.paste(text);
  }
  return {
    put(text) {
      held = text;
      look();
    },
    look,
  };
}
