/**
 * What happened before what: for every kernel event its time, its label and the event that queued it.
 * Columns of numbers, since there are hundreds of thousands.
 */
import type { Micros } from './time.ts';

const FIRST_SIZE = 1024;

export class EventLog {
  #times = new Float64Array(FIRST_SIZE);
  #causes = new Int32Array(FIRST_SIZE);
  #labels = new Uint16Array(FIRST_SIZE);
  readonly #names: string[] = ['start'];
  readonly #numbers = new Map<string, Map<string, number>>();
  #length = 1;

  /** Adds an event; answers its number. */
  add(at: Micros, cause: number, to: string, type: string): number {
    if (this.#length === this.#times.length) this.#grow();
    const event = this.#length++;
    this.#times[event] = at;
    this.#causes[event] = cause;
    this.#labels[event] = this.#number(to, type);
    return event;
  }

  get(event: number): { at: Micros; label: string; cause: number } {
    return {
      at: this.#times[event] ?? 0,
      label: this.#names[this.#labels[event] ?? 0] ?? '',
      cause: this.#causes[event] ?? 0,
    };
  }

  /** `to:TYPE` has one number: there are few pairs. */
  #number(to: string, type: string): number {
    let types = this.#numbers.get(to);
    if (types === undefined) this.#numbers.set(to, (types = new Map()));
    let number = types.get(type);
    if (number === undefined) {
      number = this.#names.push(`${to}:${type}`) - 1;
      types.set(type, number);
    }
    return number;
  }

  #grow(): void {
    const size = this.#times.length * 2;
    const [times, causes, labels] = [this.#times, this.#causes, this.#labels];
    this.#times = new Float64Array(size);
    this.#causes = new Int32Array(size);
    this.#labels = new Uint16Array(size);
    this.#times.set(times);
    this.#causes.set(causes);
    this.#labels.set(labels);
  }
}
