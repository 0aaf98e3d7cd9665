/** `--set name=value`, as it is typed. */
import { EggtoothError } from '../errors.ts';

export function settings(verb: string, typed: readonly string[]): Readonly<Record<string, string>> {
  const pairs = typed.map((text): readonly [string, string] => {
    const equals = text.indexOf('=');
    if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
    throw new EggtoothError('EGT_USAGE', {
      problem: `--set takes name=value, not "${text}"`,
      verb,
    });
  });
  return Object.fromEntries(pairs);
}
