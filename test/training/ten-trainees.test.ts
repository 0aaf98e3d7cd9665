/**
 * Ten trainees whom every teacher knows, one who restarts everything and one who looks at nothing that is shown, on every drill, in the order that a teacher would put them; and
 * for each pair the reason, which the debrief has to show.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rehearse, type Rehearsed } from '../../src/lab-server/rehearsal.ts';
import {
  FOLLOWS,
  listDrills,
  loadScenario,
  WHAT,
  WHERE_PARTS,
  type Attempt,
  type Drill,
  type LoadedScenario,
  type Part,
} from '../../src/scenario/index.ts';
import { hexOf, MINUTE, SECOND } from '../../src/sim/index.ts';
import { courses } from '../../src/training/courses.ts';
import { debrief } from '../../src/training/debrief.ts';
import type { Attempted, Score } from '../../src/training/grade.ts';

type Said = NonNullable<Attempt['diagnosis']>;
type Loaded = LoadedScenario & { readonly drill: Drill };
const TRAINEES = [
  'expert',
  'shotgun repairer',
  'right word by wrong proof',
  'blames the symptom',
  'does nothing',
  'heals by reboot',
  'late',
  'breaks something else',
  'says no fault',
  'guesses',
  'brute force',
  'reads /dev/null',
] as const;
type Trainee = (typeof TRAINEES)[number];

/** `better` has more points than `worse`, and more in the part that is the reason. */
interface Pair {
  readonly better: Trainee;
  readonly worse: Trainee;
  readonly part: Part;
  readonly because: string;
  /** What the debrief says to the worse one. */
  readonly told: RegExp;
}
const pair = (
  better: Trainee,
  worse: Trainee,
  part: Part,
  told: RegExp,
  because: string,
): Pair => ({ better, worse, part, because, told });

const ALWAYS: readonly Pair[] = [
  pair(
    'expert',
    'late',
    'noticed',
    /late/,
    'both mend it, and one let it burn for a quarter of an hour',
  ),
  pair('expert', 'shotgun repairer', 'conduct', /needless: .*reboot/, 'one shot in many'),
  pair('expert', 'breaks something else', 'conduct', /needless: .*still so/, 'a scheduler is gone'),
  pair('late', 'blames the symptom', 'diagnosed', /victim|no|wrong/, 'late and right is right'),
  pair('breaks something else', 'guesses', 'diagnosed', /wrong|victim|named/, 'one knew the cause'),
  pair('shotgun repairer', 'heals by reboot', 'diagnosed', /no diagnosis/, 'one knew the cause'),
  pair(
    'right word by wrong proof',
    'guesses',
    'diagnosed',
    /wrong|victim|named/,
    'the word is right',
  ),
  pair(
    'right word by wrong proof',
    'does nothing',
    'diagnosed',
    /no diagnosis/,
    'the word is right',
  ),
  pair('blames the symptom', 'guesses', 'noticed', /never looked|looked at 0/, 'one has looked'),
  pair('blames the symptom', 'heals by reboot', 'conduct', /needless: .*reboot/, 'one did no harm'),
  pair('blames the symptom', 'does nothing', 'noticed', /never|looked at 0/, 'one has looked'),
  pair('guesses', 'does nothing', 'conduct', /did nothing/, 'who does nothing gets nothing'),
  pair('expert', 'brute force', 'mended', /needless acts/, 'nobody can tell what mended it'),
  pair('expert', 'brute force', 'conduct', /needless: /, 'everything was restarted'),
  pair('guesses', 'heals by reboot', 'conduct', /needless: .*reboot/, 'a word does no harm'),
];
const WITH_A_FAULT: readonly Pair[] = [
  ...ALWAYS,
  pair(
    'expert',
    'right word by wrong proof',
    'diagnosed',
    /prove nothing: ".*Waiting for API server/,
    'the line that was marked is in every healthy run',
  ),
  pair(
    'right word by wrong proof',
    'blames the symptom',
    'diagnosed',
    /victim|wrong place/,
    'cause over effect',
  ),
  pair(
    'shotgun repairer',
    'blames the symptom',
    'diagnosed',
    /victim|wrong place/,
    'cause over effect',
  ),
  pair(
    'expert',
    'reads /dev/null',
    'diagnosed',
    /prove nothing|without a look/,
    'a proof that nobody was shown',
  ),
  pair('late', 'says no fault', 'diagnosed', /said that nothing was wrong/, 'late beats never'),
  pair('says no fault', 'guesses', 'noticed', /never looked/, 'one has looked'),
  pair('says no fault', 'heals by reboot', 'conduct', /needless: .*reboot/, 'one did no harm'),
];
/** Where a part of a machine suffers, to name it is more than to deny. */
const WITH_A_VICTIM: readonly Pair[] = [
  ...WITH_A_FAULT,
  pair(
    'blames the symptom',
    'says no fault',
    'diagnosed',
    /nothing was wrong/,
    'a trail, not denial',
  ),
];
/** Where nothing is wrong the proof is the looks, and who says so after looking is the expert. */
const WITHOUT: readonly Pair[] = [
  ...ALWAYS,
  pair('expert', 'right word by wrong proof', 'diagnosed', /without a look/, 'luck is no skill'),
  pair('says no fault', 'right word by wrong proof', 'noticed', /looked at 0/, 'luck is no skill'),
  pair('says no fault', 'blames the symptom', 'diagnosed', /no fault|none/, 'nothing was wrong'),
  pair('says no fault', 'breaks something else', 'conduct', /still so/, 'a repair is damage here'),
  pair('says no fault', 'shotgun repairer', 'conduct', /reboot/, 'a repair is damage here'),
];

