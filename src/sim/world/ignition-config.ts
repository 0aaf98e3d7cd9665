/**
 * An Ignition config, as a person may have written it: what it puts on a disk, or why it is not valid, in Ignition's
 * words. Real: coreos/ignition config/v3_4 (parse, validate), coreos/vcontext (places). Left out: passwd, merge, links, directories.
 */
import { brokenJson } from './json-position.ts';

export interface IgnitionFile {
  readonly path: string;
  readonly mode: number;
  readonly content: string;
}
export interface IgnitionUnit {
  readonly name: string;
  readonly enabled?: boolean;
  readonly contents?: string;
  readonly dropins: readonly { readonly name: string; readonly contents: string }[];
}
export type IgnitionConfig =
  | {
      readonly valid: true;
      readonly files: readonly IgnitionFile[];
      readonly units: readonly IgnitionUnit[];
    }
  | { readonly valid: false; readonly problems: readonly string[] };

const invalid = (problem: string): IgnitionConfig => ({ valid: false, problems: [problem] });
type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function ignitionConfig(text: string): IgnitionConfig {
  if (text.trim() === '') return invalid('not a config (empty)');
  const broken = brokenJson(text);
  if (broken !== undefined) {
    const before = text.slice(0, broken.index + 1).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    return invalid(`error at line ${before.length} col ${column}: ${broken.message}`);
  }
  const config: unknown = JSON.parse(text);
  if (!isFields(config)) return invalid('not a config (not an object)');
  const version = isFields(config['ignition']) ? config['ignition']['version'] : undefined;
  if (typeof version !== 'string' || !/^3\.\d+\.\d+$/.test(version))
    return invalid(`unsupported config version ${String(version ?? '')}`.trimEnd());
  const storage = config['storage'] ?? {};
  const list = isFields(storage) ? (storage['files'] ?? []) : undefined;
  if (!Array.isArray(list)) return invalid('error at $.storage.files: not a list');
  const files = list.map((given: unknown, index) => fileOf(given, `$.storage.files.${index}`));
  const systemd = config['systemd'] ?? {};
  const unitList = isFields(systemd) ? (systemd['units'] ?? []) : undefined;
  if (!Array.isArray(unitList)) return invalid('error at $.systemd.units: not a list');
  const units = unitList.map((given: unknown, index) => unitOf(given, `$.systemd.units.${index}`));
  const problems = [...files, ...units].filter((each) => typeof each === 'string');
  if (problems.length > 0) return { valid: false, problems };
  return {
    valid: true,
    files: files.filter((file) => typeof file !== 'string'),
    units: units.filter((unit) => typeof unit !== 'string'),
  };
}

/** A string says what is wrong with it. Real: config/v3_4/types/unit.go. */
function unitOf(given: unknown, place: string): IgnitionUnit | string {
  if (!isFields(given)) return `error at ${place}: not an object`;
  const { name, enabled, contents, dropins = [] } = given;
  if (
    typeof name !== 'string' ||
    !/\.(service|socket|device|mount|automount|swap|target|path|timer|snapshot|slice|scope)$/.test(
      name,
    )
  )
    return `error at ${place}.name: invalid systemd unit extension`;
  if (name.includes('/')) return `error at ${place}.name: invalid systemd unit extension`;
  if (enabled !== undefined && enabled !== null && typeof enabled !== 'boolean')
    return `error at ${place}.enabled: not a boolean`;
  if (contents !== undefined && contents !== null && typeof contents !== 'string')
    return `error at ${place}.contents: not a string`;
  if (!Array.isArray(dropins)) return `error at ${place}.dropins: not a list`;
  const found: { name: string; contents: string }[] = [];
  for (const [index, dropin] of dropins.entries()) {
    const fields: unknown = dropin;
    const file = isFields(fields) ? fields['name'] : undefined;
    if (typeof file !== 'string' || !file.endsWith('.conf') || file.includes('/'))
      return `error at ${place}.dropins.${index}.name: invalid systemd drop-in extension`;
    const text = isFields(fields) ? fields['contents'] : undefined;
    if (typeof text === 'string') found.push({ name: file, contents: text });
  }
  return {
    name,
    dropins: found,
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(typeof contents === 'string' && { contents }),
  };
}

/** A string says what is wrong with it. */
function fileOf(given: unknown, place: string): IgnitionFile | string {
  if (!isFields(given)) return `error at ${place}: not an object`;
  const { path, mode = 0o644, contents = {} } = given;
  if (typeof path !== 'string' || path === '') return `error at ${place}.path: no path specified`;
  if (!path.startsWith('/')) return `error at ${place}.path: path not absolute`;
  if (!Number.isInteger(mode) || Number(mode) < 0 || Number(mode) > 0o7777)
    return `error at ${place}.mode: illegal file mode`;
  const source = isFields(contents) ? (contents['source'] ?? 'data:,') : undefined;
  const content = typeof source === 'string' ? dataOf(source) : undefined;
  if (content === undefined) return `error at ${place}.contents.source: unable to parse data url`;
  return { path, mode: Number(mode), content };
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The content of a `data:` URL (RFC 2397), read as UTF-8; undefined for what is none. */
function dataOf(url: string): string | undefined {
  const [, parameters, data = ''] = /^data:([^,]*),(.*)$/s.exec(url) ?? [];
  if (parameters === undefined) return undefined;
  const escaped = parameters.endsWith(';base64') ? fromBase64(data) : data;
  if (escaped === undefined) return undefined;
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The bytes as percent escapes. */
function fromBase64(data: string): string | undefined {
  const digits = data.replace(/=+$/, '');
  let escaped = '';
  let held = 0;
  let bits = 0;
  for (const digit of digits) {
    const value = BASE64.indexOf(digit);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    escaped += `%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`;
  }
  return escaped;
}
