/**
 * Where a text stops being JSON, and what is wrong there, as Go's encoding/json says it (scanner.go, decode.go).
 * JSON.parse tells it differently in each engine.
 */
interface Broken {
  /** Of the character that does not fit; the text's length where it ends too early. */
  readonly index: number;
  readonly message: string;
}

const SPACE = new Set([' ', '\t', '\r', '\n']);
const DIGIT = /[0-9]/;
/** Go's decoder gives up at this depth (decode.go, maxNestingDepth). */
const DEPTH_MAX = 10_000;

/** Undefined for JSON. */
export function brokenJson(text: string): Broken | undefined {
  const scan = { text, index: 0, depth: 0 };
  const broken = value(scan);
  if (broken !== undefined) return broken;
  skip(scan);
  return scan.index === text.length ? undefined : unexpected(scan, 'after top-level value');
}

interface Scan {
  readonly text: string;
  index: number;
  depth: number;
}

function unexpected({ text, index }: Scan, where: string): Broken {
  const character = text[index];
  if (character === undefined) return { index, message: 'unexpected end of JSON input' };
  const quoted =
    character === "'" ? String.raw`'\''` : character === '"' ? `'"'` : `'${character}'`;
  const shown = character < ' ' ? JSON.stringify(character).replaceAll('"', "'") : quoted;
  return { index, message: `invalid character ${shown} ${where}` };
}

function skip(scan: Scan): void {
  while (SPACE.has(scan.text[scan.index] ?? '')) scan.index += 1;
}

function value(scan: Scan): Broken | undefined {
  skip(scan);
  const first = scan.text[scan.index] ?? '';
  if (first === '{') return list(scan, '}', pair, 'after object key:value pair');
  if (first === '[') return list(scan, ']', value, 'after array element');
  if (first === '"') return string(scan);
  if (first === '-' || DIGIT.test(first)) return number(scan);
  const literal = ['true', 'false', 'null'].find((word) => word[0] === first);
  if (literal === undefined) return unexpected(scan, 'looking for beginning of value');
  for (const letter of literal) {
    if (scan.text[scan.index] !== letter)
      return unexpected(scan, `in literal ${literal} (expecting '${letter}')`);
    scan.index += 1;
  }
  return undefined;
}

function list(
  scan: Scan,
  close: string,
  item: (scan: Scan) => Broken | undefined,
  after: string,
): Broken | undefined {
  scan.depth += 1;
  if (scan.depth > DEPTH_MAX) return { index: scan.index, message: 'exceeded max depth' };
  scan.index += 1;
  skip(scan);
  let isFirst = true;
  while (!(isFirst && scan.text[scan.index] === close)) {
    isFirst = false;
    const broken = item(scan);
    if (broken !== undefined) return broken;
    skip(scan);
    if (scan.text[scan.index] === close) break;
    if (scan.text[scan.index] !== ',') return unexpected(scan, after);
    scan.index += 1;
  }
  scan.index += 1;
  scan.depth -= 1;
  return undefined;
}

function pair(scan: Scan): Broken | undefined {
  skip(scan);
  if (scan.text[scan.index] !== '"')
    return unexpected(scan, 'looking for beginning of object key string');
  const broken = string(scan);
  if (broken !== undefined) return broken;
  skip(scan);
  if (scan.text[scan.index] !== ':') return unexpected(scan, 'after object key');
  scan.index += 1;
  return value(scan);
}

function string(scan: Scan): Broken | undefined {
  const { text } = scan;
  for (scan.index += 1; text[scan.index] !== '"'; scan.index += 1) {
    const character = text[scan.index];
    if (character === undefined || character < ' ') return unexpected(scan, 'in string literal');
    if (character !== '\\') continue;
    scan.index += 1;
    const escape = text[scan.index] ?? '';
    if (escape === 'u') {
      for (let digits = 0; digits < 4; digits += 1) {
        scan.index += 1;
        if (!/[0-9a-fA-F]/.test(text[scan.index] ?? ''))
          return unexpected(scan, String.raw`in \u hexadecimal character escape`);
      }
    } else if (escape === '' || !String.raw`"\/bfnrt`.includes(escape)) {
      return unexpected(scan, 'in string escape code');
    }
  }
  scan.index += 1;
  return undefined;
}

function number(scan: Scan): Broken | undefined {
  const { text } = scan;
  const digits = (): boolean => {
    const from = scan.index;
    while (DIGIT.test(text[scan.index] ?? '')) scan.index += 1;
    return scan.index > from;
  };
  if (text[scan.index] === '-') scan.index += 1;
  if (text[scan.index] === '0') scan.index += 1;
  else if (!digits()) return unexpected(scan, 'in numeric literal');
  if (text[scan.index] === '.') {
    scan.index += 1;
    if (!digits()) return unexpected(scan, 'after decimal point in numeric literal');
  }
  if (text[scan.index] === 'e' || text[scan.index] === 'E') {
    scan.index += 1;
    if (text[scan.index] === '+' || text[scan.index] === '-') scan.index += 1;
    if (!digits()) return unexpected(scan, 'in exponent of numeric literal');
  }
  return undefined;
}
