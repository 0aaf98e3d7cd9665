/**
 * What every running job shares: its interrupt, its stop gate (Ctrl-Z), and the pipes to break when
 * it dies. And the time slice that keeps one busy shell from holding up the others.
 */
import { setMaxListeners } from 'node:events';
import { fairly, turnIsOver } from '../host/turns.ts';
import { deferred } from './bell.ts';
import type { Deferred } from './bell.ts';
import type { Pipe } from './pipe.ts';

/** SIGINT reached the job: exit status 130. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted');
  }
}
/** `exit`: ends the shell, or the subshell it is in. */
export class ShellExit extends Error {
  readonly status: number;
  /** Of the signal that ended it. */
  readonly signal: string | undefined;
  constructor(status: number, signal?: string) {
    super('exit');
    this.status = status;
    this.signal = signal;
  }
}
/** break, continue, return, and errors that abandon the current command line. */
export class Jump extends Error {
  readonly to: 'break' | 'continue' | 'return' | 'prompt';
  readonly status: number;
  levels: number;
  constructor(to: Jump['to'], status: number, levels = 1) {
    super(to);
    this.to = to;
    this.status = status;
    this.levels = levels;
  }
}

export interface Job {
  readonly signal: AbortSignal;
  readonly pipes: Set<Pipe>;
  /** Resolves at once while the job runs; waits while it is stopped. */
  running(): Promise<void> | undefined;
}

export interface JobControl extends Job {
  /** By a signal; SIGINT unless said, as a status: 128 and its number. */
  interrupt(status?: number): void;
  /** The status that such a signal leaves; undefined while there was none. */
  readonly killedBy: number | undefined;
  stop(): void;
  resume(): void;
  readonly stopped: boolean;
}

export function startJob(parent?: AbortSignal): JobControl {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const pipes = new Set<Pipe>();
  let gate: Deferred<void> | undefined;
  let killedBy: number | undefined;
  const interrupt = (): void => {
    controller.abort(new Interrupted());
    gate?.resolve();
    gate = undefined;
    for (const pipe of pipes) pipe.close();
    parent?.removeEventListener('abort', interrupt);
  };
  if (parent?.aborted) interrupt();
  else parent?.addEventListener('abort', interrupt, { once: true });
  return {
    signal: controller.signal,
    pipes,
    running: () => gate?.promise,
    interrupt(status) {
      killedBy ??= status;
      interrupt();
    },
    get killedBy() {
      return killedBy;
    },
    stop() {
      if (gate) return;
      gate = deferred();
    },
    resume() {
      gate?.resolve();
      gate = undefined;
    },
    get stopped() {
      return gate !== undefined;
    },
  };
}

let calls = 0;

/** Called between commands and in every tight loop: yields, honours Ctrl-Z and Ctrl-C. */
export async function breathe(job: Job): Promise<void> {
  calls += 1;
  if (turnIsOver() || (calls & 15) === 0) await fairly();
  const stopped = job.running();
  if (stopped) await stopped;
  if (job.signal.aborted) throw new Interrupted();
}

const ABORTED: unique symbol = Symbol('aborted');
/** Waits for `promise`, but no longer than the job lives. */
export async function untilInterrupted<T>(promise: Promise<T>, job: Job): Promise<T> {
  if (job.signal.aborted) {
    // It is under way already: nobody else hears how it fails.
    promise.catch(() => undefined);
    throw new Interrupted();
  }
  const aborted = deferred<typeof ABORTED>();
  const onAbort = (): void => aborted.resolve(ABORTED);
  job.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const first = await Promise.race([promise, aborted.promise]);
    if (first === ABORTED) throw new Interrupted();
    return first;
  } finally {
    job.signal.removeEventListener('abort', onAbort);
  }
}
