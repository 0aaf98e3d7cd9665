/** tr(1) and expr(1) of our own, side by side with the machine's. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { expr } from '../../src/shell/text-tools/expr.ts';
import { tr } from '../../src/shell/text-tools/tr.ts';

const INPUT = 'Hello, World 123\naabbcc\t\\x-y\n';
const TR: readonly (readonly string[])[] = [
  ['a-z', 'A-Z'],
  ['[:lower:]', '[:upper:]'],
  ['-d', '0-9\\n'],
  ['-s', 'a-c'],
  ['-s', '[:space:]', ' '],
  ['-cd', '[:alnum:]'],
  ['-cs', '[:alpha:]', '\\n'],
  ['lo', '01'],
  ['abc', 'x'],
  ['-t', 'abc', 'x'],
  ['abc', '[x*2]y'],
  ['[:digit:]', '[#*]'],
  ['\\t\\\\', ':/'],
  ['\\012', '|'],
  ['-c', 'a-z\\n', '_'],
  ['-ds', 'H', 'l'],
  ['a-', '-a'],
  ['a'],
  [],
  ['-d', 'a', 'b'],
  ['z-a', 'x'],
  ['[:nope:]', 'x'],
  ['-q', 'a', 'b'],
  ['a', ''],
];
const EXPR: readonly string[] = [
  '3 + 4',
  '3 + 4 * 2',
  '( 3 + 4 ) * 2',
  '7 / 2',
  '-7 % 3',
  '5 / 0',
  'a + 1',
  'abc : a\\(.\\)',
  'abc : b',
  'abc : .*',
  'abc : a.*c',
  'length hello',
  'substr hello 2 3',
  'index hello lo',
  'match abc ab',
  '1 < 2',
  'abc < abd',
  '10 < 9',
  'a = a',
  'a != b',
  '0 | 5',
  '3 & 0',
  '99999999999999999999 + 1',
  '1 +',
  '1 2',
  '( 1',
  '',
  '0',
  'v1.2 : v\\([0-9]*\\)\\.',
];
const there = spawnSync('tr', ['--version'], { encoding: 'utf8' }).stdout?.includes('coreutils');

describe.skipIf(!there)('as coreutils', () => {
  test.each(TR.map((args) => [args.join(' '), args] as const))('tr %s', (_, args) => {
    const real = spawnSync('tr', args, {
      input: INPUT,
      encoding: 'utf8',
      env: { LC_ALL: 'C.UTF-8' },
    });
    const { out, error, status } = tr(args, INPUT);
    expect({ out, error, status }).toEqual({
      out: real.stdout,
      error: real.stderr,
      status: real.status,
    });
  });
  test.each(EXPR)('expr %s', (line) => {
    const args = line === '' ? [] : line.split(' ');
    const real = spawnSync('expr', args, { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } });
    const { out, error, status } = expr(args);
    expect({ out, error, status }).toEqual({
      out: real.stdout,
      error: real.stderr,
      status: real.status,
    });
  });
});
