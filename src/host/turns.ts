/**
 * Turns of the event loop. Whoever does many small pieces of work in a row (requests of one connection, keys, commands of a
 * script) asks between them, so that nobody else waits long.
 */
const TURN_MILLIS = 4;
let turnEnds = 0;
/** This turn has been long enough for all. */
let isOver = false;

/** Resolves at once while this turn is short, else in the next one. */
export async function fairly(): Promise<void> {
  if (!isOver && performance.now() <= turnEnds) return;
  isOver = true;
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (!isOver) return;
  // The first of the next turn.
  isOver = false;
  turnEnds = performance.now() + TURN_MILLIS;
}

/** Whoever only sometimes looks at the clock asks this each time. */
export const turnIsOver = (): boolean => isOver;
