/** Bytes from the keyboard, in order, cut into keys: a character, or one escape sequence. */
import { bell } from '../bell.ts';
import { fairly } from '../../host/turns.ts';

const ESC = '\u001b';
const KEY = new RegExp(
  String.raw`^(?:${ESC}\[[0-9;]*[~A-Za-z]|${ESC}O[A-Z]|${ESC}[^\[O]|[\s\S])`,
  'u',
);
/** Whole characters: half of a pair waits for its other half. */
const PLAIN = /^(?:[ -~]|[^\0-\x9f\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*/;
const UNFINISHED = new RegExp(String.raw`^${ESC}(?:\[[0-9;]*|O)?$`);
/** A lone Escape is a key of its own when nothing follows for this long. */
const ESCAPE_MILLIS = 50;

export interface KeyQueue {
  feed(text: string): void;
  /** Puts keys in front of what waits. */
  unread(text: string): void;
  next(): Promise<string>;
  /** What else waits of plain characters in a row, at most so many: a person does not type so fast. */
  burst(most: number): string;
  /** All that comes up to `end`, which is swallowed: bracketed paste. */
  until(end: string): Promise<string>;
  /** Everything that waits, and forgets it. */
  drain(): string;
}

export function keyQueue(): KeyQueue {
  let waiting = '';
  const typed = bell();
  const moreWithin = (millis: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      void typed.wait().then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  return {
    feed(text) {
      waiting += text;
      typed.ring();
    },
    unread(text) {
      waiting = text + waiting;
    },
    async next() {
      for (;;) {
        await fairly();
        if (waiting === '') {
          await typed.wait();
          continue;
        }
        if (UNFINISHED.test(waiting)) {
          const before = waiting;
          await moreWithin(ESCAPE_MILLIS);
          if (waiting !== before) continue;
        }
        const key = KEY.exec(waiting)?.[0] ?? waiting.slice(0, 1);
        waiting = waiting.slice(key.length);
        return key;
      }
    },
    burst(most) {
      const text = PLAIN.exec(waiting.slice(0, most))?.[0] ?? '';
      waiting = waiting.slice(text.length);
      return text;
    },
    async until(end) {
      while (!waiting.includes(end)) await typed.wait();
      const at = waiting.indexOf(end);
      const text = waiting.slice(0, at);
      waiting = waiting.slice(at + end.length);
      return text;
    },
    drain() {
      const text = waiting;
      waiting = '';
      return text;
    },
  };
}
