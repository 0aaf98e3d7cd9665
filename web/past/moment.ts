/**
 * The moment that is looked at: now, or one of the past. The address names it (`?b=2&at=06:52`), so that it
 * can be shared; scrubbing replaces the address and fills no history.
 */
import { computed } from '@preact/signals';
import { rename } from '../api.ts';
import {
  branch,
  checksBefore,
  checks,
  connection,
  milestones,
  viewAt,
  type Check,
} from '../lab.ts';

/** `06:52`, `1:06:52`, `t412.5` or `412.5`: seconds of lab time; undefined for anything else. */
export function secondsIn(text: string): number | undefined {
  const parts = text.replace(/^t/, '').split(':').map(Number);
  const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
  return text !== '' && parts.length <= 3 && seconds >= 0 ? seconds : undefined;
}

/** `06:52`. */
export function minutes(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 60)}:${two(seconds % 60)}`;
}

/** The address of a moment of this way, for whoever has this machine's page open. */
export function linkTo(at: number): string {
  const wanted = new URLSearchParams(location.search);
  wanted.set('b', String(branch.value));
  wanted.set('at', minutes(at));
  const query = wanted.toString().replaceAll('%3A', ':');
  return `${location.origin}${location.pathname}?${query}${location.hash}`;
}

/** Looks at a moment; without one, at now. */
export function lookAt(at: number | undefined): void {
  viewAt.value = at;
  clearTimeout(renaming);
  renaming = setTimeout(() => {
    const atSeconds = viewAt.value;
    rename({ at: atSeconds === undefined ? undefined : minutes(atSeconds) });
    if (atSeconds !== undefined)
      connection.value?.say({ type: 'look-back', atSeconds: Math.floor(atSeconds) });
  }, SETTLED_MILLIS);
}
/** What was focused may be gone with the past: the film has it then. */
export function backToNow(): void {
  lookAt(undefined);
  document.querySelector<HTMLElement>('.film input')?.focus();
}
/** Browsers allow few changes of the address a second. */
const SETTLED_MILLIS = 300;
let renaming: ReturnType<typeof setTimeout> | undefined;

/** The checklist as it stood at the moment that is looked at. */
export const checksShown = computed((): readonly Check[] => {
  const at = viewAt.value;
  if (at === undefined) return checks.value;
  return checksBefore.value.findLast(({ atSeconds }) => atSeconds <= at)?.checks ?? checks.value;
});
export const stepsShown = computed(() =>
  milestones.value.filter(({ atSeconds }) => atSeconds <= (viewAt.value ?? Infinity)),
);
