/** Imports point one way (docs/architecture.md). A new edge needs a reason in the commit. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { FAULTS } from '../src/sim/index.ts';

const KERNEL = 'src/sim/kernel';
const WORLD = [KERNEL, 'src/sim/world'];
const HOST = ['src/sim/index.ts', 'src/host', 'src/errors.ts', 'src/near-name.ts'];
/** Folder or file -> what it may import. The most specific line wins. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/errors.ts': [],
  'src/near-name.ts': [],
  [KERNEL]: ['xstate', 'src/errors.ts'],
  'src/sim/world': [KERNEL],
  'src/sim/physics': [KERNEL],
  'src/sim/kube': [...WORLD, 'src/sim/profile.ts'],
  'src/sim/kube/control-plane.ts': [...WORLD, 'src/sim/kube', 'src/sim/etcd', 'src/sim/profile.ts'],
  'src/sim/node': [...WORLD, 'src/sim/kube', 'src/sim/etcd', 'src/sim/profile.ts'],
  'src/sim/etcd': [...WORLD, 'src/sim/physics'],
  'src/sim/faults': [KERNEL, 'src/sim/physics', 'src/errors.ts', 'src/near-name.ts'],
  'src/sim/profile.ts': [KERNEL, 'src/sim/kube'],
  'src/sim/text': [...WORLD, 'src/sim/kube', 'src/sim/profile.ts'],
  'src/sim/profiles': [
    ...WORLD,
    'src/sim/kube',
    'src/sim/physics',
    'src/sim/profile.ts',
    'src/sim/text',
    'src/errors.ts',
  ],
  'src/sim/env.ts': [...WORLD, 'src/sim/kube', 'src/sim/etcd', 'src/sim/profile.ts'],
  'src/sim/machines': [
    'xstate',
    ...WORLD,
    'src/sim/env.ts',
    'src/sim/profile.ts',
    'src/sim/physics/profiles',
    'src/sim/text',
  ],
  // The files beside the folders put the world together.
  'src/sim': ['src/sim', 'src/errors.ts', 'src/near-name.ts'],
  'src/scenario': [...HOST, 'yaml', 'zod', 'node:'],
  'src/host': [...HOST, 'node:'],
  'src/shell': [...HOST, 'node:', 'just-bash'],
  'src/training': [...HOST, 'src/scenario'],
  'src/fake-api': [...HOST, 'node:', 'fastify', 'ajv', 'ws', 'ssh2', 'yaml', 'zod'],
  'src/index.ts': ['src'],
  'src/testing': ['src'],
  'src/lab-server': ['src', 'node:'],
  'src/cli': ['src', 'commander', 'node:'],
};
/** The children of these never import each other; a catalogue lists them all, shared files stand beside. */
const APART: readonly string[] = ['src/fake-api', 'src/sim/machines'];

/** What just-bash lends, by file: tools over text and files. Its parser and its shell are not used. */
const LENT: Readonly<Record<string, readonly string[]>> = {
  'src/shell/machine.ts': ['Bash'],
  'src/shell/text-tools/text-tool.ts': ['getCommandNames', 'Bash'],
  'src/shell/files/world-file-system.ts': [
    'getCommandNames',
    'unsafeBytesFromLatin1',
    'IFileSystem',
  ],
};
test('just-bash lends text tools; no expansion, no condition and no loop is run in its world', () => {
  const found: Record<string, string[]> = {};
  for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const text = readFileSync(join('src', name), 'utf8');
    for (const [, names = ''] of text.matchAll(/import (?:type )?\{([^}]*)\} from 'just-bash'/g))
      (found[join('src', name)] ??= []).push(...names.split(',').map((one) => one.trim()));
  }

  expect(found).toEqual(LENT);

  // A tool is run as one quoted argv: never as text of a script.
  const callers = readdirSync('src/shell', { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') &&
      /\.textTools\(|\.sealedTools\(/.test(readFileSync(join('src/shell', name), 'utf8')),
  );
  expect(callers.toSorted()).toEqual(['commands/kubectl/config.ts', 'text-tools/text-tool.ts']);
  const tool = readFileSync('src/shell/text-tools/text-tool.ts', 'utf8');
  expect(tool).toContain('.exec(commandLine(argv), {');
  expect(tool).toContain('argv.map(quoted).join(');
});

const under = (path: string, rule: string): boolean =>
  path === rule || path.startsWith(rule.endsWith(':') ? rule : `${rule}/`);
const ruleOf = (file: string): string | undefined =>
  Object.keys(MAY_IMPORT)
    .toSorted((a, b) => b.length - a.length)
    .find((rule) => under(file, rule));
const childOf = (folder: string, path: string): string =>
  path.slice(folder.length + 1).split('/')[0] ?? '';

function forbidden(file: string, target: string): boolean {
  const rule = ruleOf(file);
  if (rule === undefined) return true;
  if (![rule, ...(MAY_IMPORT[rule] ?? [])].some((allowed) => under(target, allowed))) return true;
  return APART.some(
    (folder) =>
      under(file, folder) &&
      under(target, folder) &&
      basename(file) !== 'catalogue.ts' &&
      childOf(folder, file) !== childOf(folder, target),
  );
}

function imports(root: string): { file: string; target: string }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const file = join(root, name);
      const text = readFileSync(file, 'utf8');
      const found = text.matchAll(
        /(?:^|\s)from '([^'\\]+)';?$|\bimport\('([^']+)'\)|^import '([^']+)'/gm,
      );
      return [...found]
        .map(([, a, b, c]) => a ?? b ?? c ?? '')
        .map((to) => ({
          file,
          target: to.startsWith('.') ? join(dirname(file), to) : to,
        }));
    });
}

test('every import in src points down the map, and never sideways', () => {
  const wrong = imports('src').filter(({ file, target }) => forbidden(file, target));
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test('the page imports nothing of the program', () => {
  const wrong = imports('web').filter(({ target }) => target.startsWith('src/'));
  expect(wrong).toEqual([]);
});

test('no component of the world knows the id of a fault', () => {
  const ids = FAULTS.map(({ id }) => id);
  const wrong = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => name.endsWith('.ts') && !name.startsWith('sim/faults') && !name.startsWith('cli'),
    )
    .filter((name) => ids.some((id) => readFileSync(join('src', name), 'utf8').includes(id)));
  expect(wrong).toEqual([]);
});

test('files stay small enough to be read', () => {
  const long = ['src', 'web'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(root, name))
      .filter((file) => readFileSync(file, 'utf8').split('\n').length > 410),
  );
  expect(long).toEqual([]);
});
