/** Request bodies: JSON, YAML, and the protobuf that kubectl sends since 1.32. */
import { isObject, type Json, type JsonObject } from './json.ts';
import { StatusError } from './status.ts';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

export function mediaType(contentType: string | undefined): string {
  return (contentType ?? 'application/json').split(';')[0]?.trim() ?? '';
}

export async function readBody(
  contentType: string | undefined,
  bytes: Buffer,
): Promise<JsonObject> {
  const type = mediaType(contentType);
  if (type === PROTOBUF) {
    const { decodeProtobuf } = await import('./protobuf/decode.ts');
    return decodeProtobuf(bytes);
  }
  const value = type.endsWith('yaml') ? await parseYaml(bytes) : parseJson(bytes, type);
  if (!isObject(value)) {
    throw new StatusError(400, `couldn't get version/kind; json parse error: not an object`);
  }
  return value;
}

export function parseJson(bytes: Buffer, type = 'application/json'): Json {
  if (!type.endsWith('json') && type !== '*/*')
    throw unsupported(['application/json', 'application/yaml', PROTOBUF]);
  try {
    return JSON.parse(bytes.toString()) as Json;
  } catch (error) {
    throw new StatusError(400, `couldn't get version/kind; json parse error: ${String(error)}`);
  }
}

export async function parseYaml(bytes: Buffer): Promise<Json> {
  const yaml = await import('./yaml.ts');
  try {
    return yaml.parseYaml(bytes.toString());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StatusError(400, `error converting YAML to JSON: ${reason}`);
  }
}

export function unsupported(accepted: readonly string[]): StatusError {
  return new StatusError(
    415,
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );
}
