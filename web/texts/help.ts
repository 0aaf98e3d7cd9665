/** What each key does. */
const inTerminal: readonly (readonly [string, string])[] = [
  ['Ctrl+Alt+↑', 'leaves the terminal'],
  ['Ctrl+Shift+C', 'copies what is marked in the terminal'],
];
export const help = {
  title: 'Keys',
  names: { ' ': 'Space', n: 'N', f: 'F', d: 'D', h: 'H' } as Readonly<Record<string, string>>,
  does: {
    ' ': 'pauses the lab, or lets it run',
    n: 'goes to the next change',
    ',': 'looks back at the step before',
    '.': 'looks at the step after',
    '<': 'five seconds back',
    '>': 'five seconds on',
    End: 'back to now',
    f: 'goes on from the moment that is looked at',
    d: 'writes the diagnosis',
    h: 'takes a hint',
    '/': 'searches the journal',
    '?': 'this list',
    ...Object.fromEntries(inTerminal),
  } as Readonly<Record<string, string>>,
  inTerminal,
  single: 'single keys are on',
  reader: 'texts for screen readers: what a command printed stands below the terminal and is said',
  close: 'Close',
  open: 'Keys',
} as const;
