/**
 * Loaded into a process with --import: the most CPU time that one turn of its event loop has taken, which a busy machine
 * does not change, written to $LONGEST_TURN_FILE whenever it grows. Everybody else waits for that long. Of the main thread
 * alone, as Linux counts it.
 */
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';

const EVERY_MILLIS = 5;
const file = process.env.LONGEST_TURN_FILE;
const stat = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
const bytes = Buffer.alloc(64);
/** Milliseconds on a CPU so far. */
function used() {
  const length = readSync(stat, bytes, 0, bytes.length, 0);
  return Number(bytes.toString('latin1', 0, length).split(' ')[0]) / 1e6;
}
let longest = 0;
let before = used();
setInterval(() => {
  const now = used();
  const millis = now - before;
  before = now;
  if (millis <= longest) return;
  longest = millis;
  writeFileSync(file, String(longest));
}, EVERY_MILLIS).unref();
process.on('exit', () => closeSync(stat));

/** Begins anew. */
process.on('SIGUSR2', () => {
  longest = 0;
  before = used();
  writeFileSync(file, '0');
});
