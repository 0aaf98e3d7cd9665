/**
 * `node scripts/seeds.js [COUNT] [SCENARIO]`: plays the seeds 1 to COUNT (200) twice each, the second
 * time in another thread, and says whether each has one digest, which no other has. Needs the bundle.
 */
/* oxlint-disable unicorn/require-post-message-target-origin -- threads, not windows */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const COUNT = 200;

async function play() {
  const { createLab, loadScenario, runToEnd } = await import('../dist/index.js');
  parentPort.on('message', ({ seed, scenario }) => {
    const lab = createLab({ ...loadScenario(scenario), seed }, { autopilot: true });
    runToEnd(lab);
    parentPort.postMessage({ seed, digest: lab.digest(), status: lab.status });
  });
}

/** Each thread takes every n-th of the plays, one after the other. */
function thread(plays, note) {
  const worker = new Worker(fileURLToPath(import.meta.url));
  return new Promise((resolve, reject) => {
    const next = () => {
      const play = plays.shift();
      if (play === undefined) return worker.terminate().then(resolve);
      return worker.postMessage(play);
    };
    worker.on('error', reject);
    worker.on('message', (played) => {
      note(played);
      next();
    });
    next();
  });
}

async function main(count, scenario) {
  const seeds = Array.from({ length: count }, (_, i) => i + 1);
  const plays = [...seeds, ...seeds].map((seed) => ({ seed, scenario }));
  const digests = new Map(seeds.map((seed) => [seed, []]));
  const unfinished = [];
  const since = performance.now();
  const note = ({ seed, digest, status }) => {
    digests.get(seed).push(digest);
    if (status !== 'complete') unfinished.push(`${seed}: ${status}`);
  };
  const threads = Array.from({ length: availableParallelism() }, () => thread(plays, note));
  await Promise.all(threads);
  const unlike = seeds.filter((seed) => new Set(digests.get(seed)).size !== 1);
  const different = new Set([...digests.values()].flat()).size;
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  console.log(`${count} seeds of ${scenario}, twice each: ${different} digests, ${seconds} s`);
  if (unlike.length > 0) console.log(`not the same twice: ${unlike.join(', ')}`);
  if (unfinished.length > 0) console.log(`not complete: ${unfinished.join(', ')}`);
  if (unlike.length + unfinished.length > 0 || different !== count) process.exitCode = 1;
}

if (isMainThread) {
  const [count, scenario = 'first-boot'] = process.argv.slice(2);
  await main(count === undefined ? COUNT : Number(count), scenario);
} else await play();
