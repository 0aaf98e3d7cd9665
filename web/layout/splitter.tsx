/** A splitter between two panes: dragged, or moved by keys; Enter folds its pane away and brings it back. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { layout as texts } from '../texts/layout.ts';
import { extentOf, resize, SPLITS, type Split, type SplitName } from './sizes.ts';

const STEP = 24;
const KEYS = { x: ['ArrowLeft', 'ArrowRight'], y: ['ArrowUp', 'ArrowDown'] } as const;

interface SplitterProps {
  readonly name: SplitName;
  readonly fold: () => void;
}
export function Splitter({ name, fold }: SplitterProps) {
  const { pane, rest, axis, isAfter = false }: Split = SPLITS[name];
  const sign = isAfter ? -1 : 1;
  const share = useShare(name, [pane, rest]);
  const drag = useRef<{ readonly at: number; readonly size: number }>();
  const place = (event: PointerEvent): number => (axis === 'x' ? event.clientX : event.clientY);
  const isFolded = (): boolean => extentOf(name).size === 0;
  function onKeyDown(event: KeyboardEvent): void {
    const { size, least, most } = extentOf(name);
    const [back, on] = KEYS[axis];
    if (event.key === 'Enter') fold();
    else if (size === 0) return;
    else if (event.key === back) resize(name, size - sign * STEP);
    else if (event.key === on) resize(name, size + sign * STEP);
    else if (event.key === 'Home') resize(name, least);
    else if (event.key === 'End') resize(name, most);
    else return;
    event.preventDefault();
  }
  return (
    <div
      class={`splitter ${axis}`}
      data-testid={`splitter-${name}`}
      role="separator"
      tabIndex={0}
      aria-label={texts.splitters[name]}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-controls={pane}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share}
      title={texts.splitterSays}
      onKeyDown={onKeyDown}
      onDblClick={fold}
      onPointerDown={(event) => {
        if (isFolded()) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: place(event), size: extentOf(name).size };
      }}
      onPointerMove={(event) => {
        const from = drag.current;
        if (from !== undefined) resize(name, from.size + sign * (place(event) - from.at));
      }}
      onLostPointerCapture={() => (drag.current = undefined)}
    />
  );
}

/** Where the splitter stands between its limits, in percent. */
function useShare(name: SplitName, ids: readonly string[]): number {
  const [share, setShare] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      const { size, least, most } = extentOf(name);
      setShare(
        most === least ? 0 : Math.max(0, Math.round((100 * (size - least)) / (most - least))),
      );
    });
    for (const id of ids) {
      const element = document.getElementById(id);
      if (element !== null) observer.observe(element);
    }
    return () => observer.disconnect();
  });
  return share;
}
