/** Finds a scenario by its id or path, checks it, and makes the lab's specification of it. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EggtoothError } from '../errors.ts';
import { packageRoot } from '../host/package-root.ts';
import { guess } from '../near-name.ts';
import {
  FAULTS,
  MILESTONES,
  PROFILE_NAMES,
  type LabSpec,
  type OperatorStep,
  type TimelineStep,
  faultValues,
  fsyncTable,
  hostNames,
  parameterOf,
  seconds,
} from '../sim/index.ts';
import { type ReadFile, blamed, readYaml, scenarioError } from './read-yaml.ts';
import { type OperatorFile, type ScenarioFile, operatorSchema, scenarioSchema } from './schema.ts';

export interface LoadedScenario extends LabSpec {
  readonly title: string;
}
export interface ScenarioListing {
  readonly id: string;
  readonly title: string;
}
type Settings = Readonly<Record<string, string>>;

const folder = (): string => join(packageRoot(), 'scenarios');
const EVENTS = MILESTONES.map(({ id }) => id);

export function listScenarios(): readonly ScenarioListing[] {
  return ids().map((id) => ({
    id,
    title: readYaml(join(folder(), `${id}.yaml`), scenarioSchema).value.title,
  }));
}

const ids = (): string[] =>
  readdirSync(folder())
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .toSorted();

/**
 * The scenario `scenarios/<id>.yaml`, or the file at a path, with `--set` applied. Its seed is 1.
 * Throws EGT_UNKNOWN_SCENARIO, EGT_SCENARIO_FILE, EGT_UNKNOWN_PARAMETER, EGT_PARAMETER_VALUE.
 */
export function loadScenario(idOrPath: string, settings: Settings = {}): LoadedScenario {
  const isPath = /[/\\]|\.ya?ml$/.test(idOrPath);
  const path = isPath ? idOrPath : join(folder(), `${idOrPath}.yaml`);
  if (!existsSync(path)) {
    throw new EggtoothError('EGT_UNKNOWN_SCENARIO', {
      name: idOrPath,
      guess: guess(idOrPath, ids()),
    });
  }
  const read = readYaml(path, scenarioSchema);
  const file = read.value;
  checkName(read, ['world', 'profile'], file.world.profile, PROFILE_NAMES, 'profile');
  checkName(read, ['end'], file.end, EVENTS, 'event');
  return {
    scenario: basename(path).replace(/\.ya?ml$/, ''),
    title: file.title,
    profile: file.world.profile,
    masters: file.world.masters,
    seed: 1,
    operator: operator(path, read, hostNames(file.world.profile)),
    timeline: timeline(read, settings, hostNames(file.world.profile)),
    end: file.end,
    timeLimit: micros(file.timeLimit),
  };
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
function micros(text: string): number {
  const [, count = '0', unit = 's'] = /^([\d.]+)(ms|s|m|h)$/.exec(text) ?? [];
  return seconds(Number(count) * (UNITS[unit] ?? 1));
}

function checkName<T>(
  read: ReadFile<T>,
  path: readonly (string | number)[],
  name: string,
  known: readonly string[],
  noun: string,
): void {
  if (known.includes(name)) return;
  const near = guess(name, known);
  throw scenarioError(
    read.place(path),
    `there is no ${noun} "${name}"`,
    `${near}It takes one of: ${known.join(', ')}.`,
  );
}

function operator(
  path: string,
  read: ReadFile<ScenarioFile>,
  hosts: readonly string[],
): OperatorStep[] {
  const given = read.value.operator;
  if (typeof given !== 'string') return steps(read, given, ['operator'], hosts);
  const shared = join(dirname(path), given);
  if (!existsSync(shared)) {
    throw scenarioError(
      read.place(['operator']),
      `there is no file ${given} beside the scenario`,
      'Name one that is there, or write the steps here.',
    );
  }
  const other = readYaml(shared, operatorSchema);
  return steps(other, other.value, [], hosts);
}

function steps<T>(
  read: ReadFile<T>,
  list: OperatorFile,
  prefix: readonly (string | number)[],
  known: readonly string[],
): OperatorStep[] {
  return list.flatMap((step, i): OperatorStep[] => {
    if (step.after !== undefined)
      checkName(read, [...prefix, i, 'after'], step.after, EVENTS, 'event');
    const [verb, hosts] =
      'start' in step.power
        ? (['start', step.power.start] as const)
        : (['destroy', step.power.destroy] as const);
    hosts.forEach((host, n) =>
      checkName(read, [...prefix, i, 'power', verb, n], host, known, 'host'),
    );
    return hosts.map((host) => ({
      ...(step.after === undefined ? {} : { after: step.after }),
      at: step.at === undefined ? 0 : micros(step.at),
      input: { kind: 'power', who: 'operator', host, verb },
    }));
  });
}

function timeline(
  read: ReadFile<ScenarioFile>,
  settings: Settings,
  hosts: readonly string[],
): TimelineStep[] {
  const { onset, ...values } = settings;
  const list = read.value.timeline;
  if (Object.keys(settings).length > 0 && list.length === 0) {
    const [name = ''] = Object.keys(settings);
    throw new EggtoothError('EGT_UNKNOWN_PARAMETER', {
      name,
      of: 'this scenario',
      known: 'none',
      guess: '',
    });
  }
  if (onset !== undefined && !EVENTS.includes(onset)) {
    throw new EggtoothError('EGT_UNKNOWN_EVENT', {
      name: onset,
      known: EVENTS.join(', '),
      guess: guess(onset, EVENTS),
    });
  }
  return list.map((step, i) => {
    if (step.onset !== undefined)
      checkName(read, ['timeline', i, 'onset'], step.onset, EVENTS, 'event');
    const when = {
      ...(step.at === undefined || onset !== undefined ? {} : { at: micros(step.at) }),
      ...((onset ?? step.onset) === undefined ? {} : { onset: onset ?? step.onset ?? '' }),
    };
    const id = step.id ?? `t${i + 1}`;
    if (!('fault' in step)) {
      checkParameters(read, ['timeline', i, 'set'], step.set, hosts);
      return { ...when, id, set: step.set };
    }
    const fault = FAULTS.find((f) => f.id === step.fault);
    if (fault === undefined) {
      const known = FAULTS.map((f) => f.id);
      throw scenarioError(
        read.place(['timeline', i, 'fault']),
        `there is no fault "${step.fault}"`,
        `${guess(step.fault, known)}\`eggtooth faults\` shows all.`,
      );
    }
    if (step.on !== undefined) checkName(read, ['timeline', i, 'on'], step.on, hosts, 'host');
    // What the file itself sets is checked first, so that --set is not blamed on the file.
    blamed(read.place(['timeline', i, 'set']), () => faultValues(fault, step.set ?? {}));
    return {
      ...when,
      id,
      set: fault.set(step.on ?? fault.host, faultValues(fault, { ...step.set, ...values })),
    };
  });
}

function checkParameters<T>(
  read: ReadFile<T>,
  path: readonly (string | number)[],
  set: Readonly<Record<string, unknown>>,
  hosts: readonly string[],
): void {
  for (const [name, value] of Object.entries(set)) {
    blamed(read.place([...path, name]), () => {
      const { kind } = parameterOf(name, hosts);
      if (kind.suffix === 'disk.fsync') fsyncTable(name, value, []);
    });
  }
}
