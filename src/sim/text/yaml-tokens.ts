/**
 * YAML text as tokens, in the way of libyaml, so that a broken text breaks at the same place and in the same words.
 * Real: go-yaml v2 scannerc.go. Left out: what scalars say.
 */
import { Cursor, type Mark } from './yaml-cursor.ts';
import { skipBlockScalar, skipPlain, skipQuoted } from './yaml-scalars.ts';

export type TokenType =
  | 'directive'
  | 'documentStart'
  | 'documentEnd'
  | 'streamEnd'
  | 'blockSequenceStart'
  | 'blockMappingStart'
  | 'blockEnd'
  | '['
  | ']'
  | '{'
  | '}'
  | 'flowEntry'
  | 'blockEntry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly type: TokenType;
  readonly index: number;
  readonly line: number;
  /** A directive's name, an anchor's or an alias's; a tag's handle. */
  readonly name: string;
}
interface SimpleKey {
  possible: boolean;
  readonly required: boolean;
  readonly token: number;
  readonly mark: Mark;
}

/** go-yaml's own limit is 10000: deeper than a stack of ours goes. */
const DEPTH_MAX = 1000;
const SIMPLE_KEY_MAX = 1024;

export class Tokens {
  readonly #cursor: Cursor;
  #indent = -1;
  readonly #indents: number[] = [];
  #flowLevel = 0;
  #keyAllowed = true;
  readonly #keys: SimpleKey[] = [
    { possible: false, required: false, token: 0, mark: { index: 0, line: 0, column: 0 } },
  ];
  readonly #queue: Token[] = [];
  #taken = 0;
  #ended = false;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  peek(): Token {
    for (;;) {
      const [head] = this.#queue;
      if (head !== undefined && (this.#ended || !this.#mayBecomeKey())) return head;
      this.#fetch();
    }
  }

  skip(): void {
    this.#queue.shift();
    this.#taken++;
  }

  #mayBecomeKey(): boolean {
    const key = this.#keys.find(({ possible, token }) => possible && token === this.#taken);
    return key !== undefined && this.#isValid(key);
  }

  #push(type: TokenType, mark: Mark, name = ''): void {
    this.#queue.push({ type, index: mark.index, line: mark.line, name });
  }

  #insert(at: number, type: TokenType, { index, line }: Mark): void {
    this.#queue.splice(at, 0, { type, index, line, name: '' });
  }

  #isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (
      key.mark.line === this.#cursor.line &&
      key.mark.index + SIMPLE_KEY_MAX >= this.#cursor.index
    )
      return true;
    if (key.required) this.#cursor.fail("could not find expected ':'", key.mark);
    key.possible = false;
    return false;
  }

  #removeKey(): void {
    const key = this.#keys.at(-1);
    if (key?.possible !== true) return;
    if (key.required) this.#cursor.fail("could not find expected ':'", key.mark);
    key.possible = false;
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const required = this.#flowLevel === 0 && this.#indent === this.#cursor.column;
    const token = this.#taken + this.#queue.length;
    this.#removeKey();
    this.#keys[this.#keys.length - 1] = {
      possible: true,
      required,
      token,
      mark: this.#cursor.mark,
    };
  }

  #rollIndent(
    column: number,
    type: 'blockSequenceStart' | 'blockMappingStart',
    mark: Mark,
    at = this.#queue.length,
  ): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    if (this.#indents.length > DEPTH_MAX) this.#cursor.fail('exceeded max depth of 10000', mark);
    this.#insert(at, type, mark);
  }

  #unrollIndent(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#push('blockEnd', this.#cursor.mark);
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #fetch(): void {
    this.#toNextToken();
    this.#unrollIndent(this.#cursor.column);
    if (this.#cursor.isEnd()) return this.#fetchEnd();
    const character = this.#cursor.at();
    if (this.#cursor.column === 0 && character === '%') return this.#fetchDirective();
    const indicator = this.#cursor.documentIndicator();
    if (indicator !== undefined)
      return this.#fetchDocument(indicator === '---' ? 'documentStart' : 'documentEnd');
    const spaced = this.#cursor.isSpaceOrEnd(1);
    const inFlow = this.#flowLevel > 0;
    if (character === '[' || character === '{') return this.#fetchFlowStart(character);
    if (character === ']' || character === '}') return this.#fetchFlowEnd(character);
    if (character === ',') return this.#fetchIndicator('flowEntry');
    if (character === '-' && spaced) return this.#fetchBlockEntry();
    if (character === '?' && (inFlow || spaced)) return this.#fetchKey();
    if (character === ':' && (inFlow || spaced)) return this.#fetchValue();
    if (character === '*' || character === '&') return this.#fetchAnchor(character);
    if (character === '!') return this.#fetchTag();
    if ((character === '|' || character === '>') && !inFlow) return this.#fetchBlockScalar();
    if (character === "'" || character === '"') return this.#fetchQuoted(character);
    const startsPlain =
      !(this.#cursor.isSpaceOrEnd() || '-?:,[]{}#&*!|>\'"%@`'.includes(character)) ||
      (character === '-' && !this.#cursor.isBlank(1)) ||
      (!inFlow && (character === '?' || character === ':') && !spaced);
    if (!startsPlain)
      this.#cursor.fail('found character that cannot start any token', this.#cursor.mark);
    return this.#fetchPlain();
  }

  #toNextToken(): void {
    for (;;) {
      if (this.#cursor.column === 0 && this.#cursor.at() === '\uFEFF') this.#cursor.skip();
      const blanks = this.#flowLevel > 0 || !this.#keyAllowed ? ' \t' : ' ';
      while (blanks.includes(this.#cursor.at())) this.#cursor.skip();
      if (this.#cursor.at() === '#') this.#cursor.skipToBreak();
      if (!this.#cursor.isBreak()) return;
      this.#cursor.skipLine();
      if (this.#flowLevel === 0) this.#keyAllowed = true;
    }
  }

  #fetchEnd(): void {
    if (this.#cursor.column !== 0) this.#cursor.newLine();
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    this.#ended = true;
    this.#push('streamEnd', this.#cursor.mark);
  }

  #fetchDocument(type: 'documentStart' | 'documentEnd'): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    this.#push(type, this.#cursor.mark);
    this.#cursor.skip(3);
  }

  #fetchDirective(): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    const mark = this.#cursor.mark;
    this.#cursor.skip();
    const name = this.#cursor.match(/^[\w-]*/)?.[0] ?? '';
    this.#cursor.skip(name.length);
    if (name === '') this.#cursor.fail('could not find expected directive name', mark);
    if (!this.#cursor.isSpaceOrEnd())
      this.#cursor.fail('found unexpected non-alphabetical character', mark);
    if (name !== 'YAML' && name !== 'TAG') this.#cursor.fail('found unknown directive name', mark);
    this.#cursor.skipBlanks();
    const value = this.#cursor.match(/^[^\n\r#]*/)?.[0].trimEnd() ?? '';
    if (name === 'YAML' && !/^\d{1,2}\.\d{1,2}$/.test(value))
      this.#cursor.fail('did not find expected version number', mark);
    this.#cursor.skipToBreak();
    if (this.#cursor.isBreak()) this.#cursor.skipLine();
    this.#push('directive', mark, name === 'YAML' ? `YAML ${value}` : (value.split(/\s/)[0] ?? ''));
  }

  #fetchFlowStart(type: '[' | '{'): void {
    this.#saveKey();
    const mark = this.#cursor.mark;
    this.#keys.push({ possible: false, required: false, token: 0, mark });
    this.#flowLevel++;
    if (this.#flowLevel > DEPTH_MAX) this.#cursor.fail('exceeded max depth of 10000', mark);
    this.#keyAllowed = true;
    this.#push(type, mark);
    this.#cursor.skip();
  }

  #fetchFlowEnd(type: ']' | '}'): void {
    this.#removeKey();
    if (this.#flowLevel > 0) {
      this.#flowLevel--;
      this.#keys.pop();
    }
    this.#keyAllowed = false;
    this.#push(type, this.#cursor.mark);
    this.#cursor.skip();
  }

  #fetchIndicator(type: 'flowEntry' | 'blockEntry'): void {
    this.#removeKey();
    this.#keyAllowed = true;
    this.#push(type, this.#cursor.mark);
    this.#cursor.skip();
  }

  #fetchBlockEntry(): void {
    const mark = this.#cursor.mark;
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed)
        this.#cursor.fail('block sequence entries are not allowed in this context', mark);
      this.#rollIndent(this.#cursor.column, 'blockSequenceStart', mark);
    }
    this.#fetchIndicator('blockEntry');
  }

  #fetchKey(): void {
    const mark = this.#cursor.mark;
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed)
        this.#cursor.fail('mapping keys are not allowed in this context', mark);
      this.#rollIndent(this.#cursor.column, 'blockMappingStart', mark);
    }
    this.#removeKey();
    this.#keyAllowed = this.#flowLevel === 0;
    this.#push('key', mark);
    this.#cursor.skip();
  }

  #fetchValue(): void {
    const key = this.#keys.at(-1);
    const mark = this.#cursor.mark;
    if (key !== undefined && this.#isValid(key)) {
      const at = key.token - this.#taken;
      this.#insert(at, 'key', key.mark);
      this.#rollIndent(key.mark.column, 'blockMappingStart', key.mark, at);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#keyAllowed)
          this.#cursor.fail('mapping values are not allowed in this context', mark);
        this.#rollIndent(this.#cursor.column, 'blockMappingStart', mark);
      }
      this.#keyAllowed = this.#flowLevel === 0;
    }
    this.#push('value', mark);
    this.#cursor.skip();
  }

  #fetchAnchor(sign: '*' | '&'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const mark = this.#cursor.mark;
    this.#cursor.skip();
    const name = this.#cursor.match(/^[\w-]*/)?.[0] ?? '';
    this.#cursor.skip(name.length);
    if (name === '' || !(this.#cursor.isSpaceOrEnd() || '?:,]}%@`'.includes(this.#cursor.at())))
      this.#cursor.fail('did not find expected alphabetic or numeric character', mark);
    this.#push(sign === '*' ? 'alias' : 'anchor', mark, name);
  }

  #fetchTag(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const mark = this.#cursor.mark;
    const word = this.#cursor.match(/^[^\s,[\]{}]*/)?.[0] ?? '';
    this.#cursor.skip(word.length);
    if (word.startsWith('!<')) {
      if (!word.endsWith('>')) this.#cursor.fail("did not find the expected '>'", mark);
      return this.#push('tag', mark, '');
    }
    if (!this.#cursor.isSpaceOrEnd())
      this.#cursor.fail('did not find expected whitespace or line break', mark);
    return this.#push('tag', mark, /^!(?:[\w-]*!)?/.exec(word)?.[0] ?? '!');
  }

  #fetchBlockScalar(): void {
    this.#removeKey();
    this.#keyAllowed = true;
    const mark = this.#cursor.mark;
    skipBlockScalar(this.#cursor, this.#indent);
    this.#push('scalar', mark);
  }

  #fetchQuoted(quote: "'" | '"'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const mark = this.#cursor.mark;
    skipQuoted(this.#cursor, quote);
    this.#push('scalar', mark);
  }

  #fetchPlain(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const mark = this.#cursor.mark;
    const endedByBreak = skipPlain(this.#cursor, this.#indent + 1, this.#flowLevel > 0);
    this.#push('scalar', mark);
    if (endedByBreak) this.#keyAllowed = true;
  }
}
