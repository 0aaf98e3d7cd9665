/** The name that was probably meant: the known one with the fewest edits, when they are few. */
export function nearName(wanted: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of known) {
    const edits = name.startsWith(wanted) && wanted.length > 2 ? 1 : distance(wanted, name);
    if (edits < least) {
      best = name;
      least = edits;
    }
  }
  return best;
}

/** `Did you mean "x"? `, or nothing. */
export function guess(wanted: string, known: readonly string[]): string {
  const near = nearName(wanted, known);
  return near === undefined ? '' : `Did you mean "${near}"? `;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
