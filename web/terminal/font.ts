/** The size of the terminal's letters; remembered on this machine. */
import { signal } from '@preact/signals';

const KEY = 'eggtooth.font-size';
const USUAL = 13.5;
const LEAST = 8.5;
const MOST = 27.5;
const within = (size: number): number => Math.min(MOST, Math.max(LEAST, size));

export const fontSize = signal(within(Number(localStorage.getItem(KEY) ?? USUAL) || USUAL));
export function changeFont(by: number): void {
  fontSize.value = within(fontSize.value + by);
  localStorage.setItem(KEY, String(fontSize.value));
}
