/** The env file: it is there when everything answers and goes at exit. */
import { renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { plainFile, writeWhole } from '../host/write-whole.ts';

export function writeEnvFile(path: string, env: Readonly<Record<string, string>>): () => void {
  const file = resolve(path);
  plainFile(file);
  const partial = `${file}.${process.pid}.partial`;
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  writeWhole(partial, lines.join(''), 0o600);
  renameSync(partial, file);
  return () => rmSync(file, { force: true });
}
