/**
 * The diagnosis against what the comparison with the healthy run gives: place, kind, effects, and lines
 * that no healthy run has.
 */
import type { Look, Observation } from '../host/live-lab.ts';
import type { Diagnosis, Drill } from '../scenario/index.ts';
import { SECOND, type Fact, type Lab } from '../sim/index.ts';
import { containerNames, gistOf, type Courses } from './courses.ts';
import type { Attempted, Judged } from './grade.ts';
import { ill } from './signs.ts';

/** A line of a healthy run that comes so much before its time is none of it. */
const EARLY = 60 * SECOND;
const LINE_SHOWN = 90;
const short = (line: string): string =>
  line.length > LINE_SHOWN ? `${line.slice(0, LINE_SHOWN)}…` : line;
const half = (value: number): number => Math.round(value * 2) / 2;

export function diagnose(
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
    effectsTold(suffering, named),
    `${proof.length} line(s) that no healthy run has${loose > 0 ? `, ${loose} that prove nothing: ${pinned(empty, lab)}` : ''}`,
    ...(looked ? [] : ['said without a look: half']),
  ];
  return { points: half(looked ? sum : sum / 2), evidence: told.join('; ') };
}

/** Which they are, and which were named that are none. */
function effectsTold(suffering: readonly string[], named: ReadonlySet<string>): string {
  const found = suffering.filter((effect) => named.has(effect));
  const missed = suffering.filter((effect) => !named.has(effect));
  const none = [...named].filter((effect) => !suffering.includes(effect));
  const also = [
    ...(missed.length === 0 ? [] : [`not named: ${missed.join(', ')}`]),
    ...(none.length === 0 ? [] : [`none of it: ${none.join(', ')}`]),
  ];
  const rest = also.length === 0 ? '' : ` (${also.join('; ')})`;
  return `${found.length} of ${suffering.length} effects${rest}`;
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
export function strangeLine(
  { cell, asOf }: Observation,
  lab: Lab,
  runs: Courses,
): string | undefined {
  const [host, kind, name] = cell.split('/');
  const names = containerNames(lab);
  const isOfLog = (fact: Fact): boolean => {
    if ((fact.kind !== 'containerLog' && fact.kind !== 'journal') || fact.at > asOf) return false;
    if (fact.host !== host) return false;
    if (fact.kind === 'containerLog')
      return kind === 'containers' && names.get(fact.containerId) === name;
    return kind === 'journal' && fact.unit.replace(/\.service$/, '') === name;
  };
  const line = lab.facts().findLast((fact) => isOfLog(fact) && strange(fact, runs.healthy));
  if (line?.kind === 'journal') return short(line.message);
  return line?.kind === 'containerLog' ? short(line.text) : undefined;
}

function proves(pin: string, lab: Lab, looks: readonly Look[], { healthy }: Courses): boolean {
  if (pin.startsWith('look:')) {
    const wanted = pin.slice('look:'.length);
    return looks.some(({ seen }) => seen.some((o) => o.cell === wanted && ill(o)));
  }
  const fact = lab.fact(pin);
  return fact !== undefined && strange(fact, healthy) && wasShown(fact, lab, looks);
}

/** Has she read that log as far as this line? What went to /dev/null was shown to nobody. */
export function wasShown(fact: Fact, lab: Lab, looks: readonly Look[]): boolean {
  const cell = logOf(fact, lab);
  return looks.some(({ seen }) => seen.some((o) => o.cell === cell && o.asOf >= fact.at));
}
function logOf(fact: Fact, lab: Lab): string | undefined {
  if (fact.kind === 'journal') return `${fact.host}/journal/${fact.unit.replace(/\.service$/, '')}`;
  if (fact.kind !== 'containerLog') return undefined;
  return `${fact.host}/containers/${containerNames(lab).get(fact.containerId) ?? ''}/lines`;
}
