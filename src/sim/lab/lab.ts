/**
 * One running world with its single door: inputs are stamped, recorded and queued; answers come back
 * at their due time; the record replays to the same digest.
 */
import { applyInput, type Ask } from './inputs.ts';
import { invariant } from './invariant.ts';
import { ActorHost } from '../kernel/actor-host.ts';
import { PureHost } from '../kernel/machine-host.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import { makeEnv } from './lab-env.ts';
import { makeRead } from './lab-read.ts';
import type {
  Answer,
  CauseLink,
  Lab,
  LabInput,
  LabRead,
  LabRecord,
  LabSpec,
  LabStatus,
  Ticket,
} from './lab-types.ts';
import { MACHINES } from '../machines/catalogue.ts';
import { checkParameter } from '../faults/parameters.ts';
import { setParameters } from './set-parameters.ts';
import { Parts } from './parts.ts';
import { profileOf } from '../profiles/catalogue.ts';
import type { Fact, FactId } from '../world/facts.ts';
import type { Twins } from './twins.ts';
import { why } from './why.ts';
import { startWorkstation } from './workstation.ts';

export const ENGINE = 'eggtooth/0.1.0';
/** How long `run` goes on after the end, and what a scenario without an end gets. */
const AFTERMATH: Micros = 60 * SECOND;
/** 2026-01-05T08:00:00Z: the epoch of a run that nobody watches. */
export const RUN_EPOCH_MICROS = 1_767_600_000_000_000;

export interface LabOptions {
  /** Unix micros of the lab's start; `'later'`: it is given by `date`, before anybody reads a text. */
  readonly epochMicros?: number | 'later';
  /** Plays the spec's operator steps. Off for replay and for a person's lab. */
  readonly autopilot?: boolean;
  /** The oracle of the tests: stock xstate actors. */
  readonly host?: 'pure' | 'actors';
  readonly inputs?: LabRecord['inputs'];
}

class LiveWorld implements Lab {
  readonly spec: LabSpec;
  readonly parts: Parts;
  readonly read: LabRead;
  #epochMicros: number;
  readonly #inputs: { id: string; at: Micros; input: LabInput }[] = [];
  /** Kernel event -> the input that it was. */
  readonly #inputEvents = new Map<number, string>();
  /** Step of the timeline -> the kernel event that it was. */
  readonly #stepEvents = new Map<string, number>();
  readonly twins: Twins = new Map();
  #autopilot: boolean;
  #nextInput = 1;
  #broken = false;
  #endedAt = -1;

