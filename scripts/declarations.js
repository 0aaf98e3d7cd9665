/**
 * Writes dist/types: the declarations of what the package exports, and of all that they name. The package needs no other, so what its inside says in types of zod, xstate and node is
 * `any` there.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'dist', 'types');
const ENTRIES = ['index.d.ts', 'testing/index.d.ts'];
const IMPORT = /(from |import\()'([^']+)'/g;
/** Stands in for the types of packages that are in the bundle. */
const OUTSIDE = 'outside.d.ts';

export function writeDeclarations() {
  const folder = mkdtempSync(join(tmpdir(), 'eggtooth-types-'));
  try {
    const config = join(folder, 'tsconfig.json');
    const options = {
      declaration: true,
      emitDeclarationOnly: true,
      noEmit: false,
      sourceMap: false,
    };
    const places = { outDir: join(folder, 'all'), rootDir: join(root, 'src') };
    const types = { typeRoots: [join(root, 'node_modules', '@types')], types: ['node'] };
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(root, 'tsconfig.base.json'),
        compilerOptions: { ...options, ...places, ...types },
        files: [join(root, 'src', 'index.ts'), join(root, 'src', 'testing', 'index.ts')],
      }),
    );
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    const { status } = spawnSync(tsc, ['-p', config], { stdio: 'inherit' });
    if (status !== 0) throw new Error('the declarations do not compile');

    rmSync(out, { recursive: true, force: true });
    const written = copyReachable(places.outDir);
    writeOutside(written);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies the entries and what they import; returns the texts by their places. */
function copyReachable(from) {
  const left = ENTRIES.map((entry) => join(from, entry));
  const seen = new Set(left);
  const written = new Map();
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    const place = join(out, relative(from, file));
    const outside = relative(dirname(place), join(out, 'outside.js'));
    const text = readFileSync(file, 'utf8').replaceAll(IMPORT, (whole, how, to) => {
      if (!to.startsWith('.'))
        return `${how}'${outside.startsWith('.') ? outside : `./${outside}`}'`;
      const target = join(dirname(file), to.replace(/\.ts$/, '.d.ts'));
      if (!seen.has(target)) left.push(target);
      seen.add(target);
      return `${how}'${to.replace(/\.ts$/, '.js')}'`;
    });
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
    written.set(place, text);
  }
  return written;
}

/** A type for each name that was imported from a package, and for each that was named through it (`z.ZodObject`). */
function writeOutside(written) {
  const names = new Map();
  for (const text of written.values()) {
    for (const [, list] of text.matchAll(/import (?:type )?\{([^}]*)\} from '[./]*outside\.js'/g)) {
      for (const name of list.split(',').map((each) => each.replace('type ', '').trim())) {
        const members = names.get(name) ?? new Set();
        names.set(name, members);
        for (const [, member] of text.matchAll(new RegExp(`\\b${name}\\.([\\w.$]+)`, 'g')))
          members.add(member);
      }
    }
  }
  const type = (name) => `type ${name}<A = any, B = any, C = any, D = any> = any;`;
  const inside = (members) => {
    const plain = members.filter((member) => !member.includes('.')).map(type);
    const deeper = new Set(members.filter((m) => m.includes('.')).map((m) => m.split('.')[0]));
    const nested = [...deeper].map((first) => {
      const rest = members.filter((m) => m.startsWith(`${first}.`));
      return `namespace ${first} { ${inside(rest.map((m) => m.slice(first.length + 1)))} }`;
    });
    return [...plain, ...nested].join(' ');
  };
  const lines = [...names].map(([name, members]) =>
    members.size === 0
      ? `export ${type(name)}`
      : `export declare namespace ${name} { ${inside([...members])} }`,
  );
  writeFileSync(join(out, OUTSIDE), `${lines.join('\n')}\n`);
}
