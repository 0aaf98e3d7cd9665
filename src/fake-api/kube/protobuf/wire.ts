/** The protobuf wire format: tags, varints, lengths. Reads; running past the end is a 400. */
import { StatusError } from '../status.ts';

export interface WireReader {
  /** The next field, undefined at the end. */
  tag(): { readonly field: number; readonly wire: number } | undefined;
  /** A varint as a signed 64-bit integer; exact up to 2^53. */
  integer(): number;
  bytes(): Buffer;
  skip(wire: number): void;
}

export function wireReader(buffer: Buffer): WireReader {
  let offset = 0;

  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = buffer[offset];
      if (byte === undefined) throw truncated();
      offset += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw truncated();
  }
  function take(length: number): Buffer {
    if (length > buffer.length - offset) throw truncated();
    const taken = buffer.subarray(offset, offset + length);
    offset += length;
    return taken;
  }
  return {
    tag() {
      if (offset >= buffer.length) return undefined;
      const value = Number(varint());
      return { field: value >>> 3, wire: value & 7 };
    },
    integer: () => Number(BigInt.asIntN(64, varint())),
    bytes: () => take(Number(varint())),
    skip(wire) {
      if (wire === 0) varint();
      else if (wire === 1) take(8);
      else if (wire === 2) take(Number(varint()));
      else if (wire === 5) take(4);
      else throw truncated();
    },
  };
}

const truncated = (): StatusError =>
  new StatusError(400, 'error decoding protobuf: proto: illegal wireType or unexpected EOF');
