/** The parser's door: a script is read command by command, as bash reads it. */
import { parseCommand, parseItems, parseLine, parseList, skipNewlines } from './commands.ts';
import { SyntaxProblem, cursorFor } from './cursor.ts';
import type { Cursor, CursorOptions, Grammar } from './cursor.ts';
import type { HereDocument, Item, Word } from './tree.ts';
import { readUntil } from './words.ts';

const GRAMMAR: Grammar = {
  items: parseItems,
  list: parseList,
  command: parseCommand,
  newlines: skipNewlines,
  until: readUntil,
};
export const cursorOf = (text: string, options: CursorOptions = {}): Cursor =>
  cursorFor(GRAMMAR, text, options);

export { SyntaxProblem };
export type { Cursor };
export { parseLine };

export type Parsed =
  | { readonly ok: true; readonly items: readonly Item[] }
  | { readonly ok: false; readonly incomplete: boolean; readonly message: string };

/** The whole of a text; for what an interactive shell asks: is this line complete? */
export function parseScript(text: string, options: CursorOptions = {}): Parsed {
  const cursor = cursorOf(text, options);
  try {
    const items = parseItems(cursor, '');
    if (openDocument(text, options)) return { ok: false, incomplete: true, message: '' };
    return { ok: true, items };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { ok: false, incomplete: error.incomplete, message: error.message };
  }
}

/** Whether a here-document still waits for its delimiter. */
function openDocument(text: string, options: CursorOptions): boolean {
  const cursor = cursorOf(text, options);
  const seen: HereDocument[] = [];
  const { push } = cursor.awaited;
  cursor.awaited.push = (...documents) => {
    seen.push(...documents);
    return push.apply(cursor.awaited, documents);
  };
  parseItems(cursor, '');
  return seen.some((document) => document.open);
}

const parsed = new Map<string, Word>();
const PARSED_MAX = 2_000;
/** Text whose expansions are done as within double quotes: arithmetic, subscripts. */
export function wordOfText(text: string, document = true): Word {
  const key = `${document ? 'd' : 'w'}${text}`;
  let word = parsed.get(key);
  if (!word) {
    word = readUntil(cursorOf(text), { double: document, document, ends: () => false });
    if (parsed.size >= PARSED_MAX) parsed.clear();
    parsed.set(key, word);
  }
  return word;
}
