/** What broke a world: a rule of its own, told with what plays it again. */
import { EggtoothError } from '../../errors.ts';

/** `seed` and `event` find the place again; a person's own mistake stays as it is. */
export function invariant(error: unknown, seed: number, event: number): unknown {
  if (error instanceof EggtoothError) return error;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new EggtoothError('EGT_INVARIANT', { what: `${what} (seed ${seed}, event ${event})` });
}
