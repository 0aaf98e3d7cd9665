/** The switch for texts that screen readers say; remembered on this machine. */
import { signal } from '@preact/signals';

const ON = 'eggtooth.screen-reader';
export const readerIsOn = signal(localStorage.getItem(ON) !== null);
export function turnReader(on: boolean): void {
  readerIsOn.value = on;
  if (on) localStorage.setItem(ON, 'yes');
  else localStorage.removeItem(ON);
}
