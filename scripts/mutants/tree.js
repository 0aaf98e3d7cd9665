/**
 * A copy of the working tree in which all drawn mutants are compiled in, each behind its number
 * (mutant schemata): EGGTOOTH_MUTANTS=3,17 plants those, EGGTOOTH_MUTANT_HITS names a file that is told
 * which of them were reached. The tree that was copied is never written to.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** On one line, so that lines keep their numbers. Where there is no process, nothing is planted. */
const HEADER = `const mutant$ = (globalThis.eggtoothMutant ??= (() => {
  const { env, getBuiltinModule } = globalThis.process ?? { env: {} };
  const planted = new Set((env.EGGTOOTH_MUTANTS ?? '').split(',').map(Number));
  const hits = env.EGGTOOTH_MUTANT_HITS;
  const told = new Set();
  return (number) => {
    if (hits !== undefined && !told.has(number)) {
      told.add(number);
      getBuiltinModule('node:fs').appendFileSync(hits, number + '\\n');
    }
    return planted.has(number);
  };
})());`.replaceAll(/\n\s*/g, ' ');

function piecesOf({ operator, number, to }) {
  if (operator === 'statement') return [`{ if (!mutant$(${number})) {`, '} }'];
  if (operator === 'return') return [`{ if (mutant$(${number})) return; `, '}'];
  return [`(mutant$(${number}) ? (${to}) : (`, '))'];
}

/** The text with each mutant behind its number; one may stand inside another. */
export function planted(text, mutants) {
  const edits = mutants.flatMap((mutant) => {
    const { start, end } = mutant;
    const [before, after] = piecesOf(mutant);
    return [
      { at: start, order: -end, insert: before, opens: 1 },
      { at: end, order: -start, insert: after, opens: 0 },
    ];
  });
  // At one place: what ends there first, the inner before the outer; then what begins, the outer first.
  edits.sort((a, b) => a.at - b.at || a.opens - b.opens || a.order - b.order);
  let result = '';
  let from = 0;
  for (const { at, insert } of edits) {
    result += text.slice(from, at) + insert;
    from = at;
  }
  return `${HEADER} ${result}${text.slice(from)}`;
}

const git = (root, ...words) =>
  spawnSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
    .stdout.split('\0')
    .filter((name) => name !== '');

export function copyWith(root, target, mutants) {
  rmSync(target, { recursive: true, force: true });
  const gone = new Set(git(root, 'ls-files', '-z', '--deleted'));
  const names = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard');
  for (const name of names.filter((each) => !gone.has(each))) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    cpSync(join(root, name), join(target, name));
  }
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'));
  for (const [file, those] of byFile(mutants)) {
    const path = join(target, file);
    writeFileSync(path, planted(readFileSync(path, 'utf8'), those));
  }
  const built = spawnSync('node', ['scripts/build.js'], { cwd: target, stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the copy with the mutants compiled in does not build');
}
function byFile(mutants) {
  const files = new Map();
  for (const each of mutants) files.set(each.file, [...(files.get(each.file) ?? []), each]);
  return files;
}
