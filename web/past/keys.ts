/** The page's single keys, while nothing is typed: they can be turned off (WCAG 2.1.4). */
import { signal } from '@preact/signals';
import { clock, milestones, steer, viewAt } from '../lab.ts';
import { forkAt } from './fork.tsx';
import { lookAt } from './moment.ts';

const OFF = 'eggtooth.keys-off';
export const keysAreOn = signal(localStorage.getItem(OFF) === null);
export function turnKeys(on: boolean): void {
  keysAreOn.value = on;
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, 'yes');
}
export const helpIsOpen = signal(false);

const moment = (): number => viewAt.value ?? clock.value.nowSeconds;
const times = (): number[] => milestones.value.map(({ atSeconds }) => atSeconds);
const later = (at: number): number | undefined => (at >= clock.value.nowSeconds ? undefined : at);
/** What each key does; the names are in the help. */
const KEYS: Readonly<Record<string, () => void>> = {
  ' ': () => steer(clock.value.paused ? { resume: true } : { pause: true }),
  n: () => steer({ step: true }),
  ',': () => lookAt(times().findLast((t) => t < moment() - 0.5) ?? 0),
  '.': () => lookAt(times().find((t) => t > moment() + 0.5)),
  '<': () => lookAt(Math.max(0, moment() - 5)),
  '>': () => lookAt(later(moment() + 5)),
  End: () => lookAt(undefined),
  f: () => forkAt(moment()),
  d: () => press('diagnosis'),
  h: () => press('hint'),
  '/': () => document.querySelector<HTMLElement>('.find input')?.focus(),
  '?': () => void (helpIsOpen.value = true),
};
export const KEY_NAMES = Object.keys(KEYS);

const press = (name: string): void =>
  document
    .querySelector<HTMLElement>(`button[data-testid=${name}], [data-testid=${name}] button`)
    ?.click();

/** Space on a control is the control's. */
const CONTROLS = 'button, a, summary, select, input, textarea, dialog';

export function keys(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const from = event.target;
    if (!(from instanceof Element) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!keysAreOn.value || document.querySelector('dialog[open]') !== null) return;
    const typing = from.matches('textarea, select, input:not([type=range])');
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (typing || act === undefined) return;
    if (event.key === ' ' && from.closest(CONTROLS) !== null) return;
    // The range itself goes to its end with End.
    event.preventDefault();
    act();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
