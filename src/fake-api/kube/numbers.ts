/** Numbers in a request's query, as the API server's conversion reads them (apimachinery, Convert_Slice_string_To_*). */
import { StatusError } from './status.ts';

const INT64_MAX = 2n ** 63n - 1n;
/**
 * A query parameter as the API server's conversion reads an int64; undefined when it is not there or empty. Throws 400
 * in strconv's words.
 */
export function int64(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  const failed = (why: string): StatusError =>
    new StatusError(400, `strconv.ParseInt: parsing ${JSON.stringify(value)}: ${why}`);
  if (!/^[+-]?\d+$/.test(value)) throw failed('invalid syntax');
  const exact = BigInt(value.replace('+', ''));
  if (exact > INT64_MAX || exact < -INT64_MAX - 1n) throw failed('value out of range');
  return Number(exact);
}

/** The revision that a client has; 0 for none, or any. Throws 400 for what is none. */
export function revisionOf(query: URLSearchParams): number {
  return revisionText(query.get('resourceVersion') ?? '');
}

export function revisionText(value: string): number {
  if (value === '') return 0;
  if (/^\d{1,19}$/.test(value)) return Number(value);
  throw new StatusError(
    400,
    `resourceVersion: Invalid value: ${JSON.stringify(value)}: strconv.ParseUint: parsing ${JSON.stringify(value)}: invalid syntax`,
  );
}
