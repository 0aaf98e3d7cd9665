/**
 * `npm test`: formatting, lint, types, then every test. Under CI=true the real clients are fetched first
 * and a missing one fails; elsewhere the suites that lack theirs are named as skipped.
 */
import { spawnSync } from 'node:child_process';

function run(command, args) {
  const { status, signal } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}
const npx = (...args) => run('npx', ['--no-install', ...args]);

run('node', ['scripts/build.js']);
if (process.env['CI'] === 'true') run('node', ['scripts/clients.js']);
const only = process.argv.slice(2);
if (only.length === 0) run('npm', ['run', '--silent', 'check']);
npx('vitest', 'run', ...only);
