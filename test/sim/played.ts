/** Labs that several tests read: each scenario is played once per file. */
import { loadScenario } from '../../src/scenario/index.ts';
import { type Lab, type LabOptions, createLab, runToEnd } from '../../src/sim/index.ts';

export const SEED = 7;
type Settings = Readonly<Record<string, string>>;

/** A lab at its first moment. */
export const fresh = (
  scenario = 'first-boot',
  settings: Settings = {},
  options: LabOptions = {},
  seed = SEED,
): Lab => createLab({ ...loadScenario(scenario, settings), seed }, { autopilot: true, ...options });

/** What moves a lab, or waits for it to be moved. */
const MOVES = new Set<string | symbol>([
  'runUntil',
  'step',
  'finishMoment',
  'input',
  'on',
  'enter',
  'resumeOperator',
]);
interface Checkpoint {
  readonly world: Lab;
  /** Labs that were handed out and still read this world. */
  readers: number;
}
const checkpoints = new Map<string, Checkpoint>();

/**
 * A lab at a milestone, or at its scenario's end; each call's own. As long as nobody moves them, all
 * labs of the same play read one world; the first move of the last reader takes it, one of several
 * plays its own.
 */
export function played(scenario: string, settings: Settings = {}, until?: string): Lab {
  const play = (): Lab => {
    const lab = fresh(scenario, settings);
    runToEnd(lab, until);
    return lab;
  };
  const key = JSON.stringify([scenario, settings, until]);
  const checkpoint = checkpoints.get(key) ?? { world: play(), readers: 0 };
  checkpoints.set(key, checkpoint);
  checkpoint.readers++;
  let own: Lab | undefined;
  const taken = (): Lab => {
    checkpoint.readers--;
    if (checkpoint.readers > 0) return play();
    checkpoints.delete(key);
    return checkpoint.world;
  };
  const through = <T extends object>(of: (lab: Lab) => T): T =>
    new Proxy(of(checkpoint.world), {
      get(_, name) {
        if (own === undefined && MOVES.has(name)) own = taken();
        const now = of(own ?? checkpoint.world);
        const value: unknown = Reflect.get(now, name, now);
        if (name === 'read') return through((lab) => lab.read);
        return typeof value === 'function' ? (value.bind(now) as unknown) : value;
      },
    });
  return through((lab) => lab);
}

export const secondsOf = (lab: Lab, milestone: string): number =>
  (lab.read.milestones().find(({ id }) => id === milestone)?.at ?? Number.NaN) / 1_000_000;

/** The lines of every container of that name on a host, with their times in seconds. */
export const linesOf = (lab: Lab, host: string, container: string): string[] => {
  const ids = lab
    .facts()
    .flatMap((f) =>
      f.kind === 'container' && f.host === host && f.name === container ? [f.containerId] : [],
    );
  return [...new Set(ids)].flatMap((id) => lab.read.containerLog(host, id).map(({ text }) => text));
};

/** Histogram of a member, in seconds. */
export function histogram(
  lab: Lab,
  name: string,
  host: string,
): { mean: number; count: number; least: number } {
  const sample = lab.read
    .metrics()
    .find((f) => f.name === name)
    ?.samples.find(({ labels }) => labels['host'] === host);
  const least = sample?.buckets?.find(([, count]) => count > 0)?.[0] ?? 0;
  return { mean: (sample?.sum ?? 0) / (sample?.value ?? 1), count: sample?.value ?? 0, least };
}
