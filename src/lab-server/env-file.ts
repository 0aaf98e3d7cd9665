/**
 * The env file: it is there when everything answers and goes at exit. Its path stands in the lab's folder too, so
 * that the next start removes what a killed process left.
 */
import { renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { plainFile, writeWhole } from '../host/write-whole.ts';
import { ENV_FILE_NOTE } from './live-labs.ts';

export function writeEnvFile(path: string, env: Readonly<Record<string, string>>): () => void {
  const file = resolve(path);
  plainFile(file);
  const partial = `${file}.${process.pid}.partial`;
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  writeWhole(partial, lines.join(''), 0o600, path);
  renameSync(partial, file);
  writeWhole(join(env['ASSETS_DIR'] ?? '', ENV_FILE_NOTE), file, 0o600);
  return () => rmSync(file, { force: true });
}
