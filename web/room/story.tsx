/** While a bootstrap is watched: a sentence for each step, and why it is there. Each stays long enough to be read. */
import { useEffect, useState } from 'preact/hooks';
import { home, viewAt } from '../lab.ts';
import { stepsShown } from '../past/moment.ts';
import { doors as texts } from '../texts/doors.ts';

const READ_MILLIS = 2000;
/** Steps that may come at once while it is as fast as a film. */
const QUEUE = 3;

export function Story() {
  const come = stepsShown.value;
  const [told, setTold] = useState(0);
  useEffect(() => {
    if (told >= come.length) return undefined;
    const tell = (): void => {
      // Who goes faster than one can read is told where it is now.
      const { length } = stepsShown.value;
      setTold(length - told > QUEUE ? length : told + 1);
    };
    const timer = setTimeout(tell, told === 0 ? 0 : READ_MILLIS);
    return () => clearTimeout(timer);
  }, [told, come.length > told]);
  const last = viewAt.value === undefined ? come[told - 1] : come.at(-1);
  return (
    <section class="story" data-testid="story" aria-live="polite">
      <b>{last === undefined ? texts.storyBefore : `${last.step}. ${last.title}`}</b>{' '}
      {last === undefined ? texts.storyWhy : (texts.story[last.id] ?? '')}
      {last?.id === 'bootstrap-complete' ? (
        <span data-testid="watched">
          {' '}
          <a href={home.value}>{texts.watched}</a>
        </span>
      ) : null}
    </section>
  );
}
