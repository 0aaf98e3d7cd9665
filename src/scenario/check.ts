/** What every part of a scenario file is checked with: names that exist, and durations. */
import { guess } from '../near-name.ts';
import { seconds } from '../sim/index.ts';
import { type ReadFile, scenarioError } from './read-yaml.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
export function micros(text: string): number {
  const [, count = '0', unit = 's'] = /^([\d.]+)(ms|s|m|h)$/.exec(text) ?? [];
  return seconds(Number(count) * (UNITS[unit] ?? 1));
}

export function checkName<T>(
  read: ReadFile<T>,
  path: readonly (string | number)[],
  name: string,
  known: readonly string[],
  noun: string,
): void {
  if (known.includes(name)) return;
  const near = guess(name, known);
  throw scenarioError(
    read.place(path),
    `there is no ${noun} "${name}"`,
    `${near}It takes one of: ${known.join(', ')}.`,
  );
}
