/** Finds text in a terminal. Few search: what does it comes when somebody does. */
import type { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';

/** Marks the next older (or newer) place where the text stands, and scrolls there; false when there is none. */
export type Finder = (text: string, isNewer: boolean) => Promise<boolean>;

export function openFinder(terminal: Terminal): Finder {
  let loading: Promise<SearchAddon> | undefined;
  async function load(): Promise<SearchAddon> {
    const addon = new (await import('@xterm/addon-search')).SearchAddon();
    terminal.loadAddon(addon);
    return addon;
  }
  return async (text, isNewer) => {
    const search = await (loading ??= load());
    return isNewer ? search.findNext(text) : search.findPrevious(text);
  };
}
