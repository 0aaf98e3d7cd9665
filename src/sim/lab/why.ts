/**
 * From a symptom back to its root. Every event knows the one that queued it, and which change of a
 * parameter lay under a disk's call. Such a change counts as a cause only if the symptom is missing in
 * the twin: the same record without the change. A line that the healthy run has too has no fault behind it.
 */
import { EggtoothError } from '../../errors.ts';
import type { CauseLink, LabInput } from './lab-types.ts';
import type { WorldLab } from './lab.ts';
import { eventName } from '../text/event-names.ts';
import type { Fact } from '../world/facts.ts';
import { gist } from '../world/gist.ts';

export function why(lab: WorldLab, what: string, twinOf: () => WorldLab): readonly CauseLink[] {
  const fact = find(lab, what);
  const { kernel } = lab.parts;
  const links: CauseLink[] = [{ at: fact.at, what: describe(fact), fact: fact.id }];
  const changes: number[] = [];
  const chain: Step[] = [];
  let root = 0;
  for (let event = fact.event; event > 0; event = kernel.eventInfo(event).cause) {
    const info = kernel.eventInfo(event);
    changes.push(...info.also);
    // What carries a request is told next to the symptom only: further back it is the same each time.
    const carries = /^(etcd|control-plane):/.test(info.label);
    if (info.label.startsWith('input:')) {
      root = event;
      continue;
    }
    if (carries && chain.some((step) => !step.carries)) continue;
    const name = eventName(info.label, (id) => containerName(lab, id));
    chain.push({ at: info.at, carries, what: name });
  }
  links.push(...inRuns(chain));
  const change =
    changes.length === 0 || inTwin(lab, fact, twinOf) ? undefined : lastChange(lab, changes);
  if (change !== undefined) {
    links.push({ at: change.at, what: `parameter ${describe(change)}`, fact: change.id });
    return links;
  }
  const input = lab.inputOf(root);
  if (input !== undefined) {
    const text = `input ${input.id}: ${inputText(input.input)}`;
    links.push({ at: input.at, what: text, input: input.id });
  }
  return links;
}

interface Step {
  readonly at: number;
  readonly what: string;
  readonly carries: boolean;
}

/** The same step again and again is one link: the newest, with how often and since when. */
function inRuns(chain: readonly Step[]): CauseLink[] {
  const runs: { at: number; what: string; times: number; since: number }[] = [];
  for (const { at, what } of chain) {
    const last = runs.at(-1);
    if (last?.what === what) {
      last.times++;
      last.since = at;
    } else runs.push({ at, what, times: 1, since: at });
  }
  return runs.map(({ at, what, times, since }) => ({
    at,
    what: times === 1 ? what : `${what} (${times} times since ${Math.round(since / 1_000_000)} s)`,
  }));
}

const containerName = (lab: WorldLab, start: string): string => {
  const fact = lab.parts.world.facts.find(
    (f) => f.kind === 'container' && f.containerId.startsWith(start),
  );
  return fact?.kind === 'container' ? fact.name : start;
};

/** The parameter fact of the newest of these events. */
function lastChange(lab: WorldLab, events: readonly number[]): Fact | undefined {
  const newest = Math.max(...events);
  return lab.parts.world.facts.find((fact) => fact.kind === 'parameter' && fact.event === newest);
}

function find(lab: WorldLab, what: string): Fact {
  const { facts } = lab.parts.world;
  const fact = facts.find((f) => f.id === what) ?? byName(lab, what);
  if (fact === undefined) {
    const known = 'f<n>, milestone:ID, namespace/kind/name[.condition], metric{labels}';
    throw new EggtoothError('EGT_NOT_FOUND', { name: what, known });
  }
  return fact;
}

function byName(lab: WorldLab, what: string): Fact | undefined {
  const { facts } = lab.parts.world;
  if (what.startsWith('milestone:')) {
    return facts.find((f) => f.kind === 'milestone' && `milestone:${f.milestone}` === what);
  }
  const metric = /^(\w+)\{(.*)\}$/.exec(what);
  if (metric !== null) return byMetric(lab, metric[1] ?? '', metric[2] ?? '');
  const [namespace = '', kind = '', rest = ''] = what.split('/');
  const [name, condition] = splitCondition(rest);
  return facts.findLast(
    (f) =>
      f.kind === 'object' &&
      // An object of the cluster is found under whatever namespace is named for it.
      (f.namespace === namespace || f.namespace === '') &&
      f.object.kind.toLowerCase() === kind.toLowerCase() &&
      f.name === name &&
      (condition === '' || changed(f, condition)),
  );
}

