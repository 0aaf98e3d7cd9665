/**
 * Bytes as text: UTF-8, and a byte that is none as one of the surrogates U+DC80 to U+DCFF (as
 * Python's surrogateescape has it), so that what is not text goes through the shell and comes out
 * unchanged.
 */
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LONE = /[\uDC80-\uDCFF]/;

export function bytesOfText(text: string): Uint8Array {
  if (!LONE.test(text)) return encoder.encode(text);
  const out: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) out.push(code - 0xdc00);
    else out.push(...encoder.encode(character));
  }
  return Uint8Array.from(out);
}

export function textOfBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return mixed(bytes);
  }
}

/** How many bytes a character has that begins with this one; 0 for none. */
const lengthOf = (first: number): number =>
  first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;

function mixed(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(bytes[at] ?? 0);
    const goesOn = bytes.subarray(at + 1, at + length).every((byte) => (byte & 0xc0) === 0x80);
    if (length === 0 || at + length > bytes.length || !goesOn) {
      out += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
      continue;
    }
    try {
      out += decoder.decode(bytes.subarray(at, at + length));
      at += length;
    } catch {
      out += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
    }
  }
  return out;
}

/** After bytes have been put side by side: those that now make one character become it. */
export function settled(text: string): string {
  return LONE.test(text) ? textOfBytes(bytesOfText(text)) : text;
}

/** Blocks of bytes as text; a character that a block's end cuts waits for the next one. */
export function wholeCharacters(): (bytes: Uint8Array | undefined) => string {
  let kept = new Uint8Array();
  return (bytes) => {
    const all = bytes ? Buffer.concat([kept, bytes]) : kept;
    let end = all.length;
    const furthest = bytes ? Math.min(3, all.length) : 0;
    for (let back = 1; back <= furthest; back += 1) {
      const first = all[all.length - back] ?? 0;
      if (first < 0x80) break;
      if (first < 0xc0) continue;
      if (lengthOf(first) > back) end = all.length - back;
      break;
    }
    kept = Uint8Array.from(all.subarray(end));
    return textOfBytes(all.subarray(0, end));
  };
}
