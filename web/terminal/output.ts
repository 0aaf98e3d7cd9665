/** What the last command has printed, as text: read from the screen's lines when a prompt comes back. */
import type { IMarker, Terminal } from '@xterm/xterm';

export interface Output {
  /** The line as it stands in the prompt. */
  readonly command: string;
  readonly lines: readonly string[];
}
const KEPT_LINES = 200;
/** A prompt turns bracketed paste on, a program that begins turns it off. */
const BRACKETED_PASTE = 2004;

export function watchOutput(terminal: Terminal, onOutput: (output: Output) => void): void {
  let prompt: IMarker | undefined;
  let promptColumn = 0;
  let begun: IMarker | undefined;
  let command = '';
  const row = (): number => terminal.buffer.active.baseY + terminal.buffer.active.cursorY;
  /** Lines that only the width has broken are one. */
  function text(from: number, to: number): string[] {
    const lines: string[] = [];
    for (let i = Math.max(0, from); i < to; i++) {
      const line = terminal.buffer.active.getLine(i);
      const said = line?.translateToString(true) ?? '';
      if (line?.isWrapped === true && lines.length > 0) lines.push(`${lines.pop()}${said}`);
      else lines.push(said);
    }
    return lines;
  }
  function comesBack(): void {
    const column = terminal.buffer.active.cursorX;
    if (begun !== undefined) {
      const to = row() + (column > 0 ? 1 : 0);
      const from = Math.max(begun.line, to - KEPT_LINES);
      onOutput({ command, lines: text(from, to) });
    }
    prompt = terminal.registerMarker(0);
    promptColumn = column;
  }
  function begins(): void {
    command = text(prompt?.line ?? row(), row())
      .join('\n')
      .slice(promptColumn);
    begun = terminal.registerMarker(0);
  }
  const on = (final: 'h' | 'l', act: () => void): void =>
    void terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
      if (parameters.includes(BRACKETED_PASTE)) act();
      return false;
    });
  on('h', comesBack);
  on('l', begins);
}
