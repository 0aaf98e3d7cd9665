/** Backslash escapes: of `$'…'`, of `echo -e`, of printf's format and of its `%b`. */
import { unmatched } from './cursor.ts';
import { textOfBytes } from '../bytes.ts';

const LETTERS: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
export type EscapeStyle = 'ansi' | 'echo' | 'format' | 'argument';
export interface Escaped {
  readonly text: string;
  /** Characters taken, the backslash among them. */
  readonly length: number;
  /** `\c`: all output ends here. */
  readonly stop?: boolean;
}

/** The escape whose backslash stands at `at`. A byte of 128 or more is a byte, not a character. */
export function escapeAt(text: string, at: number, style: EscapeStyle): Escaped {
  const next = text[at + 1] ?? '';
  const rest = text.slice(at + 1);
  if (next in LETTERS && (style !== 'format' || next !== 'E'))
    return { text: LETTERS[next] ?? '', length: 2 };
  const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest);
  if (hex) return byte(parseInt(hex[1] ?? '', 16), hex[0].length + 1);
  const wide = /^(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(rest);
  if (wide) {
    const code = parseInt(wide[1] ?? wide[2] ?? '', 16);
    return { text: String.fromCodePoint(Math.min(code, 0x10ffff)), length: wide[0].length + 1 };
  }
  const octal = (
    style === 'echo' ? /^0([0-7]{0,3})/ : style === 'argument' ? /^0?([0-7]{1,3})/ : /^([0-7]{1,3})/
  ).exec(rest);
  if (octal) return byte(parseInt(octal[1] || '0', 8) & 255, octal[0].length + 1);
  if (next === 'c' && style === 'ansi')
    return { text: String.fromCharCode((text.charCodeAt(at + 2) || 0) & 31), length: 3 };
  if (next === 'c' && style !== 'format') return { text: '', length: 2, stop: true };
  if (style !== 'echo' && (next === '"' || next === "'" || (next === '?' && style === 'ansi')))
    return { text: next, length: 2 };
  return { text: `\\${next}`, length: next === '' ? 1 : 2 };
}
const byte = (value: number, length: number): Escaped => ({
  text: textOfBytes(Uint8Array.of(value)),
  length,
});

/** All escapes of a text; bytes that make one character are put together. */
export function unescape(text: string, style: EscapeStyle): { text: string; stop: boolean } {
  let out = '';
  for (let at = 0; at < text.length;) {
    if (text[at] !== '\\') {
      out += text[at];
      at += 1;
      continue;
    }
    const escaped = escapeAt(text, at, style);
    if (escaped.stop) return { text: out, stop: true };
    out += escaped.text;
    at += escaped.length;
  }
  return { text: out, stop: false };
}

/** `$'…'` from behind its quote: its text, and where it ends. */
export function ansiC(text: string, from: number, line: number): [string, number] {
  let at = from;
  while (text[at] !== "'") {
    if (at >= text.length) throw unmatched("'", line);
    at += text[at] === '\\' ? 2 : 1;
  }
  const { text: out } = unescape(text.slice(from, at), 'ansi');
  return [out.split('\0')[0] ?? '', at + 1];
}
