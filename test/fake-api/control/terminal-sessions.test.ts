/** What is remembered of a terminal: bounded, the newest kept, and looked up by the moment. */
import { expect, test } from 'vitest';
import type { TerminalRequest } from '../../../src/fake-api/control/control-options.ts';
import { terminalSessions } from '../../../src/fake-api/control/terminal-sessions.ts';

const SIZE = { host: 'bootstrap', columns: 80, rows: 24 };
const MEGABYTE = 1024 * 1024;
const session = {
  write: () => undefined,
  resize: () => undefined,
  ackPainted: () => undefined,
  scrolled: () => undefined,
  close: () => undefined,
};

test('of how the shells stood the newest two megabytes are kept, and one note an instant', async () => {
  let now = 0;
  let asked: TerminalRequest<string> | undefined;
  const terminals = terminalSessions<string>(
    (request) => {
      asked = request;
      return Promise.resolve(session);
    },
    () => now,
  );
  await terminals.open('mine', SIZE);
  const stands = (at: number, how: string, size: number): void => {
    now = at;
    asked?.stands(how, size);
  };
  const moments = (until: number): unknown[] =>
    (terminals.past(until).get('mine')?.moments ?? []).map(({ at, how }) => [at, how]);

  stands(1, 'first', 0.9 * MEGABYTE);
  stands(2, 'prompt', 0.5 * MEGABYTE);
  stands(2, 'a line', 0.1 * MEGABYTE);
  expect(moments(1)).toEqual([[1, 'first']]);
  expect(moments(9)).toEqual([
    [1, 'first'],
    [2, 'a line'],
  ]);
  stands(3, 'third', 0.7 * MEGABYTE);
  expect(moments(9)).toEqual([
    [2, 'a line'],
    [3, 'third'],
  ]);
  stands(4, 'more than all', 9 * MEGABYTE);
  expect(moments(9)).toEqual([[4, 'more than all']]);

  const other = terminalSessions<string>(
    (request) => {
      asked = request;
      return Promise.resolve(session);
    },
    () => now,
    terminals.past(9),
  );
  await other.open('mine', SIZE);
  expect(asked?.begun).toBe('more than all');
  // Whoever comes back after that shell has ended finds a new one.
  other.end('mine');
  await other.open('mine', SIZE);
  expect(asked?.begun).toBeUndefined();
});
