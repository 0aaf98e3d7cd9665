/** What each further lab takes, in MB of heap and buffers, after a collection. Needs --expose-gc. */
import { createLab, loadScenario, runToEnd } from '../../dist/index.js';
import { startLab } from '../../dist/testing.js';

const LABS = 5;
const used = () => {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
};
async function each(make) {
  const kept = [await make(0)];
  const before = used();
  for (let i = 1; i <= LABS; i++) kept.push(await make(i));
  const grown = (used() - before) / LABS;
  for (const lab of kept) await lab.close?.();
  return Number(grown.toFixed(2));
}
const world = (until) => (seed) => {
  const lab = createLab({ ...loadScenario('first-boot'), seed }, { autopilot: true });
  if (until !== 'start') runToEnd(lab, until);
  return lab;
};
const live = (seed) => startLab('first-boot', { seed, until: 'kube-apiserver-started' });

const result = {
  atStart: await each(world('start')),
  atMastersJoined: await each(world('masters-joined')),
  atEnd: await each(world(undefined)),
  live: await each(live),
};
process.stdout.write(JSON.stringify(result));
process.exit(0);
