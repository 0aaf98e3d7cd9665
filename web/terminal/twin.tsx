/** The plain-text twin of a terminal: the last command, and what it has printed. */
import type { RefObject } from 'preact';
import { viewAt } from '../lab.ts';
import { en } from '../texts/en.ts';
import type { Output } from './output.ts';
import { readerIsOn } from './reader.ts';

/** More than this is too long to be listened to unasked. */
const SAID_LINES = 10;

export function Twin({
  host,
  output,
  place,
}: {
  readonly host: string;
  readonly output: Output | undefined;
  readonly place: RefObject<HTMLElement>;
}) {
  const on = readerIsOn.value;
  // What was printed since must not be read where the past is looked at.
  if (viewAt.value !== undefined) return null;
  return (
    <>
      <section
        ref={place}
        class={on ? 'twin' : 'twin spoken'}
        data-testid="last-output"
        aria-label={`${en.lastOutput} ${host}`}
        tabIndex={on ? 0 : -1}
      >
        <h3>{output?.command ?? en.noCommand}</h3>
        <pre>{output === undefined ? '' : said(output)}</pre>
      </section>
      <p class="spoken" aria-live="polite" data-testid="output-said">
        {on && output !== undefined ? briefly(output) : ''}
      </p>
    </>
  );
}

const said = ({ lines }: Output): string => lines.join('\n').trimEnd() || en.noOutput;

function briefly(output: Output): string {
  const { length } = output.lines;
  if (length <= SAID_LINES) return said(output);
  return `${length} ${en.lines}. ${en.theLast}: ${output.lines.at(-1)}`;
}
