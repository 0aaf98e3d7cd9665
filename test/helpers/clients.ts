/** The real programs that client tests run; missing ones are named and skipped, except where CI=true. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const folder = (): string =>
  process.env['EGGTOOTH_CLIENTS'] ?? join(homedir(), '.cache', 'eggtooth', 'clients');

/** An explicit binary: a machine's own kubectl may pick another version by itself. */
export function kubectlPath(version: string): string {
  return join(folder(), `kubectl-${version}`);
}
/** Where `scripts/clients.js` puts the Python client, for PYTHONPATH. */
export const pythonPath = (): string => join(folder(), 'python');
export const isThere = (program: string): boolean =>
  program.includes('/') ? existsSync(program) : spawnSync('which', [program]).status === 0;

/** True when the tests of that client are to be skipped here. */
export function skipped(program: string): boolean {
  return !isThere(program) && process.env['CI'] !== 'true';
}

export function run(
  program: string,
  words: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, [...words], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 127;
      resolve({ code, stdout, stderr });
    });
  });
}
