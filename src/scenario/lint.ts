/**
 * What is wrong in a drill although each of its values is one: a truth that its hints or title give
 * away, a goal that cannot come, a player who cannot be judged.
 */
import { MILESTONES } from '../sim/index.ts';
import { loadScenario, pathOf } from './load.ts';
import { readYaml, type Place } from './read-yaml.ts';
import { scenarioSchema } from './schema.ts';

const STEP = new Map(MILESTONES.map(({ id, step }) => [id, step]));

/** `file:line:column: problem` each. Throws what cannot be read at all. */
export function lintScenario(idOrPath: string): readonly string[] {
  const path = pathOf(idOrPath);
  loadScenario(idOrPath);
  const { value: file, place } = readYaml(path, scenarioSchema);
  const found: string[] = [];
  const say = (at: Place, problem: string): void =>
    void found.push(`${at.file}:${at.line}:${at.column}: ${problem}`);
  if (file.mission === undefined || file.truth === undefined) return found;

  const faults = file.timeline.flatMap((step) => ('fault' in step ? [step.fault] : []));
  const answer = [file.truth.where.split('/')[1] ?? '', ...faults].filter(
    (word) => word.length > 4,
  );
  for (const [i, { say: text }] of file.hints.entries()) {
    const given = [...answer, file.truth.where].find((word) => text.includes(word));
    if (given !== undefined)
      say(place(['hints', i, 'say']), `this hint gives the answer away: "${given}"`);
  }
  for (const word of faults)
    if (file.title.includes(word) || path.includes(`${word}.yaml`))
      say(place(['title']), `a drill is named by its complaint, not by its cause "${word}"`);
  const begin = STEP.get(file.begin?.after ?? '') ?? 0;
  const end = STEP.get(file.end) ?? 0;
  if (begin >= end)
    say(place(['begin', 'after']), `unreachable goal: ${file.end} comes before the trainee begins`);
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
  const changes = file.timeline.length > 0 || typeof file.operator !== 'string';
  if (!changes && file.truth.what !== 'none')
    say(place(['truth']), 'dead truth: neither timeline nor operator does anything');
  const priced = file.hints.reduce((sum, { price }) => sum + price, 0);
  if (priced > 1) say(place(['hints']), `the hints cost ${priced} together; the part has 1 point`);
  return found;
}
