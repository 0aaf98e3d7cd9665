/**
 * readline(3) as bash uses it: emacs keys, history, Ctrl-R, TAB, bracketed paste. One ordered queue
 * of keys, so that a key typed after TAB never overtakes the completion. Redraws only what changed.
 * Left out: wide characters, vi mode, undo.
 */
import { keyQueue } from './key-queue.ts';
import type { KeyQueue } from './key-queue.ts';
import { moveWord } from './words.ts';

export interface Completion {
  readonly candidates: readonly string[];
  /** The part of the line that they replace. */
  readonly word: string;
}
export interface LineEditorOptions {
  write(text: string): void;
  columns(): number;
  complete(beforeCursor: string): Promise<Completion>;
  history(): readonly string[];
}
export type Entered =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'end' };
export interface LineEditor {
  readonly keys: KeyQueue;
  /** Lines of a pasted block that was accepted wait to be read: they need no prompt. */
  readonly holdsLines: boolean;
  /** One line. */
  read(prompt: string): Promise<Entered>;
}

const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l\r';
const BELL = '\u0007';
/** Of a pasted block without bracketed paste: each redraw looks at the whole line. */
const BURST_MAX = 4096;
// eslint-disable-next-line no-control-regex -- what a terminal would obey, not show
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f]/g;

export function lineEditor(options: LineEditorOptions): LineEditor {
  const keys = keyQueue();
  let yanked = '';
  let accepted: string[] = [];
  return {
    keys,
    get holdsLines() {
      return accepted.length > 0;
    },
    async read(prompt) {
      const next = accepted.shift();
      if (next !== undefined) return { kind: 'line', text: next };
      const line = new EditedLine(options, keys, prompt, yanked);
      try {
        const entered = await line.edit();
        if (entered.kind !== 'line') return entered;
        const [first = '', ...rest] = entered.text.split('\n');
        accepted = rest;
        return { kind: 'line', text: first };
      } finally {
        yanked = line.yanked;
      }
    },
  };
}

interface Place {
  readonly row: number;
  readonly column: number;
}
/** Where the cursor is once a terminal of so many columns has shown this. */
function placeAfter(shown: string, columns: number): Place {
  let row = 0;
  let column = 0;
  let wrapped = false;
  for (const character of shown) {
    if (character === '\n') {
      if (!wrapped) row += 1;
      column = 0;
    } else if (character === '\t') column = Math.min(columns - 1, column - (column % 8) + 8);
    else column += 1;
    wrapped = column === columns;
    if (!wrapped) continue;
    row += 1;
    column = 0;
  }
  return { row, column };
}

/** What is typed at one prompt while it is edited; a paste may bring newlines. */
class EditedLine {
  yanked: string;
  private text = '';
  private cursor = 0;
  /** What the screen shows from the prompt's begin to its cursor. */
  private shown: string;
  private entry: number;
  private unsaved = '';
  private tabs = 0;
  private readonly options: LineEditorOptions;
  private readonly keys: KeyQueue;
  private readonly prompt: string;

  constructor(options: LineEditorOptions, keys: KeyQueue, prompt: string, yanked: string) {
    this.options = options;
    this.keys = keys;
    this.prompt = prompt;
    this.yanked = yanked;
    this.shown = prompt;
    this.entry = options.history().length;
  }

  async edit(): Promise<Entered> {
    this.options.write(PASTE_ON + this.prompt);
    for (;;) {
      const entered = await this.press(await this.keys.next());
      if (entered) return entered;
    }
  }

  private async press(key: string): Promise<Entered | undefined> {
    if (key !== '\t') this.tabs = 0;
    switch (key) {
      case '\r':
      case '\n':
        return this.enter();
      case '\u0003':
        this.goTo(this.text.length);
        this.options.write(`^C${PASTE_OFF}\n`);
        return { kind: 'interrupt' };
      case '\u0004':
        if (this.text !== '') this.replace(this.cursor, this.cursor + 1, '');
        else {
          this.options.write(PASTE_OFF);
          return { kind: 'end' };
        }
        return undefined;
      case '\t':
        await this.complete();
        return undefined;
      case '\u0012':
        return this.searchBack();
      case '\u001b[200~':
        this.paste(await this.keys.until('\u001b[201~'));
        return undefined;
      default:
        this.plainKey(key);
        return undefined;
    }
  }

