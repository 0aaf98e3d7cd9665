/**
 * A bootstrap that is watched: it runs fast, and at each step so slowly that the step's sentence can be
 * read while the clock, the picture and the logs are still there. Whoever sets another pace keeps it.
 */
import type { LiveLab } from '../host/live-lab.ts';

/** Forty minutes in forty seconds: half of them for running, half for reading. */
export const FILM_PACE = 120;
/** None that the page offers, so that a pace that somebody chose is told from it. */
const READING_PACE = 1.5;
/** A little longer than the page shows a sentence. */
const READ_MILLIS = 2100;

export function projectFilm(lab: LiveLab): () => void {
  const { world, clock } = lab;
  let told = world.read.milestones().length;
  let readUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  function slowDown(steps: number): void {
    const now = performance.now();
    readUntil = Math.max(readUntil, now) + steps * READ_MILLIS;
    clock.setPace(READING_PACE);
    clearTimeout(timer);
    timer = setTimeout(goOn, readUntil - now);
  }
  /** Held by somebody, it goes on when it is let go; it ends with the bootstrap. */
  function goOn(): void {
    if (clock.paused || clock.pace !== READING_PACE || performance.now() < readUntil) return;
    if (world.status === 'running') clock.setPace(FILM_PACE);
    else clock.pause();
  }
  const stop = lab.onAdvance(() => {
    const come = world.read.milestones().length;
    const fresh = come - told;
    told = come;
    const isFilm = clock.pace === FILM_PACE || clock.pace === READING_PACE;
    if (fresh > 0 && isFilm && !clock.paused) slowDown(fresh);
    else goOn();
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
