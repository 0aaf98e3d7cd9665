/** `eggtooth up` as a process: what it leaves behind, and what it does not. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/host/package-root.ts';
import { run, skipped, type Outcome } from '../helpers/clients.ts';

let runtime = '';
const MAIN = join(packageRoot(), 'bin', 'eggtooth.js');
const env = (): NodeJS.ProcessEnv => ({
  ...process.env,
  XDG_RUNTIME_DIR: runtime,
  EGGTOOTH_URL: '',
});

beforeAll(() => {
  runtime = mkdtempSync(join(tmpdir(), 'eggtooth-runtime-'));
});
afterAll(() => rmSync(runtime, { recursive: true, force: true }));

interface Up {
  readonly child: ChildProcess;
  readonly greeting: string;
  readonly exited: Promise<unknown[]>;
}
async function up(...words: string[]): Promise<Up> {
  const child = spawn('node', [MAIN, 'up', '--port', '0', ...words], { env: env() });
  const exited = once(child, 'exit');
  let greeting = '';
  child.stdout.setEncoding('utf8');
  while (!greeting.includes('Ctrl-C')) greeting += String((await once(child.stdout, 'data'))[0]);
  return { child, greeting, exited };
}
const labFolders = (): string[] =>
  readdirSync(runtime).filter((name) => name.startsWith('eggtooth-'));
const eggtooth = (...words: string[]): Promise<Outcome> => run('node', [MAIN, ...words], env());

test('writes the variables when everything answers, and leaves nothing', async () => {
  const file = join(runtime, 'lab.env');
  const { child, greeting, exited } = await up('--env-out', file);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const variables = new Map(
    lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );

  expect(greeting).toContain(`set -a; . ${file}; set +a`);
  expect(greeting).toContain(`?role=instructor#token=${variables.get('EGGTOOTH_TOKEN')}`);
  expect(lines.every((line) => /^\w+=[\w./:@%+?=#-]*$/.test(line))).toBe(true);
  expect(variables.get('CLUSTER_DOMAIN')).toBe('ocp4.example.com');
  const assets = variables.get('ASSETS_DIR') ?? '';
  expect(statSync(assets).mode & 0o777).toBe(0o700);
  expect((await eggtooth('clock')).stdout).toMatch(/^\d\d:\d\d\.\d pace 1\n$/);

  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  expect(existsSync(file)).toBe(false);
  expect(existsSync(assets)).toBe(false);
});
test('a start removes what a killed one left', async () => {
  const killed = await up();
  expect(labFolders()).toHaveLength(1);
  killed.child.kill('SIGKILL');
  await killed.exited;
  expect(labFolders()).toHaveLength(1);
  const next = await up();
  expect(labFolders()).toHaveLength(1);
  next.child.kill('SIGTERM');
  expect(await next.exited).toEqual([0, null]);
  expect(labFolders()).toEqual([]);
});
test('verbs find the single lab, steer it and explain it', async () => {
  const { child, exited } = await up('--autopilot', '--paused', '--until', 'etcd-started');
  expect((await eggtooth('clock')).stdout).toContain('paused');
  expect((await eggtooth('wait', 'etcd-started')).stdout).toMatch(/^etcd-started at /);
  expect((await eggtooth('why', 'milestone:etcd-started')).stdout).toContain('i1');
  const injected = await eggtooth('inject', 'etcd-disk-slow', '--set', 'fixedMillis=300');
  expect(injected.stdout).toContain('bootstrap.disk.fsync = {"fixedMillis":300}');
  expect(await eggtooth('inject', 'etcd-disk-slo')).toMatchObject({ code: 2 });
  const until = await eggtooth('clock', 'until', 'kube-apiserver-started');
  expect(until).toMatchObject({ code: 0, stderr: '' });
  const id = /heal (i\d+)/.exec(injected.stdout)?.[1] ?? '';
  expect((await eggtooth('heal', id)).code).toBe(0);
  expect((await eggtooth('heal', 'i999')).code).toBe(1);
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
});
test.skipIf(skipped('ssh'))('in its shell the lines of the handbook reach the lab', async () => {
  const { child, exited } = await up(
    '--autopilot',
    '--paused',
    '--until',
    'kube-apiserver-started',
  );
  const shell = spawn('node', [MAIN, 'shell'], { env: { ...env(), SHELL: '/bin/sh' } });
  let printed = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  shell.stdin.end(`virsh domstate "\${CLUSTER_NAME}-bootstrap"
curl -sk "https://api.\${CLUSTER_DOMAIN}:6443/healthz"; echo
ssh "core@\${BOOTSTRAP_IP}" hostname
exit 3
`);
  expect(await once(shell, 'exit')).toEqual([3, null]);
  expect(printed.trim().split(/\n+/)).toEqual(['running', 'ok', 'bootstrap']);
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
});
test('without a lab a verb says so', async () => {
  const { code, stderr } = await eggtooth('clock');
  expect({ code, told: stderr.includes('eggtooth up') }).toEqual({ code: 1, told: true });
});

test('clock rewind goes another way from a moment, and says what it cannot', async () => {
  const { child, exited } = await up('--until', 'etcd-started', '--autopilot');
  expect((await eggtooth('clock', 'rewind', '0:30')).stdout).toMatch(
    /^00:30\.\d pace 1(?: \(\d+ s behind this machine's clock\))?, on way 2 \(first-boot-\d+-[0-9a-f]{4}~2\); the other goes on\n$/,
  );
  expect((await eggtooth('clock', 'rewind', '1:00:00')).stderr).toMatch(
    /cannot go back to 3600 s\n.*It has not come yet/,
  );
  expect((await eggtooth('clock', 'rewind', 'rhcos-boted')).stderr).toContain('rhcos-booted');
  const until = await eggtooth('clock', 'until', 'kube-apiserver-started');
  expect(until.code).toBe(0);
  child.kill('SIGINT');
  await exited;
});
