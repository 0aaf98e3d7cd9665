/** A duration as Go's time.Duration prints it: `1.48515ms`, `2.013642s`, `1m3.5s`, `0s`. */
export function goDuration(micros: number): string {
  if (micros === 0) return '0s';
  if (micros < 1000) return `${micros}µs`;
  if (micros < 1_000_000) return `${micros / 1000}ms`;
  const minutes = Math.floor(micros / 60_000_000);
  const rest = `${(micros - minutes * 60_000_000) / 1_000_000}s`;
  if (minutes === 0) return rest;
  return minutes < 60
    ? `${minutes}m${rest}`
    : `${Math.floor(minutes / 60)}h${minutes % 60}m${rest}`;
}
