/** The film: the steps that have come, her looks, and a scrubber with which she looks back. */
import { useEffect } from 'preact/hooks';
import { hopeless } from './knowledge.ts';
import { clock, looks, milestones, viewAt, type Milestone } from './lab.ts';
import { room as texts } from './texts/room.ts';

const minutes = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export function Film() {
  const now = clock.value.nowSeconds;
  const at = viewAt.value ?? now;
  const span = Math.max(60, now);
  /** What is of this very moment still stands inside the strip. */
  const place = (seconds: number): string => `${(99.5 * Math.min(seconds, span)) / span}%`;
  const come = milestones.value;
  useEffect(() => keys(), []);
  return (
    <section class="film" data-testid="film" aria-labelledby="film-title">
      <h2 id="film-title">
        {texts.film} <small>{texts.filmSays}</small>
        {viewAt.value === undefined ? null : (
          <span class="back" role="status">
            {texts.lookingBack} {minutes(at)}{' '}
            <button type="button" title={texts.noRewind} onClick={() => (viewAt.value = undefined)}>
              {texts.toNow}
            </button>
          </span>
        )}
      </h2>
      <div class="strip" aria-hidden="true">
        {come.map(({ step, id, atSeconds }, i) => (
          <span
            key={id}
            class={`bar-step ${i % 2 === 0 ? '' : 'odd'}`}
            style={{
              left: place(come[i - 1]?.atSeconds ?? 0),
              right: `calc(100% - ${place(atSeconds)})`,
            }}
          >
            {step} {texts.steps[id] ?? ''}
          </span>
        ))}
        {looks.value.map((look, i) => (
          <i
            key={i}
            class={hopeless(look) ? 'mark bad' : 'mark'}
            style={{ left: place(look.atSeconds) }}
          />
        ))}
        <i class="cursor" style={{ left: place(at) }} />
      </div>
      <input
        type="range"
        min="0"
        max={Math.ceil(span)}
        step="1"
        value={at}
        aria-label={texts.film}
        aria-valuetext={`${minutes(at)}, ${lastBefore(come, at)}`}
        onInput={({ currentTarget: { value } }) => {
          const wanted = Number(value);
          viewAt.value = wanted >= now - 1 ? undefined : wanted;
        }}
      />
    </section>
  );
}

const lastBefore = (come: readonly Milestone[], at: number): string =>
  come.findLast(({ atSeconds }) => atSeconds <= at)?.title ?? texts.beforeAll;

/** `,` and `.`: the step before and after; End: back to now. Not while something is typed. */
function keys(): () => void {
  const press = (event: KeyboardEvent): void => {
    const from = event.target;
    const typing =
      (from instanceof HTMLInputElement && from.type !== 'range') ||
      from instanceof HTMLTextAreaElement ||
      from instanceof HTMLSelectElement;
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = viewAt.value ?? clock.value.nowSeconds;
    const times = milestones.value.map(({ atSeconds }) => atSeconds);
    if (event.key === ',') viewAt.value = times.findLast((t) => t < at - 0.5) ?? 0;
    else if (event.key === '.') viewAt.value = times.find((t) => t > at + 0.5);
    else if (event.key === 'End' && viewAt.value !== undefined) viewAt.value = undefined;
    else return;
    event.preventDefault();
  };
  addEventListener('keydown', press);
  return () => removeEventListener('keydown', press);
}
