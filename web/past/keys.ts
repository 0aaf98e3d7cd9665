/** The room's keys outside of the terminal. The single ones can be turned off (WCAG 2.1.4). */
import { signal } from '@preact/signals';
import { chordOf, withKeys } from '../layout/commands.ts';

const OFF = 'eggtooth.keys-off';
export const keysAreOn = signal(localStorage.getItem(OFF) === null);
export function turnKeys(on: boolean): void {
  keysAreOn.value = on;
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, 'yes');
}

/** Space on a control is the control's. */
const CONTROLS = 'button, a, summary, select, input, textarea, dialog';
const TYPING = 'textarea, select, input:not([type=range])';

export function keys(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const from = event.target;
    if (!(from instanceof Element) || event.defaultPrevented) return;
    if (from.closest('.xterm, dialog') !== null) return;
    if (document.querySelector('dialog[open]') !== null) return;
    const chord = chordOf(event);
    const isSingle = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (isSingle && (!keysAreOn.value || from.matches(TYPING))) return;
    if (chord === ' ' && from.closest(CONTROLS) !== null) return;
    const command = withKeys.find(({ key }) => key === chord);
    if (command === undefined) return;
    // The range itself goes to its end with End.
    event.preventDefault();
    command.run();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
