/** What a person gets wrong on the command line: a clear answer, exit 2, near names. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';

let told = '';
beforeEach(() => {
  told = '';
  const note = (text: string | Uint8Array): boolean => {
    told += String(text);
    return true;
  };
  vi.spyOn(process.stderr, 'write').mockImplementation(note);
  vi.spyOn(process.stdout, 'write').mockImplementation(note);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test.each([
  [['upp'], "unknown command 'upp'", 'up'],
  [['up', '--sed', '3'], "unknown option '--sed'", '--seed'],
  [['up', 'frist-boot'], 'there is no scenario "frist-boot"', 'first-boot'],
  [['up', '--until', 'masters-jioned'], 'there is no event "masters-jioned"', 'masters-joined'],
  [['up', '--pace', '-1'], '--pace', 'above 0'],
  [['up', '--pace', 'Infinity'], '--pace', 'at most 1000000'],
  [['up', '--pace', '1e309'], '--pace', 'at most 1000000'],
  [['up', '--pace', 'NaN'], '--pace', 'above 0'],
  [['up', '--seed', '-1'], '--seed', 'from 0'],
  [['up', '--seed', '1e9'], '--seed', 'whole number'],
  [['up', '--port', '1e309'], '--port', 'whole number'],
  [['clock', 'pace', '1e309'], 'a pace is', 'at most 1000000'],
  [['clock', 'rewind', '1e309'], 'there is no event "1e309"', 'They are'],
  [['up', '--set', 'nonsense'], '--set takes name=value', 'name=value'],
  [['up', '--until', 'masters-joined'], 'would never come', '--autopilot'],
  [['up', '--env-out', '/dev/null'], 'no plain file', 'another file'],
  [['run', 'first-boot', '--seed', '9'.repeat(20)], '--seed', 'at most'],
  [['clock', 'untl'], 'clock has no "untl"', 'until'],
  [['wait', 'etcd-statred'], 'there is no event "etcd-statred"', 'etcd-started'],
])('%j says what is wrong and what would be right', async (words, problem, right) => {
  await main(words);
  expect(told).toContain(problem);
  expect(told).toContain(right);
  expect(process.exitCode).toBe(2);
});
test('the catalogue and the scenarios are listed', async () => {
  await main(['faults']);
  await main(['scenario', 'list']);
  expect(told).toContain('etcd-disk-slow');
  expect(told).toContain('first-boot');
});