  constructor(spec: LabSpec, options: LabOptions) {
    this.spec = spec;
    const { epochMicros = RUN_EPOCH_MICROS } = options;
    this.#epochMicros = epochMicros === 'later' ? 0 : epochMicros;
    this.#autopilot = options.autopilot ?? false;
    const parts = new Parts(
      profileOf(spec.profile),
      spec.seed,
      epochMicros === 'later' ? undefined : epochMicros,
    );
    this.parts = parts;
    const catalogue = { machines: MACHINES, env: (id: string) => makeEnv(parts, id) };
    parts.kernel.use(
      options.host === 'actors'
        ? new ActorHost(parts.kernel, catalogue)
        : new PureHost(parts.kernel, catalogue),
    );
    this.read = makeRead(parts);
    parts.kernel.serve('input', (event) =>
      this.#apply(event['id'] as string, event['input'] as LabInput, event['answer'] as Ask),
    );
    parts.kernel.serve('timeline', (event) => {
      this.#stepEvents.set(event['id'] as string, parts.kernel.event);
      setParameters(parts, event['set'] as Record<string, unknown>);
    });
    parts.world.react((fact) => this.#follow(fact));
    this.#begin();
    this.enter(options.inputs ?? []);
  }

  get now(): Micros {
    return this.parts.kernel.now;
  }

  get epochMicros(): number {
    return this.#epochMicros;
  }

  date(epochMicros: number): void {
    this.#epochMicros = epochMicros;
    this.parts.world.date(epochMicros);
  }

  get transitions(): number {
    return this.parts.kernel.transitions;
  }

  get status(): LabStatus {
    if (this.#broken) return 'broken';
    if (this.#endedAt >= 0) return 'complete';
    return this.now >= this.spec.timeLimit ? 'timeout' : 'running';
  }

  runUntil(t: Micros): void {
    if (!this.#broken) this.#guarded(() => this.parts.kernel.runUntil(t));
  }

  #guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      this.#broken = true;
      throw invariant(error, this.spec.seed, this.parts.kernel.event);
    }
  }

  /** One event only; false when nothing is left. */
  step(): boolean {
    return !this.#broken && this.#guarded(() => this.parts.kernel.step());
  }

  /** Handles whatever else is due at this microsecond, so that a replay to here ends alike. */
  finishMoment(): void {
    this.runUntil(this.now);
  }

  nextDue(): Micros {
    return this.parts.kernel.nextDue();
  }

  /** Throws EggtoothError for a change of what is no parameter, or to what it cannot be. */
  input(input: LabInput, answer?: (answer: Answer) => void): Ticket {
    const hosts = this.parts.profile.hosts.map(({ name }) => name);
    if (input.kind === 'patch')
      for (const [name, value] of Object.entries(input.set)) checkParameter(name, value, hosts);
    return this.#enqueue(input, this.now, this.#newId(), answer);
  }

  /** A listener is outside the world: what it throws is reported as an unhandled rejection, and the world goes on. */
  on(listener: (fact: Fact) => void): () => void {
    return this.parts.world.on((fact) => {
      try {
        listener(fact);
      } catch (error) {
        void Promise.reject(error as Error);
      }
    });
  }

  fact(id: FactId): Fact | undefined {
    return this.parts.world.facts[Number(id.slice(1))];
  }

  facts(): readonly Fact[] {
    return this.parts.world.facts;
  }

  why(what: string): readonly CauseLink[] {
    return why(this, what);
  }

  /** Another world, from its first moment. */
  another(spec: LabSpec, options: LabOptions): WorldLab {
    return new LiveWorld(spec, options);
  }

  record(): LabRecord {
    return {
      engine: ENGINE,
      epochMicros: this.epochMicros,
      spec: this.spec,
      inputs: this.#inputs,
      endedAt: this.now,
      digest: this.digest(),
    };
  }

  digest(): string {
    const { etcd, world, store } = this.parts;
    const members = [...etcd.members.values()].map((m) =>
      [
        m.id,
        m.term,
        m.commit,
        m.applied,
        m.wal.count,
        m.wal.sumMicros,
        ...m.wal.counts,
        m.backend.count,
        m.backend.sumMicros,
        ...m.backend.counts,
      ].join(' '),
    );
    return world.digest([
      `revision ${world.resourceVersion} pods ${store.list('core/pods').length}`,
      ...[...world.hosts.values()].map(
        (h) => `${h.name} ${h.phase} ${h.power} ${h.journal.length}`,
      ),
      ...members,
    ]);
  }

  counts(): ReturnType<Lab['counts']> {
    const { world, store, etcd } = this.parts;
    const events = store
      .list('core/events')
      .reduce((sum, event) => sum + ((event['count'] as number | undefined) ?? 1), 0);
    return {
      journalLines: world.journalLines,
      pods: store.list('core/pods').length,
      namespaces: store.list('core/namespaces').length,
      events,
      fsyncs: [...etcd.members.values()].reduce((sum, m) => sum + m.fsyncs, 0),
    };
  }

  #begin(): void {
    const { parts, spec } = this;
    for (const host of parts.profile.hosts) {
      for (const file of parts.profile.files(host, spec.seed)) {
        const { path, content, mode = 0o644, owner = 'root', link } = file;
        parts.world.emit({
          kind: 'file',
          host: host.name,
          path,
          content,
          mode,
          owner,
          folder: false,
          ...(link !== undefined && { link }),
        });
      }
      if (host.role !== 'workstation')
        parts.kernel.start(host.name, 'host', { role: host.role }, '');
    }
    startWorkstation(parts);
    for (const step of spec.timeline) {
      if (step.onset === undefined) {
        parts.kernel.schedule(
          'timeline',
          { type: 'SET', set: step.set, id: step.id },
          step.at ?? 0,
        );
      }
    }
    for (const step of this.#autopilot ? spec.operator : []) {
      if (step.at !== undefined && step.after === undefined) this.#enqueue(step.input, step.at);
    }
  }

  /** What a record holds of this world from its present moment on. */
  enter(inputs: LabRecord['inputs']): void {
    for (const { id, at, input } of inputs) {
      this.#nextInput = Math.max(this.#nextInput, Number(id.slice(1)) + 1);
      this.#enqueue(input, at, id);
    }
  }

  /** The operator takes over here: what has come before was played already. */
  resumeOperator(): void {
    this.#autopilot = true;
    const come = new Map(this.read.milestones().map(({ id, at }) => [id, at]));
    for (const { after, at = 0, input } of this.spec.operator) {
      const begun = after === undefined ? 0 : come.get(after);
      if (begun !== undefined && begun + at > this.now) this.#enqueue(input, begun + at);
    }
  }

  #follow(fact: Fact): void {
    if (fact.kind !== 'milestone') return;
    const { milestone } = fact;
    for (const step of this.spec.timeline) {
      if (step.onset === milestone) {
        this.parts.kernel.schedule('timeline', { type: 'SET', set: step.set, id: step.id });
      }
    }
    for (const step of this.#autopilot ? this.spec.operator : []) {
      if (step.after === milestone) this.#enqueue(step.input, this.now + (step.at ?? 0));
    }
    if (milestone === this.spec.end && this.#endedAt < 0) this.#endedAt = this.now;
  }

  /** The input that a kernel event was. */
  inputOf(event: number): LabRecord['inputs'][number] | undefined {
    const id = this.#inputEvents.get(event);
    return this.#inputs.find((input) => input.id === id);
  }

  inputs(): LabRecord['inputs'] {
    return this.#inputs;
  }

  /** The kernel event of an input or of a step of the timeline; undefined while it has not come. */
  eventOf(id: string): number | undefined {
    const step = this.#stepEvents.get(id);
    if (step !== undefined) return step;
    return [...this.#inputEvents].find(([, input]) => input === id)?.[0];
  }

  /** When `run` stops: a minute after the end, or at the limit. */
  stopAt(): Micros {
    return this.#endedAt >= 0 ? this.#endedAt + AFTERMATH : this.spec.timeLimit;
  }

  #enqueue(
    input: LabInput,
    at: Micros,
    id = this.#newId(),
    answer?: (answer: Answer) => void,
  ): Ticket {
    const due = Math.max(at, this.now);
    this.#inputs.push({ id, at: due, input });
    this.parts.kernel.schedule(
      'input',
      { type: input.kind.toUpperCase(), id, input, answer },
      due - this.now,
      1,
    );
    return { id, at: due };
  }

  #newId(): string {
    return `i${this.#nextInput++}`;
  }

