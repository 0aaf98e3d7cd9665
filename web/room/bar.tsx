/** The bar at the top: what this is, the lab's time, its pace, and what the world waits for. */
import { labInPath, token } from '../api.ts';
import {
  clock,
  holdClock,
  home,
  level,
  link,
  PACES,
  since,
  steer,
  timeOfDay,
  title,
  viewAt,
  waiting,
} from '../lab.ts';
import { isStaff } from '../case/inject.tsx';
import { theme } from '../theme.ts';
import { en } from '../texts/en.ts';
import { help } from '../texts/help.ts';
import { layout } from '../texts/layout.ts';
import { past } from '../texts/past.ts';
import { helpIsOpen, paletteIsOpen } from '../layout/commands.ts';
import { stepsShown } from '../past/moment.ts';

/** Nothing while the lab's date is this machine's. */
function distance(aheadSeconds: number): string | undefined {
  const minutes = Math.round(Math.abs(aheadSeconds) / 60);
  if (minutes === 0) return undefined;
  return aheadSeconds > 0 ? en.ahead(minutes) : en.behind(minutes);
}

/** Of the instructor: a trainee does not move the clock meanwhile. */
const Hold = ({ held }: { readonly held: boolean }) => (
  <button
    type="button"
    class="hold"
    aria-pressed={held}
    title={en.holdMeans}
    onClick={() => holdClock(!held)}
  >
    {en.hold}
  </button>
);

export function Bar() {
  const { paused, pace, nowSeconds, wallSeconds, aheadSeconds = 0, held = false } = clock.value;
  const isHeld = held && !isStaff;
  const shownSeconds = viewAt.value ?? nowSeconds;
  const paces = PACES.includes(String(pace)) ? PACES : [...PACES, String(pace)];
  const state =
    link.value === 'open'
      ? ''
      : link.value === 'connecting'
        ? en.connecting
        : link.value === 'lost'
          ? en.lost
          : '';
  return (
    <header class="bar">
      <a class="name" href={home.value} aria-label={en.home}>
        <Egg /> eggtooth
      </a>
      <h1>
        {title.value}
        <small data-testid="level"> {en.levels[level.value]}</small>
      </h1>
      <span class="state" role="status">
        {state}
      </span>
      <div class="clock" data-testid="pace">
        <output
          class={link.value !== 'open' ? 'stale' : viewAt.value === undefined ? '' : 'back'}
          aria-label="lab time"
          title={distance(aheadSeconds)}
        >
          {since(shownSeconds)}{' '}
          <small>{timeOfDay(wallSeconds - nowSeconds + shownSeconds)} UTC</small>
        </output>
        <button
          type="button"
          onClick={() => steer(paused ? { resume: true } : { pause: true })}
          aria-pressed={paused}
          disabled={isHeld}
          title={isHeld ? en.held : undefined}
        >
          {paused ? en.run : en.pause}
        </button>
        <label>
          {en.pace}
          <select
            disabled={isHeld}
            value={String(pace)}
            onChange={({ currentTarget: { value } }) =>
              steer({ pace: value === 'max' ? value : Number(value) })
            }
          >
            {paces.map((each) => (
              <option key={each} value={each}>
                {each === 'max' ? each : `${each}x`}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          data-testid="next-change"
          disabled={isHeld}
          onClick={() => steer({ step: true })}
        >
          {en.nextChange}
        </button>
        {isStaff ? <Hold held={held} /> : null}
        <button type="button" class="commands" onClick={() => (paletteIsOpen.value = true)}>
          {layout.palette} <kbd>Ctrl+K</kbd>
        </button>
        <button type="button" class="keys" onClick={() => (helpIsOpen.value = true)}>
          {help.open} <kbd>?</kbd>
        </button>
        <label class="theme">
          {en.theme}
          <select
            value={theme.value}
            onChange={({ currentTarget: { value } }) => (theme.value = value as typeof theme.value)}
          >
            <option value="auto">{en.themeAuto}</option>
            <option value="light">{en.themeLight}</option>
            <option value="dark">{en.themeDark}</option>
          </select>
        </label>
      </div>
      <p class="waiting" data-testid="waiting">
        {waitingLine(paused)}
      </p>
    </header>
  );
}

function waitingLine(paused: boolean): string {
  const at = viewAt.value;
  if (at !== undefined) {
    const step = stepsShown.value.at(-1)?.title ?? en.beforeAll;
    return `${past.lookingBack} ${since(at)}: ${step}`;
  }
  if (waiting.value === undefined || waiting.value.for === '') return '';
  const { for: what, sinceSeconds, usualSeconds } = waiting.value;
  const usual =
    usualSeconds === undefined ? '' : `; ${en.usually} ${span(usualSeconds)} ${en.afterPowerOn}`;
  return `${en.waitingFor} ${what}, ${en.since} ${since(sinceSeconds)}${usual}${paused ? ` (${en.paused})` : ''}`;
}
/** `65 to 520 s`, `12 to 83 min`. */
function span([low, high]: readonly [number, number]): string {
  const minutes = low >= 300;
  const [from, to] = [low, high].map((value) => Math.round(minutes ? value / 60 : value));
  return `${from} ${en.to} ${to} ${minutes ? 'min' : 's'}`;
}

/** The bar where there is no lab, and so no clock. */
export const HomeBar = () => (
  <header class="bar">
    {labInPath === undefined || token === '' ? (
      <strong class="name">
        <Egg /> eggtooth
      </strong>
    ) : (
      <a class="name" href={`/#token=${token}`} aria-label={en.home}>
        <Egg /> eggtooth
      </a>
    )}
  </header>
);

const Egg = () => (
  <svg viewBox="0 0 20 24" width="15" height="18" aria-hidden="true">
    <path d="M10 1c5 0 9 8 9 13a9 9 0 0 1-18 0C1 9 5 1 10 1z" fill="currentColor" />
  </svg>
);
