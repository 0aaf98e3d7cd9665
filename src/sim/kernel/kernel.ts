/**
 * Virtual time, one queue, a process table and the record of what caused what.
 * It knows no Kubernetes: it delivers events to processes (state machines) and to services (plain code).
 */
import { EggtoothError } from '../../errors.ts';
import { EventLog } from './event-log.ts';
import type { MachineHost } from './machine-host.ts';
import { type Entry, Queue, type SimEvent } from './queue.ts';
import { Stream } from './stream.ts';
import type { Micros } from './time.ts';

/** A plain-code receiver of events (physics, request handling): no state chart. */
export type Service = (event: SimEvent) => void;

/** More events than this at one microsecond is a loop. */
const EVENTS_PER_MICRO_MAX = 20_000;

export class Kernel {
  now: Micros = 0;
  /** Number of the event being handled: the cause of everything that it does. */
  event = 0;
  readonly #queue = new Queue();
  readonly #streams = new Map<string, Stream>();
  readonly #services = new Map<string, Service>();
  readonly #parents = new Map<string, string>();
  readonly #children = new Map<string, Set<string>>();
  readonly #log = new EventLog();
  /** Event -> events that also made it so (a parameter's last change). */
  readonly #alsoCauses = new Map<number, number[]>();
  #host: MachineHost | undefined;
  #seq = 0;
  #sameMicro = 0;

  readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  use(host: MachineHost): void {
    this.#host = host;
  }

  get transitions(): number {
    return this.#host?.transitions ?? 0;
  }

  stream(name: string): Stream {
    let stream = this.#streams.get(name);
    if (stream === undefined) this.#streams.set(name, (stream = new Stream(this.seed, name)));
    return stream;
  }

  serve(name: string, service: Service): void {
    this.#services.set(name, service);
  }

  schedule(to: string, event: SimEvent, delay: Micros = 0, lane: 0 | 1 = 0): Entry {
    const due = this.now + Math.max(0, Math.round(delay));
    const entry: Entry = {
      due,
      lane,
      seq: this.#seq++,
      to,
      event,
      cause: lane === 1 ? 0 : this.event,
      dead: false,
    };
    this.#queue.push(entry);
    return entry;
  }

  /** Starts a process of a kind; a running one of that id is left alone. */
  start(id: string, kind: string, input: object, parent: string): void {
    if (this.#host === undefined || this.#host.has(id)) return;
    this.#parents.set(id, parent);
    let siblings = this.#children.get(parent);
    if (siblings === undefined) this.#children.set(parent, (siblings = new Set()));
    siblings.add(id);
    this.#host.start(id, kind, input);
  }

  /** Ends a process and all that it started; their timers are gone. Nobody is told by this. */
  stop(id: string): void {
    for (const child of this.#children.get(id) ?? []) this.stop(child);
    this.#children.delete(id);
    const parent = this.#parents.get(id);
    if (parent !== undefined) this.#children.get(parent)?.delete(id);
    this.#parents.delete(id);
    this.#host?.stop(id);
  }

  running(id: string): boolean {
    return this.#host?.has(id) ?? false;
  }

  nextDue(): Micros {
    return this.#queue.peek()?.due ?? Infinity;
  }

  runUntil(until: Micros): void {
    for (let next = this.#queue.peek(); next !== undefined && next.due <= until;) {
      this.#queue.pop();
      this.#deliver(next);
      next = this.#queue.peek();
    }
    if (until > this.now) this.now = until;
  }

  /** Delivers the next event only; false when nothing is queued. */
  step(): boolean {
    const next = this.#queue.pop();
    if (next !== undefined) this.#deliver(next);
    return next !== undefined;
  }

  /** Hands an event over at once, as part of the event being handled. */
  deliver(to: string, event: SimEvent): void {
    const service = this.#services.get(to);
    if (service !== undefined) service(event);
    else this.#host?.send(to, event);
  }

  /** The event being handled was also brought about by `cause`. */
  alsoBecauseOf(cause: number): void {
    const known = this.#alsoCauses.get(this.event);
    if (known === undefined) this.#alsoCauses.set(this.event, [cause]);
    else if (!known.includes(cause)) known.push(cause);
  }

  /** What an event was: its time, its label (`process:TYPE`), and the events before it. */
  eventInfo(event: number): { at: Micros; label: string; cause: number; also: readonly number[] } {
    return { ...this.#log.get(event), also: this.#alsoCauses.get(event) ?? [] };
  }

  #deliver(entry: Entry): void {
    if (entry.due > this.now) {
      this.now = entry.due;
      this.#sameMicro = 0;
    } else if (++this.#sameMicro > EVENTS_PER_MICRO_MAX) {
      throw new EggtoothError('EGT_INVARIANT', {
        what: `more than ${EVENTS_PER_MICRO_MAX} events at ${this.now} micros (last: ${entry.to} ${entry.event.type})`,
      });
    }
    this.event = this.#log.add(entry.due, entry.cause, entry.to, entry.event.type);
    this.deliver(entry.to, entry.event);
  }
}
