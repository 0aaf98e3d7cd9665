/**
 * Turns of the event loop. Whoever does many small pieces of work in a row (requests of one connection, keys, commands of a
 * script) asks between them, so that nobody else waits long.
 */
const TURN_MILLIS = 4;
let turnEnds = 0;

/** Resolves at once while this turn is short, else in the next one. */
export async function fairly(): Promise<void> {
  if (performance.now() <= turnEnds) return;
  await new Promise<void>((resolve) => setImmediate(resolve));
  turnEnds = performance.now() + TURN_MILLIS;
}
