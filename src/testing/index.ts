/**
 * A lab in a test: the same as `eggtooth up`, in this process, on free ports.
 * @example
 * const lab = await startLab('first-boot', { seed: 7, until: 'etcd-started' });
 * await fetch(lab.env.EGGTOOTH_URL);
 * await lab.close();
 */
import { z } from 'zod';
import { EggtoothError } from '../errors.ts';
import { isPace, type Pace } from '../host/clock.ts';
import { knownEvent } from '../sim/index.ts';
import { type OpenLab, openLab } from '../lab-server/open-lab.ts';
import { loadScenario } from '../scenario/index.ts';

export interface StartOptions {
  readonly seed?: number;
  readonly set?: Readonly<Record<string, string>>;
  /** Milestone to which the lab runs at once. */
  readonly until?: string;
  /** Lab seconds a second; 1 by default. */
  readonly pace?: Pace;
  readonly paused?: boolean;
  /** The scenario's operator is played; on by default. */
  readonly autopilot?: boolean;
}

/** What a test file that is no TypeScript may have wrong; a run of some other seed must not pass for it. */
const OPTIONS = z.strictObject({
  seed: z.int().min(0).optional(),
  set: z.record(z.string(), z.string()).optional(),
  until: z.string().optional(),
  pace: z.union([z.number().refine(isPace), z.literal('max')]).optional(),
  paused: z.boolean().optional(),
  autopilot: z.boolean().optional(),
});
function check(scenario: unknown, options: unknown): void {
  if (typeof scenario !== 'string')
    throw new EggtoothError('EGT_OPTION', {
      problem: 'the first argument is no name of a scenario',
    });
  const issue = OPTIONS.safeParse(options).error?.issues[0];
  if (issue === undefined) return;
  const where = issue.path.join('.');
  throw new EggtoothError('EGT_OPTION', {
    problem: where === '' ? issue.message : `${where}: ${issue.message}`,
  });
}

/** Throws what `eggtooth up` would print (EGT_UNKNOWN_SCENARIO, EGT_UNKNOWN_PARAMETER, …); EGT_OPTION for an option that is none. */
export async function startLab(scenario: string, options: StartOptions = {}): Promise<OpenLab> {
  check(scenario, options);
  if (options.until !== undefined) knownEvent(options.until);
  const { title, drill, ...spec } = loadScenario(scenario, options.set, options.seed);
  return openLab(spec, {
    pace: options.pace ?? 1,
    paused: options.paused ?? false,
    autopilot: options.autopilot ?? true,
    ...(options.until === undefined ? {} : { until: options.until }),
    ports: { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 },
    title,
    ...(drill === undefined ? {} : { drill }),
  });
}
