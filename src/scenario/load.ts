/** Finds a scenario by its id or path, checks it, and makes the lab's specification of it. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { EggtoothError } from '../errors.ts';
import { packageRoot } from '../host/package-root.ts';
import { guess } from '../near-name.ts';
import {
  EVENTS,
  knownEvent,
  FAULTS,
  PROFILE_NAMES,
  type LabSpec,
  type OperatorStep,
  type TimelineStep,
  checkParameter,
  faultValues,
  hostNames,
} from '../sim/index.ts';
import { type ReadFile, blamed, readYaml, scenarioError } from './read-yaml.ts';
import { byTheBook } from './by-the-book.ts';
import { checkName, micros } from './check.ts';
import { cast, drillOf, rolesOf, type Drill } from './drill.ts';
import { type OperatorFile, type ScenarioFile, operatorSchema, scenarioSchema } from './schema.ts';

export interface LoadedScenario extends LabSpec {
  readonly title: string;
  /** With a mission: what the trainee is asked, and how it is judged. Never sent to a trainee. */
  readonly drill?: Drill;
}
export interface ScenarioListing {
  readonly id: string;
  readonly title: string;
}
type Settings = Readonly<Record<string, string>>;

const folder = (): string => join(packageRoot(), 'scenarios');

export function listScenarios(): readonly ScenarioListing[] {
  return ids().map((id) => ({
    id,
    title: readYaml(join(folder(), `${id}.yaml`), scenarioSchema).value.title,
  }));
}

/** Scenarios with a mission: id, title, level. No cause. */
export function listDrills(): readonly (ScenarioListing & { readonly level: number })[] {
  return ids().flatMap((id) => {
    const {
      title,
      mission,
      level = 1,
    } = readYaml(join(folder(), `${id}.yaml`), scenarioSchema).value;
    return mission === undefined ? [] : [{ id, title, level }];
  });
}

const ids = (): string[] =>
  readdirSync(folder())
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .toSorted();

/** A scenario's file: of its id, or the path itself. */
export function pathOf(idOrPath: string): string {
  const isPath = /[/\\]|\.ya?ml$/.test(idOrPath);
  return isPath ? idOrPath : join(folder(), `${idOrPath}.yaml`);
}

/**
 * The scenario `scenarios/<id>.yaml`, or the file at a path, with `--set` applied. A drill's seed
 * decides which machine it happens to, and whether anything happens at all.
 * Throws EGT_UNKNOWN_SCENARIO, EGT_SCENARIO_FILE, EGT_UNKNOWN_PARAMETER, EGT_PARAMETER_VALUE.
 */
export function loadScenario(idOrPath: string, settings: Settings = {}, seed = 1): LoadedScenario {
  const path = pathOf(idOrPath);
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
  const id = basename(path).replace(/\.ya?ml$/, '');
  const roles = rolesOf(hostNames(file.world.profile), id, seed);
  const known = [...hostNames(file.world.profile), ...roles.keys()];
  const played = operator(path, read, known).flatMap((step) => cast(step, roles));
  const changes = timeline(read, settings, hostNames(file.world.profile));
  const { begin } = file;
  if (begin !== undefined) checkName(read, ['begin', 'after'], begin.after, EVENTS, 'event');
  const drill = drillOf(read, roles, id, seed);
  const quiet = drill?.quiet === true;
  return {
    scenario: id,
    title: file.title,
    profile: file.world.profile,
    masters: file.world.masters,
    seed,
    operator: quiet ? byTheBook(file.world.profile) : played,
    timeline: quiet ? [] : changes,
    end: file.end,
    timeLimit: micros(file.timeLimit),
    ...(drill === undefined ? {} : { drill }),
  };
}

function operator(
  path: string,
  read: ReadFile<ScenarioFile>,
  hosts: readonly string[],
): OperatorStep[] {
  const given = read.value.operator;
  if (typeof given !== 'string') return steps(read, given, ['operator'], hosts);
  const shared = join(dirname(path), given);
  // Somebody else's scenario may be checked: it shows no file from elsewhere on this machine.
  const isBeside = !isAbsolute(given) && !normalize(given).startsWith('..');
  if (!isBeside || !existsSync(shared)) {
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
    const at = step.at === undefined ? 0 : micros(step.at);
    const after = step.after === undefined ? {} : { after: step.after };
    if ('move' in step) {
      const { host, from, to } = step.move;
      checkName(read, [...prefix, i, 'move', 'host'], host, known, 'host');
      const changes = [{ op: 'move' as const, path: from, to }];
      return [{ ...after, at, input: { kind: 'files', who: 'operator', host, changes } }];
    }
    const [verb, hosts] =
      'start' in step.power
        ? (['start', step.power.start] as const)
        : (['destroy', step.power.destroy] as const);
    hosts.forEach((host, n) =>
      checkName(read, [...prefix, i, 'power', verb, n], host, known, 'host'),
    );
    return hosts.map((host) => ({
      ...after,
      at,
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
  if (onset !== undefined) knownEvent(onset);
  const ids = new Set<string>();
  return list.map((step, i) => {
    if (step.onset !== undefined)
      checkName(read, ['timeline', i, 'onset'], step.onset, EVENTS, 'event');
    if (step.onset !== undefined && step.at !== undefined)
      throw scenarioError(
        read.place(['timeline', i, 'at']),
        '"at" and "onset" both say when',
        'Keep one of them.',
      );
    const when = {
      ...(step.at === undefined || onset !== undefined ? {} : { at: micros(step.at) }),
      ...((onset ?? step.onset) === undefined ? {} : { onset: onset ?? step.onset ?? '' }),
    };
    const id = step.id ?? `t${i + 1}`;
    if (ids.has(id))
      throw scenarioError(
        read.place(['timeline', i, 'id']),
        `another step is called "${id}"`,
        'Each has a name of its own.',
      );
    ids.add(id);
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
    blamed(read.place([...path, name]), () => checkParameter(name, value, hosts));
  }
}
