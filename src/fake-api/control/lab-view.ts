/** The lab as the control API's JSON: numbers with the unit in the name. */
import type { LiveLab } from '../../host/live-lab.ts';
import type { JournalEntry } from '../../sim/index.ts';
import type { ControlOptions } from './control-options.ts';

export const secondsOf = (micros: number): number => Math.round(micros) / 1_000_000;

export function clockView({ clock, world, epochMicros }: LiveLab): object {
  return {
    nowSeconds: secondsOf(world.now),
    wallSeconds: secondsOf(epochMicros + world.now),
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
export function waitingView({ world }: LiveLab): object {
  const waiting = world.read.waiting();
  return { for: waiting.for, sinceSeconds: secondsOf(waiting.since) };
}

export function labView(options: ControlOptions): object {
  const { lab, scenario, practice, addresses } = options;
  lab.now();
  const { world } = lab;
  return {
    id: lab.id,
    scenario: scenario.id,
    title: scenario.title,
    seed: world.spec.seed,
    profile: world.spec.profile,
    status: world.status,
    ...clockView(lab),
    milestones: milestonesView(lab),
    waiting: waitingView(lab),
    checks: practice?.checks() ?? [],
    hosts: world.read
      .hosts()
      .map(({ name, address, power, phase }) => ({ name, address, power, phase })),
    variables: world.read.variables(),
    addresses: addresses(),
    counts: world.counts(),
  };
}

export function entryView(entry: JournalEntry): object {
  const { id, at, host, unit, identifier, pid, priority, message, boot } = entry;
  return { id, atSeconds: secondsOf(at), host, unit, identifier, pid, priority, message, boot };
}

export interface JournalQuery {
  readonly host: string;
  readonly unit?: string;
  /** Entries after the one with this id; all of them when it is unknown. */
  readonly after?: string;
}
export function journalAfter({ world }: LiveLab, query: JournalQuery): readonly JournalEntry[] {
  const journal = world.read.journal(query.host);
  const known =
    query.after === undefined ? -1 : journal.findLastIndex(({ id }) => id === query.after);
  const rest = journal.slice(known + 1);
  return query.unit === undefined || query.unit === ''
    ? rest
    : rest.filter((entry) => isOfUnit(entry, query.unit ?? ''));
}
/** `bootkube` means bootkube.service; systemd's own lines about a unit belong to it. */
export function isOfUnit(entry: JournalEntry, unit: string): boolean {
  const full = unit.includes('.') ? unit : `${unit}.service`;
  return (
    entry.unit === full || (entry.identifier === 'systemd' && entry.message.startsWith(`${full}:`))
  );
}
