/** Waiting for milestones, which are the lab's named events. */
import type { LiveLab } from '../../host/live-lab.ts';

export interface Happened {
  readonly event: string;
  readonly atSeconds: number;
}

export function happened(lab: LiveLab, event: string): Happened | undefined {
  const found = lab.world.read.milestones().find(({ id }) => id === event);
  return found === undefined ? undefined : { event, atSeconds: found.at / 1_000_000 };
}

/** Resolves when the event has come; undefined when the signal came first. */
export function whenHappened(
  lab: LiveLab,
  event: string,
  signal?: AbortSignal,
): Promise<Happened | undefined> {
  return new Promise((resolve) => {
    const finish = (result: Happened | undefined): void => {
      off();
      signal?.removeEventListener('abort', gone);
      resolve(result);
    };
    const gone = (): void => finish(undefined);
    const off = lab.world.on((fact) => {
      if (fact.kind !== 'milestone') return;
      const result = happened(lab, event);
      if (result !== undefined) finish(result);
    });
    signal?.addEventListener('abort', gone);
    const already = happened(lab, event);
    if (already !== undefined) finish(already);
  });
}
