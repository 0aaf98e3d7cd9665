/** Text quoted so that a shell reads it back: `${x@Q}`, `printf %q`, `declare -p`, `set`, `trap -p`. */
// eslint-disable-next-line no-control-regex -- that is what it looks for
const CONTROL = /[\u0000-\u001f\u007f\uDC80-\uDCFF]/;
const NAMED: Readonly<Record<string, string>> = {
  '\u0007': 'a',
  '\b': 'b',
  '\u001b': 'E',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\v': 'v',
};

/** `$'…'`. */
export function ansiQuoted(text: string): string {
  let out = '';
  for (const character of text) {
    const named = NAMED[character];
    const code = character.codePointAt(0) ?? 0;
    if (named !== undefined) out += `\\${named}`;
    else if (character === "'" || character === '\\') out += `\\${character}`;
    else if (CONTROL.test(character))
      out += `\\${(code >= 0xdc80 ? code - 0xdc00 : code).toString(8).padStart(3, '0')}`;
    else out += character;
  }
  return `$'${out}'`;
}

export const hasControl = (text: string): boolean => CONTROL.test(text);
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Always in quotes. */
export const quotedForShell = (text: string): string =>
  CONTROL.test(text) ? ansiQuoted(text) : singleQuoted(text);

/** In quotes only where a shell would see something in it: what `set` and `-x` print. */
export function quotedIfNeeded(text: string): string {
  if (text === '') return "''";
  if (CONTROL.test(text)) return ansiQuoted(text);
  return /[\s'"\\|&;()<>!{}*[\]?^$`~#=]/.test(text) && needsQuotes(text)
    ? singleQuoted(text)
    : text;
}
const needsQuotes = (text: string): boolean =>
  /[\s'"\\|&;()<>!{}*[\]?^$`]/.test(text) || /^[~#]/.test(text) || /[:=]~/.test(text);

/** `printf %q`: backslashes, as bash does. */
export function backslashed(text: string): string {
  if (text === '') return "''";
  if (CONTROL.test(text)) return ansiQuoted(text);
  return text.replaceAll(/[\s'"\\|&;()<>!{}*[\]?^$`,]/g, '\\$&').replace(/^[~#]/, '\\$&');
}

/** In double quotes: values of `declare -p`. */
export const doubleQuoted = (text: string): string =>
  CONTROL.test(text) ? ansiQuoted(text) : `"${text.replaceAll(/["\\$`]/g, '\\$&')}"`;
