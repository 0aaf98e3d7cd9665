/** Which arrays one shell alone holds: these are written in place, all others are copied first. */
import type { ArrayValue } from './shell-state.ts';

type Holder = ReadonlyMap<string, ArrayValue>;
export const owners = new WeakMap<ArrayValue, Holder>();

/** Who takes the arrays along (a subshell, a checkpoint) makes the next writer copy. */
export function shareArrays({ arrays }: { readonly arrays: Holder }): void {
  for (const array of arrays.values()) owners.delete(array);
}
