/**
 * application/vnd.kubernetes.protobuf bodies as JSON: the envelope `k8s\0` + runtime.Unknown, then
 * the object by its field table. A kind without a table is a 415 that names it.
 */
import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { StatusError } from '../status.ts';
import { FIELDS, INLINED } from './fields.ts';
import { wireReader, type WireReader } from './wire.ts';

interface Field {
  readonly name: string;
  readonly type: string;
  readonly form: 'one' | 'list' | 'map';
}
const MAGIC = 'k8s\0';
const tables = new Map<string, ReadonlyMap<number, Field>>();

export function decodeProtobuf(bytes: Buffer): JsonObject {
  if (bytes.subarray(0, 4).toString('latin1') !== MAGIC) {
    throw new StatusError(
      400,
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
  }
  let typeMeta: Buffer = Buffer.alloc(0);
  let raw: Buffer = Buffer.alloc(0);
  const envelope = wireReader(bytes.subarray(4));
  for (let tag = envelope.tag(); tag !== undefined; tag = envelope.tag()) {
    if (tag.field === 1) typeMeta = envelope.bytes();
    else if (tag.field === 2) raw = envelope.bytes();
    else envelope.skip(tag.wire);
  }
  const apiVersion = field(typeMeta, 1).toString();
  const kind = field(typeMeta, 2).toString();
  if (FIELDS[kind] === undefined) {
    throw new StatusError(
      415,
      `a protobuf body of kind "${kind}" is not simulated here: send it as application/json`,
    );
  }
  const object = message(kind, raw);
  const status = object['status'];
  if (isObject(status) && Object.keys(status).length === 0) delete object['status'];
  return { kind, apiVersion, ...object };
}

function message(type: string, bytes: Buffer): JsonObject {
  const fields = table(type);
  const object: JsonObject = {};
  const reader = wireReader(bytes);
  for (let tag = reader.tag(); tag !== undefined; tag = reader.tag()) {
    const known = fields.get(tag.field);
    if (known === undefined) reader.skip(tag.wire);
    else put(object, known, reader);
  }
  return object;
}

function put(object: JsonObject, { name, type, form }: Field, reader: WireReader): void {
  if (form === 'map') {
    const entry = wireReader(reader.bytes());
    let key = '';
    let value: Json = '';
    for (let tag = entry.tag(); tag !== undefined; tag = entry.tag()) {
      if (tag.field === 1) key = entry.bytes().toString();
      else value = one(type, entry);
    }
    const known = object[name];
    object[name] = { ...(isObject(known) ? known : {}), [key]: value };
    return;
  }
  const value = one(type, reader);
  if (form === 'list') {
    const known = object[name];
    object[name] = [...(Array.isArray(known) ? known : []), value];
  } else if (INLINED.has(name)) Object.assign(object, value);
  else if (value !== null && value !== '') object[name] = value;
}

function one(type: string, reader: WireReader): Json {
  switch (type) {
    case 's':
      return reader.bytes().toString();
    case 'b':
      return reader.bytes().toString('base64');
    case 'i':
      return reader.integer();
    case '?':
      return reader.integer() !== 0;
    case 'Time':
      return moment(reader.bytes());
    case 'Quantity':
      return field(reader.bytes(), 1).toString();
    case 'IntOrString':
      return intOrString(reader.bytes());
    default:
      return message(type, reader.bytes());
  }
}

/** google.protobuf.Timestamp: seconds and nanoseconds; nothing is the zero time. */
function moment(bytes: Buffer): Json {
  const reader = wireReader(bytes);
  let seconds: number | undefined;
  for (let tag = reader.tag(); tag !== undefined; tag = reader.tag()) {
    if (tag.field === 1) seconds = reader.integer();
    else reader.skip(tag.wire);
  }
  if (seconds === undefined) return null;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
function intOrString(bytes: Buffer): Json {
  const reader = wireReader(bytes);
  let text = false;
  let integer = 0;
  let string = '';
  for (let tag = reader.tag(); tag !== undefined; tag = reader.tag()) {
    if (tag.field === 1) text = reader.integer() === 1;
    else if (tag.field === 2) integer = reader.integer();
    else string = reader.bytes().toString();
  }
  return text ? string : integer;
}
function field(bytes: Buffer, wanted: number): Buffer {
  const reader = wireReader(bytes);
  let found: Buffer = Buffer.alloc(0);
  for (let tag = reader.tag(); tag !== undefined; tag = reader.tag()) {
    if (tag.field === wanted) found = reader.bytes();
    else reader.skip(tag.wire);
  }
  return found;
}

function table(type: string): ReadonlyMap<number, Field> {
  const known = tables.get(type);
  if (known !== undefined) return known;
  const made = new Map<number, Field>();
  for (const entry of (FIELDS[type] ?? '').split(', ').filter(Boolean)) {
    const [number = '', name = '', written = ''] = entry.split(' ');
    const form = written.startsWith('[') ? 'list' : written.startsWith('{') ? 'map' : 'one';
    made.set(Number(number), { name, form, type: form === 'one' ? written : written.slice(1, -1) });
  }
  tables.set(type, made);
  return made;
}
