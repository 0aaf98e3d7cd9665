/**
 * Runs a world in wall time: lab time follows the wall at a pace, stands still when paused, and slips
 * (never skips) when the machine is too slow. Answers become promises here and nowhere else.
 */
import { randomBytes } from 'node:crypto';
import { EggtoothError } from '../errors.ts';
import type { Answer, Lab, LabInput, Micros } from '../sim/index.ts';
import { SECOND, runSlice } from '../sim/index.ts';
import type { Clock, Pace } from './clock.ts';
import type { LiveLab, Look, TypedLine } from './live-lab.ts';
import { guarded } from './safety-net.ts';
import { Sleepers } from './sleepers.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface LiveLabOptions {
  readonly pace: Pace;
  readonly paused: boolean;
  /** Of a lab that is a branch of another: its name, and what had been looked at by then. */
  readonly id?: string;
  readonly looks?: readonly Look[];
  /** Unix micros of now; for tests. */
  readonly wallMicros?: () => number;
}

/** Work of one turn of the event loop, and how often listeners hear of it. */
const SLICE_MILLIS = 8;
const SLICE_EVENTS = 2_000;
const NOTICE_MILLIS = 16;
const WAKE_MILLIS_MAX = 1_000;
/** Wall time that lab time may be behind before it is given up. */
const SLIP_MICROS = 2_000_000;
/** A paused world moves for a request, but no further than this. */
const PAUSED_REACH: Micros = SECOND;
const ANSWERS_MAX = 100;

export function openLiveLab(world: Lab, options: LiveLabOptions): LiveLab {
  return new Pacer(world, options);
}

function added<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

class Pacer implements LiveLab {
  readonly id: string;
  readonly world: Lab;
  readonly clock: Clock;
  readonly #wall: () => number;
  readonly #sleepers = new Sleepers();
  readonly #looks: Look[];
  /** When each answer was last a look. */
  readonly #answers = new Map<string, Micros>();
  #typed: TypedLine | undefined;
  readonly #lookListeners = new Set<(look: Look) => void>();
  readonly #advanceListeners = new Set<() => void>();
  readonly #brokenListeners = new Set<() => void>();
  /** Requests that wait for an answer. */
  readonly #waiting = new Set<(reason: Error) => void>();
  #pace: Pace;
  #paused: boolean;
  /** Lab time `at` was wall time `wall`. */
  #anchor: { at: Micros; wall: number };
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  /** Requests whose answer is on its way. */
  #asked = 0;
  #noticed = 0;
  #noticeTimer: NodeJS.Timeout | undefined;
  #jumping = false;
  #closed = false;

  constructor(world: Lab, options: LiveLabOptions) {
    this.world = world;
    this.#wall = options.wallMicros ?? (() => (performance.timeOrigin + performance.now()) * 1000);
    this.#pace = options.pace;
    this.#paused = options.paused;
    this.#anchor = { at: world.now, wall: this.#wall() };
    const { scenario, seed } = world.spec;
    this.id = options.id ?? `${scenario}-${seed}-${randomBytes(2).toString('hex')}`;
    this.#looks = [...(options.looks ?? [])];
    this.clock = this.#makeClock();
    this.#arm();
  }

  get epochMicros(): number {
    return this.world.epochMicros;
  }

  now(): Micros {
    if (!this.#paused && !this.#jumping) this.#advance();
    return this.world.now;
  }

  ask(input: LabInput, signal?: AbortSignal, watch?: Stopwatch): Promise<Answer> {
    this.now();
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      let answered = false;
      let waits = true;
      // What has broken answers nobody any more.
      if (this.world.status === 'broken') throw this.#broken();
      this.#waiting.add(reject);
      const over = (): void => {
        watch?.end(this.world.now);
        this.#waiting.delete(reject);
        if (waits) this.#asked -= 1;
        waits = false;
      };
      const abort = (): void => {
        over();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
      const { at } = this.world.input(input, (answer) => {
        answered = true;
        over();
        signal?.removeEventListener('abort', abort);
        resolve(answer);
      });
      watch?.begin(at);
      this.#asked += 1;
      this.#reach(() => answered);
    });
  }

