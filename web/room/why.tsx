/** From a line back to its cause, link by link: for whoever may know it. */
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api.ts';
import { lab } from '../lab.ts';
import { minutes } from '../past/moment.ts';
import { en } from '../texts/en.ts';

interface Link {
  readonly atSeconds: number;
  readonly what: string;
}

export function Why({ id }: { readonly id: string }) {
  const [chain, setChain] = useState<readonly Link[]>();
  useEffect(() => setChain(undefined), [id]);
  const load = async (): Promise<void> => {
    const path = `/labs/${lab.value}/why?what=${encodeURIComponent(id)}`;
    setChain((await ask<{ chain: readonly Link[] }>(path))?.chain ?? []);
  };
  return (
    <div class="why" data-testid="why">
      {chain === undefined ? (
        <button type="button" onClick={() => void load()}>
          {en.why}
        </button>
      ) : (
        <ol aria-label={en.whyTitle} aria-live="polite" tabIndex={0}>
          {chain.map(({ atSeconds, what }, i) => (
            <li key={i}>
              <b>{minutes(atSeconds)}</b> {what}
            </li>
          ))}
          {chain.length === 0 ? <li>{en.noWhy}</li> : null}
        </ol>
      )}
    </div>
  );
}
