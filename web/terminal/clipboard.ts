/** Copying from a terminal and pasting into it; what the browser refuses is said in words. */
import { signal } from '@preact/signals';
import { layout as texts } from '../texts/layout.ts';
import { front } from './front.ts';

/** What is said below the buttons, until it may have been read. */
export const said = signal('');
const SAID_MILLIS = 8000;
let silence: ReturnType<typeof setTimeout> | undefined;
function say(text: string): void {
  said.value = text;
  clearTimeout(silence);
  silence = setTimeout(() => (said.value = ''), SAID_MILLIS);
}

/** Without a clipboard at all (plain http from elsewhere) it throws as well. */
export async function copy(text: string): Promise<void> {
  if (text === '') return say(texts.nothingToCopy);
  try {
    await navigator.clipboard.writeText(text);
    say(texts.copied);
  } catch {
    say(texts.copyRefused);
  }
}
/** What is marked in the terminal in front, else what it printed last. */
export const copyOf = (): Promise<void> => copy(front.value?.text() ?? '');

export async function pasteInto(): Promise<void> {
  const into = front.value;
  try {
    const text = await navigator.clipboard.readText();
    say('');
    into?.paste(text);
  } catch {
    say(texts.pasteRefused);
  }
}
