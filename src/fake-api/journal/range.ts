/** `Range: entries=<cursor>[[:<skip>]:<count>]` of systemd-journal-gatewayd(8). */
export interface EntryRange {
  readonly cursor: string;
  readonly skip: number;
  readonly count: number;
}

/** Undefined when the header cannot be read. */
export function parseRange(header: string | undefined): EntryRange | undefined {
  if (header === undefined) return { cursor: '', skip: 0, count: Infinity };
  const match = /^entries=\s*([^:]*?)(?::(-?\d*))?(?::(\d*))?\s*$/.exec(header);
  if (match === null) return undefined;
  const [, cursor = '', second, third] = match;
  if (third !== undefined) return { cursor, skip: Number(second || 0), count: amount(third) };
  return second === undefined || second === ''
    ? { cursor, skip: 0, count: Infinity }
    : { cursor, skip: 0, count: Math.abs(Number(second)) };
}
const amount = (digits: string): number => (digits === '' ? Infinity : Number(digits));

/** The first index to send, of entries with these cursors. */
export function startOf(range: EntryRange, cursors: readonly string[]): number {
  const found = range.cursor === '' ? -1 : cursors.indexOf(range.cursor);
  const from = found >= 0 ? found : range.skip < 0 && range.cursor === '' ? cursors.length : 0;
  return Math.max(0, from + range.skip);
}
