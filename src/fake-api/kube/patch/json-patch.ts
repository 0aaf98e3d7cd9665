/** JSON Patch (RFC 6902) with the error texts of evanphx/json-patch, which the API server uses. */
import { equal, isObject, list, text, type Json } from '../json.ts';
import { StatusError } from '../status.ts';

export function jsonPatch(document: Json, operations: Json): Json {
  if (!Array.isArray(operations)) throw new StatusError(400, 'error decoding patch: not a list');
  const root = { document: structuredClone(document) };
  for (const operation of list(operations)) apply(root, operation);
  return root.document;
}

interface Root {
  document: Json;
}
function apply(root: Root, operation: unknown): void {
  const path = text(operation, 'path');
  const from = text(operation, 'from');
  const value = isObject(operation) ? structuredClone(operation['value'] ?? null) : null;
  const op = text(operation, 'op');
  switch (op) {
    case 'add':
      return add(root, path, value);
    case 'remove':
      remove(root, path);
      return;
    case 'replace':
      find(root, path, 'replace');
      return set(root, path, value);
    case 'move':
      return add(root, path, remove(root, from));
    case 'copy':
      return add(root, path, structuredClone(find(root, from, 'copy')));
    case 'test':
      if (equal(find(root, path, 'test'), value)) return;
      throw new StatusError(422, `testing value ${path} failed: test failed`);
    default:
      throw new StatusError(400, `unexpected kind: ${op}`);
  }
}

const keys = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

function parent(
  root: Root,
  path: string,
  op: string,
): { readonly holder: Json; readonly key: string } {
  const all = keys(path);
  const key = all.pop() ?? '';
  let holder: Json | undefined = root.document;
  for (const step of all) {
    holder = Array.isArray(holder)
      ? holder[Number(step)]
      : isObject(holder) && Object.hasOwn(holder, step)
        ? holder[step]
        : undefined;
    if (holder === undefined || holder === null) throw missing(op, path);
  }
  return { holder, key };
}

function find(root: Root, path: string, op: string): Json {
  if (path === '') return root.document;
  const { holder, key } = parent(root, path, op);
  const found = Array.isArray(holder)
    ? holder[Number(key)]
    : isObject(holder) && Object.hasOwn(holder, key)
      ? holder[key]
      : undefined;
  if (found === undefined) throw missing(op, path);
  return found;
}
function set(root: Root, path: string, value: Json): void {
  if (path === '') {
    root.document = value;
    return;
  }
  const { holder, key } = parent(root, path, 'replace');
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else if (isObject(holder)) holder[key] = value;
}
function add(root: Root, path: string, value: Json): void {
  if (path === '') return set(root, path, value);
  const { holder, key } = parent(root, path, 'add');
  if (!Array.isArray(holder)) return set(root, path, value);
  const index = key === '-' ? holder.length : Number(key);
  if (!(index >= 0 && index <= holder.length)) {
    throw new StatusError(
      422,
      `add operation does not apply: doc is missing path: "${path}": Unable to access invalid index: ${key}`,
    );
  }
  holder.splice(index, 0, value);
}
function remove(root: Root, path: string): Json {
  if (path === '') throw missing('remove', path);
  const found = find(root, path, 'remove');
  const { holder, key } = parent(root, path, 'remove');
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (isObject(holder)) delete holder[key];
  return found;
}

function missing(op: string, path: string): StatusError {
  return new StatusError(
    422,
    `${op} operation does not apply: doc is missing path: ${path}: missing value`,
  );
}
