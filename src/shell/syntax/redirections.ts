/** Redirections, and the lines of here-documents. */
import { advance, cursorFor, skipBlanks, unexpected } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { HereDocument, Redirection, Word } from './tree.ts';
import { readUntil, readWord } from './words.ts';

const OPERATOR = /^(?:(\d+)|\{([A-Za-z_]\w*)\})?(&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||<|>)/;

export function readRedirection(c: Cursor): Redirection | undefined {
  skipBlanks(c);
  const found = OPERATOR.exec(c.text.slice(c.at, c.at + 256));
  if (!found) return undefined;
  const [all, digits, variable, sign = ''] = found;
  if ((sign === '<' || sign === '>') && c.text[c.at + all.length] === '(') {
    if (digits === undefined && variable === undefined) return undefined;
  }
  if (sign.startsWith('&') && digits !== undefined) return undefined;
  const { line } = c;
  advance(c, all.length);
  const target = readWord(c);
  if (!target) throw unexpected(c);
  const common = {
    ...(digits !== undefined && { descriptor: Number(digits) }),
    ...(variable !== undefined && { variable }),
    target,
  };
  if (sign !== '<<' && sign !== '<<-')
    return { ...common, operator: sign as Redirection['operator'] };
  const document = documentOf(target, sign === '<<-', line);
  c.awaited.push(document);
  return { ...common, operator: '<<', document };
}

function documentOf(target: Word, stripTabs: boolean, line: number): HereDocument {
  const quoted = /['"\\]/.test(target.text);
  const delimiter = quoted
    ? target.text.replaceAll(/\\(.)|['"]/g, (_, escaped?: string) => escaped ?? '')
    : target.text;
  return { delimiter, stripTabs, quoted, line, body: { parts: [], text: '' }, open: true };
}

/** Reads the bodies that begin here, just behind a newline. */
export function readDocuments(c: Cursor): void {
  for (const document of c.awaited.splice(0)) readDocument(c, document);
}

function readDocument(c: Cursor, document: HereDocument): void {
  const { line } = c;
  let body = '';
  while (c.at < c.text.length) {
    const end = c.text.indexOf('\n', c.at);
    const raw = c.text.slice(c.at, end < 0 ? undefined : end);
    const text = document.stripTabs ? raw.replace(/^\t+/, '') : raw;
    advance(c, raw.length + (end < 0 ? 0 : 1));
    if (text === document.delimiter) {
      document.open = false;
      break;
    }
    body += end < 0 ? text : `${text}\n`;
  }
  if (document.quoted) {
    document.body = { parts: [{ kind: 'quoted', text: body }], text: body };
    return;
  }
  const inner = cursorFor(c.grammar, body, { ...c, line });
  document.body = readUntil(inner, { double: true, document: true, ends: () => false });
}
