/** The page's bench runs as a test file, for its helpers; it asserts nothing. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['scripts/bench/page.ts'], fileParallelism: false },
});
