/** YAML's scalars, passed over: what may stand in them and where they end. Real: go-yaml v2 scannerc.go. */
import type { Cursor, Mark } from './yaml-cursor.ts';

/** `|` and `>` with their header. */
export function skipBlockScalar(cursor: Cursor, parentIndent: number): void {
  const { mark } = cursor;
  cursor.skip();
  const [header = '', digits = ''] = cursor.match(/^(?:[+-](\d?)|\d[+-]?)?/) ?? [];
  const increment = Number(digits === '' ? (/\d/.exec(header)?.[0] ?? -1) : digits);
  if (increment === 0) cursor.fail('found an indentation indicator equal to 0', mark);
  cursor.skip(header.length);
  cursor.skipBlanks();
  if (cursor.at() === '#') cursor.skipToBreak();
  if (!cursor.isBreakOrEnd()) cursor.fail('did not find expected comment or line break', mark);
  if (cursor.isBreak()) cursor.skipLine();
  const breaks = (known: number): number => blockBreaks(cursor, known, parentIndent, mark);
  let indent = breaks(increment > 0 ? Math.max(0, parentIndent) + increment : 0);
  while (cursor.column === indent && !cursor.isEnd()) {
    cursor.skipToBreak();
    if (cursor.isBreak()) cursor.skipLine();
    indent = breaks(indent);
  }
}

/** Empty lines and indentation; answers the scalar's indentation. */
function blockBreaks(cursor: Cursor, known: number, parentIndent: number, mark: Mark): number {
  let deepest = 0;
  for (;;) {
    const within = (): boolean => known === 0 || cursor.column < known;
    while (within() && cursor.at() === ' ') cursor.skip();
    deepest = Math.max(deepest, cursor.column);
    if (within() && cursor.at() === '\t')
      cursor.fail('found a tab character where an indentation space is expected', mark);
    if (!cursor.isBreak()) break;
    cursor.skipLine();
  }
  return known === 0 ? Math.max(deepest, parentIndent + 1, 1) : known;
}

export function skipQuoted(cursor: Cursor, quote: "'" | '"'): void {
  const { mark } = cursor;
  cursor.skip();
  for (;;) {
    if (cursor.documentIndicator() !== undefined)
      cursor.fail('found unexpected document indicator', mark);
    if (cursor.isEnd()) cursor.fail('found unexpected end of stream', mark);
    while (!cursor.isSpaceOrEnd()) {
      if (cursor.at() === quote) {
        if (quote === '"' || cursor.at(1) !== "'") break;
        cursor.skip(2);
      } else if (quote === '"' && cursor.at() === '\\') {
        if (cursor.isBreak(1)) {
          cursor.skip();
          cursor.skipLine();
          break;
        }
        skipEscape(cursor, mark);
      } else cursor.skip();
    }
    if (cursor.at() === quote && !cursor.isEnd()) break;
    while (cursor.isBlank() || cursor.isBreak()) {
      if (cursor.isBlank()) cursor.skip();
      else cursor.skipLine();
    }
  }
  cursor.skip();
}

function skipEscape(cursor: Cursor, mark: Mark): void {
  const letter = cursor.at(1);
  if (!'0abt\tnvfre "\'\\N_LPxuU'.includes(letter) || cursor.isEnd(1))
    cursor.fail('found unknown escape character', mark);
  cursor.skip(2);
  const length = { x: 2, u: 4, U: 8 }[letter] ?? 0;
  if (length === 0) return;
  const digits = cursor.match(new RegExp(`^[\\da-fA-F]{${length}}`))?.[0];
  if (digits === undefined) return cursor.fail('did not find expected hexdecimal number', mark);
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff)
    cursor.fail('found invalid Unicode character escape code', mark);
  cursor.skip(length);
}

/** A scalar without quotes; whether a line break ended it. */
export function skipPlain(cursor: Cursor, indent: number, inFlow: boolean): boolean {
  const { mark } = cursor;
  let leading = false;
  for (;;) {
    if (cursor.documentIndicator() !== undefined || cursor.at() === '#') break;
    while (!cursor.isSpaceOrEnd()) {
      if (cursor.at() === ':' && cursor.isSpaceOrEnd(1)) break;
      if (inFlow && ',?[]{}'.includes(cursor.at())) break;
      leading = false;
      cursor.skip();
    }
    if (!cursor.isBlank() && !cursor.isBreak()) break;
    while (cursor.isBlank() || cursor.isBreak()) {
      if (cursor.isBreak()) {
        leading = true;
        cursor.skipLine();
        continue;
      }
      if (leading && cursor.column < indent && cursor.at() === '\t')
        cursor.fail('found a tab character that violates indentation', mark);
      cursor.skip();
    }
    if (!inFlow && cursor.column < indent) break;
  }
  return leading;
}
