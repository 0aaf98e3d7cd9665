import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSshLab } from './ssh-lab.ts';
import type { SshLab } from './ssh-lab.ts';

const installed = spawnSync('ssh', ['-V']).error === undefined;
if (!installed && process.env['CI'] === 'true') throw new Error('ssh is not installed');

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** ssh's `-p` is scp's and sftp's `-P`. */
const portOf = (word: string): string => (word === '-p' ? '-P' : word);

describe.skipIf(!installed)('OpenSSH', () => {
  let lab: SshLab;
  beforeAll(async () => {
    lab = await openSshLab('static-pods-started');
  });
  afterAll(() => lab.close());

  function ssh(
    words: readonly string[],
    input = '',
    options: readonly string[] = [],
  ): Promise<Ran> {
    const child = spawn('ssh', [...options, ...lab.arguments, ...words]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    child.stdin.end(input);
    return new Promise((resolve) => child.on('close', (code) => resolve({ stdout, stderr, code })));
  }

  test('runs a command and passes its status on', async () => {
    expect(await ssh(['hostname; exit 7'])).toEqual({ stdout: 'bootstrap\n', stderr: '', code: 7 });
  });

  test('keeps standard error apart without a terminal', async () => {
    const { stdout, stderr, code } = await ssh(['echo out; nosuch']);

    expect(stdout).toBe('out\n');
    expect(stderr).toBe('bash: line 1: nosuch: command not found\n');
    expect(code).toBe(127);
  });

  test('pipes standard input to the command', async () => {
    expect((await ssh(['cat | tr a-z A-Z'], 'hello\n')).stdout).toBe('HELLO\n');
  });

  test('gives a terminal with -tt: its lines end in CR LF and standard error is among them', async () => {
    const { stdout } = await ssh(['echo out; echo err >&2'], '', ['-tt']);

    expect(stdout).toBe('out\r\nerr\r\n');
  });

  test('scp and sftp carry bytes both ways, with modes and links', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scp-'));
    const here = join(folder, 'bytes');
    const back = join(folder, 'back');
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, n) => (n * 7 + (n >> 8)) & 255));
    writeFileSync(here, bytes, { mode: 0o640 });
    const copy = (
      program: string,
      words: readonly string[],
      input = '',
    ): Promise<number | null> => {
      const child = spawn(program, [...lab.arguments.slice(0, -1).map(portOf), ...words]);
      child.stdin.end(input);
      return new Promise((resolve) => child.on('close', resolve));
    };
    const remote = lab.arguments.at(-1) ?? '';
    try {
      expect(await copy('scp', ['-q', '-p', here, `${remote}:there`])).toBe(0);
      expect((await ssh(['sha256sum there; stat -c %a there; ln -s there link'])).stdout).toContain(
        '640',
      );
      expect(await copy('scp', ['-q', `${remote}:link`, back])).toBe(0);
      expect(readFileSync(back).equals(bytes)).toBe(true);
      const batch =
        'mkdir box\nput ' + here + ' box/a\nrename box/a box/b\nln -s b box/c\nls box\nrm box/b\n';
      expect(await copy('sftp', ['-q', '-b', '-', remote], batch)).toBe(0);
      expect((await ssh(['ls box; readlink box/c'])).stdout).toBe('c\nb\n');
      expect(await copy('scp', ['-q', here, `${remote}:/etc/nothing`])).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('standard input and output keep every byte', async () => {
    const { stdout } = await ssh(
      ['cat > all; od -An -tx1 all; cmp all - < all && echo same'],
      'é\u0000\n',
    );

    expect(stdout).toBe(' c3 a9 00 0a\nsame\n');
  });

  test('a login shell prompts, and ends with the status of exit', async () => {
    const child = spawn('ssh', ['-tt', ...lab.arguments]);
    let screen = '';
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const typed = ['hostname\r', 'exit 3\r'];
    child.stdout.on('data', (bytes: Buffer) => {
      screen += bytes.toString();
      if (screen.endsWith('[core@bootstrap ~]$ ')) child.stdin.write(typed.shift() ?? '');
    });

    expect(await ended).toBe(3);
    expect(screen).toContain('hostname\r\n\u001b[?2004l\rbootstrap\r\n');
  });

  test('a follow ends when its client goes', async () => {
    const child = spawn('ssh', [...lab.arguments, 'sudo journalctl -u kubelet -f']);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const closed = new Promise((resolve) => child.on('close', resolve));

    child.kill();

    await closed;
    expect((await ssh(['echo still here'])).stdout).toBe('still here\n');
  });

  test('notes what the client has taken as a look', async () => {
    const before = lab.lab.looks().length;

    const { stdout } = await ssh(['sudo crictl pods']);

    expect(stdout).toContain('Running');
    const seen = lab.lab
      .looks()
      .slice(before)
      .flatMap((look) => look.seen);
    expect(seen).toContainEqual(
      expect.objectContaining({ cell: 'bootstrap/pods/etcd-bootstrap', value: 'Running' }),
    );
  });

  test('a key that nobody authorised is refused', async () => {
    const { stderr, code } = await ssh(['true'], '', ['-o', 'PubkeyAuthentication=no']);

    expect(stderr).toContain('Permission denied (publickey)');
    expect(code).toBe(255);
  });

  test('forwards lead into the lab and nowhere else', async () => {
    const { stderr } = await ssh([], '', ['-W', '127.0.0.1:1']);

    expect(stderr).toContain('stdio forwarding failed');
  });

  test('a machine that loses its power cuts the session off', async () => {
    const child = spawn('ssh', [...lab.arguments, 'sleep 1000']);
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    expect((await ssh(['true'])).code).toBe(0);

    lab.lab.tell({ who: 'operator', kind: 'power', host: 'bootstrap', verb: 'destroy' });

    expect(await closed).toBe(255);
  });
});
