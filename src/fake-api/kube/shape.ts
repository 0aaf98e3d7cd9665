/**
 * Whether an object's fields have the types that every kind shares, and those of ConfigMap and Secret: what Go's decoder
 * refuses is never stored. Real: apimachinery meta/v1 ObjectMeta, api/core/v1; texts of encoding/json.
 */
import { isObject, type JsonObject } from './json.ts';
import { revisionText } from './numbers.ts';
import { StatusError } from './status.ts';

const TEXT_MAPS: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['data', 'binaryData'],
  Secret: ['data', 'stringData'],
};
const goKind = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === true || value === false ? 'bool' : typeof value;

/** Throws 400 for a field of another type. Absent and null are fine. */
export function checkShape(object: JsonObject): void {
  const kind = typeof object['kind'] === 'string' ? object['kind'] : '';
  const metadata = object['metadata'] ?? {};
  if (!isObject(metadata)) throw wrong(metadata, `${kind}.metadata`, 'v1.ObjectMeta');
  for (const name of ['labels', 'annotations'])
    textMap(metadata[name], `ObjectMeta.metadata.${name}`);
  for (const name of ['name', 'namespace', 'uid', 'resourceVersion']) {
    const value = metadata[name] ?? '';
    if (typeof value !== 'string') throw wrong(value, `ObjectMeta.metadata.${name}`, 'string');
  }
  revisionText(String(metadata['resourceVersion'] ?? ''));
  for (const name of TEXT_MAPS[kind] ?? []) textMap(object[name], `${kind}.${name}`);
}

function textMap(value: unknown, field: string): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) throw wrong(value, field, 'map[string]string');
  for (const each of Object.values(value))
    if (typeof each !== 'string' && each !== null) throw wrong(each, field, 'string');
}

const wrong = (value: unknown, field: string, type: string): StatusError =>
  new StatusError(
    400,
    `json: cannot unmarshal ${goKind(value)} into Go struct field ${field} of type ${type}`,
  );
