/**
 * `npm run mutants -- [--seed 1] [--count 60] [--only 3,17] [--jobs 2] [--fresh] [--list] [--bare]
 * [--tests test/shell,test/sim]`:
 * plants mutants in src/sim, src/fake-api, src/host and src/shell, one at a time, and says which test
 * saw each. Types and lint are not asked.
 *
 * All are compiled into a copy of the tree (mutants/tree.js). Each test file runs once with none of them,
 * which says what it reaches; then, the quickest file first, with those that it reaches and nobody saw
 * yet: all of them at once, halves where that fails, so that what saw a mutant saw it alone.
 */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { draw } from './mutants/candidates.js';
import { equivalence } from './mutants/equivalent.js';
import { runFile } from './mutants/run-tests.js';
import { openState, sha } from './mutants/state.js';
import { suitesOf } from './mutants/suites.js';
import { copyWith } from './mutants/tree.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const note = (text) => process.stderr.write(`${text}\n`);

/** Each takes the next one when it is free. */
async function inTurn(jobs, list, work) {
  const rest = [...list];
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}

async function reach(file, suite, { state, mutants, place, hash }) {
  const of = sha(mutants.map(({ key }) => key).join());
  const known = state.reachOf(suite.name, file, `${hash} ${of}`);
  if (known !== undefined) return known;
  const hits = join(place.folder, `hits-${sha(`${suite.name} ${file}`)}`);
  let run;
  for (let tries = 0; tries < 2; tries += 1) {
    rmSync(hits, { force: true });
    run = await runFile(file, { ...place, ...suite, hits });
    if (run.failed === undefined) break;
  }
  let numbers = [];
  try {
    numbers = [...new Set(readFileSync(hits, 'utf8').trim().split('\n').map(Number))];
  } catch {
    // It reached none.
  }
  rmSync(hits, { force: true });
  const keys = numbers.flatMap((n) => mutants.find(({ number }) => number === n)?.key ?? []);
  const found = { hash: `${hash} ${of}`, keys, ...run };
  note(
    `  ${file}: ${run.millis} ms, reaches ${keys.length}${run.failed ? `, FAILS with none planted: ${run.failed}` : ''}`,
  );
  state.setReach(suite.name, file, found);
  return found;
}

/** Which of these the file sees: all at once, then halves. */
async function hunt(file, suite, these, context) {
  const { state, place, hash, usual } = context;
  const left = these.filter((each) => state.seen(each) === undefined);
  if (left.length === 0) return;
  const planted = left.map(({ number }) => number);
  const { failed } = await runFile(file, { ...place, ...suite, planted, usual });
  if (failed === undefined) return state.setGreen(left, suite.name, file, hash);
  if (left.length === 1) {
    state.setSeen(left[0], { file, test: failed, suite: suite.name });
    return note(`  ${left[0].number} seen by ${file} > ${failed}`);
  }
  const middle = Math.ceil(left.length / 2);
  await hunt(file, suite, left.slice(0, middle), context);
  await hunt(file, suite, left.slice(middle), context);
}

async function play(suite, wanted, { state, mutants, place, jobs }) {
  // Of the copy: the tree may be worked on meanwhile.
  const hashOf = (file) => sha(readFileSync(join(place.tree, file), 'utf8'));
  const open = () => wanted.filter((each) => state.seen(each) === undefined);
  if (open().length === 0) return [];
  const reaches = [];
  note(`suite ${suite.name}: what each of ${suite.files.length} files reaches`);
  await inTurn(jobs, suite.files, async (file) => {
    const hash = hashOf(file);
    reaches.push({ file, hash, found: await reach(file, suite, { state, mutants, place, hash }) });
  });
  const usable = reaches.filter(({ found }) => found.failed === undefined);
  note(`suite ${suite.name}: hunting ${open().length} mutants`);
  await inTurn(
    jobs,
    usable.toSorted((a, b) => a.found.millis - b.found.millis),
    async ({ file, hash, found }) => {
      const these = open().filter(
        (each) => found.keys.includes(each.key) && !state.isGreen(each, suite.name, file, hash),
      );
      if (these.length > 0) note(`${file}: ${these.map(({ number }) => number).join(' ')}`);
      await hunt(file, suite, these, { state, place, hash, usual: found.millis });
    },
  );
  return reaches.filter(({ found }) => found.failed !== undefined).map(({ file }) => file);
}

const oneLine = (text) => {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > 60 ? `${flat.slice(0, 57)}...` : flat;
};

function row(mutant, state) {
  const { number, file, line, operator, was, to } = mutant;
  const seen = state.seen(mutant);
  const because = equivalence(mutant);
  const verdict =
    seen !== undefined
      ? `${seen.file} > ${seen.test}${seen.suite === 'bare' ? '' : ' (needs a client)'}`
      : because !== undefined
        ? `equivalent: ${because}`
        : 'not seen';
  return `${String(number).padStart(3)}  ${file}:${line}  ${operator}: ${oneLine(was)}  =>  ${oneLine(to) || '(removed)'}\n       ${verdict}`;
}

function report(wanted, state, leftOut) {
  for (const each of wanted) console.log(row(each, state));
  const seen = wanted.map((each) => state.seen(each)).filter((each) => each !== undefined);
  const equivalents = wanted.filter(
    (each) => state.seen(each) === undefined && equivalence(each) !== undefined,
  );
  const bare = seen.filter(({ suite }) => suite === 'bare').length;
  if (leftOut.length > 0)
    console.log(`\nleft out, red with no mutant planted: ${leftOut.join(', ')}`);
  console.log(
    `\n${wanted.length} mutants: ${seen.length} seen, ${bare} of them without an installed client; ` +
      `${wanted.length - seen.length - equivalents.length} not seen, ${equivalents.length} equivalent`,
  );
}

async function main() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '60' },
      only: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      fresh: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      bare: { type: 'boolean', default: false },
      tests: { type: 'string', default: 'test' },
    },
  });
  const mutants = draw(root, Number(values.seed), Number(values.count));
  const numbers = values.only?.split(',').map(Number);
  const wanted = mutants.filter(({ number }) => numbers?.includes(number) ?? true);
  const folder = join(root, '.cache', 'mutants', `${values.seed}-${values.count}`);
  const state = openState(folder, values.fresh);
  if (values.list) return report(wanted, state, []);
  if (numbers !== undefined) state.forget(wanted);
  const place = { tree: join(folder, 'tree'), folder };
  copyWith(root, place.tree, mutants);
  const jobs = Number(values.jobs);
  const leftOut = [];
  const asked = values.tests.split(',');
  const suites = suitesOf(place.tree)
    .filter(({ clients }) => !(values.bare && clients))
    .map((suite) => ({
      ...suite,
      files: suite.files.filter((file) => asked.some((prefix) => file.startsWith(prefix))),
    }));
  for (const suite of suites)
    leftOut.push(...(await play(suite, wanted, { state, mutants, place, jobs })));
  report(wanted, state, [...new Set(leftOut)]);
  rmSync(place.tree, { recursive: true, force: true });
}

await main();