  #apply(id: string, input: LabInput, answer: Ask): void {
    this.#inputEvents.set(this.parts.kernel.event, id);
    applyInput(this.parts, this.spec, this.#inputs, {
      id,
      input,
      answer: answer ?? (() => undefined),
    });
  }
}

export type WorldLab = LiveWorld;

/** A lab at its first moment: machines are off. */
export function createLab(spec: LabSpec, options: LabOptions = {}): Lab {
  return new LiveWorld(spec, options);
}

/** The lab of a record, at its end or at `until`. */
export function replay(record: LabRecord, until: Micros = record.endedAt): Lab {
  const lab = new LiveWorld(record.spec, {
    epochMicros: record.epochMicros,
    inputs: record.inputs,
  });
  lab.runUntil(until);
  return lab;
}

/** What a branch needs of a record. */
export type RecordSoFar = Pick<LabRecord, 'spec' | 'epochMicros' | 'inputs' | 'endedAt'>;

/**
 * The lab of a record, ready to go another way from `until`: with its operator's remaining steps, or
 * without. `from` is the record's world at an earlier moment; it is run on and thereby used up.
 */
export function continued(
  record: RecordSoFar,
  autopilot: boolean,
  { until = record.endedAt, from }: { readonly until?: Micros; readonly from?: Lab } = {},
): Lab {
  const lab = entered(record, until, from) as LiveWorld;
  lab.runUntil(until);
  if (autopilot) lab.resumeOperator();
  return lab;
}

/** The same, not yet run to `until`: all that a record holds up to there is put in. */
export function entered(
  { spec, epochMicros, inputs }: RecordSoFar,
  until: Micros,
  from?: Lab,
): Lab {
  const lab = (from as LiveWorld | undefined) ?? new LiveWorld(spec, { epochMicros });
  const since = from?.now ?? -1;
  lab.enter(inputs.filter(({ at }) => at > since && at <= until));
  return lab;
}
