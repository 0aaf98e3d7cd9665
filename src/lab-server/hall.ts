/** Further labs in this process: the doors of the page open them, and they end with it. */
import { EggtoothError } from '../errors.ts';
import type { Hall } from '../fake-api/control/control-options.ts';
import { guess } from '../near-name.ts';
import { listDrills, loadScenario } from '../scenario/index.ts';
import { FILM_PACE } from './film.ts';
import { openLab, type OpenLab } from './open-lab.ts';

export interface OpenHall extends Hall {
  /** A lab that was not opened through a door, but handed out: its case is opened once. */
  enroll(lab: OpenLab): void;
  close(): Promise<void>;
}
const LABS_MAX = 30;
const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
/** Where somebody sits before a page: a boot in real time is long to wait for. */
export const PAGE_PACE = 10;
const HEALTHY = 'first-boot';

export function openHall(): OpenHall {
  const labs: OpenLab[] = [];
  const enrolled: OpenLab[] = [];
  const hall: OpenHall = {
    drills: () => listDrills().toSorted((a, b) => a.level - b.level),
    async start({ scenario, seed, watch, level, home }) {
      if (labs.length >= LABS_MAX) throw new EggtoothError('EGT_HALL_FULL', { count: LABS_MAX });
      // Nobody is told of others: their ids are those of faults.
      const offered = [HEALTHY, ...listDrills().map(({ id }) => id)];
      if (!offered.includes(scenario)) {
        const near = guess(scenario, offered);
        throw new EggtoothError('EGT_UNKNOWN_SCENARIO', { name: scenario, guess: near });
      }
      const { title, drill, ...spec } = loadScenario(scenario, {}, seed);
      const handedOut = enrolled.map((lab) => lab.seat());
      if (drill !== undefined && handedOut.some((s) => s.scenario === scenario && !s.finished))
        throw new EggtoothError('EGT_CASE_OPEN', { title });
      const opened = await openLab(spec, {
        pace: watch ? FILM_PACE : PAGE_PACE,
        paused: false,
        autopilot: watch || drill !== undefined,
        ports: PORTS,
        title,
        hall,
        home,
        level,
        ...(drill === undefined ? {} : { drill }),
        ...(watch ? { watch } : {}),
      });
      labs.push(opened);
      return {
        url: `${opened.url}/l/${opened.lab.id}#token=${opened.token}`,
        id: opened.lab.id,
        title,
      };
    },
    enroll: (lab) => void enrolled.push(lab),
    seats: () => [...enrolled, ...labs].map((lab) => lab.seat()),
    async close() {
      await Promise.all(labs.map((lab) => lab.close()));
    },
  };
  return hall;
}
