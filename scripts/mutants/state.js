/** What earlier runs found out, in .cache, so that a run that was interrupted goes on where it was. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const sha = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

export function openState(folder, fresh) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'state.json');
  /** reach: per suite and test file; verdicts: per mutant, by the key that its content gives it. */
  let state = { reach: {}, verdicts: {} };
  try {
    if (!fresh) state = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // None yet.
  }
  const save = () => {
    writeFileSync(`${path}.partial`, JSON.stringify(state));
    renameSync(`${path}.partial`, path);
  };
  const verdictOf = ({ key }) => (state.verdicts[key] ??= { green: {} });
  return {
    reachOf: (suite, file, hash) => {
      const known = state.reach[`${suite} ${file}`];
      return known?.hash === hash ? known : undefined;
    },
    setReach(suite, file, reach) {
      state.reach[`${suite} ${file}`] = reach;
      save();
    },
    seen: (mutant) => verdictOf(mutant).seen,
    setSeen(mutant, seen) {
      verdictOf(mutant).seen = seen;
      save();
    },
    /** A file that has changed since may see it now. */
    isGreen: (mutant, suite, file, hash) => verdictOf(mutant).green[`${suite} ${file}`] === hash,
    setGreen(mutants, suite, file, hash) {
      for (const each of mutants) verdictOf(each).green[`${suite} ${file}`] = hash;
      save();
    },
    forget(mutants) {
      for (const { key } of mutants) delete state.verdicts[key];
    },
  };
}
