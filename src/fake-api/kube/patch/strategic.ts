/**
 * Strategic merge patch: like a merge patch, but lists whose items have a key are merged by it.
 * Real: apimachinery pkg/util/strategicpatch; the keys are the patchMergeKey tags of k8s.io/api.
 */
import { isObject, type Json, type JsonObject } from '../json.ts';
import { StatusError } from '../status.ts';

const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  conditions: 'type',
  addresses: 'type',
  ownerReferences: 'uid',
  podIPs: 'ip',
  hostIPs: 'ip',
  topologySpreadConstraints: 'topologyKey',
  secrets: 'name',
  webhooks: 'name',
};
const MERGED_SETS = new Set(['finalizers']);
const DELETE_FROM = '$deleteFromPrimitiveList/';
const SET_ORDER = '$setElementOrder/';

export function strategicMerge(target: Json | undefined, patch: JsonObject): JsonObject {
  const { $patch: directive, $retainKeys: retain, ...fields } = patch;
  if (directive === 'replace') return structuredClone(fields);
  if (directive === 'delete') return {};
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  if (Array.isArray(retain)) {
    for (const key of Object.keys(merged)) if (!retain.includes(key)) delete merged[key];
  }
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith(SET_ORDER)) continue;
    if (key.startsWith(DELETE_FROM)) {
      const name = key.slice(DELETE_FROM.length);
      const gone = Array.isArray(value) ? value : [];
      merged[name] = asList(merged[name]).filter((entry) => !gone.includes(entry));
    } else if (value === null) delete merged[key];
    else if (Array.isArray(value))
      merged[key] = mergeList(merged, key, value, fields[SET_ORDER + key]);
    else merged[key] = isObject(value) ? strategicMerge(merged[key], value) : value;
  }
  return merged;
}

function mergeList(
  parent: JsonObject,
  key: string,
  patch: Json[],
  order: Json | undefined,
): Json[] {
  const current = asList(parent[key]);
  if (MERGED_SETS.has(key)) return [...new Set([...current, ...patch])];
  const mergeKey = keyOf(parent, key, patch);
  if (mergeKey === undefined || !patch.every(isObject)) return structuredClone(patch);
  if (patch.some((entry) => entry['$patch'] === 'replace')) {
    return structuredClone(patch.filter((entry) => entry['$patch'] !== 'replace'));
  }
  const merged = [...current];
  for (const entry of patch) {
    const id = entry[mergeKey];
    if (id === undefined) {
      throw new StatusError(
        500,
        `map: ${JSON.stringify(entry)} does not contain declared merge key: ${mergeKey}`,
      );
    }
    const index = merged.findIndex((item) => isObject(item) && item[mergeKey] === id);
    if (entry['$patch'] === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index >= 0) merged[index] = strategicMerge(merged[index], entry);
    else merged.push(strategicMerge({}, entry));
  }
  return Array.isArray(order) ? ordered(merged, mergeKey, order) : merged;
}

function ordered(items: Json[], mergeKey: string, order: Json[]): Json[] {
  const idOf = (item: Json | undefined): Json | undefined =>
    isObject(item) ? item[mergeKey] : undefined;
  const place = new Map(order.map((item, index) => [idOf(item), index]));
  return items
    .map((item, index) => ({ item, rank: place.get(idOf(item)) ?? index - 0.5, index }))
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ item }) => item);
}

/** A container's ports are keyed by containerPort, a service's by port. */
function keyOf(parent: JsonObject, key: string, patch: Json[]): string | undefined {
  if (key !== 'ports') return MERGE_KEYS[key];
  const ofContainer = [parent, ...patch, ...asList(parent['ports'])].some(
    (entry) => isObject(entry) && ('containerPort' in entry || 'image' in entry),
  );
  return ofContainer ? 'containerPort' : 'port';
}
const asList = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
