/**
 * Bundles the command into dist/, with the parts that only some verbs need in
 * files of their own, and the page beside it.
 */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(root, 'dist');
/**
 * What just-bash and ssh2 load only if it is there, and we never ask for: native speed-ups of ssh2, and
 * just-bash's JavaScript, SQLite, archives and HTML. Left out, nothing of the package needs a build.
 */
const LEFT_OUT = [
  '*.node',
  'cpu-features',
  '@mongodb-js/zstd',
  'node-liblzma',
  'quickjs-emscripten',
  'sql.js',
  'turndown',
];
const ENTRIES = {
  main: 'src/cli/main.ts',
  index: 'src/index.ts',
  testing: 'src/testing/index.ts',
  inside: 'src/testing/inside.ts',
  'tool-process': 'src/shell/text-tools/tool-process.ts',
};

const options = {
  absWorkingDir: root,
  entryPoints: ENTRIES,
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  external: LEFT_OUT,
  logLevel: 'warning',
  // CommonJS packages inside the bundle call require() for node's own modules, and may ask where they are.
  banner: {
    js: [
      "import { createRequire as eggtoothRequire } from 'node:module';",
      "import { fileURLToPath as eggtoothPath } from 'node:url';",
      'const require = eggtoothRequire(import.meta.url);',
      'const __filename = eggtoothPath(import.meta.url);',
      "const __dirname = __filename.slice(0, __filename.lastIndexOf('/'));",
    ].join('\n'),
  },
};

/** The folders of the packages whose code is in the bundles. */
export async function bundledPackages() {
  const { webOptions } = await import('./build-web.js');
  const made = await Promise.all(
    [options, webOptions].map((each) => build({ ...each, write: false, metafile: true })),
  );
  const files = made.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = files.flatMap(
    (name) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? [],
  );
  return [...new Set(folders)].toSorted().map((name) => join(root, name));
}

export async function buildAll() {
  rmSync(join(outdir, 'chunks'), { recursive: true, force: true });
  await build(options);
  await (await import('./build-web.js')).buildWeb();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
