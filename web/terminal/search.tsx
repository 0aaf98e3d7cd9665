/** Looks for text in what a terminal has printed: Enter for what is older, Shift+Enter for newer, Escape to leave. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { layout } from '../texts/layout.ts';
import type { PageTerminal } from './terminal.ts';

const texts = layout.search;
interface SearchProps {
  readonly terminal: () => PageTerminal | undefined;
  readonly close: () => void;
}
export function Search({ terminal, close }: SearchProps) {
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  useLayoutEffect(() => field.current?.focus(), []);
  async function find(isNewer: boolean): Promise<void> {
    const wanted = field.current?.value ?? '';
    if (wanted === '') return;
    const found = await terminal()?.find(wanted, isNewer);
    setSaid(found === true ? '' : texts.none);
  }
  return (
    <form
      class="ask search"
      role="search"
      aria-label={texts.title}
      onSubmit={(event) => {
        event.preventDefault();
        void find(false);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        else if (event.key === 'Enter' && event.shiftKey) void find(true);
        else return;
        event.preventDefault();
      }}
    >
      <input ref={field} type="text" aria-label={texts.title} autocomplete="off" />
      <button type="submit">{texts.older}</button>
      <button type="button" onClick={() => void find(true)}>
        {texts.newer}
      </button>
      <button type="button" onClick={close}>
        {texts.close}
      </button>
      <span role="status">{said}</span>
    </form>
  );
}
