/** The film: the steps that have come, her looks, and a scrubber with which she looks back. */
import { useEffect, useState } from 'preact/hooks';
import { hopeless } from './knowledge.ts';
import { branches, clock, looks, milestones, viewAt, type Milestone } from '../lab.ts';
import { keys } from '../past/keys.ts';
import { forkAt } from '../past/fork.tsx';
import { Lanes } from '../past/lanes.tsx';
import { backToNow, linkTo, lookAt, minutes } from '../past/moment.ts';
import { past } from '../texts/past.ts';
import { room as texts } from '../texts/room.ts';

export function Film() {
  const now = clock.value.nowSeconds;
  const at = viewAt.value ?? now;
  const span = Math.max(60, now, ...branches.value.map(({ nowSeconds }) => nowSeconds));
  /** What is of this very moment still stands inside the strip. */
  const place = (seconds: number): string => `${(99.5 * Math.min(seconds, span)) / span}%`;
  const come = milestones.value;
  useEffect(() => keys(), []);
  return (
    <section id="pane-film" class="film" data-testid="film" aria-labelledby="film-title">
      <h2 id="film-title">
        {texts.film} <small>{texts.filmSays}</small>
        {viewAt.value === undefined ? null : <LookingBack at={at} />}
      </h2>
      <div class="strip" aria-hidden="true">
        {come.map(({ step, id, title, atSeconds }, i) => (
          <span
            key={id}
            class="bar-step"
            title={`${step} ${title}, ${minutes(atSeconds)}`}
            style={{
              left: place(come[i - 1]?.atSeconds ?? 0),
              right: `calc(100% - ${place(atSeconds)})`,
            }}
          >
            <b>
              {step} {texts.steps[id] ?? ''}
            </b>
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
      <Ticks span={span} place={place} />
      <input
        type="range"
        min="0"
        max={Math.ceil(span)}
        step="1"
        value={at}
        aria-label={texts.film}
        aria-valuetext={`${viewAt.value === undefined ? '' : `${past.lookingBack} `}${minutes(at)}, ${lastBefore(come, at)}`}
        onInput={({ currentTarget: { value } }) => {
          const wanted = Number(value);
          lookAt(wanted >= now - 1 ? undefined : wanted);
        }}
      />
      <Lanes place={place} />
    </section>
  );
}

const TICK_SECONDS = [15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];
const TICKS_MOST = 8;
/** Further right its name would be cut off. */
const TICK_FITS = 0.96;
/** The time axis, in round minutes. */
function Ticks({ span, place }: { readonly span: number; readonly place: (s: number) => string }) {
  const every = TICK_SECONDS.find((each) => span / each <= TICKS_MOST) ?? 6 * 3600;
  const count = Math.floor((TICK_FITS * span) / every) + 1;
  const times = Array.from({ length: count }, (_, i) => i * every);
  return (
    <div class="ticks" aria-hidden="true">
      {times.map((seconds) => (
        <span key={seconds} style={{ left: place(seconds) }}>
          {minutes(seconds)}
        </span>
      ))}
    </div>
  );
}

function LookingBack({ at }: { readonly at: number }) {
  const [copied, setCopied] = useState(false);
  return (
    <span class="back">
      <span role="status">
        {past.lookingBack} {minutes(at)}
      </span>{' '}
      <button type="button" data-testid="fork" onClick={() => forkAt(at)}>
        {past.forkHere} <kbd>F</kbd>
      </button>{' '}
      <button
        type="button"
        onClick={() => {
          void navigator.clipboard.writeText(linkTo(at)).then(() => setCopied(true));
        }}
      >
        {copied ? past.shared : past.share}
      </button>{' '}
      <button type="button" onClick={backToNow}>
        {past.toNow}
      </button>
    </span>
  );
}

const lastBefore = (come: readonly Milestone[], at: number): string =>
  come.findLast(({ atSeconds }) => atSeconds <= at)?.title ?? texts.beforeAll;
