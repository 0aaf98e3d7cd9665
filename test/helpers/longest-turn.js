/**
 * Loaded into a process with --import: the most CPU time that one turn of its event loop has taken, which a busy machine
 * does not change, written to $LONGEST_TURN_FILE whenever it grows. Everybody else waits for that long.
 */
import { writeFileSync } from 'node:fs';

const EVERY_MILLIS = 5;
const file = process.env.LONGEST_TURN_FILE;
let longest = 0;
let before = process.cpuUsage();
setInterval(() => {
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  const millis = (user + system) / 1000;
  if (millis <= longest) return;
  longest = millis;
  writeFileSync(file, String(longest));
}, EVERY_MILLIS).unref();

/** Begins anew. */
process.on('SIGUSR2', () => {
  longest = 0;
  before = process.cpuUsage();
  writeFileSync(file, '0');
});
