/** The env file: it is there when everything answers and goes at exit. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

export function writeEnvFile(path: string, env: Readonly<Record<string, string>>): () => void {
  const file = resolve(path);
  const partial = `${file}.${process.pid}.partial`;
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(partial, lines.join(''), { mode: 0o600 });
  renameSync(partial, file);
  return () => rmSync(file, { force: true });
}
