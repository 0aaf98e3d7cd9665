/** On a narrow screen: tabs that lead from pane to pane, and say at which one is. */
import { isDrill } from '../lab.ts';
import { layout as texts } from '../texts/layout.ts';
import { isAtHand, isNarrow, panesThere, show, type Pane } from './panes.ts';

const BY: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export const nameOfPane = (pane: Pane): string =>
  pane === 'check' && isDrill.value ? texts.caseFile : texts.panes[pane];

export function PaneTabs() {
  if (!isNarrow.value) return null;
  const panes = panesThere.value;
  function move(from: number, by: number): void {
    const pane = panes[(from + by + panes.length) % panes.length];
    if (pane === undefined) return;
    show(pane);
    document.getElementById(`to-${pane}`)?.focus();
  }
  return (
    <div class="pane-tabs" role="tablist" aria-label={texts.tabs}>
      {panes.map((pane, i) => (
        <button
          key={pane}
          id={`to-${pane}`}
          type="button"
          role="tab"
          aria-selected={isAtHand(pane)}
          aria-controls={`pane-${pane}`}
          tabIndex={isAtHand(pane) ? 0 : -1}
          onClick={() => show(pane)}
          onKeyDown={({ key }) => {
            const by = BY[key];
            if (by !== undefined) move(i, by);
          }}
        >
          {nameOfPane(pane)}
        </button>
      ))}
    </div>
  );
}
