/** A place in a YAML text, and what can be seen from it. Real: go-yaml v2 readerc.go, scannerc.go. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** `line` counts from 0; go-yaml names it only when it is not the first. */
export class YamlProblem extends Error {
  constructor(problem: string, line: number) {
    super(line > 0 ? `line ${line}: ${problem}` : problem);
  }
}

const BREAKS = '\n\r\u0085\u2028\u2029';

export class Cursor {
  readonly #text: string;
  #index = 0;
  #line = 0;
  #column = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get mark(): Mark {
    return { index: this.#index, line: this.#line, column: this.#column };
  }
  get index(): number {
    return this.#index;
  }
  get line(): number {
    return this.#line;
  }
  get column(): number {
    return this.#column;
  }

  at(offset = 0): string {
    return this.#text[this.#index + offset] ?? '\0';
  }
  /** What the expression matches from here on. */
  match(expression: RegExp): RegExpExecArray | null {
    return expression.exec(this.#text.slice(this.#index));
  }
  isEnd(offset = 0): boolean {
    return this.#index + offset >= this.#text.length;
  }
  isBreak(offset = 0): boolean {
    return !this.isEnd(offset) && BREAKS.includes(this.at(offset));
  }
  isBlank(offset = 0): boolean {
    return this.at(offset) === ' ' || this.at(offset) === '\t';
  }
  isBreakOrEnd(offset = 0): boolean {
    return this.isEnd(offset) || this.isBreak(offset);
  }
  isSpaceOrEnd(offset = 0): boolean {
    return this.isBlank(offset) || this.isBreakOrEnd(offset);
  }
  /** `---` or `...` on its own at the beginning of a line. */
  documentIndicator(): '---' | '...' | undefined {
    const three = this.#text.slice(this.#index, this.#index + 3);
    const found = three === '---' || three === '...' ? three : undefined;
    return this.#column === 0 && this.isSpaceOrEnd(3) ? found : undefined;
  }

  skip(count = 1): void {
    this.#index += count;
    this.#column += count;
  }
  skipLine(): void {
    this.#index += this.#text.startsWith('\r\n', this.#index) ? 2 : 1;
    this.newLine();
  }
  newLine(): void {
    this.#column = 0;
    this.#line++;
  }
  skipBlanks(): void {
    while (this.isBlank()) this.skip();
  }
  skipToBreak(): void {
    while (!this.isBreakOrEnd()) this.skip();
  }

  /** A scanner's problem lies where the scanner is, and counts lines from 1 unless it is on the first. */
  fail(problem: string, context: Mark): never {
    throw new YamlProblem(problem, this.#line === 0 ? context.line : this.#line + 1);
  }
}
