/** A bootstrap that is watched slows down at each step for as long as its sentence takes to read. */
import { afterEach, expect, test } from 'vitest';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { FILM_PACE } from '../../src/lab-server/film.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { SECOND } from '../../src/sim/index.ts';
import { poll } from '../helpers/browser.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
let film: OpenLab;
const openFilm = async (): Promise<OpenLab> => {
  const { title, ...spec } = loadScenario('first-boot', {}, 7);
  const how = { pace: FILM_PACE, paused: false, autopilot: true, ports: PORTS, title };
  film = await openLab(spec, { ...how, watch: true });
  return film;
};
const steps = ({ lab }: OpenLab): number => lab.world.read.milestones().length;
const becomes = (holds: () => boolean): Promise<void> =>
  poll(
    async () => holds(),
    async () => `step ${steps(film)}, pace ${film.lab.clock.pace}`,
  );
afterEach(() => film.close());

test('nearly stands while a step is told, and goes on after it', async () => {
  const { lab } = await openFilm();
  await becomes(() => steps(film) > 0 && lab.clock.pace !== FILM_PACE);
  const since = { lab: lab.now(), wall: performance.now() };
  let read = { lab: 0, wall: 0 };
  await becomes(() => {
    if (lab.clock.pace === FILM_PACE) return true;
    read = { lab: lab.now() - since.lab, wall: (performance.now() - since.wall) * 1000 };
    return false;
  });

  expect(read.wall).toBeGreaterThan(SECOND);
  expect(read.lab).toBeLessThan((FILM_PACE / 4) * read.wall);
});

test('held while a step is told, it stays where it is; let go, it goes on', async () => {
  const { lab } = await openFilm();
  await becomes(() => steps(film) > 0 && lab.clock.pace !== FILM_PACE);
  lab.clock.pause();
  const held = lab.world.now;
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect([lab.clock.paused, lab.world.now]).toEqual([true, held]);

  lab.clock.resume();
  await becomes(() => lab.clock.pace === FILM_PACE);
});

test('keeps the pace that somebody chose', async () => {
  const { lab } = await openFilm();
  await becomes(() => steps(film) > 0);
  lab.clock.setPace(60);
  const shown = steps(film);
  await becomes(() => steps(film) > shown + 2);

  expect(lab.clock.pace).toBe(60);
});
