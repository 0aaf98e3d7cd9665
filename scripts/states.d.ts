/** Types of the walk for the tests. */
import type { Page } from 'playwright-core';

export const STATES: readonly {
  readonly name: string;
  readonly says: string;
  readonly show: string;
}[];
export function walk(page: Page, home: string): AsyncGenerator<string, void>;
