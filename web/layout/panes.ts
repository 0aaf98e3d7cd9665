/**
 * Which panes are shown: all, or those that the address names (`?p=term,jour`). On a narrow screen they stand
 * below each other, each about a screen high, and tabs lead to them. The document's root says it to the style
 * sheet; what is not in sight is not seen.
 */
import { computed, effect, signal } from '@preact/signals';
import { panesInPath, rename } from '../api.ts';
import { isExam } from '../case/drill.tsx';
import { isDrill, isWatched } from '../lab.ts';

export const PANES = ['check', 'pic', 'term', 'jour', 'film'] as const;
export type Pane = (typeof PANES)[number];

const NARROW = matchMedia('(max-width: 900px)');
export const isNarrow = signal(NARROW.matches);
NARROW.addEventListener('change', ({ matches }) => (isNarrow.value = matches));

const named = PANES.filter((pane) => panesInPath.includes(pane));
/** On a wide screen; none are all. */
const chosen = signal<readonly Pane[]>(named);
/** On a narrow screen: the one of which most is in sight. */
const atHand = signal<Pane | undefined>(undefined);
/** The mission comes before the terminal. */
const firstAtHand = (): Pane => (isWatched.value ? 'pic' : isDrill.value ? 'check' : 'term');
let before: readonly Pane[] = [];

/** An exam has the case and the terminals alone. */
export const panesThere = computed((): readonly Pane[] =>
  isExam.value ? ['check', 'term'] : PANES,
);

/** The film is the frame of all others. */
export const shown = computed((): readonly Pane[] => {
  if (isNarrow.value || chosen.value.length === 0) return PANES;
  return PANES.filter((pane) => pane === 'film' || chosen.value.includes(pane));
});
const alone = computed((): Pane | undefined => {
  const [first, ...others] = isNarrow.value ? [] : chosen.value;
  return others.length === 0 ? first : undefined;
});
const isShown = (pane: Pane): boolean => shown.value.includes(pane);
export const isAtHand = (pane: Pane): boolean => atHand.value === pane;

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
  if (isNarrow.value) return lead(pane);
  if (isShown(pane) && alone.value !== 'film') return;
  choose(alone.value === undefined ? [...chosen.value, pane] : [pane]);
}

const WHOLE = 0.95;
function lead(pane: Pane): void {
  atHand.value = pane;
  rename({ p: pane === firstAtHand() ? undefined : pane });
  document.getElementById(`pane-${pane}`)?.scrollIntoView();
}
/** On a narrow screen, when the panes are there: begins with the one that is wanted, and follows the scrolling. */
export function followPanes(): () => void {
  const inSight = new Map<string, IntersectionObserverEntry>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) inSight.set(entry.target.id, entry);
      const of = (pane: Pane | undefined) => inSight.get(`pane-${pane}`);
      // A small one beside a large one stays the one to which she went.
      if (!isNarrow.value || (of(atHand.value)?.intersectionRatio ?? 0) > WHOLE) return;
      const heightOf = (pane: Pane): number => of(pane)?.intersectionRect.height ?? 0;
      [atHand.value] = PANES.toSorted((a, b) => heightOf(b) - heightOf(a));
    },
    { threshold: Array.from({ length: 21 }, (_, i) => i / 20) },
  );
  for (const pane of PANES) {
    const element = document.getElementById(`pane-${pane}`);
    if (element !== null) observer.observe(element);
  }
  if (isNarrow.value) lead(named[0] ?? firstAtHand());
  return () => observer.disconnect();
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
