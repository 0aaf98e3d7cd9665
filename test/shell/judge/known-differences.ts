/** Where the simulated shell answers otherwise than bash 5.2, and why. At most twelve. */
export const KNOWN_DIFFERENCES: readonly { readonly name: string; readonly reason: string }[] = [
  {
    name: 'line 236',
    reason: 'the world stamps a file with the lab time of its change: `touch -d` sets no other',
  },
  {
    name: 'line 256',
    reason: '`help` tells of the simulated programs; it has not bash’s own pages',
  },
  {
    name: 'line 310',
    reason:
      'a wrong operator within `[[` is a syntax error with status 2; bash 5.2 says less, status 0',
  },
  {
    name: 'line 334',
    reason: 'a list that a `;` breaks leaves status 2, as other syntax errors; bash 1',
  },
  {
    name: 'line 406',
    reason: 'an unclosed parenthesis of `=~` is an end of file; bash names the parenthesis',
  },
];
