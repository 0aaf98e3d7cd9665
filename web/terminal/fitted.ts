/** A terminal that fills its place, and its look. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITerminalInitOnlyOptions, type ITerminalOptions } from '@xterm/xterm';

const LOOK: ITerminalOptions = {
  fontFamily: 'ui-monospace, "SFMono-Regular", "DejaVu Sans Mono", Menlo, Consolas, monospace',
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

export interface Fitted {
  readonly terminal: Terminal;
  /** The size of its letters, in pixels. */
  readonly letters: (size: number) => void;
  readonly unfit: () => void;
}
export function fitted(into: HTMLElement, size: number): Fitted {
  const terminal = new Terminal({ ...LOOK, fontSize: size });
  const addon = new FitAddon();
  terminal.loadAddon(addon);
  terminal.open(into);
  const fit = (): void => {
    if (into.offsetParent !== null) addon.fit();
  };
  fit();
  const observer = new ResizeObserver(fit);
  observer.observe(into);
  return {
    terminal,
    letters(wanted) {
      terminal.options.fontSize = wanted;
      fit();
    },
    unfit: () => observer.disconnect(),
  };
}

/** What stood there in the past looks the same. */
export const likeness = ({
  cols,
  rows,
  options,
}: Terminal): ITerminalOptions & ITerminalInitOnlyOptions => ({
  ...LOOK,
  cols,
  rows,
  ...(options.fontSize === undefined ? {} : { fontSize: options.fontSize }),
  screenReaderMode: options.screenReaderMode === true,
});