const NOBODY: Attempt = { title: 'nobody', exec: [], hints: 0, fails: [] };
const NOTHING: Said = {
  where: 'nothing',
  what: 'none',
  follows: [],
  proof: [],
  confidence: 90,
};
const HOSTS = ['bootstrap', 'master-0', 'master-1', 'master-2'];
const ON_EVERY_HEALTHY_RUN = 'Waiting for API server to come up';
const from = (host: string, command: string): Attempt['exec'][number] => ({
  host,
  command,
  after: 20 * SECOND,
});
/** A healthy bootstrap is not over by then. */
const LATE_BY = 15 * MINUTE;
const reboots = HOSTS.map((host) => from('workstation', `virsh reboot ocp4-${host}`));
const everything = [
  from('bootstrap', 'sudo systemctl restart kubelet crio bootkube'),
  from('bootstrap', 'sudo crictl stop $(sudo crictl ps -q)'),
];
const away = from(
  'bootstrap',
  'sudo mv /etc/kubernetes/manifests/kube-scheduler-pod.yaml /home/core/',
);

/** What each of them types and says, from the drill's own solution and its computed effects. */
function trainees({ drill, title: _title, ...spec }: Loaded): Record<Trainee, Attempt> {
  const [expert] = drill.solutions;
  if (expert?.diagnosis === undefined) throw new Error('no solution with a diagnosis');
  const { exec } = expert;
  const quiet = drill.truth.what === 'none';
  // The last command of a solution is its repair.
  const looking = quiet ? exec : exec.slice(0, -1);
  const victim = courses(spec).effects.find((e) => WHERE_PARTS.some((p) => p === e));
  const innocent = `bootstrap/${victim ?? 'kube-apiserver'}`;
  const says = (diagnosis: Said, typed: Attempt['exec'] = exec): Attempt => ({
    ...NOBODY,
    exec: typed,
    diagnosis,
  });
  return {
    expert,
    'shotgun repairer': says(expert.diagnosis, [...exec, ...reboots]),
    'right word by wrong proof': quiet
      ? says(expert.diagnosis, [])
      : says({ ...expert.diagnosis, proof: [ON_EVERY_HEALTHY_RUN] }),
    'blames the symptom': says({ ...NOTHING, where: innocent, what: 'overload' }, looking),
    'does nothing': NOBODY,
    'heals by reboot': { ...NOBODY, exec: reboots },
    late: says(expert.diagnosis, [{ ...from('workstation', 'true'), after: LATE_BY }, ...exec]),
    'breaks something else': says(expert.diagnosis, [...exec, away]),
    'says no fault': says(NOTHING, looking),
    guesses: says(guess(drill, spec.seed), []),
    'brute force': says(expert.diagnosis, [...everything, ...exec]),
    'reads /dev/null': says(
      expert.diagnosis,
      exec.map((each) => ({ ...each, command: `{ ${each.command}; } >/dev/null 2>&1` })),
    ),
  };
}

/** A throw of the dice among all that the form offers, and not by chance the truth. */
function guess({ truth }: Drill, seed: number): Said {
  const pick = <T>(list: readonly T[], what: string): T =>
    list[Number.parseInt(hexOf(seed, `guess:${what}`, 8), 16) % list.length] as T;
  const places = HOSTS.flatMap((host) => WHERE_PARTS.map((part) => `${host}/${part}`));
  return {
    where: pick(
      places.filter((place) => place !== truth.where),
      'where',
    ),
    what: pick(
      WHAT.filter((what) => what !== 'none'),
      'what',
    ),
    follows: [pick(FOLLOWS, 'follows')],
    proof: [],
    confidence: 50,
  };
}

/** On the first seed from 1 on which something is wrong. */
function loud(id: string): Loaded {
  for (let seed = 1; ; seed++) {
    const loaded = loadScenario(id, {}, seed);
    const { drill } = loaded;
    if (drill === undefined) throw new Error(`${id} is no drill`);
    if (!drill.quiet) return { ...loaded, drill };
  }
}

