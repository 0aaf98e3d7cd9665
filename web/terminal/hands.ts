/** What buttons beside a terminal do in it, as if somebody had used its keys. */
import type { Terminal } from '@xterm/xterm';
import { pasteAsking } from './keys.ts';
import { watchOutput, type Output } from './output.ts';

/** Up, down, right, left, as a terminal names them. */
export type Arrow = 'A' | 'B' | 'C' | 'D';
export interface Hands {
  type(text: string): void;
  arrow(which: Arrow): void;
  /** What was copied elsewhere; several lines are asked for. */
  paste(text: string): void;
  /** What is marked; without that, what was printed last. */
  text(): string;
}
interface HandsOptions {
  readonly terminal: Terminal;
  readonly isPast: () => boolean;
  readonly markedThen: () => string;
  readonly typedThen: (text: string) => void;
  readonly ask: (lines: number, go: () => void) => void;
  readonly onOutput: (output: Output) => void;
}

export function openHands(options: HandsOptions): Hands {
  const { terminal, isPast, typedThen } = options;
  let last = '';
  watchOutput(terminal, (output) => {
    last = output.lines.join('\n').trimEnd();
    options.onOutput(output);
  });
  const type = (text: string): void => (isPast() ? typedThen(text) : terminal.input(text, true));
  return {
    type,
    arrow: (which) => type(`\x1b${terminal.modes.applicationCursorKeysMode ? 'O' : '['}${which}`),
    paste: (text) => (isPast() ? typedThen(text) : pasteAsking(terminal, text, options.ask)),
    text: () => (isPast() ? options.markedThen() : terminal.getSelection() || last),
  };
}
