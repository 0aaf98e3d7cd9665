/**
 * The grade of a drill: a pure function of the record, the looks and the diagnosis. Five parts, each
 * with its evidence. No text is matched and no judge is asked: place, kind, effects, lines, and whether
 * the world, left to itself from here, comes to its end. Rules: reference/faults.md, "Grading".
 */
import type { Look } from '../host/live-lab.ts';
import type { Diagnosis, Drill, Part } from '../scenario/index.ts';
import {
  continued,
  MINUTE,
  SECOND,
  type Lab,
  type LabInput,
  type LabRecord,
  type Micros,
} from '../sim/index.ts';
import { courses, gistOf, type Courses } from './courses.ts';

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
/** How long the world is left to itself to see whether it comes to its end. */
const PATIENCE = 90 * MINUTE;
const half = (value: number): number => Math.round(value * 2) / 2;

/** `lab` is the record's lab at its end; it is read, and goes on at last to see whether it completes. */
export function grade(
  drill: Drill,
  attempted: Attempted,
  lab: Lab = continued(attempted.record, true),
): Score {
  const runs = courses(attempted.record.spec);
  const acts = actsOf(attempted.record);
  const noticed = notice(drill, attempted);
  const diagnosed = diagnose(drill, attempted, runs, lab, noticed.points > 0);
  const mended = mend(drill, attempted, lab);
  const parts: ScorePart[] = [
    { id: 'noticed', of: OF.noticed, ...noticed },
    { id: 'diagnosed', of: OF.diagnosed, ...diagnosed },
    { id: 'mended', of: OF.mended, ...mended },
    { id: 'conduct', of: OF.conduct, ...conduct(drill, acts) },
    { id: 'hints', of: OF.hints, ...price(attempted.hints) },
  ];
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  return { points, of: Object.values(OF).reduce((a, b) => a + b), parts };
}

type Judged = Pick<ScorePart, 'points' | 'evidence'>;

const LOOK_AT: Readonly<Record<string, readonly string[]>> = {
  power: ['hypervisor/', 'cluster/nodes'],
  disk: ['HOST/etcd/', 'HOST/containers/etcd', 'disk-limit/HOST'],
  etcd: ['HOST/etcd/', 'HOST/containers/etcd'],
  'port-6443': ['HOST/containers/kube-apiserver', 'HOST/sockets', 'HOST/healthz'],
  'kube-apiserver': ['HOST/containers/kube-apiserver', 'HOST/healthz'],
  'static-pod-manifests': ['HOST/pods/', 'HOST/etcd/', 'HOST/containers/'],
};
const CHECK_CELLS = ['bootstrap/pods/', 'bootstrap/etcd/', 'bootstrap/healthz', 'cluster/'];

/** Where a look at the place of the cause would show it. */
function relevant(drill: Drill): readonly string[] {
  const [host = '', part = ''] = drill.truth.where.split('/');
  return (LOOK_AT[part] ?? [`${host}/`]).map((cell) => cell.replace('HOST', host));
}

function notice({ truth, ...drill }: Drill, { looks, begunAt }: Attempted): Judged {
  const after = looks.filter(({ at }) => at >= begunAt);
  const seen = (prefix: string): boolean =>
    after.some((look) => look.seen.some(({ cell }) => cell.startsWith(prefix)));
  if (truth.what === 'none') {
    const count = CHECK_CELLS.filter(seen).length;
    const points = count >= CHECKS_LOOKED_AT ? 2 : count > 0 ? 1 : 0;
    return { points, evidence: `looked at ${count} of the 4 things that the checklist asks for` };
  }
  const places = relevant({ truth, ...drill });
  const first = after.find((look) =>
    look.seen.some(({ cell }) => places.some((place) => cell.startsWith(place))),
  );
  if (first === undefined) return { points: 0, evidence: 'never looked where it could be seen' };
  const took = Math.round((first.at - begunAt) / SECOND);
  return {
    points: first.at - begunAt <= SOON ? 2 : 1,
    evidence: `first look in the right place ${took} s after taking over (${first.source})`,
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
  const told = [
    atPlace ? 'right place' : victim ? 'a victim, not the cause' : 'wrong place',
    ofKind > 0 ? 'right kind' : 'kind not right',
    `${both} of ${suffering.length} effects`,
    `${proof.length} line(s) that no healthy run has${loose > 0 ? `, ${loose} that prove nothing` : ''}`,
    ...(looked ? [] : ['said without a look: half']),
  ];
  return { points: half(looked ? sum : sum / 2), evidence: told.join('; ') };
}

const GOOD = new Set(['Running', 'healthy', 'ok', 'Active', 'running', 'Ready', 'True', 'listed']);

/** A pin counts when the healthy run does not have it. */
function proves(pin: string, lab: Lab, looks: readonly Look[], { healthyGists }: Courses): boolean {
  if (pin.startsWith('look:')) {
    const cell = pin.slice('look:'.length);
    return looks.some((look) => look.seen.some((o) => o.cell === cell && !GOOD.has(o.value)));
  }
  const fact = lab.fact(pin);
  const text = fact === undefined ? undefined : gistOf(fact);
  return text !== undefined && !healthyGists.has(text);
}

type Act = LabInput & { readonly kind: 'power' | 'unit' | 'stopContainer' | 'files' | 'patch' };
const SYSTEM_PATH = /^\/(etc|opt|var\/lib|usr)\//;

/** What the trainee did to the world; reading is free, and so are files of her own. */
function actsOf({ inputs }: LabRecord): readonly Act[] {
  return inputs.flatMap(({ input }): Act[] => {
    if (input.who === 'operator') return [];
    if (input.kind === 'files')
      return input.changes.some(({ path }) => SYSTEM_PATH.test(path)) ? [input] : [];
    return input.kind === 'power' ||
      input.kind === 'unit' ||
      input.kind === 'stopContainer' ||
      input.kind === 'patch'
      ? [input]
      : [];
  });
}

const MANIFESTS = '/etc/kubernetes/manifests/';
/** Manifests belong to their own place, and the configuration of a program to its port. */
const isOf = (part: string, { changes }: Act & { kind: 'files' }): boolean => {
  const manifests = changes.some(({ path }) => path.startsWith(MANIFESTS));
  return part === (manifests ? 'static-pod-manifests' : 'port-6443');
};

function needed(act: Act, where: string): boolean {
  const [host = '', part = ''] = where.split('/');
  switch (act.kind) {
    case 'power':
      return part === 'power' && act.host === host && act.verb === 'start';
    case 'patch':
      return Object.keys(act.set).some((name) => name.startsWith(`${host}.${part}.`));
    case 'files':
      return act.host === host && isOf(part, act);
    case 'unit':
      return act.host === host && part === 'port-6443' && act.verb === 'stop';
    case 'stopContainer':
      return false;
  }
}

function conduct({ truth }: Drill, acts: readonly Act[]): Judged {
  const needless = acts.filter((act) => !needed(act, truth.where));
  const told = needless.map((act) =>
    act.kind === 'power' || act.kind === 'unit' ? `${act.verb} ${act.host}` : act.kind,
  );
  const cost = needless.reduce((sum, act) => sum + (act.kind === 'power' ? 2 : 1), 0);
  return {
    points: Math.max(0, 2 - cost),
    evidence: needless.length === 0 ? 'no needless act' : `needless: ${told.join(', ')}`,
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
