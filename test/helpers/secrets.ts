/** What a drill's trainee must not be told before her debrief, and the search for it. */
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { listDrills, loadScenario, type Drill } from '../../src/scenario/index.ts';
import { FAULTS, PARAMETERS } from '../../src/sim/index.ts';
import type { Kept } from './trainee.ts';

/** A seed on which something is wrong. */
export function loudSeed(id: string): number {
  let seed = 1;
  while (loadScenario(id, {}, seed).drill?.quiet === true) seed += 1;
  return seed;
}

/** In whatever form: as text. */
const NEVER = [
  ...FAULTS.flatMap(({ id, title, cause }) => [id, title, cause]),
  ...FAULTS.flatMap(({ parameters }) => parameters.flatMap(({ name, says }) => [name, says])),
  ...PARAMETERS.flatMap(({ suffix, allowed }) => [suffix, allowed]),
  'one-master',
  'other-masters',
  'role=instructor',
  'role=tester',
  '_INSTRUCTOR_URL',
  '_TESTER_URL',
];
/** Keys of a scenario's file, of the record and of the debrief: no secret in a script, but in an answer. */
const KEYS =
  'timeline onset truth quiet solutions wrong diagnosis proof score channels firstVisibleSeconds fails conduct inputs input cause set says'.split(
    ' ',
  );

function ofDrill({ truth, hints, solutions, wrong }: Drill): string[] {
  return [
    truth.says,
    ...hints.map(({ say }) => say),
    ...solutions.map(({ title }) => title),
    ...wrong.map(({ title }) => title),
  ];
}

export interface Secrets {
  readonly texts: readonly string[];
  /** Places, which tell nothing where all of them are listed. */
  readonly places: readonly string[];
  readonly keys: readonly string[];
}
/** Those of every drill, so that one does not tell of another either, and the key to all of them. */
export function secretsOf({ lab, staffToken }: OpenLab): Secrets {
  const { seed } = lab.world.spec;
  const drills = listDrills().flatMap(({ id }) => loadScenario(id, {}, seed).drill ?? []);
  const places = drills.map(({ truth }) => truth.where).filter((where) => where !== 'nothing');
  return { texts: [...NEVER, ...drills.flatMap(ofDrill), staffToken], places, keys: KEYS };
}

/** `secret @ where it stood`, nothing when all is well. */
export function told(kept: readonly Kept[], { texts, places, keys }: Secrets): string[] {
  return kept.flatMap(({ from, text }) => {
    // What was typed and the lines of a file are quoted once more in a frame.
    const plain = text.replaceAll('\\"', '"');
    const all = plain.includes('master-2/crio');
    return [
      ...(all ? [] : places.filter((place) => plain.includes(place))),
      ...texts.filter((secret) => plain.includes(secret)),
      ...keys.map((key) => `"${key}":`).filter((key) => plain.includes(key)),
    ].map((secret) => `${secret} @ ${from}`);
  });
}

/** Moments later than the lab's time at which they were told. */
export function ahead(kept: readonly Kept[], epochMicros: number): string[] {
  return kept.flatMap(({ from, text, now }) => {
    const late: string[] = [];
    const check = (what: string, micros: number): void => {
      if (micros > now + 1000) late.push(`${what} @ ${from}, at ${now / 1e6} s`);
    };
    for (const [what, key = '', value] of text.matchAll(/\\?"(\w*Seconds)\\?":([\d.]+)/g)) {
      if (/^(duration|period|timeout|lease|grace|renew|ttl)/i.test(key)) continue;
      check(what, Number(value) * 1e6 - (key === 'wallSeconds' ? epochMicros : 0));
    }
    const stamps = /\b(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|\+00:?00)/g;
    for (const [what, whole, part = ''] of text.matchAll(stamps))
      check(what, Date.parse(`${whole}Z`) * 1000 + Number(part) * 1e6 - epochMicros);
    for (const [what, micros] of text.matchAll(/REALTIME_TIMESTAMP\\?"? ?[:=] ?\\?"(\d{16})/g))
      check(what, Number(micros) - epochMicros);
    return late;
  });
}
