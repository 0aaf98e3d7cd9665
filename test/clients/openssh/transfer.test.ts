/** scp and sftp of OpenSSH, in both directions: bytes, modes, folders and links survive. */
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skipped } from '../../helpers/clients.ts';
import { openSshLab } from './ssh-lab.ts';
import type { SshLab } from './ssh-lab.ts';

const HERE = 'core@127.0.0.1';
const BYTES = Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * at + 7 * at) & 255));

interface Ran {
  readonly out: string;
  readonly code: number | null;
}

describe.skipIf(skipped('ssh'))('scp and sftp', () => {
  let lab: SshLab;
  let folder = '';
  beforeAll(async () => {
    lab = await openSshLab('static-pods-started');
    folder = mkdtempSync(join(tmpdir(), 'eggtooth-scp-'));
    writeFileSync(join(folder, 'bytes'), BYTES);
  });
  afterAll(() => {
    lab.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(program: string, words: readonly string[], input = ''): Promise<Ran> {
    const child = spawn(program, words);
    let out = '';
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.stdin.end(input);
    return new Promise((resolve) => child.on('close', (code) => resolve({ out, code })));
  }
  const scp = (...words: string[]): Promise<Ran> =>
    start('scp', ['-q', ...lab.transferArguments, ...words]);
  const ssh = (line: string): Promise<Ran> => start('ssh', [...lab.arguments, line]);

  test('bytes go in and come back', async () => {
    expect(await scp(join(folder, 'bytes'), `${HERE}:in`)).toEqual({ out: '', code: 0 });
    expect((await ssh('stat -c %s in')).out).toBe(`${BYTES.length}\n`);
    expect(await scp(`${HERE}:in`, join(folder, 'back'))).toEqual({ out: '', code: 0 });
    expect(readFileSync(join(folder, 'back')).equals(BYTES)).toBe(true);
  });
  test('a script keeps its mode and runs', async () => {
    writeFileSync(join(folder, 'run.sh'), '#!/bin/bash\necho "ran as $(id -un) with $1"\n', {
      mode: 0o755,
    });
    await scp('-p', join(folder, 'run.sh'), `${HERE}:`);
    expect((await ssh('./run.sh x')).out).toBe('ran as core with x\n');
    await scp('-p', `${HERE}:run.sh`, join(folder, 'run-back.sh'));
    expect(statSync(join(folder, 'run-back.sh')).mode & 0o777).toBe(0o755);
  });
  test('a folder goes in and out with what is in it', async () => {
    mkdirSync(join(folder, 'tree/deep'), { recursive: true });
    writeFileSync(join(folder, 'tree/a'), 'one\n');
    writeFileSync(join(folder, 'tree/deep/b'), 'two\n');
    symlinkSync('a', join(folder, 'tree/l'));
    await scp('-r', join(folder, 'tree'), `${HERE}:`);
    expect((await ssh('cat tree/a tree/deep/b tree/l')).out).toBe('one\ntwo\none\n');
    await scp('-r', `${HERE}:tree`, join(folder, 'out'));
    expect(readFileSync(join(folder, 'out/deep/b'), 'utf8')).toBe('two\n');
  });
  test('a file of the world comes out; what may not be read does not', async () => {
    await scp(`${HERE}:/etc/os-release`, join(folder, 'os-release'));
    expect(readFileSync(join(folder, 'os-release'), 'utf8')).toBe(
      (await ssh('cat /etc/os-release')).out,
    );
    const refused = await scp(join(folder, 'bytes'), `${HERE}:/etc/x`);
    expect(refused.out).toContain('Permission denied');
    expect(refused.code).toBe(1);
    expect((await scp(`${HERE}:nofile`, folder)).out).toContain(
      'nofile: No such file or directory',
    );
  });
  test('sftp makes, lists, renames, links and removes', async () => {
    const batch = [
      'mkdir sub',
      'cd sub',
      `put ${join(folder, 'bytes')} one`,
      'rename one two',
      'symlink two three',
      'chmod 600 two',
      'ls -1',
      'rm three',
      'pwd',
      '',
    ].join('\n');
    const { out, code } = await start(
      'sftp',
      ['-q', '-b', '-', ...lab.transferArguments, HERE],
      batch,
    );
    expect(code).toBe(0);
    expect(out).toContain('sftp> ls -1\nthree\ntwo\n');
    expect(out).toContain('Remote working directory: /home/core/sub\n');
    expect((await ssh('ls -l sub | tail -n +2 | cut -c1-10')).out).toBe('-rw-------\n');
  });
});
