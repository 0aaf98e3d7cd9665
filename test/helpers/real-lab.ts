/** A whole lab with its doors open, as `eggtooth up` opens it, in this process. */
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
const SEED = 7;

export interface RealLabOptions {
  readonly until?: string;
  readonly paused?: boolean;
  readonly autopilot?: boolean;
}

/** `first-boot` with its operator; paused unless told otherwise. */
export function openRealLab(options: RealLabOptions = {}): Promise<OpenLab> {
  const { until, paused = true, autopilot = true } = options;
  const { title, ...spec } = loadScenario('first-boot', {});
  return openLab(
    { ...spec, seed: SEED },
    {
      pace: 1,
      paused,
      autopilot,
      ports: PORTS,
      title,
      ...(until === undefined ? {} : { until }),
    },
  );
}