const splitCondition = (rest: string): [string, string] => {
  const dot = rest.lastIndexOf('.');
  return dot > 0 && /^[A-Z]/.test(rest.slice(dot + 1))
    ? [rest.slice(0, dot), rest.slice(dot + 1)]
    : [rest, ''];
};

const statusOf = (object: object | null, type: string): string | undefined =>
  (
    object as { status?: { conditions?: { type: string; status: string }[] } } | null
  )?.status?.conditions?.find((c) => c.type === type)?.status;

const changed = (fact: Fact & { kind: 'object' }, condition: string): boolean =>
  statusOf(fact.object, condition) !== statusOf(fact.previous, condition);

/** A histogram's or counter's last visible step: the last log line of its process. */
function byMetric(lab: WorldLab, name: string, labels: string): Fact | undefined {
  const host = /host="([^"]+)"/.exec(labels)?.[1];
  if (!name.startsWith('etcd_')) return undefined;
  const change = lab.parts.world.facts.findLast(
    (f) => f.kind === 'containerLog' && f.host === host && f.text.includes('took'),
  );
  return (
    change ?? lab.parts.world.facts.findLast((f) => f.kind === 'containerLog' && f.host === host)
  );
}

function describe(fact: Fact): string {
  switch (fact.kind) {
    case 'journal':
      return `${fact.host} ${fact.unit}: ${fact.message}`;
    case 'containerLog':
      return `${fact.host} ${fact.containerId.slice(0, 13)}: ${fact.text}`;
    case 'object':
      return `${fact.type} ${fact.resource} ${fact.namespace === '' ? '' : `${fact.namespace}/`}${fact.name}`;
    case 'milestone':
      return `milestone ${fact.title}`;
    case 'parameter':
      return `${fact.name} = ${JSON.stringify(fact.value)}`;
    case 'unit':
      return `${fact.host} ${fact.unit} ${fact.active} (${fact.sub})`;
    case 'container':
      return `${fact.host} container ${fact.name} ${fact.state}`;
    case 'sandbox':
      return `${fact.host} pod ${fact.name} ${fact.state}`;
    case 'file':
      return `${fact.host} ${fact.path}${fact.content === null ? ' removed' : ''}`;
    case 'socket':
      return `${fact.host}:${fact.port} ${fact.listening ? 'listens' : 'closed'}`;
    case 'power':
      return `${fact.host} power ${fact.on ? 'on' : 'off'}`;
  }
}

const gistOf = (fact: Fact): string => `${fact.kind} ${gist(describe(fact))}`;

/** Whether the run without any change of parameters has this too, at least as often. */
function inTwin(lab: WorldLab, fact: Fact, twinOf: () => WorldLab): boolean {
  const text = gistOf(fact);
  const { facts } = lab.parts.world;
  let nth = 0;
  for (const other of facts) {
    if (other.kind === fact.kind && gistOf(other) === text) nth++;
    if (other.id === fact.id) break;
  }
  const twin = twinOf();
  let count = 0;
  for (const other of twin.parts.world.facts) {
    if (other.kind === fact.kind && gistOf(other) === text && ++count >= nth) return true;
  }
  return false;
}

function inputText(input: LabInput): string {
  switch (input.kind) {
    case 'power':
      return `${input.who} ${input.verb} ${input.host}`;
    case 'unit':
      return `${input.who} systemctl ${input.verb} ${input.unit} on ${input.host}`;
    case 'files':
      return `${input.who} changed ${input.changes.map((c) => c.path).join(', ')} on ${input.host}`;
    case 'stopContainer':
      return `${input.who} stopped container ${input.id.slice(0, 13)} on ${input.host}`;
    case 'patch':
    case 'heal':
    case 'journal':
    case 'kube':
    case 'health':
    case 'etcd':
      return `${input.who} ${input.kind}`;
  }
}
