/** A real world without a pacer: a request moves it to its own answer, and nothing else does. */
import type { Clock } from '../../src/host/clock.ts';
import type { LiveLab, Look } from '../../src/host/live-lab.ts';
import { RUN_EPOCH_MICROS, type Answer, type Lab, type LabInput } from '../../src/sim/index.ts';

export interface InstantLab extends LiveLab {
  runTo(event: string): void;
}

export function instantLab(world: Lab): InstantLab {
  const listeners = new Set<() => void>();
  const looks: Look[] = [];
  const advance = (t: number): void => {
    world.runUntil(t);
    for (const listener of listeners) listener();
  };
  function ask(input: LabInput): Promise<Answer> {
    let answer: Answer | undefined;
    world.input(input, (given) => (answer = given));
    while (answer === undefined && world.nextDue() < Infinity) advance(world.nextDue());
    return Promise.resolve(answer ?? { ok: false, error: 'timeout', message: '' });
  }
  const until = (event: string): boolean => {
    const came = (): boolean => world.read.milestones().some(({ id }) => id === event);
    while (!came() && world.now < world.spec.timeLimit) advance(world.now + 1_000_000);
    return came();
  };
  const clock: Clock = {
    pace: 1,
    paused: true,
    setPace: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    until: (event) => Promise.resolve(until(event)),
    step: () => Promise.resolve(),
  };
  return {
    id: `${world.spec.scenario}-${world.spec.seed}-0000`,
    world,
    epochMicros: RUN_EPOCH_MICROS,
    clock,
    now: () => world.now,
    ask,
    tell: (input) => void ask(input),
    sleep: () => Promise.resolve(),
    wait: () => Promise.resolve(),
    look: (look) => void looks.push(look),
    looks: () => looks,
    onLook: () => () => undefined,
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => undefined,
    runTo(event) {
      if (!until(event)) throw new Error(`${event} did not come`);
    },
  };
}
