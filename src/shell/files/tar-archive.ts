/** The ustar interchange format (POSIX.1-1988), with GNU's long names; pax headers are read for path and linkpath. */

export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'hardLink';
  readonly mode: number;
  readonly owner: string;
  /** Seconds since 1970. */
  readonly modifiedAt: number;
  readonly linkName?: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;
/** Archives are padded to this: twenty blocks. */
const RECORD = 10_240;
const FLAGS = { file: '0', hardLink: '1', symlink: '2', folder: '5' } as const;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function writeTar(entries: readonly TarEntry[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const entry of entries) {
    const name =
      entry.kind === 'folder' && !entry.name.endsWith('/') ? `${entry.name}/` : entry.name;
    for (const [letter, long] of [
      ['K', entry.linkName ?? ''],
      ['L', name],
    ] as const)
      if (encoder.encode(long).length > 100)
        pieces.push(
          header(
            { ...entry, name: '././@LongLink', linkName: '' },
            letter,
            encoder.encode(long).length + 1,
          ),
          padded(encoder.encode(`${long}\0`)),
        );
    pieces.push(header({ ...entry, name }, FLAGS[entry.kind], entry.content.length));
    pieces.push(padded(entry.content));
  }
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0) + 2 * BLOCK;
  const archive = new Uint8Array(Math.ceil(size / RECORD) * RECORD);
  let at = 0;
  for (const piece of pieces) {
    archive.set(piece, at);
    at += piece.length;
  }
  return archive;
}

function padded(bytes: Uint8Array): Uint8Array {
  const block = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  block.set(bytes);
  return block;
}

function header(entry: TarEntry, flag: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string, length: number): void =>
    block.set(encoder.encode(text).subarray(0, length), at);
  const octal = (at: number, value: number, digits: number): void =>
    put(at, `${value.toString(8).padStart(digits, '0')}\0`, digits + 1);
  const id = entry.owner === 'root' ? 0 : 1000;
  put(0, entry.name, 100);
  octal(100, entry.mode & 0o7777, 7);
  octal(108, id, 7);
  octal(116, id, 7);
  octal(124, size, 11);
  octal(136, Math.floor(entry.modifiedAt), 11);
  put(148, ' '.repeat(8), 8);
  put(156, flag, 1);
  put(157, entry.linkName ?? '', 100);
  put(257, 'ustar  \0', 8);
  put(265, entry.owner, 32);
  put(297, entry.owner, 32);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `, 8);
  return block;
}

/** Undefined when it is no archive. A truncated last entry is left out. */
export function readTar(bytes: Uint8Array): readonly TarEntry[] | undefined {
  const entries: TarEntry[] = [];
  let long: { name?: string; linkName?: string } = {};
  if (bytes.length > 0 && bytes.length < BLOCK) return undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    if (!isHeader(block)) return entries.length > 0 ? entries : undefined;
    const size = numberAt(block, 124, 12);
    const content = bytes.slice(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const flag = textAt(block, 156, 1);
    if (flag === 'L' || flag === 'K') {
      const text = decoder.decode(content).replace(/\0.*$/s, '');
      long = flag === 'L' ? { ...long, name: text } : { ...long, linkName: text };
    } else if (flag === 'x') long = { ...long, ...paxNames(content) };
    else if (flag !== 'g') {
      if (content.length < size) break;
      entries.push(entryOf(block, flag, content, long));
      long = {};
    }
  }
  return entries;
}

function entryOf(
  block: Uint8Array,
  flag: string,
  content: Uint8Array,
  long: { name?: string; linkName?: string },
): TarEntry {
  const prefix = textAt(block, 257, 6) === 'ustar' ? textAt(block, 345, 155) : '';
  const short = textAt(block, 0, 100);
  const name = long.name ?? (prefix === '' ? short : `${prefix}/${short}`);
  const linkName = long.linkName ?? textAt(block, 157, 100);
  const kind =
    flag === '5' || name.endsWith('/')
      ? 'folder'
      : flag === '2'
        ? 'symlink'
        : flag === '1'
          ? 'hardLink'
          : 'file';
  return {
    name,
    kind,
    mode: numberAt(block, 100, 8) & 0o7777,
    owner: textAt(block, 265, 32) || 'root',
    modifiedAt: numberAt(block, 136, 12),
    ...(linkName !== '' && { linkName }),
    content: kind === 'file' ? content : new Uint8Array(),
  };
}

const textAt = (block: Uint8Array, at: number, length: number): string =>
  decoder.decode(block.subarray(at, at + length)).replace(/\0.*$/s, '');
const numberAt = (block: Uint8Array, at: number, length: number): number =>
  parseInt(textAt(block, at, length).trim() || '0', 8) || 0;

function isHeader(block: Uint8Array): boolean {
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === numberAt(block, 148, 8);
}

/** `27 path=…\n` */
function paxNames(content: Uint8Array): { name?: string; linkName?: string } {
  const found: { name?: string; linkName?: string } = {};
  for (const [, key, value] of decoder.decode(content).matchAll(/\d+ (\w+)=([^\n]*)\n/g)) {
    if (key === 'path' && value !== undefined) found.name = value;
    if (key === 'linkpath' && value !== undefined) found.linkName = value;
  }
  return found;
}
