/** Every sentence of the panel that injects causes, by key. */
export const inject = {
  title: 'Change a cause',
  cause: 'Cause',
  host: 'Host',
  dryRun: 'What would follow?',
  act: 'Do it',
  heal: 'Undo',
  follows: 'In the next twenty minutes, where it first shows',
  seats: 'Labs of this process',
  seed: 'seed',
  finished: 'debriefed',
  lastLine: 'last line',
  none: 'nothing yet',
  ticks: 'ticks',
  hints: 'hints',
  nothing: 'Nothing that anybody could see.',
} as const;
