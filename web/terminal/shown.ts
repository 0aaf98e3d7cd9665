/** Tells the lab what stands on the screen: up to which byte it is painted, and how far it is scrolled back. */
import type { Terminal } from '@xterm/xterm';

export interface Shown {
  /** The terminal has taken in everything up to this byte. */
  parsed: number;
  /** The past is in front of it. */
  isHidden: boolean;
  tell(): void;
}

export function openShown(terminal: Terminal, send: (message: object) => void): Shown {
  let painted = 0;
  let scrolled = 0;
  const shown: Shown = {
    parsed: 0,
    isHidden: false,
    tell() {
      if (document.visibilityState !== 'visible' || shown.isHidden) return;
      if (terminal.element?.checkVisibility() !== true) return;
      const { baseY, viewportY } = terminal.buffer.active;
      if (baseY - viewportY !== scrolled) {
        scrolled = baseY - viewportY;
        send({ type: 'scrolled', lines: scrolled });
      }
      if (shown.parsed === painted) return;
      painted = shown.parsed;
      send({ type: 'painted', written: painted });
    },
  };
  terminal.onRender(shown.tell);
  return shown;
}
