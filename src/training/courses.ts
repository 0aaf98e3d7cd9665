/**
 * The two runs that a drill is judged against: the healthy twin (same seed, by the book) and the
 * natural course (the fault, and nobody who acts). Nothing of the truth about effects is written by
 * hand: it is what differs between the two.
 */
import {
  createLab,
  gist,
  MINUTE,
  SECOND,
  type Fact,
  type Lab,
  type LabSpec,
  type Micros,
  RUN_EPOCH_MICROS,
} from '../sim/index.ts';
import { byTheBook, FOLLOWS } from '../scenario/index.ts';

/** What the comparison gives: plain data, so that no run is kept in memory for it. */
export interface Courses {
  /** Who suffers. */
  readonly effects: readonly Effect[];
  readonly channels: readonly Channel[];
  /** What the healthy run's lines say, and when each is first said. */
  readonly healthy: ReadonlyMap<string, Micros>;
}
interface Runs {
  readonly twin: Lab;
  readonly natural: Lab;
}
export type Effect = (typeof FOLLOWS)[number];
export interface Channel {
  readonly id: string;
  readonly title: string;
  /** First moment at which the channel differs from the twin's, in lab seconds. */
  readonly firstVisibleSeconds?: number;
  readonly firstLine?: string;
  /** The line in her own lab, where it came there too: what can be asked why. */
  readonly fact?: string;
}

const AFTERMATH = 5 * MINUTE;
/** A step is late when it comes so much after its twin. */
const LATE = 60 * SECOND;
/** How long something may be missing before its absence can be seen. */
const MISSED_AFTER = 60 * SECOND;
const KEPT = 4;
const kept = new Map<string, Courses>();

