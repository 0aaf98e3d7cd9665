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
  'src/sim/net': WORLD,
  'src/sim/kube/control-plane.ts': [
    ...WORLD,
    'src/sim/kube',
    'src/sim/etcd',
    'src/sim/net',
    'src/sim/profile.ts',
  ],
  'src/sim/node': [...WORLD, 'src/sim/kube', 'src/sim/etcd', 'src/sim/profile.ts'],
  'src/sim/etcd': [...WORLD, 'src/sim/physics'],
  'src/sim/faults': [KERNEL, 'src/sim/physics', 'src/errors.ts', 'src/near-name.ts'],
  'src/sim/profile.ts': [...WORLD, 'src/sim/kube'],
  'src/sim/text': [...WORLD, 'src/sim/kube', 'src/sim/profile.ts', 'yaml'],
  // What a process is started from: command lines, environments, files; and what it then does.
  'src/sim/programs': [
    'xstate',
    ...WORLD,
    'src/sim/etcd/member.ts',
    'src/sim/env.ts',
    'src/sim/net',
    'src/sim/profile.ts',
    'src/sim/text',
    'src/near-name.ts',
  ],
  'src/sim/profiles': [
    ...WORLD,
    'src/sim/kube',
    'src/sim/physics',
    'src/sim/profile.ts',
    'src/sim/text',
    'src/errors.ts',
  ],
  'src/sim/env.ts': [
    ...WORLD,
    'src/sim/kube',
    'src/sim/etcd',
    'src/sim/net',
    'src/sim/profile.ts',
    'src/sim/programs',
  ],
  'src/sim/machines': [
    'xstate',
    ...WORLD,
    'src/sim/env.ts',
    'src/sim/profile.ts',
    'src/sim/kube/api-path.ts',
    'src/sim/net/path.ts',
    'src/sim/physics/profiles',
    'src/sim/programs',
    'src/sim/text',
  ],
  // The files beside the folders put the world together.
  'src/sim': ['src/sim', 'src/errors.ts', 'src/near-name.ts'],
  'src/scenario': [...HOST, 'yaml', 'zod', 'node:'],
  'src/host': [...HOST, 'node:'],
  'src/shell': [...HOST, 'node:', 'just-bash', 're2js'],
  'src/training': [...HOST, 'src/scenario'],
  'src/fake-api': [...HOST, 'node:', 'fastify', 'ajv', 'ws', 'ssh2', 'yaml', 'zod'],
  'src/index.ts': ['src'],
  'src/testing': ['src', 'zod'],
  'src/lab-server': ['src', 'node:'],
  'src/cli': ['src', 'commander', 'node:'],
};
/** The children of these never import each other; a catalogue lists them all, shared files stand beside. */
const APART: readonly string[] = ['src/fake-api', 'src/sim/machines'];

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

/** What each file takes of just-bash; nobody else takes anything. Only one knows the class that runs. */
const LENT_BY_JUST_BASH: Record<string, readonly string[]> = {
  'src/shell/text-tools/lent-tools.ts': ['Bash', 'IFileSystem'],
  'src/shell/text-tools/tool-processes.ts': ['IFileSystem'],
  'src/shell/text-tools/tool-process.ts': ['IFileSystem'],
  'src/shell/files/world-file-system.ts': ['ByteString', 'IFileSystem'],
};

test('of just-bash only its text tools are used, through one file', () => {
  const taken = imports('src')
    .filter(({ target }) => target === 'just-bash' || target.startsWith('just-bash/'))
    .map(({ file }) => file);
  const names = (file: string): string[] =>
    [...readFileSync(file, 'utf8').matchAll(/import (?:type )?\{([^}]*)\} from 'just-bash'/g)]
      .flatMap(([, list = '']) => list.split(','))
      .map((name) => name.trim());
  const found = Object.fromEntries(
    [...new Set(taken)].map((file) => [file, [...new Set(names(file))].toSorted()]),
  );
  expect(found).toEqual(LENT_BY_JUST_BASH);
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

test('what a person types as an expression is matched in linear time', () => {
  const own = readdirSync('src/shell', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      readFileSync(join('src/shell', name), 'utf8')
        .split('\n')
        .filter((line) => line.includes('new RegExp('))
        .map((line) => `${name}: ${line.trim()}`),
    );
  expect(own.filter((each) => !FIXED_EXPRESSIONS.some((known) => each.startsWith(known)))).toEqual(
    [],
  );
});
/** Made of this program's own texts; the look-ahead of `!(…)`, which is bounded. */
const FIXED_EXPRESSIONS = ['looks/ledger.ts', 'terminal/key-queue.ts', 'executor/patterns.ts'];