  tell(input: LabInput): void {
    this.now();
    let answered = false;
    this.world.input(input, () => {
      answered = true;
    });
    this.#reach(() => answered);
  }

  sleep(micros: Micros, signal?: AbortSignal): Promise<void> {
    return this.#until(this.now() + micros, signal);
  }

  #until(due: Micros, signal?: AbortSignal): Promise<void> {
    if (this.world.status === 'broken') return Promise.reject(this.#broken());
    const done = this.#sleepers.until(due, signal);
    this.#arm();
    return done;
  }

  /** Lab time that a request takes on its way: a paused world moves for it. */
  wait(micros: Micros, signal?: AbortSignal, watch?: Stopwatch): Promise<void> {
    const due = this.now() + micros;
    watch?.begin(due - micros);
    const done = this.#until(due, signal).finally(() => watch?.end(due));
    this.#reach(() => this.world.now >= due, due);
    return done;
  }

  typed(host: string, line: string): void {
    this.#typed = { at: this.world.now, host, line };
  }

  lastTyped(): TypedLine | undefined {
    return this.#typed;
  }

  look(look: Look): void {
    if (this.#isAgain(look)) return;
    this.#looks.push(look);
    for (const listener of this.#lookListeners) listener(look);
  }

  /** A probe asks all the time: the same of the present within a second is no further look. */
  #isAgain({ session, at, seen }: Look): boolean {
    if (seen.some(({ asOf }) => asOf !== at)) return false;
    const key = `${session} ${seen.map(({ cell, value }) => `${cell}=${value}`).join()}`;
    const last = this.#answers.get(key);
    if (last !== undefined && at - last < SECOND) return true;
    this.#answers.delete(key);
    this.#answers.set(key, at);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > ANSWERS_MAX && oldest !== undefined) this.#answers.delete(oldest);
    return false;
  }

  looks(): readonly Look[] {
    return this.#looks;
  }

  onLook(listener: (look: Look) => void): () => void {
    return added(this.#lookListeners, guarded('A listener to looks', listener));
  }

  onAdvance(listener: () => void): () => void {
    return added(this.#advanceListeners, guarded('A follower of the clock', listener));
  }

  onBroken(listener: () => void): () => void {
    return added(this.#brokenListeners, guarded('A follower of the clock', listener));
  }

  #broken(): EggtoothError {
    return new EggtoothError('EGT_INVARIANT', { what: `${this.id} stands still since then` });
  }
  /** Whoever waits hears so; once, for nothing comes after it. */
  #standStill(): void {
    const reason = this.#broken();
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
    this.#sleepers.fail(reason);
    for (const listener of this.#brokenListeners) listener();
    this.#brokenListeners.clear();
  }

  close(): void {
    this.#closed = true;
    this.#disarm();
    clearTimeout(this.#noticeTimer);
    this.#sleepers.close();
  }

  #makeClock(): Clock {
    const pacer = this;
    return {
      get pace() {
        return pacer.#pace;
      },
      get paused() {
        return pacer.#paused;
      },
      get aheadMicros() {
        return pacer.epochMicros + pacer.world.now - pacer.#wall();
      },
      setPace: (pace) => {
        this.now();
        this.#pace = pace;
        this.#paused = false;
        this.#start();
      },
      pause: () => {
        this.now();
        this.#paused = true;
        this.#moved();
      },
      resume: () => {
        this.#paused = false;
        this.#start();
      },
      until: (event) => this.#jump(event),
      step: async () => {
        await this.#jump(undefined);
      },
    };
  }

  #start(): void {
    this.#anchor = { at: this.world.now, wall: this.#wall() };
    this.#arm();
    this.#moved();
  }

  /** Runs at once to a milestone, or (undefined) to the next change that a person would notice. */
  async #jump(event: string | undefined): Promise<boolean> {
    this.now();
    this.#jumping = true;
    try {
      for (;;) {
        const result = runSlice(this.world, event, SLICE_EVENTS);
        this.#sleepers.wake(this.world.now);
        this.#moved();
        if (result !== 'more') return result === 'reached';
        if (this.#closed) return false;
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.#jumping = false;
      this.#start();
    }
  }

  /** Where lab time should be now. */
  #target(): Micros {
    const { at, wall } = this.#anchor;
    const pace = this.#pace === 'max' ? 1 : this.#pace;
    return Math.floor(at + (this.#wall() - wall) * pace);
  }

  #advance(): void {
    if (this.world.status === 'broken') this.#standStill();
    if (this.#closed || this.world.status === 'broken') return;
    if (this.#pace === 'max') return this.#advanceAtMost();
    const before = this.world.now;
    const target = this.#target();
    const deadline = performance.now() + SLICE_MILLIS;
    while (this.world.now < target && performance.now() < deadline) {
      this.world.runUntil(Math.min(target, Math.max(this.world.nextDue(), this.world.now)));
      if (this.world.nextDue() > target) this.world.runUntil(target);
    }
    // What is behind is made up for, unless the machine is too slow altogether: then it slips.
    const late = (target - this.world.now) / this.#pace;
    if (late > SLIP_MICROS) this.#anchor = { at: this.world.now, wall: this.#wall() };
    if (this.world.now > before) this.#afterMove();
  }

  /** As fast as it goes, to the scenario's end; then 1x. */
  #advanceAtMost(): void {
    const deadline = performance.now() + SLICE_MILLIS;
    const ended = (): boolean => this.world.status !== 'running';
    while (!ended() && performance.now() < deadline) {
      if (this.world.nextDue() > this.world.spec.timeLimit) break;
      this.world.runUntil(this.world.nextDue());
    }
    if (ended() || this.world.nextDue() > this.world.spec.timeLimit) {
      this.#pace = 1;
      this.#anchor = { at: this.world.now, wall: this.#wall() };
    }
    this.#afterMove();
  }

  /** A paused world moves to what a request waits for, at most a second. */
  #reach(done: () => boolean, until = Infinity): void {
    if (!this.#paused || this.#jumping) {
      this.#arm();
      return;
    }
    const limit = this.world.now + PAUSED_REACH;
    while (!done() && Math.min(this.world.nextDue(), until) <= limit) {
      this.world.runUntil(Math.min(this.world.nextDue(), until));
    }
    this.#afterMove();
  }

  #afterMove(): void {
    this.#sleepers.wake(this.world.now);
    this.#moved();
  }

  /** Listeners hear of it at most 60 times a second. */
  #moved(): void {
    if (this.#noticeTimer !== undefined || this.#closed) return;
    const wait = Math.max(0, NOTICE_MILLIS - (performance.now() - this.#noticed));
    this.#noticeTimer = setTimeout(() => {
      this.#noticeTimer = undefined;
      this.#noticed = performance.now();
      for (const listener of this.#advanceListeners) listener();
    }, wait);
  }

  /** Sleeps until something is due: an event, a sleeper, or a second. */
  #arm(): void {
    this.#disarm();
    if (this.#closed || this.#paused || this.#jumping) return;
    const next = Math.min(this.world.nextDue(), this.#sleepers.next());
    const behind = (next - this.#target()) / 1000 / (this.#pace === 'max' ? 1 : this.#pace);
    const wake = (): void => {
      try {
        this.now();
      } catch (error) {
        // This lab stands still; the others of the process go on.
        process.stderr.write(
          `${this.id}: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        this.#standStill();
        return;
      }
      this.#arm();
    };
    // A timer is late by up to a millisecond: too much for an answer that is due in less.
    if (behind < 1 && this.#asked > 0) {
      this.#soon = setImmediate(wake);
      return;
    }
    const whole = this.#asked > 0 ? Math.floor(behind) : Math.ceil(behind);
    const wait = this.#pace === 'max' ? 0 : Math.min(WAKE_MILLIS_MAX, Math.max(0, whole));
    this.#timer = setTimeout(wake, wait);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
  }
}
