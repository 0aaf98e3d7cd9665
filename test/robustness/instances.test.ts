/**
 * What once ended the process, froze it or lay: each sent again to a process of its own. The kinds are in fuzz.test.ts.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/host/package-root.ts';
import { startUp, type UpProcess } from '../helpers/up.ts';

let lab: UpProcess;
beforeAll(async () => {
  lab = await startUp(['--autopilot', '--until', 'cluster-manifests-applied']);
});
afterAll(async () => {
  await lab.stop();
});

/** What comes back until the other side closes, or has nothing to say for a second. */
function exchange(address: string, request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    let got = '';
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (bytes: Buffer) => (got += bytes.toString('latin1')));
    socket.on('error', () => undefined).on('close', () => resolve(got));
    socket.write(request);
  });
}

const get = (target: string, ...headers: string[]): string =>
  `${[`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;

test.each(['//', '///', '//x', 'http://[', 'http://%zz'])(
  'the journal answers GET %s, and goes on',
  async (target) => {
    const journal = lab.env['EGGTOOTH_JOURNAL'] ?? '';
    expect(await exchange(journal, get(target))).toMatch(/^HTTP\/1.1 40\d /);
    expect((await fetch(`${journal}/machine`)).status).toBe(200);
  },
);

test('an upgrade of // on the control port is refused, and the console says nothing', async () => {
  const url = lab.env['EGGTOOTH_URL'] ?? '';
  const upgrade = [
    `GET // HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: Upgrade\r\nUpgrade: websocket`,
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  ].join('\r\n');
  expect(await exchange(url, upgrade)).toMatch(/^HTTP\/1.1 404 /);
  expect(lab.console()).not.toContain('failed');
});

test('a reader that has seen enough ends `why` without a word', async () => {
  const { origin } = new URL(lab.env['EGGTOOTH_URL'] ?? '');
  const line = `node bin/eggtooth.js why milestone:cluster-manifests-applied --url ${origin} | head -1`;
  const shown = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: packageRoot(), env: { ...process.env, ...lab.env } };
    execFile('sh', ['-c', line], options, (_error, stdout, stderr) => resolve({ stdout, stderr }));
  });
  expect(shown.stdout.split('\n')).toHaveLength(2);
  expect(shown.stderr).toBe('');
});

test('what a killed process left is removed by the next: its folder, and its variables with the keys', async () => {
  const runtime = mkdtempSync(join(tmpdir(), 'eggtooth-left-'));
  const before = process.env['XDG_RUNTIME_DIR'];
  process.env['XDG_RUNTIME_DIR'] = runtime;
  try {
    const killed = await startUp([]);
    killed.child.kill('SIGKILL');
    await new Promise((resolve) => killed.child.once('exit', resolve));
    const folder = killed.env['ASSETS_DIR'] ?? '';
    const left = readFileSync(join(folder, 'env-file'), 'utf8');
    expect(readFileSync(left, 'utf8')).toContain('EGGTOOTH_TOKEN=');
    const next = await startUp([]);
    expect(() => readFileSync(left)).toThrow('ENOENT');
    expect(() => readFileSync(join(folder, 'lab.json'))).toThrow('ENOENT');
    await next.stop();
  } finally {
    if (before === undefined) delete process.env['XDG_RUNTIME_DIR'];
    else process.env['XDG_RUNTIME_DIR'] = before;
    rmSync(runtime, { recursive: true, force: true });
  }
});
