/**
 * `npm run bench`: how fast it is, beside something measured in the same run, and the bar of DESIGN.md.
 * Never asserted: a machine with other work shows what it shows.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requestsPerSecond } from './bench/load.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const eggtooth = join(root, 'bin', 'eggtooth.js');
const bare = join(root, 'scripts', 'bench', 'bare-fastify.js');
const folder = mkdtempSync(join(tmpdir(), 'eggtooth-bench-'));
const ROUNDS = 5;
const LOAD_MILLIS = 3000;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
async function medianOf(measure, rounds = ROUNDS) {
  const values = [];
  for (let i = 0; i < rounds; i++) values.push(await measure());
  return median(values);
}

function say(what, ours, beside, bar) {
  console.log(`${what.padEnd(44)} ${ours.padEnd(22)} ${beside.padEnd(30)} ${bar}`);
}
const ms = (value) => `${Math.round(value)} ms`;

/** Starts a program and waits for what it prints first. */
async function start(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8');
  let text = '';
  while (!text.endsWith('\n')) text += String((await once(child.stdout, 'data'))[0]);
  return { child, text };
}
async function stop(child) {
  child.kill('SIGINT');
  await once(child, 'exit');
}
async function up(...words) {
  const file = join(folder, 'lab.env');
  const { child, text } = await start([eggtooth, 'up', '--port', '0', '--env-out', file, ...words]);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const env = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  return { child, text, env };
}

async function firstAnswer(begin) {
  const since = performance.now();
  const { child, url } = await begin();
  await (await fetch(url)).text();
  const took = performance.now() - since;
  await stop(child);
  return took;
}
async function startUp() {
  const ours = await medianOf(() =>
    firstAnswer(async () => {
      const { child, env } = await up();
      return { child, url: env.EGGTOOTH_URL };
    }),
  );
  const beside = await medianOf(() =>
    firstAnswer(async () => {
      const { child, text } = await start([bare]);
      return { child, url: `http://127.0.0.1:${text.trim()}/healthz` };
    }),
  );
  const ratio = `${(ours / beside).toFixed(2)}x`;
  say('up to first answer', `${ms(ours)} (${ratio})`, `bare fastify ${ms(beside)}`, '<= 2x');
}

async function healthyRun() {
  const run = () => {
    const words = [eggtooth, 'run', 'first-boot', '--seed', '7', '--format', 'json'];
    return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
  };
  const cold = await medianOf(() => run().wallMs);
  const { createLab, loadScenario, runToEnd } = await import('../dist/index.js');
  const spec = { ...loadScenario('first-boot'), seed: 7 };
  const taken = [1, 2, 3].map(() => {
    const since = performance.now();
    runToEnd(createLab(spec, { autopilot: true }));
    return performance.now() - since;
  });
  const node = await medianOf(() => {
    const since = performance.now();
    execFileSync(process.execPath, ['-e', '0']);
    return performance.now() - since;
  });
  say('healthy run, cold process', ms(cold), `node alone ${ms(node)}`, '<= 900 ms');
  say('healthy run, warm (third in a process)', ms(taken[2]), `first ${ms(taken[0])}`, '<= 400 ms');
  const since = performance.now();
  createLab(spec, { autopilot: true });
  say('a world in a test, ready', ms(performance.now() - since), '', '<= 30 ms');
}

function memory() {
  const words = ['--expose-gc', join(root, 'scripts', 'bench', 'memory.js')];
  const mb = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
  const rest = `start ${mb.atStart}, end ${mb.atEnd}, live ${mb.live} MB`;
  say('each further lab (masters-joined)', `${mb.atMastersJoined} MB`, rest, '<= 5 MB');
}

async function kubectl({ KUBECONFIG }) {
  const clients = process.env.EGGTOOTH_CLIENTS ?? join(homedir(), '.cache', 'eggtooth', 'clients');
  const program = join(clients, 'kubectl-1.32');
  if (!existsSync(program)) {
    say('kubectl get nodes', 'skipped', '`npm run clients` fetches it', '<= 15 ms more');
    return;
  }
  const cache = ['--cache-dir', join(folder, 'cache')];
  const time = (...words) => {
    const since = performance.now();
    execFileSync(program, [...cache, ...words], { env: { ...process.env, KUBECONFIG } });
    return performance.now() - since;
  };
  time('get', 'nodes');
  const floor = await medianOf(() => time('version', '--client'), 15);
  const ours = await medianOf(() => time('get', 'nodes'), 15);
  const more = `${ms(ours)} (+${(ours - floor).toFixed(1)})`;
  say('kubectl get nodes', more, `kubectl version --client ${ms(floor)}`, '<= 15 ms more');
}

/** The admin's key and certificate serve as fastify's: the same kind as the API server's. */
function keyAndCertificate({ KUBECONFIG }) {
  const text = readFileSync(KUBECONFIG, 'utf8');
  return ['key', 'certificate'].map((name) => {
    const data = new RegExp(`client-${name}-data: (\\S+)`).exec(text)?.[1] ?? '';
    const file = join(folder, `${name}.pem`);
    writeFileSync(file, Buffer.from(data, 'base64'), { mode: 0o600 });
    return file;
  });
}
async function healthz(env) {
  const { child, text } = await start([bare, ...keyAndCertificate(env)]);
  for (const connections of [8, 64]) {
    const ours = await requestsPerSecond(
      Number(new URL(env.EGGTOOTH_API).port),
      connections,
      LOAD_MILLIS,
    );
    const beside = await requestsPerSecond(Number(text), connections, LOAD_MILLIS);
    const ratio = (ours / beside).toFixed(2);
    const what = `GET /healthz, ${connections} connections`;
    say(what, `${ours}/s (${ratio})`, `bare fastify, same TLS ${beside}/s`, '>= 0.5');
  }
  await stop(child).catch(() => undefined);
}

/** In a browser; needs Chromium and what the page's tests need. */
function thePage() {
  const config = join(root, 'scripts', 'bench', 'vitest.config.ts');
  const words = ['run', '--config', config, '--reporter', 'dot'];
  execFileSync(join(root, 'node_modules', '.bin', 'vitest'), words, {
    cwd: root,
    stdio: 'inherit',
  });
}

try {
  await startUp();
  await healthyRun();
  memory();
  const lab = await up('first-boot', '--autopilot', '--until', 'masters-joined');
  try {
    await kubectl(lab.env);
    await healthz(lab.env);
  } finally {
    await stop(lab.child);
  }
  thePage();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
