/** expr(1) as a pure function: integers of any size, comparisons, and `:` with a basic regular expression. */
import { regexSource } from '../commands/text/regex.ts';
import { linearRegex, type LinearRegex } from './linear-regex.ts';
import type { ToolResult } from '../looks/counterfactual.ts';

class Problem extends Error {}
const INTEGER = /^-?\d+$/;
/** From the loosest; all bind to the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];

class Reader {
  private at = 0;
  private readonly words: readonly string[];
  constructor(words: readonly string[]) {
    this.words = words;
  }
  all(): string {
    if (this.words.length === 0)
      throw new Problem("missing operand\nTry 'expr --help' for more information.");
    const value = this.level(0);
    const left = this.words[this.at];
    if (left !== undefined) throw new Problem(`syntax error: unexpected argument ‘${left}’`);
    return value;
  }
  private next(): string {
    const word = this.words[this.at];
    if (word === undefined)
      throw new Problem(`syntax error: missing argument after ‘${this.words[this.at - 1] ?? ''}’`);
    this.at += 1;
    return word;
  }
  private level(depth: number): string {
    const operators = LEVELS[depth];
    if (!operators) return this.primary();
    let left = this.level(depth + 1);
    for (;;) {
      const operator = this.words[this.at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.at += 1;
      left = combine(operator, left, this.level(depth + 1));
    }
  }
  private primary(): string {
    const word = this.next();
    switch (word) {
      case '(': {
        const inner = this.level(0);
        if (this.words[this.at] !== ')')
          throw new Problem(
            this.words[this.at] === undefined
              ? `syntax error: expecting ')' after ‘${this.words[this.at - 1] ?? ''}’`
              : `syntax error: expecting ')' instead of ‘${this.words[this.at] ?? ''}’`,
          );
        this.at += 1;
        return inner;
      }
      case '+':
        return this.next();
      case 'length':
        return String([...this.primary()].length);
      case 'match':
        return matched(this.primary(), this.primary());
      case 'index': {
        const [text, set] = [[...this.primary()], new Set(this.primary())];
        return String(text.findIndex((char) => set.has(char)) + 1);
      }
      case 'substr': {
        const text = [...this.primary()];
        const [from, count] = [Number(this.primary()), Number(this.primary())];
        return from > 0 && count > 0 ? text.slice(from - 1, from - 1 + count).join('') : '';
      }
      default:
        return word;
    }
  }
}

const isNull = (value: string): boolean => value === '' || /^-?0+$/.test(value);

function combine(operator: string, left: string, right: string): string {
  switch (operator) {
    case '|':
      return isNull(left) ? (isNull(right) ? '0' : right) : left;
    case '&':
      return isNull(left) || isNull(right) ? '0' : left;
    case ':':
      return matched(left, right);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, left, right);
    default:
      return compared(operator, left, right) ? '1' : '0';
  }
}

function arithmetic(operator: string, left: string, right: string): string {
  if (!INTEGER.test(left) || !INTEGER.test(right)) throw new Problem('non-integer argument');
  const [a, b] = [BigInt(left), BigInt(right)];
  if (b === 0n && '/%'.includes(operator)) throw new Problem('division by zero');
  const value = { '+': a + b, '-': a - b, '*': a * b }[operator];
  return String(value ?? (operator === '/' ? a / b : a % b));
}

function compared(operator: string, left: string, right: string): boolean {
  const numbers = INTEGER.test(left) && INTEGER.test(right);
  const [a, b] = numbers ? [BigInt(left), BigInt(right)] : [left, right];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '!=':
      return a !== b;
    default:
      return a === b;
  }
}

/** What the first group matched, or how many characters: the pattern is anchored at the beginning. */
function matched(text: string, pattern: string): string {
  const hasGroup = /\\\(/.test(pattern);
  let regex: LinearRegex;
  try {
    const source = regexSource(pattern.replace(/^\^/, ''), 'basic');
    regex = linearRegex(`^(?:${source})`, { longest: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem('Invalid regular expression');
  }
  const found = regex.first(text);
  if (hasGroup) return found?.groups[1] ?? '';
  return String([...(found?.groups[0] ?? '')].length);
}

export function expr(args: readonly string[]): ToolResult {
  try {
    const value = new Reader(args[0] === '--' ? args.slice(1) : args).all();
    return { out: `${value}\n`, error: '', status: isNull(value) ? 1 : 0 };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { out: '', error: `expr: ${problem.message}\n`, status: 2 };
  }
}
