import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Real clients and the page meet what is shipped: there the program's parts come from the bundle. */
const BUNDLE = ['test/clients/**/*.test.ts', 'test/web/**/*.test.ts', 'test/package/**/*.test.ts'];
const inside = fileURLToPath(new URL('dist/inside.js', import.meta.url));

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Browsers and films wait more than they work: a third fills two cores.
    maxWorkers: 3,
    // A file's modules are loaded once a worker: loading them anew was a quarter of the time.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'source',
          include: ['test/**/*.test.ts'],
          exclude: ['test/bench/**', ...BUNDLE],
        },
      },
      {
        extends: true,
        resolve: { alias: [{ find: /^\.\..*\/src\/.*\.ts$/, replacement: inside }] },
        test: { name: 'bundle', include: BUNDLE },
      },
    ],
  },
});
