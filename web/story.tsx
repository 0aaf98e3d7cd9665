/** While a bootstrap is watched: a sentence for the step that has just come, and why it is there. */
import { useEffect, useState } from 'preact/hooks';
import type { Link } from './link.ts';
import { doors as texts } from './texts/doors.ts';

interface Milestone {
  readonly step: number;
  readonly id: string;
  readonly title: string;
}
export function Story({ link }: { readonly link: Link }) {
  const [come, setCome] = useState<readonly Milestone[]>([]);
  useEffect(() => {
    link.onNews((message) => {
      if (message.type === 'milestones') setCome(message['milestones'] as readonly Milestone[]);
    });
  }, [link]);
  const last = come.at(-1);
  return (
    <section class="story" data-testid="story" aria-live="polite">
      <b>{last === undefined ? texts.storyBefore : `${last.step}. ${last.title}`}</b>{' '}
      {last === undefined ? texts.storyWhy : (texts.story[last.id] ?? '')}
    </section>
  );
}
