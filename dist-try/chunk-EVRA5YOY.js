import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);

// src/fake-api/control/lab-view.ts
var secondsOf = (micros) => Math.round(micros) / 1e6;
function clockView({ clock, world, epochMicros }) {
  return {
    nowSeconds: secondsOf(world.now),
    wallSeconds: secondsOf(epochMicros + world.now),
    pace: clock.pace,
    paused: clock.paused
  };
}
function milestonesView({ world }) {
  return world.read.milestones().map(({ step, id, title, at }) => ({
    step,
    id,
    title,
    atSeconds: secondsOf(at)
  }));
}
function waitingView({ world }) {
  const waiting = world.read.waiting();
  return { for: waiting.for, sinceSeconds: secondsOf(waiting.since) };
}
function labView(options) {
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
    hosts: world.read.hosts().map(({ name, address, power, phase }) => ({ name, address, power, phase })),
    variables: world.read.variables(),
    addresses: addresses(),
    counts: world.counts()
  };
}
function entryView(entry) {
  const { id, at, host, unit, identifier, pid, priority, message, boot } = entry;
  return { id, atSeconds: secondsOf(at), host, unit, identifier, pid, priority, message, boot };
}
function journalAfter({ world }, query) {
  const journal = world.read.journal(query.host);
  const known = query.after === void 0 ? -1 : journal.findLastIndex(({ id }) => id === query.after);
  const rest = journal.slice(known + 1);
  return query.unit === void 0 || query.unit === "" ? rest : rest.filter((entry) => isOfUnit(entry, query.unit ?? ""));
}
function isOfUnit(entry, unit) {
  const full = unit.includes(".") ? unit : `${unit}.service`;
  return entry.unit === full || entry.identifier === "systemd" && entry.message.startsWith(`${full}:`);
}

export {
  secondsOf,
  clockView,
  milestonesView,
  waitingView,
  labView,
  entryView,
  journalAfter
};
