/** Several lines are pasted: said once, so that nobody runs by accident what she has not read. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { en } from '../texts/en.ts';

export interface Paste {
  readonly lines: number;
  readonly go: () => void;
}

/** Enter or Tab to a button; Escape leaves it. */
export function AskPaste({
  paste,
  answer,
}: {
  readonly paste: Paste;
  readonly answer: (paste: Paste | undefined) => void;
}) {
  const first = useRef<HTMLButtonElement>(null);
  const question = `${en.pasting} ${paste.lines} ${en.lines}`;
  // At once, not after the paint: a key in between would go to the terminal behind the question.
  useLayoutEffect(() => first.current?.focus(), [paste]);
  return (
    <div
      class="ask"
      role="alertdialog"
      aria-label={question}
      data-testid="ask-paste"
      onKeyDown={({ key }) => {
        if (key === 'Escape') answer(undefined);
      }}
    >
      <span>{question}</span>
      <button type="button" ref={first} onClick={() => answer(paste)}>
        {en.paste}
      </button>
      <button type="button" onClick={() => answer(undefined)}>
        {en.cancel}
      </button>
    </div>
  );
}