  private enter(): Entered {
    this.goTo(this.text.length);
    this.options.write(`\r\n${PASTE_OFF}`);
    return { kind: 'line', text: this.text };
  }

  private plainKey(key: string): void {
    if (this.moveKey(key) || this.killKey(key)) return;
    switch (key) {
      case '\u001b[A':
      case '\u001bOA':
      case '\u0010':
        return this.recall(-1);
      case '\u001b[B':
      case '\u001bOB':
      case '\u000e':
        return this.recall(1);
      case '\u001b.':
        return this.replace(this.cursor, this.cursor, this.lastArgument());
      case '\u0019':
        return this.replace(this.cursor, this.cursor, this.yanked);
      case '\u000c':
        this.options.write(`\u001b[H\u001b[2J${this.prompt}${this.text}`);
        this.shown = this.prompt + this.text;
        return this.goTo(this.cursor);
      case '\u0014':
        return this.transpose();
      default:
        if ((key.length === 1 && key >= ' ') || (key.length === 2 && key > '\ud7ff'))
          this.replace(this.cursor, this.cursor, key + this.keys.burst(BURST_MAX));
    }
  }

  private moveKey(key: string): boolean {
    const to = (() => {
      switch (key) {
        case '\u0001':
        case '\u001b[H':
        case '\u001b[1~':
        case '\u001bOH':
          return 0;
        case '\u0005':
        case '\u001b[F':
        case '\u001b[4~':
        case '\u001bOF':
          return this.text.length;
        case '\u0002':
        case '\u001b[D':
        case '\u001bOD':
          return Math.max(0, this.cursor - 1);
        case '\u0006':
        case '\u001b[C':
        case '\u001bOC':
          return Math.min(this.text.length, this.cursor + 1);
        case '\u001bb':
        case '\u001b[1;5D':
          return moveWord(this.text, this.cursor, 'back');
        case '\u001bf':
        case '\u001b[1;5C':
          return moveWord(this.text, this.cursor, 'forward');
        default:
          return undefined;
      }
    })();
    if (to === undefined) return false;
    this.goTo(to);
    return true;
  }

  private killKey(key: string): boolean {
    const { text, cursor } = this;
    const kill = (from: number, to: number): true => {
      this.yanked = text.slice(from, to);
      this.replace(from, to, '');
      return true;
    };
    switch (key) {
      case '\u000b':
        return kill(cursor, text.length);
      case '\u0015':
        return kill(0, cursor);
      case '\u0017':
        return kill(moveWord(text, cursor, 'backBlank'), cursor);
      case '\u001b\u007f':
        return kill(moveWord(text, cursor, 'back'), cursor);
      case '\u001bd':
        return kill(cursor, moveWord(text, cursor, 'forward'));
      case '\u007f':
      case '\b':
        if (cursor > 0) this.replace(cursor - 1, cursor, '');
        return true;
      case '\u001b[3~':
        if (cursor < text.length) this.replace(cursor, cursor + 1, '');
        return true;
      default:
        return false;
    }
  }

  private transpose(): void {
    const at = Math.min(this.cursor, this.text.length - 1);
    if (at < 1) return;
    const [a = '', b = ''] = [this.text[at - 1], this.text[at]];
    this.replace(at - 1, at + 1, b + a);
  }

  private recall(by: -1 | 1): void {
    const history = this.options.history();
    const to = this.entry + by;
    if (to < 0 || to > history.length) return this.options.write(BELL);
    if (this.entry === history.length) this.unsaved = this.text;
    this.entry = to;
    this.replace(0, this.text.length, to === history.length ? this.unsaved : (history[to] ?? ''));
  }

  private lastArgument(): string {
    return this.options.history().at(-1)?.split(' ').at(-1) ?? '';
  }

