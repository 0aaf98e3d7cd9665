/**
 * Hosts xstate machines as values: a snapshot is data, a delayed transition is an entry of the
 * kernel's queue, actions run after the step. Why not createActor: reference/simulation-core.md 1 and 2.
 */
import type { AnyStateMachine } from 'xstate';
import type { Kernel } from './kernel.ts';
import type { Entry, SimEvent } from './queue.ts';

export interface MachineHost {
  readonly transitions: number;
  start(id: string, kind: string, input: object): void;
  stop(id: string): void;
  send(id: string, event: SimEvent): void;
  has(id: string): boolean;
}
/** Kind -> machine, and what each process gets as `env`. */
export interface Catalogue {
  readonly machines: Readonly<Record<string, AnyStateMachine>>;
  readonly env: (id: string) => object;
}

interface Action {
  readonly type: string;
  readonly info: unknown;
  readonly params: { delay?: number; id?: string; event: SimEvent; sendId?: string };
  readonly exec?: (info: unknown, params: unknown) => void;
}
type Snapshot = ReturnType<AnyStateMachine['getInitialSnapshot']>;
type Scope = Parameters<AnyStateMachine['transition']>[2];
interface Process {
  readonly machine: AnyStateMachine;
  snapshot: Snapshot;
  readonly timers: Map<string, Entry>;
}

export class PureHost implements MachineHost {
  transitions = 0;
  readonly #processes = new Map<string, Process>();
  #collected: Action[] = [];
  readonly #scope: Scope;
  readonly #kernel: Kernel;
  readonly #catalogue: Catalogue;

  constructor(kernel: Kernel, catalogue: Catalogue) {
    this.#kernel = kernel;
    this.#catalogue = catalogue;
    const refuse = (): never => {
      throw new Error('a machine posts through env');
    };
    this.#scope = {
      self: { id: '', send: refuse },
      id: '',
      sessionId: '',
      logger: () => undefined,
      defer: () => undefined,
      stopChild: () => undefined,
      emit: () => undefined,
      system: { _sendInspectionEvent: () => undefined },
      actionExecutor: (action: unknown) => this.#collected.push(action as Action),
    } as unknown as Scope;
  }

  has(id: string): boolean {
    return this.#processes.has(id);
  }

  start(id: string, kind: string, input: object): void {
    const machine = this.#catalogue.machines[kind];
    if (machine === undefined) throw new Error(`no machine of kind ${kind}`);
    const process: Process = {
      machine,
      snapshot: undefined as unknown as Snapshot,
      timers: new Map(),
    };
    this.#processes.set(id, process);
    const env = this.#catalogue.env(id);
    this.#commit(id, process, () => machine.getInitialSnapshot(this.#scope, { ...input, env }));
  }

  stop(id: string): void {
    for (const timer of this.#processes.get(id)?.timers.values() ?? []) timer.dead = true;
    this.#processes.delete(id);
  }

  send(id: string, sent: SimEvent): void {
    const process = this.#processes.get(id);
    if (process === undefined) return;
    let event = sent;
    if (sent.type === 'TIMER') {
      process.timers.delete(sent['timer'] as string);
      event = sent['event'] as SimEvent;
    }
    this.#commit(id, process, () =>
      process.machine.transition(process.snapshot, event as never, this.#scope),
    );
  }

  #commit(id: string, process: Process, advance: () => Snapshot): void {
    const outer = this.#collected;
    this.#collected = [];
    this.transitions++;
    const snapshot = advance();
    if (snapshot.status === 'error') throw (snapshot as { error: unknown }).error;
    process.snapshot = snapshot;
    const actions = this.#collected;
    this.#collected = outer;
    for (const action of actions) {
      if (action.type === 'xstate.raise') this.#arm(id, process, action);
      else if (action.type === 'xstate.cancel') {
        const timer = process.timers.get(action.params.sendId ?? '');
        if (timer !== undefined) timer.dead = true;
        process.timers.delete(action.params.sendId ?? '');
      } else action.exec?.(action.info, action.params);
    }
  }

  #arm(id: string, process: Process, { params }: Action): void {
    if (typeof params.delay !== 'number') return;
    const timer = params.id ?? '';
    const old = process.timers.get(timer);
    if (old !== undefined) old.dead = true;
    const event = { type: 'TIMER', timer, event: params.event };
    process.timers.set(timer, this.#kernel.schedule(id, event, params.delay * 1000));
  }
}
