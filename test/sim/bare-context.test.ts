/** src/sim as one script in a context that has no platform, and whose clock and dice throw. */
import { build } from 'esbuild';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { SEED, played } from './played.ts';
import { loadScenario } from '../../src/scenario/index.ts';

test('the world runs where Date and Math.random throw, with the same digest', async () => {
  const { outputFiles } = await build({
    entryPoints: ['src/sim/index.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'sim',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2023',
  });
  const nothing = () => undefined;
  // xstate binds a console when it is imported.
  const context = createContext({ console: { log: nothing, warn: nothing, error: nothing } });
  runInContext(
    `Math.random = () => { throw new Error('dice'); };
     Date = new Proxy(function () {}, { get() { throw new Error('clock'); }, apply() { throw new Error('clock'); }, construct() { throw new Error('clock'); } });`,
    context,
  );
  runInContext(outputFiles[0]?.text ?? '', context);
  const spec = JSON.stringify({ ...loadScenario('first-boot'), seed: SEED });
  const digest: unknown = runInContext(
    `const lab = sim.createLab(${spec}, { autopilot: true }); sim.runToEnd(lab, 'cluster-manifests-applied'); lab.digest();`,
    context,
  );
  expect(digest).toBe(played('first-boot', {}, 'cluster-manifests-applied').digest());
});
