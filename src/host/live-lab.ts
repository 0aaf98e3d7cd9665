/**
 * A lab in wall time, as the faces and shells see it. The only place that turns answers into promises.
 */
import type { Answer, Lab, LabInput, Micros } from '../sim/index.ts';
import type { Clock } from './clock.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What somebody was shown: `{cell, value}` as of a moment of lab time (DECISIONS: Looks). */
export interface Look {
  readonly session: string;
  /** `shell:bootstrap`, `ssh`, `kube`, `page`. */
  readonly source: string;
  readonly at: Micros;
  readonly seen: readonly Observation[];
}
export interface Observation {
  /** `bootstrap/pods/etcd-bootstrap`, `bootstrap/healthz`, `cluster/namespaces/openshift-etcd`. */
  readonly cell: string;
  readonly value: string;
  readonly asOf: Micros;
  readonly weak?: boolean;
}

export interface TypedLine {
  readonly at: Micros;
  readonly host: string;
  readonly line: string;
}

export interface LiveLab {
  /** `<scenario>-<seed>-<4 hex>`. */
  readonly id: string;
  readonly world: Lab;
  /** Wall-clock microseconds (Unix) of the lab's start: what faces format times with. */
  readonly epochMicros: number;
  readonly clock: Clock;
  /** Lab time now, with the world run up to it. */
  now(): Micros;
  /** Puts an input through the door; resolves when lab time reaches the answer's due time. */
  ask(input: LabInput, signal?: AbortSignal, watch?: Stopwatch): Promise<Answer>;
  /** The same without waiting. */
  tell(input: LabInput): void;
  /** Sleeps in lab time; rejects with the signal's reason when aborted. */
  sleep(micros: Micros, signal?: AbortSignal): Promise<void>;
  /** Lab time that a request takes on its way (a dial): a paused world moves for it, at most 1 s. */
  wait(micros: Micros, signal?: AbortSignal, watch?: Stopwatch): Promise<void>;
  /** Somebody entered a line in a shell. It changes nothing: for whoever looks after the room. */
  typed(host: string, line: string): void;
  lastTyped(): TypedLine | undefined;
  look(look: Look): void;
  looks(): readonly Look[];
  onLook(listener: (look: Look) => void): () => void;
  /** Called after the world has moved (at most 60 times a second). */
  onAdvance(listener: () => void): () => void;
  /** Called when the world has broken one of its own rules: it stands still for good, and answers nobody. */
  onBroken(listener: () => void): () => void;
  close(): void;
}