/** `epochMicros`: when her own lab began, so that the lines carry its dates. */
export function courses(spec: LabSpec, epochMicros = RUN_EPOCH_MICROS): Courses {
  const key = JSON.stringify([epochMicros, spec]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const healthy = { ...spec, timeline: [], operator: byTheBook(spec.profile) };
  const how = { epochMicros, autopilot: true };
  const twin = createLab(healthy, how);
  while (twin.status === 'running' && twin.nextDue() <= spec.timeLimit)
    twin.runUntil(twin.nextDue());
  twin.runUntil(twin.now + AFTERMATH);
  // Where nothing is wrong the two are one.
  const natural = JSON.stringify(healthy) === JSON.stringify(spec) ? twin : createLab(spec, how);
  natural.runUntil(twin.now);
  const made = {
    effects: effects({ twin, natural }),
    channels: channels({ twin, natural }),
    healthy: firstSaid(twin),
  };
  kept.set(key, made);
  for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
  return made;
}

function firstSaid(lab: Lab): ReadonlyMap<string, Micros> {
  const first = new Map<string, Micros>();
  for (const fact of lab.facts()) {
    const text = gistOf(fact);
    if (text !== undefined && !first.has(text)) first.set(text, fact.at);
  }
  return first;
}

/** What a line says, without its figures and names of pods; undefined for facts that are no line. */
export function gistOf(fact: Fact): string | undefined {
  if (fact.kind === 'journal') return `${fact.host} ${fact.identifier} ${gist(fact.message)}`;
  if (fact.kind === 'containerLog') return `${fact.host} ${gist(fact.text)}`;
  return undefined;
}

function effects({ twin, natural }: Runs): readonly Effect[] {
  const late = (id: string): boolean => {
    const at = (lab: Lab): number =>
      lab.read.milestones().find((m) => m.id === id)?.at ?? Number.POSITIVE_INFINITY;
    return at(natural) - at(twin) > LATE;
  };
  const found: Record<Effect, boolean> = {
    etcd: complaints(natural) > complaints(twin) + 2 || late('etcd-started') || stopped(natural),
    'kube-apiserver':
      exits(natural, 'kube-apiserver') > exits(twin, 'kube-apiserver') ||
      late('kube-apiserver-started') ||
      unanswered(natural) > unanswered(twin) + 2,
    // Who only waits, and prints that it waits, does not suffer.
    bootkube: late('cluster-manifests-applied'),
    masters: late('masters-joined'),
    'etcd-growth': late('etcd-three-members'),
  };
  return FOLLOWS.filter((effect) => found[effect]);
}

const COMPLAINT = /took too long|slow fdatasync|lost leader|leader changed/;
const complaints = (lab: Lab): number =>
  lab.facts().filter((f) => f.kind === 'containerLog' && COMPLAINT.test(f.text)).length;
/** What clients of an API server say of it when it fails them. */
const UNANSWERED =
  /etcdserver: (request timed out|leader changed)|:6443\S*: (EOF|.*connection refused|.*i\/o timeout)|:6443.*connection refused|rpc error: code = Unavailable/;
const unanswered = (lab: Lab): number =>
  lab.facts().filter((f) => f.kind === 'journal' && UNANSWERED.test(f.message)).length;
const exits = (lab: Lab, name: string): number =>
  lab.facts().filter((f) => f.kind === 'container' && f.name === name && f.state === 'exited')
    .length;
/** etcd does not run on the bootstrap, although the control plane has not moved. */
const stopped = (lab: Lab): boolean =>
  !lab.read.milestones().some(({ id }) => id === 'control-plane-pivoted') &&
  lab.facts().some((f) => f.kind === 'socket' && f.port === 2379 && f.host === 'bootstrap') &&
  !lab.read.members().some((m) => m.host === 'bootstrap' && m.running);

/** Channel of a fact: where somebody would see it. */
function channelOf(fact: Fact, containers: ReadonlyMap<string, string>): string | undefined {
  switch (fact.kind) {
    case 'journal':
      // What a master says besides its kubelet is not read in a bootstrap.
      if (fact.host !== 'bootstrap' && fact.identifier !== 'kubenswrapper') return undefined;
      return `journal:${fact.host}:${fact.identifier.replace(/\.sh$/, '')}`;
    case 'containerLog':
      return `log:${fact.host}:${containers.get(fact.containerId) ?? 'container'}`;
    case 'sandbox':
    case 'container':
      return fact.host === 'bootstrap' ? `crictl:${fact.host}` : undefined;
    case 'power':
      return 'virsh';
    case 'object':
      return fact.resource === 'core/nodes' ? 'oc get nodes' : undefined;
    case 'unit':
    case 'socket':
    case 'interface':
    case 'filter':
    case 'file':
    case 'milestone':
    case 'parameter':
      return undefined;
  }
}

const sign = (fact: Fact): string =>
  gistOf(fact) ??
  (fact.kind === 'sandbox' || fact.kind === 'container'
    ? `${fact.host} ${gist(fact.name)} ${fact.state}`
    : fact.kind === 'power'
      ? `${fact.host} power ${fact.on ? 'on' : 'off'}`
      : fact.kind === 'object'
        ? `${fact.type} ${fact.name} ${ready(fact.object)}`
        : '');
const ready = (object: object): string =>
  (
    object as { status?: { conditions?: { type: string; status: string }[] } }
  ).status?.conditions?.find((c) => c.type === 'Ready')?.status ?? '';

/** Per channel the first moment at which the natural course shows more, or misses what is due. */
export function channels({ twin, natural }: Runs): readonly Channel[] {
  const first = new Map<string, { at: number; line: string }>();
  const compare = (from: Lab, against: Lab, missed: boolean): void => {
    const names = containerNames(from);
    const there = new Map<string, number>();
    for (const fact of against.facts()) {
      const key = sign(fact);
      there.set(key, (there.get(key) ?? 0) + 1);
    }
    const counts = new Map<string, number>();
    for (const fact of from.facts()) {
      const channel = channelOf(fact, names);
      if (channel === undefined) continue;
      const key = sign(fact);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count <= (there.get(key) ?? 0)) continue;
      const at = fact.at + (missed ? MISSED_AFTER : 0);
      if (at >= (first.get(channel)?.at ?? Infinity) || at > natural.now) continue;
      first.set(channel, { at, line: missed ? `missing: ${lineOf(fact)}` : lineOf(fact) });
    }
  };
  compare(natural, twin, false);
  compare(twin, natural, true);
  return [...first]
    .map(([id, { at, line }]) => ({
      id,
      title: id.replaceAll(':', ' '),
      firstVisibleSeconds: at / SECOND,
      firstLine: line,
    }))
    .toSorted((a, b) => a.firstVisibleSeconds - b.firstVisibleSeconds);
}

export function containerNames(lab: Lab): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const fact of lab.facts())
    if (fact.kind === 'container') names.set(fact.containerId, fact.name);
  return names;
}

/** The same channel with its first line as her lab has it. */
export function inLab(channel: Channel, lab: Lab): Channel {
  const names = containerNames(lab);
  const found = lab
    .facts()
    .find((fact) => channelOf(fact, names) === channel.id && lineOf(fact) === channel.firstLine);
  return found === undefined ? channel : { ...channel, fact: found.id };
}

function lineOf(fact: Fact): string {
  if (fact.kind === 'journal') return `${fact.identifier}: ${fact.message}`;
  if (fact.kind === 'containerLog') return fact.text;
  return sign(fact);
}
