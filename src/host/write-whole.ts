/** Writes a file; what a full disk left of it goes, and the error names it (or `named`, of which it is a part). */
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { EggtoothError } from '../errors.ts';

export function writeWhole(path: string, text: string, mode = 0o666, named = path): void {
  plainFile(path);
  try {
    writeFileSync(path, text, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    rmSync(path, { force: true });
    throw new EggtoothError('EGT_FILE', {
      path: named,
      reason: 'There is no room left on its disk',
    });
  }
}

/** Throws for what is there and is no file: a device that is written over is lost. */
export function plainFile(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isFile()) return;
  throw new EggtoothError('EGT_FILE', { path, reason: 'It is there and is no plain file' });
}
