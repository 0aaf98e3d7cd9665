/** `eggtooth up` as a process of its own: started, asked, ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/host/package-root.ts';

export interface UpProcess {
  readonly child: ChildProcess;
  readonly env: Readonly<Record<string, string>>;
  /** What it wrote on the console. */
  readonly console: () => string;
  /** CPU seconds that it has used: what a busy machine does not change. */
  readonly cpuSeconds: () => number;
  readonly rssMb: () => number;
  /** Milliseconds of CPU of the longest turn of its event loop since the last time that this was asked. */
  readonly longestTurn: () => number;
  stop(): Promise<number | null>;
}
const PATIENCE_MILLIS = 60_000;
const TICKS_A_SECOND = 100;
const command = (): string => join(packageRoot(), 'bin', 'eggtooth.js');

export async function startUp(words: readonly string[], main = command()): Promise<UpProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'eggtooth-up-'));
  const file = join(folder, 'lab.env');
  const turns = join(folder, 'longest-turn');
  const probe = pathToFileURL(join(import.meta.dirname, 'longest-turn.js')).href;
  const child = spawn(
    process.execPath,
    ['--import', probe, main, 'up', ...words, '--port', '0', '--env-out', file],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LONGEST_TURN_FILE: turns } },
  );
  let told = '';
  child.stdout.on('data', (bytes: Buffer) => (told += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (told += bytes.toString()));
  const exited = once(child, 'exit');
  const since = performance.now();
  while (!existsSync(file)) {
    if (child.exitCode !== null || performance.now() - since > PATIENCE_MILLIS) {
      child.kill('SIGKILL');
      throw new Error(`no lab: ${told}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return {
    child,
    env: Object.fromEntries(
      lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
    ),
    console: () => told,
    cpuSeconds() {
      const after = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1] ?? '';
      const [user = 0, system = 0] = after.split(' ').slice(11, 13).map(Number);
      return (user + system) / TICKS_A_SECOND;
    },
    rssMb() {
      const [, kb = '0'] =
        /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      return Number(kb) / 1024;
    },
    longestTurn() {
      if (!existsSync(turns)) return 0;
      const millis = Number(readFileSync(turns, 'utf8'));
      child.kill('SIGUSR2');
      return millis;
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

/** Certificate, key and authority of the kubeconfig, for a client of our own. */
export function credentials(env: Readonly<Record<string, string>>): {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
} {
  const text = readFileSync(env['KUBECONFIG'] ?? '', 'utf8');
  const data = (name: string): string =>
    Buffer.from(new RegExp(`${name}-data: (\\S+)`).exec(text)?.[1] ?? '', 'base64').toString();
  return {
    cert: data('client-certificate'),
    key: data('client-key'),
    ca: data('certificate-authority'),
  };
}
