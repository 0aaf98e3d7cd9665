/** Ctrl that is held for the next letter: a phone's keyboard has none. */
import { signal } from '@preact/signals';

export const ctrlIsHeld = signal(false);
/** What was typed, with Ctrl if it is held: that is over then. */
export function held(typed: string): string {
  if (!ctrlIsHeld.value) return typed;
  ctrlIsHeld.value = false;
  const isOne = /^[@-_a-z]$/.test(typed);
  return isOne ? String.fromCharCode(typed.toUpperCase().charCodeAt(0) & 0x1f) : typed;
}