  /** A pasted newline is text: nothing runs before Enter. */
  private paste(pasted: string): void {
    const text = pasted.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '');
    this.replace(this.cursor, this.cursor, text);
  }

  private goTo(cursor: number): void {
    this.moveTo(this.prompt + this.text.slice(0, cursor));
    this.cursor = cursor;
  }

  private moveTo(shown: string): void {
    if (shown === this.shown) return;
    const from = placeAfter(this.shown, this.options.columns());
    const { row, column } = placeAfter(shown, this.options.columns());
    this.shown = shown;
    const rows = row - from.row;
    const back = from.column - column;
    if (rows === 0 && back === 0) return;
    let moves = rows < 0 ? `\u001b[${-rows}A` : rows > 0 ? `\u001b[${rows}B` : '';
    if (rows === 0 && back > 0 && back < 8) moves += '\b'.repeat(back);
    else moves += `\r${column > 0 ? `\u001b[${column}C` : ''}`;
    this.options.write(moves);
  }

  /** Changes part of the text and redraws from the first character that differs. */
  private replace(from: number, to: number, by: string): void {
    const next = this.text.slice(0, from) + by + this.text.slice(to);
    let same = 0;
    while (same < next.length && same < this.text.length && next[same] === this.text[same])
      same += 1;
    const added = next.slice(same);
    const gone = this.text.slice(same);
    const below = next.length < this.text.length || gone.includes('\n') ? '\u001b[J' : '';
    this.moveTo(this.prompt + next.slice(0, same));
    const shown = this.prompt + next;
    const { column } = placeAfter(shown, this.options.columns());
    const wraps = column === 0 && added !== '' && !added.endsWith('\n');
    const redrawn = gone === '' ? added : added.replaceAll('\n', '\u001b[K\n');
    this.options.write(redrawn + below + (wraps ? ' \r' : ''));
    this.text = next;
    this.shown = shown;
    this.goTo(from + by.length);
  }

  private async complete(): Promise<void> {
    const before = this.text.slice(0, this.cursor);
    const { candidates, word } = await this.options.complete(before);
    const [first] = candidates;
    if (first === undefined) return this.options.write(BELL);
    let common = first;
    for (const candidate of candidates)
      while (!candidate.startsWith(common)) common = common.slice(0, -1);
    if (common.length > word.length) {
      this.tabs = 0;
      return this.replace(this.cursor - word.length, this.cursor, common);
    }
    this.tabs += 1;
    if (this.tabs < 2) return this.options.write(BELL);
    this.listCandidates(candidates);
  }

  private listCandidates(candidates: readonly string[]): void {
    const names = candidates.map(
      (c) => c.trimEnd().replace(/\/$/, '\0').split('/').at(-1)?.replace('\0', '/') ?? '',
    );
    const width = Math.max(...names.map((name) => name.length)) + 2;
    const perRow = Math.max(1, Math.floor(this.options.columns() / width));
    const rows: string[] = [];
    for (let at = 0; at < names.length; at += perRow)
      rows.push(
        names
          .slice(at, at + perRow)
          .map((name) => name.padEnd(width))
          .join(''),
      );
    this.moveTo(this.prompt + this.text);
    this.options.write(`\r\n${rows.join('\r\n')}\r\n${this.prompt}${this.text}`);
    this.shown = this.prompt + this.text;
    this.goTo(this.cursor);
  }

  private async searchBack(): Promise<Entered | undefined> {
    const history = this.options.history();
    let pattern = '';
    let at = history.length;
    let found = '';
    const show = (): void => {
      this.moveTo('');
      const text = `(reverse-i-search)\`${pattern}': ${found}`;
      this.options.write(`\u001b[J${text}`);
      this.shown = text;
    };
    const find = (from: number): void => {
      const index = history.slice(0, from + 1).findLastIndex((line) => line.includes(pattern));
      if (index < 0) return this.options.write(BELL);
      at = index;
      found = history[index] ?? '';
    };
    for (;;) {
      show();
      const key = await this.keys.next();
      if (key === '\u0012') find(at - 1);
      else if (key === '\u007f') {
        pattern = pattern.slice(0, -1);
        find(history.length - 1);
      } else if (key.length === 1 && key >= ' ') {
        pattern += key;
        find(Math.min(at, history.length - 1));
      } else return this.leaveSearch(key, found);
    }
  }

  private leaveSearch(key: string, found: string): Promise<Entered | undefined> | undefined {
    this.moveTo('');
    this.options.write(`\u001b[J${this.prompt}`);
    const kept = key === '\u0007' || found === '' ? this.text : found;
    this.text = '';
    this.cursor = 0;
    this.shown = this.prompt;
    this.replace(0, 0, kept);
    return key === '\u0007' ? undefined : this.press(key);
  }
}
