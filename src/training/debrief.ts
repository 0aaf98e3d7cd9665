/** The debrief: what happened over where she looked, turning points, the score, a draft of a write-up. */
import type { Drill, Truth } from '../scenario/index.ts';
import { continued, SECOND } from '../sim/index.ts';
import { courses, inLab, type Channel } from './courses.ts';
import { grade, type Attempted, type Score } from './grade.ts';

export interface LookMark {
  readonly atSeconds: number;
  readonly source: string;
  readonly cells: readonly string[];
}
export interface TurningPoint {
  readonly atSeconds: number;
  readonly text: string;
}
export interface Debrief {
  readonly title: string;
  readonly seed: number;
  readonly begunSeconds: number;
  readonly endedSeconds: number;
  readonly truth: Truth;
  readonly follows: readonly string[];
  readonly milestones: readonly { readonly title: string; readonly atSeconds: number }[];
  readonly channels: readonly Channel[];
  readonly looks: readonly LookMark[];
  readonly turningPoints: readonly TurningPoint[];
  readonly score: Score;
  /** Markdown. */
  readonly writeUp: string;
}
const CHANNELS_SHOWN = 10;
const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export function debrief(drill: Drill, title: string, attempted: Attempted): Debrief {
  const { record, begunAt } = attempted;
  const runs = courses(record.spec, record.epochMicros);
  const lab = continued(record, true);
  const milestones = lab.read
    .milestones()
    .map(({ title: text, at }) => ({ title: text, atSeconds: at / SECOND }));
  const score = grade(drill, attempted, lab);
  const shown = runs.channels.slice(0, CHANNELS_SHOWN).map((channel) => inLab(channel, lab));
  const looks = attempted.looks.map(({ at, source, seen }) => ({
    atSeconds: at / SECOND,
    source,
    cells: [...new Set(seen.map(({ cell }) => cell))],
  }));
  const told = {
    title,
    seed: record.spec.seed,
    begunSeconds: begunAt / SECOND,
    endedSeconds: record.endedAt / SECOND,
    truth: drill.truth,
    follows: runs.effects,
    milestones,
    channels: shown,
    looks,
    turningPoints: turningPoints(shown, looks, begunAt / SECOND),
    score,
  };
  return { ...told, writeUp: writeUp(told, attempted) };
}

function turningPoints(
  shown: readonly Channel[],
  looks: readonly LookMark[],
  begun: number,
): TurningPoint[] {
  const points: TurningPoint[] = [];
  const [first] = shown;
  if (first?.firstVisibleSeconds !== undefined) {
    points.push({
      atSeconds: first.firstVisibleSeconds,
      text: `It could first be seen here, in ${first.title}: ${first.firstLine ?? ''}`,
    });
  }
  const firstLook = looks.find(({ atSeconds }) => atSeconds >= begun);
  if (firstLook !== undefined) {
    points.push({
      atSeconds: firstLook.atSeconds,
      text: `Your first look: ${firstLook.cells.slice(0, 3).join(', ')}`,
    });
  }
  const last = looks.at(-1);
  if (last !== undefined && last !== firstLook) {
    points.push({
      atSeconds: last.atSeconds,
      text: `Your last look before you answered: ${last.cells.slice(0, 3).join(', ')}`,
    });
  }
  return points;
}

function writeUp(told: Omit<Debrief, 'writeUp'>, { diagnosis, hints }: Attempted): string {
  const { truth, score } = told;
  const answer =
    diagnosis === undefined
      ? 'No diagnosis was given.'
      : `Diagnosis: ${diagnosis.what} at ${diagnosis.where} (confidence ${diagnosis.confidence} %).`;
  return [
    `# ${told.title} (seed ${told.seed})`,
    '',
    `**What it was.** ${truth.says} (${truth.what} at ${truth.where})`,
    '',
    `**Who suffered.** ${told.follows.length === 0 ? 'nobody' : told.follows.join(', ')}`,
    '',
    '**Timeline.**',
    ...told.milestones.map(({ atSeconds, title }) => `- ${clock(atSeconds)} ${title}`),
    '',
    '**First signs.**',
    ...told.channels
      .slice(0, 5)
      .map((c) => `- ${clock(c.firstVisibleSeconds ?? 0)} ${c.title}: ${c.firstLine ?? ''}`),
    '',
    `**What I did.** ${told.looks.length} looks, ${hints.length} hints. ${answer}`,
    '',
    `**Score.** ${score.points} of ${score.of}`,
    ...score.parts.map(
      ({ id, points, of, evidence }) => `- ${id}: ${points} of ${of}, ${evidence}`,
    ),
    '',
  ].join('\n');
}
