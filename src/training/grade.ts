/**
 * The grade of a drill: a pure function of the record, the looks and the diagnosis. Five parts, each
 * with its evidence. No text is matched and no judge is asked: place, kind, effects, lines, and whether
 * the world, left to itself from here, comes to its end. Rules: reference/faults.md, "Grading".
 */
import type { Look } from '../host/live-lab.ts';
import type { Diagnosis, Drill, Part } from '../scenario/index.ts';
import { continued, MINUTE, SECOND, type Lab, type LabRecord, type Micros } from '../sim/index.ts';
import { conduct } from './conduct.ts';
import { courses, type Courses } from './courses.ts';
import { diagnose, strangeLine } from './diagnosed.ts';
import { sightings } from './signs.ts';
import { isView, type Viewed } from './views.ts';

/** Plain data: written as JSON and read again, it is given the same grade and the same debrief. */
export interface Attempted {
  readonly record: LabRecord;
  readonly looks: readonly Look[];
  /** When she took over. */
  readonly begunAt: Micros;
  /** Prices of the hints that she took. */
  readonly hints: readonly number[];
  /** How often she went back: what she did on other ways is not judged, but said. */
  readonly wentBack?: number;
  readonly diagnosis?: Diagnosis;
}
export interface ScorePart {
  readonly id: Part;
  readonly points: number;
  readonly of: number;
  readonly evidence: string;
}
export interface Score {
  readonly points: number;
  readonly of: number;
  readonly parts: readonly ScorePart[];
}

const OF: Readonly<Record<Part, number>> = {
  noticed: 2,
  diagnosed: 4,
  mended: 3,
  conduct: 2,
  hints: 1,
};
const SOON = 5 * MINUTE;
const CHECKS_LOOKED_AT = 3;
/** How long the world is left to itself to see whether it comes to its end. */
const PATIENCE = 90 * MINUTE;

/** `lab` is the record's lab at its end; it is read, and goes on at last to see whether it completes. */
export function grade(
  drill: Drill,
  attempted: Attempted,
  lab: Lab = continued(attempted.record, true),
): Score {
  const runs = courses(attempted.record.spec, attempted.record.epochMicros);
  const noticed = notice(drill, attempted, lab, runs);
  const diagnosed = diagnose(drill, attempted, runs, lab, noticed.points > 0);
  const conducted = conduct(drill, attempted.record, lab, OF.conduct, attempted.diagnosis);
  const { wentBack = 0 } = attempted;
  const others = wentBack === 0 ? '' : `; went back ${wentBack} time(s), this way alone is judged`;
  const mended = byLuck(mend(drill, attempted, lab), conducted.needless);
  const parts = (idle(attempted) ? withNothing : (all: readonly ScorePart[]) => all)([
    { id: 'noticed', of: OF.noticed, ...noticed },
    { id: 'diagnosed', of: OF.diagnosed, ...diagnosed },
    { id: 'mended', of: OF.mended, ...mended },
    {
      id: 'conduct',
      of: OF.conduct,
      points: conducted.points,
      evidence: `${conducted.evidence}${others}`,
    },
    { id: 'hints', of: OF.hints, ...price(attempted.hints) },
  ]);
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  return { points, of: Object.values(OF).reduce((a, b) => a + b), parts };
}

/** Neither looked, nor did, nor said anything since she took over. */
function idle({ looks, begunAt, diagnosis, record }: Attempted): boolean {
  return (
    diagnosis === undefined &&
    !looks.some(({ at }) => at >= begunAt) &&
    !record.inputs.some(
      ({ at, input }) =>
        at >= begunAt &&
        input.who !== 'operator' &&
        !input.who.startsWith('script:') &&
        input.kind !== 'journal',
    )
  );
}
const withNothing = (parts: readonly ScorePart[]): readonly ScorePart[] =>
  parts.map((part) => ({ ...part, points: 0, evidence: `${part.evidence}; did nothing` }));

