/**
 * `eggtooth scenario test`: plays every drill: its solutions must pass on each seed, its wrong players
 * must fail in the parts that they say. Two processes share the work.
 */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { rehearse } from '../lab-server/rehearsal.ts';
import { listDrills, loadScenario, type Attempt, type Part } from '../scenario/index.ts';
import type { Score } from '../training/grade.ts';

export interface TestOptions {
  readonly all: boolean;
  readonly seeds: number;
  readonly json: boolean;
  readonly verbose: boolean;
}
interface Result {
  readonly id: string;
  readonly seeds: number;
  /** Of these, those on which nothing is wrong. */
  readonly quietSeeds: readonly number[];
  readonly ms: number;
  readonly passed: number;
  readonly failures: readonly string[];
}
/** Of 12: a solution has at least so much. */
const PASS = 9;
const QUIET_ANSWER = { where: 'nothing', what: 'none', follows: [], proof: [], confidence: 90 };

export async function testScenarios(ids: readonly string[], options: TestOptions): Promise<void> {
  const chosen = options.all || ids.length === 0 ? listDrills().map(({ id }) => id) : ids;
  const results =
    chosen.length > 1 && availableParallelism() > 1
      ? await shared(chosen, options)
      : await inTurn(chosen, options);
  process.stdout.write(
    options.json ? `${JSON.stringify(results, undefined, 2)}\n` : results.map(told).join(''),
  );
  if (results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
}

const told = ({ id, seeds, quietSeeds, ms, passed, failures }: Result): string =>
  `${failures.length === 0 ? 'ok  ' : 'FAIL'} ${id}: ${passed} attempts, ${seeds} seeds${quietSeeds.length === 0 ? '' : ` (nothing wrong on ${quietSeeds.join(', ')})`}, ${ms} ms\n${failures.map((f) => `     ${f}\n`).join('')}`;

async function inTurn(ids: readonly string[], options: TestOptions): Promise<Result[]> {
  const results: Result[] = [];
  for (const id of ids) results.push(await testOne(id, options));
  return results;
}

/** Processes of this same command, one scenario each, two at a time. */
async function shared(ids: readonly string[], { seeds }: TestOptions): Promise<Result[]> {
  const run = promisify(execFile);
  const waiting = [...ids.entries()];
  const results: Result[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [place, id] = next;
      const args = [process.argv[1] ?? '', 'scenario', 'test', id, '--json', '--seeds', `${seeds}`];
      const { stdout } = await run(process.execPath, args).catch(
        (error: Error & { stdout?: string }) => {
          if (error.stdout === undefined || error.stdout === '') throw error;
          return { stdout: error.stdout };
        },
      );
      const [result] = JSON.parse(stdout) as Result[];
      if (result !== undefined) results[place] = result;
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

async function testOne(id: string, { seeds, verbose }: TestOptions): Promise<Result> {
  const began = performance.now();
  const failures: string[] = [];
  let passed = 0;
  const play = async (seed: number, attempt: Attempt): Promise<void> => {
    const loaded = loadScenario(id, {}, seed);
    const { drill } = loaded;
    if (drill === undefined) return void failures.push('has no mission: it is no drill');
    const result = await rehearse({ ...loaded, drill }, attempt);
    if (result === undefined)
      return void failures.push(`seed ${seed}: ${drill.begin.after} does not come`);
    const { score } = result.debrief;
    if (verbose) process.stderr.write(`${result.printed.join('\n')}\n${scoreLine(score)}\n`);
    const wrong = judged(attempt, score);
    if (wrong === undefined) passed += 1;
    else failures.push(`seed ${seed}, ${attempt.title}: ${wrong} (${scoreLine(score)})`);
    return undefined;
  };
  const tried = seedsOf(id, seeds);
  for (const seed of tried.all) {
    const { drill } = loadScenario(id, {}, seed);
    for (const solution of drill?.solutions ?? [])
      await play(seed, tried.quiet.includes(seed) ? looking(solution) : solution);
  }
  const [loudSeed = 1] = tried.all.filter((seed) => !tried.quiet.includes(seed));
  const { drill } = loadScenario(id, {}, loudSeed);
  if (drill !== undefined && drill.solutions.length === 0) failures.push('nobody solves it');
  for (const attempt of drill?.wrong ?? []) await play(loudSeed, attempt);
  const ms = Math.round(performance.now() - began);
  return { id, seeds: tried.all.length, quietSeeds: tried.quiet, ms, passed, failures };
}

/** Further than this nobody looks for a seed of the other kind. */
const SEED_MAX = 1000;

/**
 * The first `count` seeds; and where all of them are of one kind, the first of the other: a solution
 * that was not played with the fault, and without it, has shown nothing. A scenario whose truth is that
 * nothing is wrong has one kind only.
 */
function seedsOf(
  id: string,
  count: number,
): { readonly all: readonly number[]; readonly quiet: readonly number[] } {
  const isQuiet = (seed: number): boolean => loadScenario(id, {}, seed).drill?.quiet === true;
  const all = Array.from({ length: count }, (_, i) => i + 1);
  const quiet = all.filter(isQuiet);
  const wantsQuiet = quiet.length === 0;
  if (!wantsQuiet && quiet.length < all.length) return { all, quiet };
  if (loadScenario(id, {}, 1).drill?.truth.what === 'none' && wantsQuiet && !hasFault(id))
    return { all, quiet };
  for (let seed = count + 1; seed <= SEED_MAX; seed++) {
    if (isQuiet(seed) !== wantsQuiet) continue;
    return { all: [...all, seed], quiet: wantsQuiet ? [seed] : quiet };
  }
  return { all, quiet };
}
/** On some seed something is wrong. */
const hasFault = (id: string): boolean =>
  Array.from({ length: 20 }, (_, i) => loadScenario(id, {}, i + 1).drill).some(
    (drill) => drill?.truth.what !== 'none',
  );

/** On a seed without a fault: the checklist's looks, no act, and "nothing is wrong". */
function looking(solution: Attempt): Attempt {
  const commands = [
    'sudo crictl pods',
    'sudo crictl exec $(sudo crictl ps -q --name etcd) etcdctl endpoint health',
    'curl -k https://localhost:6443/healthz',
    'oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig get ns',
  ];
  const exec = commands.map((command) => ({ host: 'bootstrap', command, after: 1_000_000 }));
  return { ...solution, exec, diagnosis: QUIET_ANSWER };
}

function judged({ fails }: Attempt, { points, of, parts }: Score): string | undefined {
  if (fails.length === 0)
    return points >= PASS ? undefined : `a solution should have ${PASS} of ${of}`;
  const high = fails.find((id: Part) => {
    const part = parts.find((p) => p.id === id);
    return part !== undefined && part.points > part.of / 2;
  });
  if (high !== undefined) return `should fail in ${high}`;
  return points < PASS ? undefined : `a wrong player should have less than ${PASS} of ${of}`;
}

const scoreLine = ({ points, parts }: Score): string =>
  `${points}: ${parts.map((p) => `${p.id} ${p.points}/${p.of} ${p.evidence}`).join(' | ')}`;
