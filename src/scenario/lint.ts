/**
 * What is wrong in a drill although each of its values is one: a truth that its hints or title give
 * away, a goal or a check that cannot come, a player who cannot be judged.
 */
import { MILESTONES } from '../sim/index.ts';
import { micros } from './check.ts';
import { MENDABLE, SEEN_PARTS } from './diagnosis-form.ts';
import { loadScenario, pathOf } from './load.ts';
import { readYaml, type Place } from './read-yaml.ts';
import { scenarioSchema, type ScenarioFile } from './schema.ts';

const STEP = new Map(MILESTONES.map(({ id, step }) => [id, step]));

type Check = ScenarioFile['checklist'][number];
/** From which milestone on a check can be ticked, and until which: the masters take etcd over. */
const TICKED: Readonly<Record<Check, { readonly from: string; readonly until?: string }>> = {
  pods: { from: 'static-pods-started' },
  etcd: { from: 'etcd-started', until: 'control-plane-pivoted' },
  api: { from: 'kube-apiserver-started' },
  manifests: { from: 'cluster-manifests-applied' },
};

/** How people say a part of a machine, and a kind of cause, where it is not by its name. */
const PART_SAID: Readonly<Record<string, RegExp>> = {
  power: /\b(power|switched|machine)/,
  'port-6443': /\b6443\b/,
  'static-pod-manifests': /\bmanifests?\b/,
};
const KIND_SAID: Readonly<Record<string, RegExp>> = {
  absent: /\b(absent|missing|gone|moved)\b/,
  conflict: /\b(conflict|taken|in use|occupied)/,
  'not-started': /\b(not started|off|never started)\b/,
  'wrong-value': /\bwrong\b/,
  'wrong-identity': /\b(wrong|identity)\b/,
};
const asSaid = (name: string): RegExp => new RegExp(`\\b${name.replaceAll('-', '[- ]')}`);

/** `the disk is slow`: a sentence with both the part and the kind. */
function saysBoth(text: string, { where, what }: { where: string; what: string }): boolean {
  const [, part] = where.split('/');
  if (part === undefined) return false;
  return [PART_SAID[part] ?? asSaid(part), KIND_SAID[what] ?? asSaid(what)].every((word) =>
    word.test(text.toLowerCase()),
  );
}

interface Problem {
  readonly at: readonly (string | number)[];
  readonly says: string;
}
/** A truth that no trainee can choose or be shown, a change that no trainee can take back. */
function unplayable({ truth, timeline }: ScenarioFile): readonly Problem[] {
  if (truth === undefined || truth.what === 'none') return [];
  const [host, part] = truth.where.split('/');
  const at = ['truth', 'where'];
  const seen = SEEN_PARTS.join(', ');
  return [
    ...(host === 'other-masters'
      ? [{ at, says: `nobody can choose ${truth.where}: it is several machines; name one-master` }]
      : []),
    ...(SEEN_PARTS.some((each) => each === part)
      ? []
      : [
          {
            at,
            says: `nobody can be shown it: no sign tells of ${truth.where}; known are ${seen}`,
          },
        ]),
    ...timeline.flatMap((step, i) =>
      Object.keys('fault' in step ? {} : step.set)
        .filter((name) => !MENDABLE.test(name))
        .map((name) => ({
          at: ['timeline', i],
          says: `nobody can mend it: a trainee has no command that gives ${name} back`,
        })),
    ),
  ];
}

/** `file:line:column: problem` each. Throws what cannot be read at all. */
export function lintScenario(idOrPath: string): readonly string[] {
  const path = pathOf(idOrPath);
  loadScenario(idOrPath);
  const { value: file, place } = readYaml(path, scenarioSchema);
  const found: string[] = [];
  const say = (at: Place, problem: string): void =>
    void found.push(`${at.file}:${at.line}:${at.column}: ${problem}`);
  const { truth } = file;
  if (file.mission === undefined || truth === undefined) return found;

  const faults = file.timeline.flatMap((step) => ('fault' in step ? [step.fault] : []));
  const answer = [truth.where.split('/')[1] ?? '', ...faults].filter((word) => word.length > 4);
  for (const [i, { say: text }] of file.hints.entries()) {
    const given = [...answer, truth.where].find((word) => text.includes(word));
    if (given !== undefined)
      say(place(['hints', i, 'say']), `this hint gives the answer away: "${given}"`);
    else if (text.split(/[.?!:]/).some((sentence) => saysBoth(sentence, truth)))
      say(
        place(['hints', i, 'say']),
        `this hint gives the answer away: it says both where and what, ${truth.what} at ${truth.where}`,
      );
  }
  for (const word of faults)
    if (file.title.includes(word) || path.includes(`${word}.yaml`))
      say(place(['title']), `a drill is named by its complaint, not by its cause "${word}"`);
  const begin = STEP.get(file.begin?.after ?? '') ?? 0;
  const end = STEP.get(file.end) ?? 0;
  if (begin >= end)
    say(place(['begin', 'after']), `unreachable goal: ${file.end} comes before the trainee begins`);
  if (micros(file.timeLimit) <= micros(file.begin?.at ?? '0s'))
    say(place(['timeLimit']), 'unreachable goal: the time is over before the trainee begins');
  file.checklist.forEach((check, i) => {
    const { from, until } = TICKED[check];
    const dead =
      (STEP.get(from) ?? 0) > end
        ? `${from} comes after the end, ${file.end}`
        : until !== undefined && begin >= (STEP.get(until) ?? 0)
          ? `it is over at ${until}, before the trainee begins`
          : undefined;
    if (dead !== undefined)
      say(place(['checklist', i]), `dead check "${check}": it can never be ticked; ${dead}`);
  });
  if (file.solutions.length === 0) say(place(['mission']), 'nobody solves it: add solutions');
  if (file.wrong.length === 0) say(place(['mission']), 'nobody fails it: add wrong players');
  file.wrong.forEach((attempt, i) => {
    const same = file.solutions.some(
      (s) =>
        JSON.stringify(s.diagnosis) === JSON.stringify(attempt.diagnosis) &&
        JSON.stringify(s.exec) === JSON.stringify(attempt.exec),
    );
    if (same) say(place(['wrong', i]), 'this wrong player does what a solution does');
  });
  for (const problem of unplayable(file)) say(place([...problem.at]), problem.says);
  const changes = file.timeline.length > 0 || typeof file.operator !== 'string';
  if (!changes && truth.what !== 'none')
    say(place(['truth']), 'dead truth: neither timeline nor operator does anything');
  const priced = file.hints.reduce((sum, { price }) => sum + price, 0);
  if (priced > 1) say(place(['hints']), `the hints cost ${priced} together; the part has 1 point`);
  return found;
}
