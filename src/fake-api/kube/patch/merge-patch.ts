/** JSON Merge Patch (RFC 7386): null removes, objects merge, everything else replaces. */
import { isObject, type Json, type JsonObject } from '../json.ts';

export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return structuredClone(patch);
  // A map: a key named __proto__ is a key like any other.
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value ?? null));
  }
  const object: JsonObject = Object.fromEntries(merged);
  return object;
}
