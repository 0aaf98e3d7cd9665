/** Copying from a terminal and pasting into it; what the browser refuses is said in words. */
import { signal } from '@preact/signals';
import { layout as texts } from '../texts/layout.ts';
import { front } from './front.ts';

/** What is said beside the buttons. */
export const said = signal('');

/** Without a clipboard at all (plain http from elsewhere) it throws as well. */
export async function copy(text: string): Promise<void> {
  if (text === '') return void (said.value = texts.nothingToCopy);
  try {
    await navigator.clipboard.writeText(text);
    said.value = texts.copied;
  } catch {
    said.value = texts.copyRefused;
  }
}
/** What is marked in the terminal in front, else what it printed last. */
export const copyOf = (): Promise<void> => copy(front.value?.text() ?? '');

export async function pasteInto(): Promise<void> {
  const into = front.value;
  try {
    const text = await navigator.clipboard.readText();
    said.value = '';
    into?.paste(text);
  } catch {
    said.value = texts.pasteRefused;
  }
}