/** Who restarts everything has mended something, and cannot tell what. */
const SHOTS_MAX = 3;
const byLuck = (mended: Judged, needless: number): Judged =>
  needless <= SHOTS_MAX || mended.points === 0
    ? mended
    : { points: 1, evidence: `${mended.evidence}, by one of ${needless} needless acts` };

export type Judged = Pick<ScorePart, 'points' | 'evidence'>;

const CHECKS: readonly Viewed[] = ['pods', 'etcd', 'api', 'manifests'];

function notice({ truth }: Drill, { looks, begunAt }: Attempted, lab: Lab, runs: Courses): Judged {
  const after = looks.filter(({ at }) => at >= begunAt);
  const since = (at: Micros): string =>
    `${Math.round((at - begunAt) / SECOND)} s after taking over`;
  const soon = (at: Micros): boolean => at - begunAt <= SOON;
  if (truth.what === 'none') {
    const firsts = CHECKS.flatMap(
      (check) =>
        after.find(({ seen }) =>
          seen.some(({ cell, asOf }) => isView(check, cell) && asOf >= begunAt),
        )?.at ?? [],
    ).toSorted((a, b) => a - b);
    const last = firsts[CHECKS_LOOKED_AT - 1] ?? firsts.at(-1);
    const late = last !== undefined && !soon(last);
    const enough = firsts.length >= CHECKS_LOOKED_AT && !late;
    return {
      points: enough ? 2 : firsts.length > 0 ? 1 : 0,
      evidence: `looked at ${firsts.length} of the 4 things that the checklist asks for${late ? `, late: ${since(last)}` : ''}`,
    };
  }
  const { place, shown } = sightings(truth.where, after, (log) => strangeLine(log, lab, runs));
  if (shown !== undefined) {
    const { look, text } = shown;
    const when = `${since(look.at)} (${look.source}, ${text})`;
    if (soon(look.at)) return { points: 2, evidence: `was shown it ${when}` };
    return { points: 1, evidence: `was shown it late, ${when}` };
  }
  if (place === undefined) return { points: 0, evidence: 'never looked where it could be seen' };
  return {
    points: 1,
    evidence: `looked in the right place ${since(place.at)} (${place.source}), and was not shown it`,
  };
}

/** Left to itself from here, with the operator's remaining steps: does the bootstrap complete? */
function mend({ truth }: Drill, { record }: Attempted, lab: Lab): Judged {
  const held = stillSlow(record, lab);
  if (held !== undefined) return { points: 0, evidence: `${held} is still as the fault left it` };
  const limit = Math.min(record.spec.timeLimit, record.endedAt + PATIENCE);
  while (lab.status === 'running' && lab.nextDue() <= limit) lab.runUntil(lab.nextDue());
  if (lab.status !== 'complete')
    return { points: 0, evidence: 'left to itself, it does not come to its end' };
  const at = Math.round(lab.now / SECOND / 60);
  const what = truth.what === 'none' ? 'it completes by itself' : 'the cause is undone';
  return { points: 3, evidence: `${what}; complete at minute ${at}` };
}

/** A disk that is held back lets a bootstrap complete all the same: the cause itself is looked at. */
function stillSlow({ spec }: LabRecord, lab: Lab): string | undefined {
  const names = spec.timeline.flatMap(({ set }) => Object.keys(set));
  return names.find((name) => {
    if (!name.endsWith('.disk.fsync')) return false;
    const now = lab.facts().findLast((f) => f.kind === 'parameter' && f.name === name);
    const value = now?.kind === 'parameter' ? (now.value as Record<string, unknown>) : {};
    return value['fixedMillis'] !== 0 && value['profile'] !== 'ssd' && now !== undefined;
  });
}

function price(hints: readonly number[]): Judged {
  const cost = hints.reduce((a, b) => a + b, 0);
  return {
    points: Math.max(0, 1 - cost),
    evidence: hints.length === 0 ? 'none taken' : `${hints.length} taken`,
  };
}
