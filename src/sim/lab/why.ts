/**
 * From a symptom back to its root. Every event knows the one that queued it. A change (of a parameter, a
 * file, a unit, a machine's power) is a cause only if the symptom is missing, or comes earlier, in the
 * twin: the same record without that one change. What the run without any change has too has no fault
 * behind it: its root is the input that began it.
 */
import { EggtoothError } from '../../errors.ts';
import { type Change, changesOf } from './changes.ts';
import type { CauseLink, LabInput } from './lab-types.ts';
import type { WorldLab } from './lab.ts';
import { conditionOf, elsewhere, type Elsewhere, type Symptom } from './symptom.ts';
import { twinWithout } from './twins.ts';
import { eventName } from '../text/event-names.ts';
import { SECOND } from '../kernel/time.ts';
import type { Fact } from '../world/facts.ts';

export function why(lab: WorldLab, what: string): readonly CauseLink[] {
  const symptom = find(lab, what);
  const { fact } = symptom;
  const { chain, behind, root } = trail(lab, fact);
  const links: CauseLink[] = [
    { at: fact.at, what: describe(fact), fact: fact.id },
    ...inRuns(chain),
  ];
  const found = causeOf(lab, symptom, behind);
  if (found !== undefined) return [...links, ...told(lab, found)];
  const input = lab.inputOf(root);
  if (input !== undefined) {
    const text = `input ${input.id}: ${inputText(input.input)}`;
    links.push({ at: input.at, what: text, input: input.id });
  }
  return links;
}

interface Trail {
  readonly chain: readonly Step[];
  /** Events on the way, and the changes that lay under them. */
  readonly behind: ReadonlySet<number>;
  /** The event of the input that began it. */
  readonly root: number;
}

function trail(lab: WorldLab, fact: Fact): Trail {
  const { kernel } = lab.parts;
  const behind = new Set<number>();
  const chain: Step[] = [];
  let root = 0;
  for (let event = fact.event; event > 0; event = kernel.eventInfo(event).cause) {
    const info = kernel.eventInfo(event);
    behind.add(event);
    for (const other of info.also) behind.add(other);
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
  return { chain, behind, root };
}

interface Cause {
  readonly change: Change;
  readonly without: Elsewhere;
}

/**
 * The change without which the symptom would not be, or not so late. Those that the events themselves
 * lead back to are tried first, then the newest; each of them alone. A symptom that several bring about,
 * each by itself, is laid to the first of these.
 */
function causeOf(lab: WorldLab, symptom: Symptom, behind: ReadonlySet<number>): Cause | undefined {
  const changes = changesOf(lab, symptom.fact.at);
  if (changes.length === 0) return undefined;
  const without = elsewhere(lab, twinWithout(lab, 'all'), symptom);
  if (without === 'there') return undefined;
  const inTurn = [
    ...changes.filter(({ event }) => behind.has(event)).toReversed(),
    ...changes.filter(({ event }) => !behind.has(event)).toReversed(),
  ];
  const [first] = inTurn;
  if (first === undefined || changes.length === 1)
    return first === undefined ? undefined : { change: first, without };
  // A symptom that is missing without a change outweighs one that would only come earlier.
  let late: Cause | undefined;
  for (const change of inTurn) {
    const alone = elsewhere(lab, twinWithout(lab, change.id), symptom);
    if (alone === 'missing') return { change, without: alone };
    if (alone !== 'there' && alone.late > lateBy(late)) late = { change, without: alone };
  }
  return late ?? { change: first, without };
}
const lateBy = (cause: Cause | undefined): number =>
  typeof cause?.without === 'object' ? cause.without.late : 0;

function told(lab: WorldLab, { change, without }: Cause): readonly CauseLink[] {
  const { id, at, event, input } = change;
  const delay: CauseLink[] =
    typeof without === 'object'
      ? [
          {
            at,
            what: `without what follows it comes ${(without.late / SECOND).toFixed(1)} s earlier`,
          },
        ]
      : [];
  const parameter = lab.parts.world.facts.find(
    (fact) => fact.kind === 'parameter' && fact.event === event,
  );
  const last: CauseLink =
    parameter !== undefined
      ? { at, what: `parameter ${describe(parameter)}`, fact: parameter.id }
      : input !== undefined
        ? { at, what: `input ${id}: ${inputText(input)}`, input: id }
        : { at, what: `the scenario's step ${id}` };
  return [...delay, last];
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

function find(lab: WorldLab, what: string): Symptom {
  const fact = lab.fact(what);
  const found = fact === undefined || fact.id !== what ? byName(lab, what) : { fact };
  if (found === undefined) {
    const known = 'f<n>, milestone:ID, namespace/kind/name[.condition], metric{labels}';
    throw new EggtoothError('EGT_NOT_FOUND', { name: what, known });
  }
  return found;
}

function byName(lab: WorldLab, what: string): Symptom | undefined {
  const { facts } = lab.parts.world;
  if (what.startsWith('milestone:')) {
    return symptom(
      facts.find((f) => f.kind === 'milestone' && `milestone:${f.milestone}` === what),
    );
  }
  const metric = /^(\w+)\{(.*)\}$/.exec(what);
  if (metric !== null) return symptom(byMetric(lab, metric[1] ?? '', metric[2] ?? ''));
  const [namespace = '', kind = '', rest = ''] = what.split('/');
  const [name, condition] = splitCondition(rest);
  const object = facts.findLast(
    (f) =>
      f.kind === 'object' &&
      // An object of the cluster is found under whatever namespace is named for it.
      (f.namespace === namespace || f.namespace === '') &&
      f.object.kind.toLowerCase() === kind.toLowerCase() &&
      f.name === name &&
      (condition === '' || changed(f, condition)),
  );
  return symptom(object, condition);
}
const symptom = (fact: Fact | undefined, condition = ''): Symptom | undefined =>
  fact === undefined ? undefined : { fact, ...(condition === '' ? {} : { condition }) };

const splitCondition = (rest: string): [string, string] => {
  const dot = rest.lastIndexOf('.');
  return dot > 0 && /^[A-Z]/.test(rest.slice(dot + 1))
    ? [rest.slice(0, dot), rest.slice(dot + 1)]
    : [rest, ''];
};

const changed = (fact: Fact & { kind: 'object' }, condition: string): boolean =>
  conditionOf(fact.object, condition) !== conditionOf(fact.previous, condition);

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
    case 'interface': {
      const { host, device, up, carrier, addresses } = fact;
      return `${host} ${device} ${up ? 'up' : 'down'}${carrier ? '' : ' (no carrier)'} ${addresses.join(' ')}`;
    }
    case 'filter':
      return `${fact.host} packet filter: ${fact.rules.join('; ')}`;
    case 'power':
      return `${fact.host} power ${fact.on ? 'on' : 'off'}`;
  }
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
    case 'interface':
      return `${input.who} changed ${input.interface.device} of ${input.host}`;
    case 'filter':
      return `${input.who} changed the packet filter of ${input.host}: ${input.rules.join('; ')}`;
    case 'signal':
      return `${input.who} sent SIG${input.signal} to ${input.program} on ${input.host}`;
    case 'patch':
    case 'heal':
    case 'journal':
    case 'kube':
    case 'health':
    case 'etcd':
      return `${input.who} ${input.kind}`;
    case 'scriptExit':
      return `${input.host}: the script of ${input.unit} ended with status ${input.exitCode}`;
  }
}
