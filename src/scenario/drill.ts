/**
 * The part of a scenario file that makes it a drill: mission, hints, truth, who must pass and who must
 * not. The seed decides which machine it happens to, and in one of six whether anything happens.
 */
import { hexOf, seconds, type Micros, type OperatorStep } from '../sim/index.ts';
import { checkName, micros } from './check.ts';
import { type ReadFile, scenarioError } from './read-yaml.ts';
import type { AttemptFile, ScenarioFile } from './schema.ts';
import { FOLLOWS, WHAT, WHERE_PARTS } from './diagnosis-form.ts';

export interface Diagnosis {
  /** `bootstrap/disk`, `master-1/power`, `nothing`. */
  readonly where: string;
  /** One of WHAT. */
  readonly what: string;
  readonly follows: readonly string[];
  /** Ids of facts, or `look:<cell>`. */
  readonly proof: readonly string[];
  readonly confidence: number;
}
export interface Hint {
  readonly unless?: string;
  readonly price: number;
  readonly say: string;
}
export interface Truth {
  readonly where: string;
  readonly what: string;
  readonly says: string;
}
export type CheckId = ScenarioFile['checklist'][number];
export type Part = 'noticed' | 'diagnosed' | 'mended' | 'conduct' | 'hints';
export interface Attempt extends Omit<AttemptFile, 'exec'> {
  readonly exec: readonly {
    readonly host: string;
    readonly command: string;
    readonly after: Micros;
  }[];
  /** Parts that must stay under half; empty for a solution. */
  readonly fails: readonly Part[];
}
export interface Drill {
  readonly level: number;
  readonly mission: string;
  readonly begin: { readonly after: string; readonly at: Micros };
  /** The checks that the trainee is asked for. */
  readonly checklist: readonly CheckId[];
  readonly hints: readonly Hint[];
  readonly truth: Truth;
  /** On this seed the fault is left out, and to say so is the answer. */
  readonly quiet: boolean;
  readonly solutions: readonly Attempt[];
  readonly wrong: readonly Attempt[];
}

/** `one-master` is drawn by the seed, `other-masters` are the rest. */
export type Roles = ReadonlyMap<string, readonly string[]>;
const draw = (seed: number, what: string, sides: number): number =>
  Number.parseInt(hexOf(seed, what, 8), 16) % sides;
const QUIET_ONE_IN = 6;
const NO_FAULT: Truth = {
  where: 'nothing',
  what: 'none',
  says: 'Nothing was wrong: every line that looked bad is in every healthy bootstrap too.',
};

export function rolesOf(hosts: readonly string[], id: string, seed: number): Roles {
  const masters = hosts.filter((host) => host.startsWith('master-'));
  const one = masters[draw(seed, `drill:${id}:master`, masters.length)] ?? '';
  return new Map([
    ['one-master', [one]],
    ['other-masters', masters.filter((host) => host !== one)],
  ]);
}

/** The step with its roles filled by machines. */
export function cast(step: OperatorStep, roles: Roles): OperatorStep[] {
  const { input } = step;
  if (!('host' in input)) return [step];
  const hosts = roles.get(input.host);
  return hosts === undefined
    ? [step]
    : hosts.map((host) => ({ ...step, input: { ...input, host } }));
}

export function drillOf(
  read: ReadFile<ScenarioFile>,
  roles: Roles,
  id: string,
  seed: number,
): Drill | undefined {
  const file = read.value;
  const { mission, truth, begin } = file;
  if (mission === undefined) return undefined;
  for (const [key, value] of Object.entries({ truth, begin })) {
    if (value === undefined) {
      throw scenarioError(
        read.place(['mission']),
        `a mission needs ${key}`,
        `docs/scenario-format.md says what ${key} holds.`,
      );
    }
  }
  if (truth === undefined || begin === undefined) return undefined;
  checkDiagnosis(read, ['truth'], truth, roles);
  const attempts = (key: 'solutions' | 'wrong'): Attempt[] =>
    file[key].map((attempt, i) => {
      if (attempt.diagnosis !== undefined)
        checkDiagnosis(read, [key, i, 'diagnosis'], attempt.diagnosis, roles);
      const fails = 'fails' in attempt ? (attempt.fails as readonly Part[]) : [];
      return castAttempt({ ...attempt, fails }, roles);
    });
  const quiet = truth.what !== 'none' && draw(seed, `drill:${id}:quiet`, QUIET_ONE_IN) === 0;
  return {
    level: file.level ?? 1,
    mission: mission.trim(),
    begin: { after: begin.after, at: micros(begin.at) },
    checklist: file.checklist,
    hints: file.hints.map(({ unless, ...hint }) => ({
      ...hint,
      ...(unless === undefined ? {} : { unless: fill(unless, roles) }),
    })),
    truth: quiet
      ? NO_FAULT
      : { ...truth, where: fill(truth.where, roles), says: fill(truth.says, roles) },
    quiet,
    solutions: attempts('solutions'),
    wrong: attempts('wrong'),
  };
}

const fill = (text: string, roles: Roles): string =>
  text.replaceAll('one-master', roles.get('one-master')?.[0] ?? 'one-master');

function castAttempt(
  { exec, diagnosis, ...attempt }: AttemptFile & { fails: readonly Part[] },
  roles: Roles,
): Attempt {
  return {
    ...attempt,
    exec: exec.map(({ host, command, after }) => ({
      host: fill(host, roles),
      command: fill(command, roles),
      after: after === undefined ? seconds(20) : micros(after),
    })),
    ...(diagnosis === undefined
      ? {}
      : {
          diagnosis: {
            ...diagnosis,
            where: fill(diagnosis.where, roles),
            proof: diagnosis.proof.map((text) => fill(text, roles)),
          },
        }),
  };
}

function checkDiagnosis(
  read: ReadFile<ScenarioFile>,
  path: readonly (string | number)[],
  given: { readonly where: string; readonly what: string; readonly follows?: readonly string[] },
  roles: Roles,
): void {
  const hosts = ['bootstrap', 'master-0', 'master-1', 'master-2', ...roles.keys()];
  const places = ['nothing', ...hosts.flatMap((host) => WHERE_PARTS.map((p) => `${host}/${p}`))];
  checkName(read, [...path, 'where'], given.where, places, 'place');
  checkName(read, [...path, 'what'], given.what, WHAT, 'kind of cause');
  for (const [i, name] of (given.follows ?? []).entries())
    checkName(read, [...path, 'follows', i], name, FOLLOWS, 'effect');
}
