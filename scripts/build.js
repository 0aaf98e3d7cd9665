/**
 * Bundles the command into dist/ (or the folder given), with the parts that only some verbs need in
 * files of their own, and the page beside it.
 */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = resolve(process.argv[2] ?? join(root, 'dist'));
/** Loaded as they are: they look for files beside themselves. */
const EXTERNAL = ['ssh2', 'just-bash', 'esbuild'];
const ENTRIES = {
  main: 'src/cli/main.ts',
  index: 'src/index.ts',
  testing: 'src/testing/index.ts',
};

const entryPoints = Object.fromEntries(
  Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file))),
);
rmSync(join(outdir, 'chunks'), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints,
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  external: EXTERNAL,
  logLevel: 'warning',
  // CommonJS packages inside the bundle call require() for node's own modules.
  banner: {
    js: "import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);",
  },
});
const web = join(root, 'scripts', 'build-web.js');
if (process.argv[2] === undefined && existsSync(web)) await (await import(web)).buildWeb();
