/** Bundles the page into dist/web: one module for the page, one that brings the terminal. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'dist', 'web');

export const webOptions = {
  absWorkingDir: root,
  entryPoints: { page: 'web/page.tsx', terminal: 'web/terminal/terminal.ts' },
  outdir: 'dist/web',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
};

export async function buildWeb() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await build(webOptions);
  const require = createRequire(import.meta.url);
  const xterm = readFileSync(require.resolve('@xterm/xterm/css/xterm.css'), 'utf8');
  const own = ['page.css', 'doors.css', 'layout.css'].map((name) =>
    readFileSync(join(root, 'web', name), 'utf8'),
  );
  writeFileSync(join(out, 'page.css'), [xterm, ...own].join('\n'));
  cpSync(join(root, 'web', 'index.html'), join(out, 'index.html'));
}
