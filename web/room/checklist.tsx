/** The verification checklist: four checks, ticked by evidence. */
import { clock, since, viewAt } from '../lab.ts';
import { checksShown } from '../past/moment.ts';
import { en } from '../texts/en.ts';

const SIGNS = { 'to-do': '○', seen: '◐', verified: '✓', 'in-doubt': '?' } as const;

export function Checklist() {
  return (
    <section class="checklist" data-testid="checklist" aria-labelledby="checklist-title">
      <h2 id="checklist-title">{en.checklist}</h2>
      <p class="hint">{en.checklistHint}</p>
      <ol>
        {checksShown.value.map(({ id, title, state, sinceSeconds, detail }) => (
          <li key={id} data-check={id} data-state={state}>
            <span class="sign" aria-hidden="true">
              {SIGNS[state]}
            </span>
            <span>
              <b>{title}</b>
              <small>
                {en.states[state]}
                {detail === undefined ? '' : `: ${detail}`}
              </small>
              {sinceSeconds === undefined ? null : (
                <small>
                  {en.asOf} {since(sinceSeconds)}, {age(sinceSeconds)} {en.ago}
                </small>
              )}
            </span>
          </li>
        ))}
      </ol>
      <p class="spoken" aria-live="polite">
        {checksShown.value
          .filter(({ state }) => state === 'verified' || state === 'in-doubt')
          .map(({ title, state }) => `${title}: ${en.states[state]}`)
          .join('. ')}
      </p>
    </section>
  );
}

function age(atSeconds: number): string {
  const seconds = Math.max(0, Math.floor((viewAt.value ?? clock.value.nowSeconds) - atSeconds));
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}
