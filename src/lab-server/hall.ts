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

/** A finished lab ends when nobody has used it for so long; one that is not, later. */
const FINISHED_IDLE_MILLIS = 15 * 60_000;
const IDLE_MILLIS = 2 * 3_600_000;
const LOOK_EVERY_MILLIS = 60_000;

interface Room {
  readonly lab: OpenLab;
  /** Undefined for a program, and for what was handed out: it may be anybody's. */
  readonly person: string | undefined;
}

export function openHall(): OpenHall {
  const enrolled: OpenLab[] = [];
  let rooms: Room[] = [];
  async function end(ended: readonly Room[]): Promise<void> {
    rooms = rooms.filter((room) => !ended.includes(room));
    await Promise.all(ended.map(({ lab }) => lab.close()));
  }
  const isOver = ({ lab }: Room): boolean =>
    lab.idleMillis() > (lab.seat().finished ? FINISHED_IDLE_MILLIS : IDLE_MILLIS);
  const sweep = (): Promise<void> => end(rooms.filter(isOver));
  const timer = setInterval(() => void sweep(), LOOK_EVERY_MILLIS).unref();

  /** Room for one more: a finished lab that nobody looks at is given up for it. */
  async function makeRoom(): Promise<void> {
    await sweep();
    if (rooms.length < LABS_MAX) return;
    const finished = rooms.filter(({ lab }) => lab.seat().finished && lab.idleMillis() > 0);
    const [oldest] = finished.toSorted((a, b) => b.lab.idleMillis() - a.lab.idleMillis());
    if (oldest === undefined) throw new EggtoothError('EGT_HALL_FULL', { count: LABS_MAX });
    await end([oldest]);
  }
  /** Whether this person may have that case before her, unanswered. */
  function hasOpen(scenario: string, person: string | undefined): boolean {
    const others = [...enrolled.map((lab): Room => ({ lab, person: undefined })), ...rooms];
    return others.some((room) => {
      const isHers = room.person === person || room.person === undefined || person === undefined;
      const { scenario: its, finished } = room.lab.seat();
      return isHers && its === scenario && !finished;
    });
  }
  return {
    drills: () => listDrills().toSorted((a, b) => a.level - b.level),
    async start({ scenario, seed, watch, level, home, person, isStaff }) {
      // Nobody is told of others: their ids are those of faults.
      const offered = [HEALTHY, ...listDrills().map(({ id }) => id)];
      if (!offered.includes(scenario)) {
        const near = guess(scenario, offered);
        throw new EggtoothError('EGT_UNKNOWN_SCENARIO', { name: scenario, guess: near });
      }
      const { title, drill, ...spec } = loadScenario(scenario, {}, seed);
      if (drill !== undefined && !isStaff && hasOpen(scenario, person))
        throw new EggtoothError('EGT_CASE_OPEN', { title });
      await makeRoom();
      const lab = await openLab(spec, {
        pace: watch ? FILM_PACE : PAGE_PACE,
        paused: false,
        autopilot: watch || drill !== undefined,
        ports: PORTS,
        title,
        hall: this,
        home,
        level,
        ...(drill === undefined ? {} : { drill }),
        ...(watch ? { watch } : {}),
      });
      rooms.push({ lab, person });
      return { url: `${lab.url}/l/${lab.lab.id}#token=${lab.token}`, id: lab.lab.id, title };
    },
    enroll: (lab) => void enrolled.push(lab),
    seats: () => [...enrolled, ...rooms.map(({ lab }) => lab)].map((lab) => lab.seat()),
    async end(id) {
      const room = rooms.find(({ lab }) => lab.lab.id === id);
      if (room !== undefined) await end([room]);
      return room !== undefined;
    },
    async close() {
      clearInterval(timer);
      await end(rooms);
    },
  };
}
