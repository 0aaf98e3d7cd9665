/** Every sentence of the panel that injects causes, by key. */
export const inject = {
  title: 'Change a cause',
  cause: 'Cause',
  host: 'Host',
  dryRun: 'What would follow?',
  act: 'Do it',
  heal: 'Undo',
  follows: 'In the next twenty minutes, where it first shows',
  nothing: 'Nothing that anybody could see.',
} as const;
