/**
 * All that can be observed of a lab: one ordered log of facts, reduced at once into projections.
 * Components emit; faces read; nobody else writes.
 */
import type { Kernel } from '../kernel/kernel.ts';
import { Sha256 } from '../kernel/sha256.ts';
import type { Micros } from '../kernel/time.ts';
import type {
  ContainerLogFact,
  Container,
  Fact,
  JournalFact,
  KubeObject,
  MilestoneFact,
  NewFact,
  Sandbox,
  UnitFact,
} from './facts.ts';
import { Files } from './files.ts';
import { type Interface, OPEN_FILTER } from './interfaces.ts';
import { withTime } from './time-text.ts';

export type Stamped<F> = F & { readonly id: string; readonly at: Micros; readonly event: number };
export interface ContainerLine {
  readonly id: string;
  readonly at: Micros;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** One machine (virtual or the workstation): what its own disk and runtime show. */
export class HostState {
  power = false;
  phase = 'off';
  boots: { id: string; at: Micros }[] = [];
  pids = 1;
  readonly journal: Stamped<JournalFact>[] = [];
  readonly units = new Map<string, UnitFact>();
  /** Units whose start job waits for others. */
  readonly startJobs = new Set<string>();
  readonly sandboxes = new Map<string, Sandbox>();
  readonly containers = new Map<string, Container>();
  readonly logs = new Map<string, ContainerLine[]>();
  readonly files = new Files();
  /** Port -> what listens there. */
  readonly sockets = new Map<number, string>();
  interfaces: readonly Interface[];
  /** As `iptables -S` prints it. */
  filter: readonly string[] = OPEN_FILTER;
  readonly name: string;
  readonly address: string;

  constructor(name: string, address: string, interfaces: readonly Interface[] = []) {
    this.name = name;
    this.address = address;
    this.interfaces = interfaces;
  }
}

/** A fact that has a time in its text, before the lab has its date. */
type DatedFact =
  | (Omit<Stamped<JournalFact>, 'message'> & { message: string })
  | (Omit<Stamped<ContainerLogFact>, 'text'> & { text: string });

export class World {
  readonly facts: Fact[] = [];
  readonly hosts = new Map<string, HostState>();
  /** Resource -> `namespace|name` -> object. */
  readonly objects = new Map<string, Map<string, KubeObject>>();
  /** Resource -> its objects by namespace and name, until one of them changes. */
  readonly #ordered = new Map<string, readonly (readonly [string, KubeObject])[]>();
  readonly milestones: Stamped<MilestoneFact>[] = [];
  readonly parameters = new Map<string, { value: unknown; event: number }>();
  resourceVersion = 0;
  journalLines = 0;
  readonly #hash = new Sha256();
  /** Facts that no digest has been asked for yet: most labs are never asked. */
  #undigested: { at: Micros; fact: NewFact }[] = [];
  readonly #listeners = new Set<(fact: Fact) => void>();
  readonly #reactions: ((fact: Fact) => void)[] = [];
  readonly #kernel: Kernel;
  #epochMicros: number;
  /** Facts with a time in their text, as they read without one; kept until the lab has its date. */
  #undated: { fact: DatedFact; text: string }[] | undefined;

  /** `epochMicros` undefined: the date is not known yet, and given by `date`. */
  constructor(kernel: Kernel, epochMicros: number | undefined) {
    this.#kernel = kernel;
    this.#epochMicros = epochMicros ?? 0;
    if (epochMicros === undefined) this.#undated = [];
  }

  /** The date of the lab's start, once: what was written before is dated anew. */
  date(epochMicros: number): void {
    this.#epochMicros = epochMicros;
    for (const { fact, text } of this.#undated ?? []) {
      const shown = withTime(text, epochMicros + fact.at);
      if (fact.kind === 'journal') fact.message = shown;
      else {
        fact.text = shown;
        const lines = this.host(fact.host).logs.get(fact.containerId);
        const at = lines?.findIndex(({ id }) => id === fact.id) ?? -1;
        const line = lines?.[at];
        if (lines !== undefined && line !== undefined) lines[at] = { ...line, text: shown };
      }
    }
    this.#undated = undefined;
  }

  host(name: string): HostState {
    const host = this.hosts.get(name);
    if (host === undefined) throw new Error(`no host ${name}`);
    return host;
  }

  /** `namespace|name` and object of all of a resource, in the order of these keys, as etcd lists them. */
  objectsOf(resource: string): readonly (readonly [string, KubeObject])[] {
    const known = this.#ordered.get(resource);
    if (known !== undefined) return known;
    const ordered = [...(this.objects.get(resource) ?? [])].toSorted(([a], [b]) =>
      a < b ? -1 : 1,
    );
    this.#ordered.set(resource, ordered);
    return ordered;
  }

