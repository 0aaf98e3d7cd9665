/** One run of one test file in the copy, with these mutants planted; what failed, and how long it took. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const VITEST = 'node_modules/vitest/vitest.mjs';
const PATIENCE_MILLIS = 20_000;
/** A first run, whose length nobody knows. */
const FIRST_MILLIS = 300_000;

/** The only program on this path is node: who needs an installed client skips, as on a bare machine. */
function barePath(folder) {
  const bin = join(folder, 'bare-path');
  mkdirSync(bin, { recursive: true });
  if (!existsSync(join(bin, 'node'))) symlinkSync(process.execPath, join(bin, 'node'));
  return bin;
}

function environment({ folder, clients, planted, hits }) {
  const { CI: _, ...env } = process.env;
  return {
    ...env,
    ...(clients
      ? {}
      : { PATH: barePath(folder), EGGTOOTH_CLIENTS: '/nowhere', CHROMIUM: '/nowhere' }),
    ...(planted.length === 0 ? {} : { EGGTOOTH_MUTANTS: planted.join(',') }),
    ...(hits === undefined ? {} : { EGGTOOTH_MUTANT_HITS: hits }),
  };
}

/** The first test that failed, or what became of the file. */
function failureIn(report, status) {
  if (!existsSync(report)) return status === 0 ? undefined : 'the file does not load';
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find((each) => each.status === 'failed');
  if (failed !== undefined) return failed.fullName;
  return status === 0 ? undefined : 'the file does not load, or a hook failed';
}

let runs = 0;
/**
 * `{ failed, millis }`: the name of the first test that failed, `undefined` where all are green. A run
 * that takes far longer than the file's own time is ended, and counts as one that failed.
 */
export function runFile(file, { tree, folder, clients, planted = [], hits, usual }) {
  const report = join(folder, `report-${process.pid}-${(runs += 1)}.json`);
  const limit = usual === undefined ? FIRST_MILLIS : 3 * usual + PATIENCE_MILLIS;
  const words = ['run', file, '--bail=1', '--reporter=json', `--outputFile=${report}`];
  const since = performance.now();
  const child = spawn(
    process.execPath,
    [VITEST, ...words, '--maxWorkers=1', `--testTimeout=${limit}`],
    {
      cwd: tree,
      detached: true,
      stdio: 'ignore',
      env: environment({ folder, clients, planted, hits }),
    },
  );
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
  };
  return new Promise((resolve) => {
    let tooLong = false;
    const timer = setTimeout(() => {
      tooLong = true;
      end();
    }, limit + PATIENCE_MILLIS);
    child.on('exit', (status) => {
      clearTimeout(timer);
      // What a failed test left running.
      end();
      const failed = tooLong ? 'the run did not end' : failureIn(report, status);
      rmSync(report, { force: true });
      resolve({ failed, millis: Math.round(performance.now() - since) });
    });
  });
}
