/**
 * Which panes are shown: all, those that the address names (`?p=term,jour`), or on a narrow screen the one
 * whose tab is chosen. The document's root says it to the style sheet; what is not shown is not seen.
 */
import { computed, effect, signal } from '@preact/signals';
import { panesInPath, rename } from '../api.ts';
import { isWatched } from '../lab.ts';

export const PANES = ['check', 'pic', 'term', 'jour', 'film'] as const;
export type Pane = (typeof PANES)[number];

const NARROW = matchMedia('(max-width: 900px)');
export const isNarrow = signal(NARROW.matches);
NARROW.addEventListener('change', ({ matches }) => (isNarrow.value = matches));

const named = PANES.filter((pane) => panesInPath.includes(pane));
/** On a wide screen; none are all. */
const chosen = signal<readonly Pane[]>(named);
/** On a narrow screen. */
const tab = signal<Pane | undefined>(PANES.find((pane) => pane === panesInPath[0]));
const firstTab = (): Pane => (isWatched.value ? 'pic' : 'term');
let before: readonly Pane[] = [];

/** The film is the frame of all others. */
export const shown = computed((): readonly Pane[] => {
  if (isNarrow.value) return [tab.value ?? firstTab()];
  if (chosen.value.length === 0) return PANES;
  return PANES.filter((pane) => pane === 'film' || chosen.value.includes(pane));
});
const alone = computed((): Pane | undefined => {
  const [first, ...others] = isNarrow.value ? shown.value : chosen.value;
  return others.length === 0 ? first : undefined;
});
export const isShown = (pane: Pane): boolean => shown.value.includes(pane);

// At once, not with the next rendering: what has just been shown can take the focus.
effect(() => {
  const { dataset } = document.documentElement;
  dataset['panes'] = shown.value.join(' ');
  dataset['alone'] = alone.value ?? '';
});

function choose(panes: readonly Pane[]): void {
  const others = PANES.filter((pane) => pane !== 'film');
  chosen.value = others.every((pane) => panes.includes(pane)) ? [] : panes;
  rename({ p: chosen.value.join(',') });
}

/** Brings a pane into sight. */
export function show(pane: Pane): void {
  if (isShown(pane) && (isNarrow.value || alone.value !== 'film')) return;
  if (isNarrow.value) {
    tab.value = pane;
    rename({ p: pane === firstTab() ? undefined : pane });
  } else choose(alone.value === undefined ? [...chosen.value, pane] : [pane]);
}

/** Shows one pane alone, and then the others again. */
export function showAlone(pane: Pane): void {
  if (isNarrow.value) return show(pane);
  if (alone.value === pane) return choose(before);
  if (alone.value === undefined) before = chosen.value;
  choose([pane]);
}

/** Takes a pane away, or brings it back beside the others. */
export function fold(pane: Pane): void {
  const others = shown.value.filter((each) => each !== 'film' && each !== pane);
  choose(isShown(pane) ? others : [...others, pane]);
}

export function showAll(): void {
  if (!isNarrow.value) choose([]);
}

/** What takes the focus in each pane. */
const ENTRANCES: Readonly<Record<Pane, string>> = {
  check: '#pane-check',
  pic: '#pane-pic',
  term: '.panel:not([hidden]) .screen:not([inert], [hidden]) textarea',
  jour: '#journal-rows',
  film: '.film input',
};
export function goToPane(pane: Pane): void {
  show(pane);
  document.querySelector<HTMLElement>(ENTRANCES[pane])?.focus();
}
