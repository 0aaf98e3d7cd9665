/** ustar, as POSIX.1 has it: 512-byte headers, contents padded to 512. */
export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly owner: string;
  /** Seconds since 1970. */
  readonly modified: number;
  readonly content: Uint8Array;
  /** Of a symbolic link. */
  readonly target: string;
}
const BLOCK = 512;
const KINDS = { '0': 'file', '\0': 'file', '5': 'folder', '2': 'link' } as const;

export function packed(entries: readonly TarEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    parts.push(header(entry));
    const padding = (BLOCK - (entry.content.length % BLOCK)) % BLOCK;
    parts.push(entry.content, new Uint8Array(padding));
  }
  const size = parts.reduce((sum, part) => sum + part.length, 0) + 2 * BLOCK;
  const record = 20 * BLOCK;
  parts.push(new Uint8Array(2 * BLOCK + ((record - (size % record)) % record)));
  return Buffer.concat(parts);
}

function header(entry: TarEntry): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, width: number): void =>
    void block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  const name = Buffer.from(entry.name);
  const split = name.length > 100 ? entry.name.lastIndexOf('/', entry.name.length - 2) : -1;
  block.write(split < 0 ? entry.name : entry.name.slice(split + 1), 0, 100);
  if (split >= 0) block.write(entry.name.slice(0, split), 345, 155);
  octal(entry.mode & 0o7777, 100, 8);
  octal(entry.owner === 'root' ? 0 : 1000, 108, 8);
  octal(entry.owner === 'root' ? 0 : 1000, 116, 8);
  octal(entry.content.length, 124, 12);
  octal(entry.modified, 136, 12);
  block.write({ file: '0', folder: '5', link: '2' }[entry.kind], 156, 'latin1');
  block.write(entry.target, 157, 100);
  block.write('ustar\u000000', 257, 'latin1');
  block.write(entry.owner, 265, 32);
  block.write(entry.owner, 297, 32);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** Undefined for bytes that are no archive. */
export function unpacked(bytes: Uint8Array): readonly TarEntry[] | undefined {
  const entries: TarEntry[] = [];
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (all.length < BLOCK) return undefined;
  for (let at = 0; at + BLOCK <= all.length;) {
    const block = all.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) return entries;
    if (!checks(block)) return undefined;
    const text = (from: number, width: number): string =>
      block.toString('utf8', from, from + width).replace(/\0.*$/s, '');
    const octal = (from: number, width: number): number =>
      parseInt(text(from, width).trim(), 8) || 0;
    const size = octal(124, 12);
    const prefix = text(345, 155);
    const kind = KINDS[String.fromCharCode(block[156] ?? 0) as keyof typeof KINDS] ?? 'file';
    entries.push({
      name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
      kind,
      mode: octal(100, 8),
      owner: text(265, 32) || (octal(108, 8) === 0 ? 'root' : 'core'),
      modified: octal(136, 12),
      content: all.subarray(at + BLOCK, at + BLOCK + size),
      target: text(157, 100),
    });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

function checks(block: Buffer): boolean {
  const stated = parseInt(block.toString('latin1', 148, 156).replaceAll(/[\0 ]/g, ''), 8);
  let sum = 0;
  for (const [index, byte] of block.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  return sum === stated;
}
