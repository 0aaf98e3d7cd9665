/** Types of the walk for the tests. */
import type { Page } from 'playwright-core';

export interface State {
  readonly name: string;
  readonly says: string;
  readonly show: string;
  readonly pane?: string;
}
export const STATES: readonly State[];
export function walk(page: Page, home: string): AsyncGenerator<string, void>;
export function showPane(page: Page, state: State): Promise<void>;
