/** History expansion as a real bash does it: the line that it shows, or its complaint. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { expandHistory } from '../../src/shell/terminal/history.ts';
import { login } from './terminal-session.ts';

const BEFORE = ['echo one two', 'printf %s a "b c"', 'true etcd-bootstrap; true last'];
const LINES = [
  'echo sudo !!',
  '!!',
  'echo !$',
  'echo !^ !* !:1 !!:$ !!$',
  '!echo',
  '!1',
  '!-2',
  '!-1 x',
  '!?one?',
  'echo !2:3',
  'echo "!!"',
  "echo '!!'",
  'echo it"\'s !!"',
  'echo \\!! "\\!!"',
  'echo ! x',
  'test 1 != 2',
  'echo !',
  'echo "hey!"',
  'true # !!',
  'echo a#!!',
  'echo ${!HOME*} [!a]* $!',
  '!foo',
  'echo !99 x',
  '!-7',
  '!0',
  '!1:9',
  'true;!echo;true',
];
const installed = spawnSync('bash', ['--version']).status === 0;

describe.skipIf(!installed)('bash', () => {
  test.each(LINES)('%s', (line) => {
    const start = ['set -o history -H', ...BEFORE, line, ''];
    const real = spawnSync('bash', [], { encoding: 'utf8', input: start.join('\n') });

    const ours = expandHistory(line, BEFORE);
    const shown = 'problem' in ours ? ours.problem : ours.text === line ? '' : ours.text;

    expect(shown).toBe(real.stderr.replace(/^bash: line \d+: /, '').trimEnd());
  });
});

test('an expanded line is shown, run and remembered; an unknown event is complained of', async () => {
  const { type, see } = login();
  const prompt = '[core@bootstrap ~]$ ';
  await see(prompt);

  type('whoami\r');
  await see(prompt);
  type('sudo !!\r');
  expect(await see(prompt)).toContain('sudo whoami\r\nroot\r\n');
  type('!foo\r');
  expect(await see(prompt)).toContain('bash: !foo: event not found\r\n');
  type('history\r');
  expect(await see(prompt)).toContain('    2  sudo whoami\r\n    3  history\r\n');
});

test('the body of a here-document is left alone', async () => {
  const { type, see } = login();
  const prompt = '[core@bootstrap ~]$ ';
  await see(prompt);

  type('cat <<EOF\r#!/bin/bash !!\rEOF\r');

  expect(await see(prompt)).toContain('\r#!/bin/bash !!\r\n');
});
