/** Every lab of this process, for its instructor: how far it is, what was typed and ticked last. */
import { useEffect, useState } from 'preact/hooks';
import { ask, remove } from '../api.ts';
import { lab } from '../lab.ts';
import { minutes } from '../past/moment.ts';
import { inject as texts } from '../texts/inject.ts';

interface Seat {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly seed: number;
  readonly nowSeconds: number;
  readonly step: string;
  readonly ticks: number;
  readonly hints: number;
  readonly finished: boolean;
  /** It was opened by a door, and may be ended. */
  readonly canEnd: boolean;
  readonly lastLine?: { readonly atSeconds: number; readonly host: string; readonly line: string };
  readonly lastTick?: { readonly atSeconds: number; readonly check: string };
}
const EVERY_MILLIS = 2000;

export function Seats() {
  const [seats, setSeats] = useState<readonly Seat[]>([]);
  /** The one that the instructor has asked to end, once. */
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const load = (): void =>
      void ask<{ seats: readonly Seat[] }>('/seats').then((list) => setSeats(list?.seats ?? []));
    load();
    const timer = setInterval(load, EVERY_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return (
    <section class="seats" data-testid="seats" aria-labelledby="seats-title">
      <h2 id="seats-title">
        {texts.seats} <small>{seats.length}</small>
      </h2>
      <ul>
        {seats.map((seat) => (
          <li key={seat.id} data-seat={seat.id}>
            <a href={seat.url} aria-current={lab.value.startsWith(seat.id) ? 'true' : undefined}>
              {seat.title} ({texts.seed} {seat.seed})
            </a>
            <small>
              {minutes(seat.nowSeconds)} {seat.finished ? texts.finished : seat.step}
            </small>
            <small>
              {texts.lastLine}:{' '}
              {seat.lastLine === undefined ? (
                texts.none
              ) : (
                <>
                  <code>{seat.lastLine.line}</code> ({seat.lastLine.host},{' '}
                  {minutes(seat.lastLine.atSeconds)})
                </>
              )}
            </small>
            <small>
              {texts.ticks}: {seat.ticks}
              {seat.lastTick === undefined
                ? ''
                : ` (${seat.lastTick.check}, ${minutes(seat.lastTick.atSeconds)})`}
              ; {texts.hints}: {seat.hints}
            </small>
            {seat.canEnd ? (
              <button
                type="button"
                onClick={() =>
                  asked === seat.id ? void remove(`/seats/${seat.id}`) : setAsked(seat.id)
                }
              >
                {asked === seat.id ? texts.reallyEnd : texts.end}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
