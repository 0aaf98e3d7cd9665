/** The lab as the control API's JSON: numbers with the unit in the name. */
import type { LiveLab, Look } from '../../host/live-lab.ts';
import type { JournalEntry } from '../../sim/index.ts';
import { isExam, type LabRoom } from './control-options.ts';

export const secondsOf = (micros: number): number => Math.round(micros) / 1_000_000;

export function clockView({ lab, clockHeld }: Pick<LabRoom, 'lab' | 'clockHeld'>): object {
  const { clock, world, epochMicros } = lab;
  return {
    held: clockHeld(),
    nowSeconds: secondsOf(world.now),
    wallSeconds: secondsOf(epochMicros + world.now),
    aheadSeconds: secondsOf(Math.round(clock.aheadMicros / 1e5) * 1e5),
    pace: clock.pace,
    paused: clock.paused,
  };
}
export function milestonesView({ world }: LiveLab): readonly object[] {
  return world.read.milestones().map(({ step, id, title, at }) => ({
    step,
    id,
    title,
    atSeconds: secondsOf(at),
  }));
}
/** In a drill the sentence names the step only: why it does not come is what is asked. An exam says nothing. */
export function waitingView(room: LabRoom): object {
  const { lab, drill } = room;
  const { world } = lab;
  if (isExam(room)) return { for: '', sinceSeconds: 0 };
  const { for: text, step, since, usual } = world.read.waiting();
  return {
    for: drill === undefined ? text : step,
    sinceSeconds: secondsOf(since),
    ...(usual === undefined ? {} : { usualSeconds: usual }),
  };
}

export function lookView({ at, source, seen }: Look): object {
  return {
    atSeconds: secondsOf(at),
    source,
    seen: seen.map(({ cell, value, asOf, weak }) => ({
      cell,
      value,
      asOfSeconds: secondsOf(asOf),
      ...(weak === true ? { weak } : {}),
    })),
  };
}

export function labView(options: LabRoom): object {
  const { lab, scenario, practice, addresses, drill } = options;
  lab.now();
  const { world } = lab;
  return {
    id: lab.id,
    scenario: scenario.id,
    title: scenario.title,
    seed: world.spec.seed,
    profile: world.spec.profile,
    status: world.status,
    ...clockView(options),
    milestones: milestonesView(lab),
    waiting: waitingView(options),
    branch: options.branch,
    ...(options.home === undefined ? {} : { home: options.home }),
    drill: drill !== undefined,
    watch: options.watch === true,
    level: options.level,
    checks: isExam(options) ? [] : (practice?.checks() ?? []),
    checksBefore: isExam(options) ? [] : (practice?.history() ?? []),
    // Which machine is off, or how few calls a disk has answered, is hers to find out.
    hosts: world.read
      .hosts()
      .map(({ name, address, power, phase }) =>
        drill === undefined ? { name, address, power, phase } : { name, address },
      ),
    variables: world.read.variables(),
    addresses: addresses(),
    ...(drill === undefined ? { counts: world.counts() } : {}),
  };
}

/** A line of a journal, or of a container's log under the unit `pod:<container>`. */
export type Line = Omit<JournalEntry, 'kind' | 'event'>;

export function entryView(entry: Line): object {
  const { id, at, host, unit, identifier, pid, priority, message, boot } = entry;
  return { id, atSeconds: secondsOf(at), host, unit, identifier, pid, priority, message, boot };
}

export interface JournalQuery {
  readonly host: string;
  readonly unit?: string;
  /** Entries after the one with this id; all of them when it is unknown. */
  readonly after?: string;
}
export function journalAfter({ world }: LiveLab, query: JournalQuery): readonly Line[] {
  const pod = query.unit?.startsWith(POD) === true ? query.unit.slice(POD.length) : undefined;
  const journal: readonly Line[] =
    pod === undefined ? world.read.journal(query.host) : podLog(world, query.host, pod);
  const known =
    query.after === undefined ? -1 : journal.findLastIndex(({ id }) => id === query.after);
  const rest = journal.slice(known + 1);
  return query.unit === undefined || query.unit === '' || pod !== undefined
    ? rest
    : rest.filter((entry) => isOfUnit(entry, query.unit ?? ''));
}
const POD = 'pod:';
const WARNING = /^W|"level":"(warn|error|fatal)"/;
const ERROR = /^[EF]\d|"level":"(error|fatal)"/;
function podLog(world: LiveLab['world'], host: string, name: string): readonly Line[] {
  const { read } = world;
  return read
    .containers(host)
    .filter((container) => container.name === name)
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .flatMap(({ id: container, pid }) =>
      read.containerLog(host, container).map(({ id, at, text }) => ({
        id,
        at,
        host,
        unit: `${POD}${name}`,
        identifier: name,
        pid,
        priority: ERROR.test(text) ? 3 : WARNING.test(text) ? 4 : 6,
        message: text,
        boot: 0,
      })),
    );
}

/** `bootkube` means bootkube.service; systemd's own lines about a unit belong to it. */
export function isOfUnit(entry: Line, unit: string): boolean {
  const full = unit.includes('.') ? unit : `${unit}.service`;
  return (
    entry.unit === full || (entry.identifier === 'systemd' && entry.message.startsWith(`${full}:`))
  );
}