  /** Adds a fact, reduces it, and tells the listeners. */
  emit(fact: NewFact): Fact {
    const at = this.#kernel.now;
    this.#undigested.push({ at, fact });
    const shown = this.#withTime(fact, at);
    const stamped = { ...shown, id: `f${this.facts.length}`, at, event: this.#kernel.event };
    this.facts.push(stamped);
    if (this.#undated !== undefined && shown !== fact) this.#keepUndated(stamped, fact);
    this.#reduce(stamped);
    for (const react of this.#reactions) react(stamped);
    for (const listener of this.#listeners) listener(stamped);
    return stamped;
  }

  /** Parts of the world that follow facts (milestones, who watches what): always before listeners. */
  react(reaction: (fact: Fact) => void): void {
    this.#reactions.push(reaction);
  }

  on(listener: (fact: Fact) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** SHA-256 over the facts so far and what `more` adds. */
  digest(more: readonly string[]): string {
    for (const { at, fact } of this.#undigested) this.#hash.update(canonical(at, fact));
    this.#undigested = [];
    const rest = new Sha256();
    rest.update(this.#hash.hex());
    for (const line of more) rest.update(`${line}\n`);
    return `sha256:${rest.hex()}`;
  }

  /** Milestones that have come, in order. */
  milestoneViews(): readonly { step: number; id: string; title: string; at: Micros }[] {
    return this.milestones.map(({ step, milestone, title, at }) => ({
      step,
      id: milestone,
      title,
      at,
    }));
  }

  nextPid(host: string): number {
    const state = this.host(host);
    return (state.pids += 1 + (state.pids % 7));
  }

  #keepUndated(stamped: Fact, fact: NewFact): void {
    if (stamped.kind !== 'journal' && stamped.kind !== 'containerLog') return;
    const text =
      fact.kind === 'journal' ? fact.message : fact.kind === 'containerLog' ? fact.text : '';
    this.#undated?.push({ fact: stamped, text });
  }

  #withTime(fact: NewFact, at: Micros): NewFact {
    if (fact.kind === 'journal' && fact.message.includes('@@')) {
      return { ...fact, message: withTime(fact.message, this.#epochMicros + at) };
    }
    if (fact.kind === 'containerLog' && fact.text.includes('@@')) {
      return { ...fact, text: withTime(fact.text, this.#epochMicros + at) };
    }
    return fact;
  }

  #reduce(fact: Fact): void {
    switch (fact.kind) {
      case 'journal':
        this.host(fact.host).journal.push(fact);
        this.journalLines++;
        break;
      case 'containerLog': {
        const logs = this.host(fact.host).logs;
        let lines = logs.get(fact.containerId);
        if (lines === undefined) logs.set(fact.containerId, (lines = []));
        lines.push({ id: fact.id, at: fact.at, stream: fact.stream, text: fact.text });
        break;
      }
      case 'sandbox': {
        const { kind: _kind, sandboxId, event: _event, at: _at, ...rest } = fact;
        const sandboxes = this.host(fact.host).sandboxes;
        if (fact.state === 'removed') sandboxes.delete(sandboxId);
        else sandboxes.set(sandboxId, { ...rest, id: sandboxId });
        break;
      }
      case 'container': {
        const { kind: _kind, containerId, event: _event, at: _at, ...rest } = fact;
        const containers = this.host(fact.host).containers;
        if (fact.state === 'removed') containers.delete(containerId);
        else containers.set(containerId, { ...rest, id: containerId });
        break;
      }
      case 'unit':
        if (fact.gone === true) this.host(fact.host).units.delete(fact.unit);
        else this.host(fact.host).units.set(fact.unit, fact);
        break;
      case 'file': {
        const { host, path, content, mode, owner, folder, link, inode, at } = fact;
        const files = this.host(host).files;
        if (content === null) files.remove(path);
        else {
          const more = {
            ...(link !== undefined && { link }),
            ...(inode !== undefined && { inode }),
          };
          files.set({ path, folder, content, mode, owner, changedAt: at, ...more });
        }
        break;
      }
      case 'socket':
        if (fact.listening) this.host(fact.host).sockets.set(fact.port, fact.service);
        else this.host(fact.host).sockets.delete(fact.port);
        break;
      case 'interface': {
        const { host, device, up, carrier, addresses } = fact;
        const state = this.host(host);
        const now = { device, up, carrier, addresses };
        state.interfaces = state.interfaces.map((each) => (each.device === device ? now : each));
        break;
      }
      case 'filter':
        this.host(fact.host).filter = fact.rules;
        break;
      case 'power':
        this.host(fact.host).power = fact.on;
        // The kernel that held the rules is gone.
        if (!fact.on) this.host(fact.host).filter = OPEN_FILTER;
        break;
      case 'object': {
        const key = `${fact.namespace}|${fact.name}`;
        this.resourceVersion = fact.resourceVersion;
        this.#ordered.delete(fact.resource);
        let stored = this.objects.get(fact.resource);
        if (stored === undefined) this.objects.set(fact.resource, (stored = new Map()));
        if (fact.type === 'DELETED') stored.delete(key);
        else stored.set(key, fact.object);
        break;
      }
      case 'milestone':
        this.milestones.push(fact);
        break;
      case 'parameter':
        this.parameters.set(fact.name, { value: fact.value, event: fact.event });
        break;
    }
  }
}

export const objectKey = (resource: string, namespace: string, name: string): string =>
  `${resource}|${namespace}|${name}`;

/** One line of the digest: text facts as text, the others as JSON. */
function canonical(at: Micros, fact: NewFact): string {
  if (fact.kind === 'journal') {
    return `${at} journal ${fact.host} ${fact.unit} ${fact.identifier} ${fact.pid} ${fact.priority} ${fact.message}\n`;
  }
  if (fact.kind === 'containerLog') {
    return `${at} log ${fact.host} ${fact.containerId} ${fact.stream} ${fact.text}\n`;
  }
  if (fact.kind === 'object') {
    return `${at} object ${fact.type} ${JSON.stringify(fact.object)}\n`;
  }
  return `${at} ${JSON.stringify(fact)}\n`;
}
