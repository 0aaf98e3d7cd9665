/** `eggtooth run`: a scenario without a clock, at once, and what came of it. */
import { loadScenario } from '../scenario/index.ts';
import { knownEvent, type Lab, createLab, runToEnd } from '../sim/index.ts';
import { settings } from './settings.ts';

export interface RunOptions {
  readonly seed: number;
  readonly set: readonly string[];
  readonly until?: string;
  readonly format: 'text' | 'json';
  readonly out?: string;
}

export async function run(scenario: string, options: RunOptions): Promise<void> {
  if (options.until !== undefined) knownEvent(options.until);
  const loaded = loadScenario(scenario, settings('run', options.set), options.seed);
  const { drill: _, ...spec } = loaded;
  const lab = createLab(spec, { autopilot: true });
  const reached = runToEnd(lab, options.until);
  const status = options.until !== undefined && reached ? 'stopped' : lab.status;
  const result = {
    scenario: spec.scenario,
    seed: spec.seed,
    profile: spec.profile,
    status,
    simulatedSeconds: lab.now / 1_000_000,
    // Since the process began: what a person waits for.
    wallMs: Math.round(performance.now()),
    transitions: lab.transitions,
    digest: lab.digest(),
    counts: lab.counts(),
    milestones: lab.read
      .milestones()
      .map(({ step, id, title, at }) => ({ step, id, title, atSeconds: at / 1_000_000 })),
  };
  if (options.out !== undefined) {
    const { writeResult } = await import('./run-out.ts');
    writeResult(options.out, lab);
  }
  const text = options.format === 'json' ? JSON.stringify(result, undefined, 2) : report(result);
  process.stdout.write(`${text}\n`);
  for (const line of unplayed(lab)) process.stderr.write(`eggtooth: ${line}\n`);
  if (!reached) process.exitCode = 1;
}

/** Scripts that only a lab with shells plays. */
const unplayed = (lab: Lab): readonly string[] =>
  lab.read
    .hosts()
    .flatMap(({ name }) =>
      lab.read
        .units(name)
        .flatMap(({ unit, script }) =>
          script === undefined
            ? []
            : [
                `${name}: ${unit} runs ${script.path}, which is not the shipped script; \`run\` plays no scripts, \`up\` does`,
              ],
        ),
    );

interface Result {
  readonly scenario: string;
  readonly seed: number;
  readonly status: string;
  readonly simulatedSeconds: number;
  readonly wallMs: number;
  readonly counts: ReturnType<Lab['counts']>;
  readonly milestones: readonly { step: number; title: string; atSeconds: number }[];
}

function report(r: Result): string {
  const steps = r.milestones.map(
    ({ step, title, atSeconds }) =>
      `${String(step).padStart(3)}  ${atSeconds.toFixed(1).padStart(8)} s  ${title}`,
  );
  const counts = Object.entries(r.counts).map(([name, count]) => `${count} ${name}`);
  return [
    `${r.scenario}, seed ${r.seed}: ${r.status} after ${r.simulatedSeconds.toFixed(1)} s of lab time (${r.wallMs} ms)`,
    ...steps,
    counts.join(', '),
  ].join('\n');
}
