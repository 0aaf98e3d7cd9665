/** The sizes of the panes that a splitter moves, in pixels; remembered on this machine. */
import { effect, signal } from '@preact/signals';

export interface Split {
  /** The element whose size is moved, and the one that takes up what is left. */
  readonly pane: string;
  readonly rest: string;
  readonly axis: 'x' | 'y';
  /** The pane comes after the splitter. */
  readonly isAfter?: boolean;
  readonly least: number;
  readonly leastRest: number;
}
export const SPLITS = {
  side: { pane: 'pane-check', rest: 'middle', axis: 'x', least: 180, leastRest: 320 },
  journal: {
    pane: 'pane-jour',
    rest: 'middle',
    axis: 'x',
    isAfter: true,
    least: 260,
    leastRest: 320,
  },
  picture: { pane: 'pane-pic', rest: 'pane-term', axis: 'y', least: 90, leastRest: 160 },
  charts: {
    pane: 'pane-charts',
    rest: 'journal-rows',
    axis: 'y',
    isAfter: true,
    least: 80,
    leastRest: 80,
  },
} as const satisfies Readonly<Record<string, Split>>;
export type SplitName = keyof typeof SPLITS;
type Sizes = Readonly<Partial<Record<SplitName, number>>>;

const KEY = 'eggtooth.sizes';
function stored(): Sizes {
  try {
    const known = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    return Object.fromEntries(
      Object.keys(SPLITS).flatMap((name) =>
        (known[name] as number) > 0 ? [[name, known[name]]] : [],
      ),
    );
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
/** What is not there has the style sheet's own size. */
const sizes = signal<Sizes>(stored());
effect(() => {
  localStorage.setItem(KEY, JSON.stringify(sizes.value));
  for (const name of Object.keys(SPLITS) as SplitName[]) {
    const size = sizes.value[name];
    const { style } = document.documentElement;
    if (size === undefined) style.removeProperty(`--${name}-size`);
    else style.setProperty(`--${name}-size`, `${size}px`);
  }
});

export interface Extent {
  readonly size: number;
  readonly least: number;
  readonly most: number;
}
function sizeOf(id: string, axis: 'x' | 'y'): number {
  const box = document.getElementById(id)?.getBoundingClientRect();
  return (axis === 'x' ? box?.width : box?.height) ?? 0;
}
/** How large the pane is, and may become without the rest becoming too small. */
export function extentOf(name: SplitName): Extent {
  const { pane, rest, axis, least, leastRest }: Split = SPLITS[name];
  const size = sizeOf(pane, axis);
  return { size, least, most: Math.max(least, size + sizeOf(rest, axis) - leastRest) };
}
export function resize(name: SplitName, size: number): void {
  const { least, most } = extentOf(name);
  const wanted = Math.round(Math.min(most, Math.max(least, size)));
  sizes.value = { ...sizes.value, [name]: wanted };
}
export const forgetSizes = (): void => void (sizes.value = {});
