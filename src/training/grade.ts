/**
 * The grade of a drill: a pure function of the record, the looks and the diagnosis. Five parts, each
 * with its evidence. No text is matched and no judge is asked: place, kind, effects, lines, and whether
 * the world, left to itself from here, comes to its end. Rules: reference/faults.md, "Grading".
 */
import type { Look, Observation } from '../host/live-lab.ts';
import type { Diagnosis, Drill, Part } from '../scenario/index.ts';
import {
  continued,
  MINUTE,
  SECOND,
  type Fact,
  type Lab,
  type LabRecord,
  type Micros,
} from '../sim/index.ts';
import { conduct } from './conduct.ts';
import { containerNames, courses, gistOf, type Courses } from './courses.ts';
import { ill, sightings } from './signs.ts';

/** Plain data: written as JSON and read again, it is given the same grade and the same debrief. */
export interface Attempted {
  readonly record: LabRecord;
  readonly looks: readonly Look[];
  /** When she took over. */
  readonly begunAt: Micros;
  /** Prices of the hints that she took. */
  readonly hints: readonly number[];
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
/** A line of a healthy run that comes so much before its time is none of it. */
const EARLY = 60 * SECOND;
/** How long the world is left to itself to see whether it comes to its end. */
const PATIENCE = 90 * MINUTE;
const LINE_SHOWN = 90;
const short = (line: string): string =>
  line.length > LINE_SHOWN ? `${line.slice(0, LINE_SHOWN)}…` : line;
const half = (value: number): number => Math.round(value * 2) / 2;

/** `lab` is the record's lab at its end; it is read, and goes on at last to see whether it completes. */
export function grade(
  drill: Drill,
  attempted: Attempted,
  lab: Lab = continued(attempted.record, true),
): Score {
  const runs = courses(attempted.record.spec);
  const noticed = notice(drill, attempted, lab, runs);
  const diagnosed = diagnose(drill, attempted, runs, lab, noticed.points > 0);
  const conducted = conduct(drill, attempted.record, lab, OF.conduct);
  const mended = mend(drill, attempted, lab);
  const parts: ScorePart[] = [
    { id: 'noticed', of: OF.noticed, ...noticed },
    { id: 'diagnosed', of: OF.diagnosed, ...diagnosed },
    { id: 'mended', of: OF.mended, ...mended },
    { id: 'conduct', of: OF.conduct, ...conducted },
    { id: 'hints', of: OF.hints, ...price(attempted.hints) },
  ];
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  return { points, of: Object.values(OF).reduce((a, b) => a + b), parts };
}

type Judged = Pick<ScorePart, 'points' | 'evidence'>;

const CHECK_CELLS = ['bootstrap/pods/', 'bootstrap/etcd/', 'bootstrap/healthz', 'cluster/'];

function notice({ truth }: Drill, { looks, begunAt }: Attempted, lab: Lab, runs: Courses): Judged {
  const after = looks.filter(({ at }) => at >= begunAt);
  const since = (at: Micros): string =>
    `${Math.round((at - begunAt) / SECOND)} s after taking over`;
  const soon = (at: Micros): boolean => at - begunAt <= SOON;
  if (truth.what === 'none') {
    const firsts = CHECK_CELLS.flatMap(
      (prefix) => after.find(({ seen }) => seen.some((o) => o.cell.startsWith(prefix)))?.at ?? [],
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

function diagnose(
  { truth }: Drill,
  { diagnosis, looks }: Attempted,
  runs: Courses,
  lab: Lab,
  looked: boolean,
): Judged {
  if (diagnosis === undefined) return { points: 0, evidence: 'no diagnosis' };
  const { where, what } = diagnosis;
  if (truth.what === 'none') {
    const right = where === 'nothing' && what === 'none';
    const points = right ? (looked ? 4 : 2) : 0;
    return {
      points,
      evidence: right
        ? `nothing was wrong${looked ? '' : ', said without a look'}`
        : 'named a fault where there was none',
    };
  }
  const suffering = runs.effects;
  const [, part = ''] = where.split('/');
  const atPlace = where === truth.where;
  const victim = !atPlace && suffering.some((effect) => effect === part);
  const ofPlace = atPlace ? 1.5 : victim ? 0.5 : 0;
  const ofKind = atPlace && what === truth.what ? 1 : 0;
  const named = new Set(diagnosis.follows);
  const both = suffering.filter((effect) => named.has(effect)).length;
  const either = new Set([...suffering, ...named]).size;
  const ofEffects = atPlace && either > 0 && both / either >= 0.5 ? 0.5 : 0;
  const proof = diagnosis.proof.filter((pin) => proves(pin, lab, looks, runs));
  const loose = diagnosis.proof.length - proof.length;
  const ofProof = atPlace ? Math.max(0, Math.min(1, proof.length) - 0.5 * Math.min(1, loose)) : 0;
  const sum = ofPlace + ofKind + ofEffects + ofProof;
  const empty = diagnosis.proof.find((pin) => !proof.includes(pin)) ?? '';
  const told = [
    placeTold(diagnosis, atPlace, victim),
    ofKind > 0 ? 'right kind' : 'kind not right',
    `${both} of ${suffering.length} effects`,
    `${proof.length} line(s) that no healthy run has${loose > 0 ? `, ${loose} that prove nothing: ${pinned(empty, lab)}` : ''}`,
    ...(looked ? [] : ['said without a look: half']),
  ];
  return { points: half(looked ? sum : sum / 2), evidence: told.join('; ') };
}

function placeTold({ where }: Diagnosis, atPlace: boolean, victim: boolean): string {
  if (atPlace) return 'right place';
  if (where === 'nothing') return 'said that nothing was wrong';
  return victim ? `${where} is a victim, not the cause` : `${where} is the wrong place`;
}
function pinned(pin: string, lab: Lab): string {
  const fact = lab.fact(pin);
  if (fact?.kind === 'journal') return `"${short(fact.message)}"`;
  if (fact?.kind === 'containerLog') return `"${short(fact.text)}"`;
  return pin === '' ? 'a line that is not there' : pin;
}

/** A line that the healthy run does not have, or has only much later. */
function strange(fact: Fact, healthy: Courses['healthy']): boolean {
  const text = gistOf(fact);
  if (text === undefined) return false;
  return fact.at < (healthy.get(text) ?? Number.POSITIVE_INFINITY) - EARLY;
}

/** The newest strange line of a log, as far as she read it: `bootstrap/containers/etcd/lines`. */
function strangeLine({ cell, asOf }: Observation, lab: Lab, runs: Courses): string | undefined {
  const [host, , name] = cell.split('/');
  const names = containerNames(lab);
  const isOfLog = (fact: Fact): boolean =>
    fact.kind === 'containerLog' &&
    fact.at <= asOf &&
    fact.host === host &&
    names.get(fact.containerId) === name;
  const line = lab.facts().findLast((fact) => isOfLog(fact) && strange(fact, runs.healthy));
  return line?.kind === 'containerLog' ? short(line.text) : undefined;
}

function proves(pin: string, lab: Lab, looks: readonly Look[], { healthy }: Courses): boolean {
  if (pin.startsWith('look:')) {
    const wanted = pin.slice('look:'.length);
    return looks.some(({ seen }) => seen.some((o) => o.cell === wanted && ill(o)));
  }
  const fact = lab.fact(pin);
  return fact !== undefined && strange(fact, healthy);
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
