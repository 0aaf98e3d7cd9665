/** `sed -E` and its addresses, side by side with the machine's own GNU sed where there is one. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { singleQuoted } from '../../src/shell/quoting.ts';
import { withBasicAddresses } from '../../src/shell/text-tools/sed-addresses.ts';
import { run } from './run.ts';

const TEXT = 'a server bootstrap 1\nserver+x\n(b) {c}\naab|c\n- --flag=1\n';
const SCRIPTS = [
  ['-E', '/server +[^ ]*boot/d'],
  ['-E', '/(aa|zz)b/d'],
  ['-E', '/server\\+x/d'],
  ['-E', '/\\(b\\) \\{c\\}/d'],
  ['-E', '/[+(]/d'],
  ['-E', '/a{2}b\\|/,$d'],
  ['-nE', '/^ *- --(flag)=/ s/^( *)- (.*)$/\\1- \\2!/p'],
  ['-E', '-e', '/^- /! s/a+/X/', '-e', '\\#(x|1)$#d'],
  ['-E', '/b+/{s/b+/B/;n;d}'],
  ['-rn', '/a?server/p;$='],
  ['-E', '2i a+b (c)'],
  ['-E', 's/[/]+|a+/-/g; /X+/d'],
];
const hasSed = /GNU sed/.test(spawnSync('sed', ['--version'], { encoding: 'utf8' }).stdout ?? '');

describe('addresses of sed -E as basic expressions', () => {
  it('leaves a script alone that is not extended', () => {
    expect(withBasicAddresses(['sed', '/a+/d'])).toEqual(['sed', '/a+/d']);
  });
  it('escapes what is special bare, and bares what is escaped', () => {
    expect(withBasicAddresses(['sed', '-E', '/(a|b)+\\{/d'])).toEqual([
      'sed',
      '-E',
      '/\\(a\\|b\\)\\+{/d',
    ]);
  });
  it('touches no substitution and no text', () => {
    const args = ['sed', '-E', 's/(a)+/(b)/; $a (c)+'];
    expect(withBasicAddresses(args)).toEqual(args);
  });
  it.skipIf(!hasSed).each(SCRIPTS)('does what GNU sed does: %s %s', async (...args) => {
    const real = spawnSync('sed', args, { input: TEXT, encoding: 'utf8' });
    const { stdout } = await run(['sed', ...args].map(singleQuoted).join(' '), { stdin: TEXT });
    expect(stdout).toBe(real.stdout);
  });
});
