/** Keys that a phone does not have; they type into the terminal, and leave the focus where it is. */
import { ctrlIsHeld } from '../terminal/held.ts';
import { front } from '../terminal/front.ts';
import type { Arrow } from '../terminal/hands.ts';
import { layout as texts } from '../texts/layout.ts';
import { isAtHand, isNarrow } from './panes.ts';

const TYPED: Readonly<Record<string, string>> = {
  Esc: '\x1b',
  Tab: '\t',
  '|': '|',
  '-': '-',
  '/': '/',
};
const ARROWS: Readonly<Record<string, Arrow>> = { '←': 'D', '↑': 'A', '↓': 'B', '→': 'C' };
const KEYS = ['Esc', 'Tab', 'Ctrl', '←', '↑', '↓', '→', '|', '-', '/'];

function press(key: string): void {
  const arrow = ARROWS[key];
  if (key === 'Ctrl') ctrlIsHeld.value = !ctrlIsHeld.value;
  else if (arrow !== undefined) front.value?.arrow(arrow);
  else front.value?.type(TYPED[key] ?? '');
}

export function KeyBar() {
  if (!isNarrow.value || !isAtHand('term')) return null;
  return (
    <div
      class="key-bar"
      role="group"
      aria-label={texts.keyBar}
      onMouseDown={(event) => event.preventDefault()}
    >
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          aria-label={texts.keys[key]}
          aria-pressed={key === 'Ctrl' ? ctrlIsHeld.value : undefined}
          onClick={() => press(key)}
        >
          {key}
        </button>
      ))}
    </div>
  );
}
