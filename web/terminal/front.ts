/** The terminal whose tab is chosen: what the buttons and keys beside it mean. */
import { signal } from '@preact/signals';
import type { PageTerminal } from './terminal.ts';

export const front = signal<PageTerminal | undefined>(undefined);
