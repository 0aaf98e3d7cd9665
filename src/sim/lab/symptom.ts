/**
 * A fact as a symptom: what it says without what changes from run to run, and whether another run of
 * the same lab has it too.
 */
import { type Micros, SECOND } from '../kernel/time.ts';
import { gist } from '../world/gist.ts';
import type { Fact, ObjectFact } from '../world/facts.ts';
import type { WorldLab } from './lab.ts';

export interface Symptom {
  readonly fact: Fact;
  /** Only this condition of the object is asked about. */
  readonly condition?: string;
}

interface Condition {
  readonly type: string;
  readonly status: string;
}
const conditionsOf = (object: object | null): readonly Condition[] => {
  const found = (object as { status?: { conditions?: unknown } } | null)?.status?.conditions;
  return Array.isArray(found) ? (found as (Condition | null)[]).filter((c) => c !== null) : [];
};

export const conditionOf = (object: object | null, type: string): string | undefined =>
  conditionsOf(object).find((condition) => condition.type === type)?.status;

/** Type=status of the conditions that this fact has changed. */
function changedConditions({ object, previous }: ObjectFact, only?: string): string {
  return conditionsOf(object)
    .filter(({ type }) => only === undefined || type === only)
    .filter(({ type, status }) => conditionOf(previous, type) !== status)
    .map(({ type, status }) => `${type}=${status}`)
    .join(' ');
}

/** What an Event says; of other objects, nothing but their conditions is told apart. */
function saidBy({ resource, object }: ObjectFact): string {
  if (!resource.endsWith('/events')) return '';
  const { reason, message } = object as { reason?: unknown; message?: unknown };
  return gist(`${String(reason)} ${String(message)}`);
}

/** The names of the containers of a lab, by their ids; newer ones are added as they come. */
type Names = ReadonlyMap<string, string>;

function keyOf({ fact, condition }: Symptom, names: Names): string {
  switch (fact.kind) {
    case 'journal':
      return `journal ${fact.host} ${fact.unit} ${gist(fact.message)}`;
    case 'containerLog':
      return `log ${fact.host} ${names.get(fact.containerId) ?? ''} ${gist(fact.text)}`;
    case 'object': {
      const name = fact.resource.endsWith('/events') ? '' : gist(fact.name);
      const changed = changedConditions(fact, condition);
      return `${fact.type} ${fact.resource} ${fact.namespace}/${name} ${changed} ${saidBy(fact)}`;
    }
    case 'milestone':
      return `milestone ${fact.milestone}`;
    case 'parameter':
      return `parameter ${fact.name} ${JSON.stringify(fact.value)}`;
    case 'unit':
      return `unit ${fact.host} ${fact.unit} ${fact.active} ${fact.sub}`;
    case 'container':
      return `container ${fact.host} ${gist(fact.name)} ${fact.state}`;
    case 'sandbox':
      return `sandbox ${fact.host} ${fact.namespace}/${gist(fact.name)} ${fact.state}`;
    case 'file':
      return `file ${fact.host} ${fact.path} ${fact.content === null ? 'gone' : 'there'}`;
    case 'interface':
      return `interface ${fact.host} ${fact.device} ${fact.up} ${fact.carrier} ${fact.addresses.join()}`;
    case 'filter':
      return `filter ${fact.host} ${fact.rules.join()}`;
    case 'socket':
      return `socket ${fact.host} ${fact.port} ${fact.listening}`;
    case 'power':
      return `power ${fact.host} ${fact.on}`;
  }
}

/** Symptoms of a whole lab: when each came. */
class Index {
  readonly times = new Map<string, Micros[]>();
  readonly #names = new Map<string, string>();
  readonly #condition: string | undefined;
  #read = 0;

  constructor(condition: string | undefined) {
    this.#condition = condition;
  }

  readTo(facts: readonly Fact[]): this {
    for (; this.#read < facts.length; this.#read++) {
      const fact = facts[this.#read] as Fact;
      if (fact.kind === 'container') this.#names.set(fact.containerId, fact.name);
      const key = this.key({ fact });
      const times = this.times.get(key);
      if (times === undefined) this.times.set(key, [fact.at]);
      else times.push(fact.at);
    }
    return this;
  }

  key({ fact }: Symptom): string {
    const only = this.#condition === undefined ? {} : { condition: this.#condition };
    return keyOf({ fact, ...only }, this.#names);
  }
}

const indices = new WeakMap<WorldLab, Map<string, Index>>();
function indexOf(lab: WorldLab, condition: string | undefined): Index {
  let own = indices.get(lab);
  if (own === undefined) indices.set(lab, (own = new Map()));
  let index = own.get(condition ?? '');
  if (index === undefined) own.set(condition ?? '', (index = new Index(condition)));
  return index.readTo(lab.parts.world.facts);
}

/** A line that comes again and again comes a quarter more often without being another thing. */
const SPARE_SHARE = 0.25;
/** A state that comes so much later has been delayed. */
const LATE: Micros = 2 * SECOND;

/** `late`: it comes there too, this much earlier, in micros. */
export type Elsewhere = 'there' | 'missing' | { readonly late: Micros };

/** Whether another run of the lab has the symptom: as often, and (a state, not a line) as early. */
export function elsewhere(lab: WorldLab, other: WorldLab, symptom: Symptom): Elsewhere {
  const here = indexOf(lab, symptom.condition);
  const key = here.key(symptom);
  const times = here.times.get(key) ?? [];
  const nth = times.filter((at) => at <= symptom.fact.at).length;
  const there = indexOf(other, symptom.condition).times.get(key) ?? [];
  if (nth > there.length + Math.floor(there.length * SPARE_SHARE)) return 'missing';
  if (symptom.fact.kind === 'journal' || symptom.fact.kind === 'containerLog') return 'there';
  const then = there[Math.min(nth, there.length) - 1] ?? 0;
  return symptom.fact.at - then > LATE ? { late: symptom.fact.at - then } : 'there';
}
