/**
 * Server-side apply, simplified: the manager's configuration is merged into the object, what it
 * applied before and now leaves out is removed, and its fields are recorded in managedFields. Lists
 * are merged like a strategic patch. Conflicts with other appliers are found; those with clients
 * that only updated are not, because plain updates record no fields here.
 */
import { equal, isObject, type Json, type JsonObject } from '../json.ts';
import { StatusError } from '../status.ts';
import { strategicMerge } from './strategic.ts';

interface ApplyOptions {
  readonly manager: string;
  readonly force: boolean;
  readonly apiVersion: string;
  readonly now: string;
}
const UNOWNED = new Set(['apiVersion', 'kind', 'metadata.name', 'metadata.namespace']);

export function serverSideApply(
  live: JsonObject | undefined,
  config: JsonObject,
  { manager, force, apiVersion, now }: ApplyOptions,
): JsonObject {
  const entries = managers(live);
  const mine = entries.find((entry) => entry['manager'] === manager);
  const wanted = leaves(config).filter((path) => !UNOWNED.has(path.join('.')));
  const clashes = entries
    .filter((entry) => entry !== mine)
    .flatMap((entry) =>
      wanted
        .filter((path) => owns(entry, path) && !equal(valueAt(live, path), valueAt(config, path)))
        .map((path) => ({ manager: String(entry['manager']), field: `.${path.join('.')}` })),
    );
  if (clashes.length > 0 && !force) throw conflictError(clashes);
  const merged = strategicMerge(live ?? {}, config);
  for (const path of owned(mine)) {
    const kept = wanted.some((other) => other.join('/') === path.join('/'));
    if (!kept && !entries.some((entry) => entry !== mine && owns(entry, path))) drop(merged, path);
  }
  const entry = {
    manager,
    operation: 'Apply',
    apiVersion,
    time: now,
    fieldsType: 'FieldsV1',
    fieldsV1: asTree(wanted),
  };
  const metadata = isObject(merged['metadata']) ? merged['metadata'] : {};
  const managedFields = [...entries.filter((other) => other !== mine), entry];
  return { ...merged, metadata: { ...metadata, managedFields } };
}

function conflictError(
  clashes: readonly { readonly manager: string; readonly field: string }[],
): StatusError {
  const [first] = clashes;
  const causes = clashes.map(({ manager, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${manager}"`,
    field,
  }));
  const message =
    clashes.length === 1
      ? `Apply failed with 1 conflict: conflict with "${first?.manager}": ${first?.field}`
      : `Apply failed with ${clashes.length} conflicts: conflicts with "${first?.manager}":\n${clashes.map(({ field }) => `- ${field}`).join('\n')}`;
  return new StatusError(409, message, { reason: 'Conflict', details: { causes } });
}

function managers(live: JsonObject | undefined): JsonObject[] {
  const metadata = live?.['metadata'];
  const fields = isObject(metadata) ? metadata['managedFields'] : undefined;
  return Array.isArray(fields) ? fields.filter(isObject) : [];
}

/** Paths to everything that is not an object; a list counts as one value. */
function leaves(value: Json, path: readonly string[] = []): string[][] {
  if (!isObject(value)) return [[...path]];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, [...path, key]));
}
function asTree(paths: readonly string[][]): JsonObject {
  const tree: JsonObject = {};
  for (const path of paths) {
    let here = tree;
    for (const key of path) {
      const next = here[`f:${key}`] ?? {};
      here[`f:${key}`] = next;
      here = isObject(next) ? next : {};
    }
  }
  return tree;
}
function owned(entry: JsonObject | undefined): string[][] {
  const walk = (tree: Json | undefined, path: string[]): string[][] => {
    if (!isObject(tree) || Object.keys(tree).length === 0) return [path];
    return Object.entries(tree).flatMap(([key, sub]) =>
      key.startsWith('f:') ? walk(sub, [...path, key.slice(2)]) : [],
    );
  };
  return entry === undefined ? [] : walk(entry['fieldsV1'], []);
}
const owns = (entry: JsonObject, path: readonly string[]): boolean =>
  owned(entry).some((other) => other.join('/') === path.join('/'));

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) here = isObject(here) ? here[key] : undefined;
  return here;
}
function drop(value: JsonObject, path: readonly string[]): void {
  const holder = valueAt(value, path.slice(0, -1));
  const key = path.at(-1);
  if (isObject(holder) && key !== undefined) delete holder[key];
}
