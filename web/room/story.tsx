/** While a bootstrap is watched: a sentence for the step that has just come, and why it is there. */
import { home } from '../lab.ts';
import { stepsShown } from '../past/moment.ts';
import { doors as texts } from '../texts/doors.ts';

export function Story() {
  const last = stepsShown.value.at(-1);
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
