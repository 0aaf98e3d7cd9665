/**
 * The character classes of POSIX bracket expressions (glibc, C.UTF-8) as the inside of a set of the linear
 * engine: what bash's patterns, `=~`, fnmatch, grep and journalctl share.
 */
export const CHARACTER_CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}0-9',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: ' \\t\\n\\r\\f\\v',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
  print: ' -~\u00a0-\u{10ffff}',
  graph: '!-~\u00a1-\u{10ffff}',
  word: '\\p{L}0-9_',
};