async function played(loaded: Loaded): Promise<ReadonlyMap<Trainee, Rehearsed>> {
  const results = new Map<Trainee, Rehearsed>();
  // One after the other: the clock runs while a command does, and a busy machine would make them slow.
  for (const [name, attempt] of Object.entries(trainees(loaded)) as [Trainee, Attempt][]) {
    const result = await rehearse(loaded, attempt);
    if (result === undefined) throw new Error(`${name}: the drill does not begin`);
    results.set(name, result);
  }
  return results;
}

const partOf = ({ parts }: Score, id: Part): Score['parts'][number] => {
  const part = parts.find((p) => p.id === id);
  if (part === undefined) throw new Error(`no part ${id}`);
  return part;
};
const line = (name: string, { points, parts }: Score): string =>
  `${name}: ${points} = ${parts.map((p) => `${p.id} ${p.points} (${p.evidence})`).join(', ')}`;

/** What a teacher would say against the order; empty when there is nothing. */
function objections(pairs: readonly Pair[], results: ReadonlyMap<Trainee, Rehearsed>): string[] {
  return pairs.flatMap(({ better, worse, part, because, told }) => {
    const [high, low] = [better, worse].map((name) => results.get(name)?.debrief.score);
    if (high === undefined || low === undefined) return [`${better} or ${worse} has not played`];
    const [a, b] = [partOf(high, part), partOf(low, part)];
    const wrong = [
      ...(high.points > low.points ? [] : ['no more points']),
      ...(a.points > b.points ? [] : [`no more in ${part}`]),
      ...(a.evidence !== '' && b.evidence !== '' && a.evidence !== b.evidence ? [] : ['no reason']),
      ...(told.test(b.evidence) ? [] : [`another reason than ${told}`]),
    ];
    return wrong.length === 0
      ? []
      : [
          `${better} over ${worse} (${because}): ${wrong.join(', ')}\n  ${line(better, high)}\n  ${line(worse, low)}`,
        ];
  });
}

/** Whom the grade puts where, best first, and why. */
function table(id: string, results: ReadonlyMap<Trainee, Rehearsed>): string {
  const rows = [...results]
    .map(([name, { debrief: d }]) => ({ name, score: d.score }))
    .toSorted((a, b) => b.score.points - a.score.points)
    .map(({ name, score }) => `  ${line(name, score)}`.slice(0, 400));
  return [`${id}:`, ...rows].join('\n');
}

const recordings = mkdtempSync(join(tmpdir(), 'eggtooth-recordings-'));
/** Of nothing but the file: its record names scenario and seed. */
function debriefOf(file: string): string {
  const read = JSON.parse(readFileSync(file, 'utf8')) as Attempted;
  const { scenario, seed } = read.record.spec;
  const { drill, title } = loadScenario(scenario, {}, seed);
  if (drill === undefined) throw new Error(`${scenario} is no drill`);
  return JSON.stringify(debrief(drill, title, read));
}

/** Twelve play one after the other, on a machine that may be busy. */
const PATIENCE_MILLIS = 600_000;

describe.each(listDrills().map(({ id }) => id))('ten trainees on %s', (id) => {
  it(
    'have the teacher’s order for the teacher’s reasons, and again from a recording',
    async () => {
      const loaded = loud(id);
      const results = await played(loaded);
      const quiet = loaded.drill.truth.what === 'none';
      const { drill: _, title: __, ...spec } = loaded;
      const hasVictim = courses(spec).effects.some((e) => WHERE_PARTS.some((p) => p === e));
      const pairs = quiet ? WITHOUT : hasVictim ? WITH_A_VICTIM : WITH_A_FAULT;
      process.stdout.write(`${table(id, results)}\n`);
      expect(objections(pairs, results).join('\n')).toBe('');

      const scores = new Map([...results].map(([name, { debrief: d }]) => [name, d.score]));
      expect(scores.get('expert')?.points).toBeGreaterThanOrEqual(11);
      expect(scores.get('does nothing')?.points).toBe(0);
      expect(scores.get('brute force')?.points).toBeLessThan(9);
      // What each of them typed took its own time: the points are the same, not the minutes told.
      const pointsOf = (name: Trainee): unknown =>
        scores.get(name)?.parts.map(({ id: part, points }) => [part, points]);
      if (quiet) expect(pointsOf('says no fault')).toEqual(pointsOf('expert'));
      for (const score of scores.values())
        for (const part of score.parts) expect(part.evidence).not.toBe('');

      const { debrief: first, attempted } = results.get('expert') ?? {};
      const file = join(recordings, `${id}.json`);
      writeFileSync(file, JSON.stringify(attempted));
      expect(debriefOf(file)).toBe(JSON.stringify(first));
    },
    PATIENCE_MILLIS,
  );
});
