/**
 * `sed -E` reads addresses as extended expressions, too; just-bash 3.4.2 reads them as basic ones. So the addresses of
 * a script are written as basic ones before it is lent. Grammar: sed(1), GNU 4.8.
 */
const EXTENDED = /^(?:-[nisuz]*[Er][nisuz]*.*|--regexp-extended)$/;
/** Commands whose argument ends with the line. */
const TO_LINE_END = new Set('aicrRwW#'.split(''));
const LABELLED = new Set(':btT'.split(''));

/** argv of sed, its scripts rewritten if it is extended. */
export function withBasicAddresses(argv: readonly string[]): readonly string[] {
  if (!argv.slice(1).some((word) => EXTENDED.test(word))) return argv;
  const named = argv.some((word) => /^(?:-[nsuzEri]*e|--expression)/.test(word));
  let script = !named;
  let next = false;
  return argv.map((word, index) => {
    if (index === 0) return word;
    if (next) {
      next = false;
      return basic(word);
    }
    const glued = /^(--expression=)(.*)$/s.exec(word);
    if (glued !== null) return `${glued[1] ?? ''}${basic(glued[2] ?? '')}`;
    if (/^(?:-[nsuzEr]*e|--expression)$/.test(word)) {
      next = true;
      return word;
    }
    if (!script || word.startsWith('-')) return word;
    script = false;
    return basic(word);
  });
}

function basic(script: string): string {
  let out = '';
  let at = 0;
  /** Up to the unescaped delimiter; a bracket expression hides it from nobody but regular expressions. */
  const until = (delimiter: string): string => {
    const from = at;
    let inside = false;
    while (at < script.length) {
      const char = script[at];
      if (char === '\\') at += 2;
      else if (char === delimiter && !inside) break;
      else {
        if (char === '[' && !inside) {
          inside = true;
          // A `]` that comes first is one of the set.
          if (script[at + 1] === '^') at++;
          if (script[at + 1] === ']') at++;
        } else if (char === ']') inside = false;
        at++;
      }
    }
    return script.slice(from, at++);
  };
  const through = (end: RegExp): void => {
    const rest = end.exec(script.slice(at));
    const length = rest === null ? script.length - at : rest.index;
    out += script.slice(at, at + length);
    at += length;
  };
  while (at < script.length) {
    const char = script[at] ?? '';
    if (char === '/' || (char === '\\' && at + 1 < script.length)) {
      const delimiter = char === '/' ? '/' : (script[at + 1] ?? '/');
      at += char === '/' ? 1 : 2;
      const pattern = until(delimiter);
      // just-bash knows no other delimiter.
      const own = delimiter === '/' ? pattern : withSlashes(pattern, delimiter);
      out += `/${toBasic(own)}/`;
    } else if (char === 's' || char === 'y') {
      const delimiter = script[at + 1] ?? '';
      const from = at;
      at += 2;
      until(delimiter);
      while (at < script.length && script[at] !== delimiter) at += script[at] === '\\' ? 2 : 1;
      at++;
      out += script.slice(from, at);
      through(/[;\n}]/);
    } else if (TO_LINE_END.has(char)) through(/\n/);
    else if (LABELLED.has(char)) through(/[;\n]/);
    else {
      out += char;
      at++;
    }
  }
  return out;
}

const withSlashes = (pattern: string, delimiter: string): string =>
  pattern.replaceAll(/\\?[^]/g, (char) =>
    char === `\\${delimiter}` ? delimiter : char === '/' ? '\\/' : char,
  );

/** An extended expression as a basic one of GNU's: what is special bare there is special escaped here. */
function toBasic(pattern: string): string {
  let out = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (char === '[') {
      const end = pattern.indexOf(']', at + (pattern[at + 1] === '^' ? 3 : 2));
      const set = end < 0 ? pattern.slice(at) : pattern.slice(at, end + 1);
      out += set;
      at += set.length - 1;
    } else if (char === '\\') {
      const next = pattern[++at] ?? '';
      out += '+?|(){}'.includes(next) ? next : `\\${next}`;
    } else out += '+?|(){}'.includes(char) ? `\\${char}` : char;
  }
  return out;
}
