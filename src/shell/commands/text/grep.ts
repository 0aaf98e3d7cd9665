/**
 * grep(1), line by line so that it streams. Marks: a line that would (not) have been selected had an
 * observation been otherwise shows it; counts are compared over all that was read.
 */
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf } from '../../files/host-files.ts';
import {
  differenceMark,
  facet,
  isEmpty,
  joinChunks,
  marksOf,
  observationsIn,
  textOf,
  withMarks,
} from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import { NO_EVIDENCE, throughTool } from '../../looks/counterfactual.ts';
import type { StatusEvidence } from '../../looks/counterfactual.ts';
import { readLines } from '../../pipe.ts';
import { breathe } from '../../process.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { linearRegex, type LinearRegex } from '../../text-tools/linear-regex.ts';
import { regexSource } from './regex.ts';
import { openOperand } from './streams.ts';

interface Plan {
  readonly regex: LinearRegex;
  readonly options: Options;
  readonly files: readonly string[];
  readonly titled: boolean;
  readonly max: number;
  readonly before: number;
  readonly after: number;
  readonly colour: boolean;
}
const RULES = {
  short: 'EFGPiyvwxcnlLoqshHrRe:f:m:A:B:C:aIzU',
  long: [
    'extended-regexp',
    'fixed-strings',
    'perl-regexp',
    'ignore-case',
    'invert-match',
    'word-regexp',
    'line-regexp',
    'count',
    'line-number',
    'files-with-matches',
    'only-matching',
    'quiet',
    'silent',
    'no-messages',
    'recursive',
    'regexp=',
    'max-count=',
    'after-context=',
    'before-context=',
    'context=',
    'color?',
    'colour?',
    'line-buffered',
    'no-filename',
    'with-filename',
    'text',
    'include=',
    'exclude=',
  ],
  same: {
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'perl-regexp': 'P',
    'ignore-case': 'i',
    y: 'i',
    'invert-match': 'v',
    'word-regexp': 'w',
    'line-regexp': 'x',
    count: 'c',
    'line-number': 'n',
    'files-with-matches': 'l',
    'only-matching': 'o',
    quiet: 'q',
    silent: 'q',
    'no-messages': 's',
    recursive: 'r',
    R: 'r',
    regexp: 'e',
    'max-count': 'm',
    'after-context': 'A',
    'before-context': 'B',
    context: 'C',
    'no-filename': 'h',
    'with-filename': 'H',
    colour: 'color',
  },
  numberIs: 'C',
};
const USAGE =
  "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";

export async function grep(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, RULES);
  if (options.problem !== undefined) {
    await context.error(`grep: ${options.problem}\n${USAGE}`);
    return 2;
  }
  const operands = [...options.operands];
  const patterns = options.has('e') ? options.values('e') : operands.splice(0, 1);
  if (patterns.length === 0) {
    await context.error(USAGE);
    return 2;
  }
  try {
    return await search(
      context,
      planFor(
        context,
        options,
        patterns.flatMap((p) => p.split('\n')),
        operands,
      ),
    );
  } catch (failure) {
    if (!(failure instanceof SyntaxError)) throw failure;
    const isOurs = failure.message.endsWith('by Eggtooth');
    await context.error(`grep: ${isOurs ? failure.message : 'Invalid regular expression'}\n`);
    return 2;
  }
}

function planFor(
  context: CommandContext,
  options: Options,
  patterns: readonly string[],
  operands: readonly string[],
): Plan {
  const dialect =
    options.has('F') || context.name === 'fgrep'
      ? 'fixed'
      : options.has('P')
        ? 'perl'
        : options.has('E') || context.name === 'egrep'
          ? 'extended'
          : 'basic';
  let source = patterns.map((pattern) => regexSource(pattern, dialect)).join('|');
  if (options.has('x')) source = `^(?:${source})$`;
  const around = options.value('C') ?? '0';
  const files = options.has('r')
    ? recursive(context, operands.length > 0 ? operands : ['.'])
    : operands;
  const colour = options.value('color');
  return {
    regex: linearRegex(source, {
      ignoreCase: options.has('i'),
      longest: dialect !== 'perl',
      wholeWord: options.has('w') && !options.has('x'),
    }),
    options,
    files: files.length > 0 ? files : ['-'],
    titled: (files.length > 1 || options.has('r') || options.has('H')) && !options.has('h'),
    max: Number(options.value('m') ?? Infinity),
    before: Number(options.value('B') ?? around),
    after: Number(options.value('A') ?? around),
    colour:
      colour === 'always' ||
      (colour !== undefined && colour !== 'never' && context.io.stdout.terminal !== undefined),
  };
}

function recursive(context: CommandContext, operands: readonly string[]): string[] {
  return operands.flatMap((operand): string[] => {
    const file = context.machine.files.stat(context.path(operand), context.user);
    if (!file?.folder) return [operand];
    try {
      return recursive(
        context,
        context.machine.files
          .list(context.path(operand), context.user)
          .map((child) => `${operand.replace(/\/$/, '')}/${nameOf(child.path)}`),
      );
    } catch (failure) {
      if (failure instanceof FileError) return [];
      throw failure;
    }
  });
}

async function search(context: CommandContext, plan: Plan): Promise<Outcome> {
  let matched = false;
  let failed = false;
  let evidence: StatusEvidence = NO_EVIDENCE;
  for (const operand of plan.files) {
    try {
      const result = await searchOne(context, plan, operand);
      matched ||= result.count > 0;
      if (result.evidence.each.size + result.evidence.joint.size > 0) evidence = result.evidence;
      if (matched && plan.options.has('q')) break;
    } catch (failure) {
      if (!(failure instanceof FileError)) throw failure;
      failed = true;
      if (!plan.options.has('s'))
        await context.error(
          failure.errno === 'EISDIR'
            ? `grep: ${operand}: Is a directory\n`
            : `grep: ${operand}: ${strerror(failure)}\n`,
        );
    }
  }
  return { status: failed ? 2 : matched ? 0 : 1, evidence };
}

const matches = ({ regex, options }: Plan, text: string): boolean =>
  regex.test(text.replace(/\n$/, '')) !== options.has('v');

async function searchOne(
  context: CommandContext,
  plan: Plan,
  operand: string,
): Promise<{ count: number; evidence: StatusEvidence }> {
  const { options } = plan;
  const source = openOperand(context, operand);
  const counts = ['c', 'q', 'l', 'L'].some((letter) => options.has(letter));
  const printer = new Printer(context, plan, operand);
  const marked: Chunk[] = [];
  let count = 0;
  let number = 0;
  for await (const line of readLines(source)) {
    await breathe(context.job);
    number += 1;
    const hit = matches(plan, textOf(line));
    if (marksOf(line).length > 0) marked.push(line);
    else if (marked.length > 0) marked.push(line);
    if (hit) count += 1;
    if (!counts) await printer.line(line, number, hit);
    if (hit && (count >= plan.max || options.has('q') || options.has('l'))) break;
  }
  if (!source.terminal) source.close();
  const missed =
    marked.length === 0 ? 0 : count - marked.filter((line) => matches(plan, textOf(line))).length;
  const evidence = await report(context, plan, operand, { marked, before: missed, count });
  return { count, evidence };
}

/** The count or the status, compared with what it would have been. */
async function report(
  context: CommandContext,
  plan: Plan,
  operand: string,
  { marked, before, count }: { marked: readonly Chunk[]; before: number; count: number },
): Promise<StatusEvidence> {
  const { options } = plan;
  const title = plan.titled ? `${operand === '-' ? '(standard input)' : operand}:` : '';
  const outcome = (total: number) => ({
    out: options.has('q')
      ? ''
      : options.has('c')
        ? `${title}${Math.min(total, plan.max)}\n`
        : options.has('l') && total > 0
          ? `${operand}\n`
          : options.has('L') && total === 0
            ? `${operand}\n`
            : '',
    error: '',
    status: total > 0 ? 0 : 1,
  });
  if (marked.length === 0) {
    await context.out(outcome(count).out);
    return NO_EVIDENCE;
  }
  const result = await throughTool(
    'grep',
    ([text = '']) =>
      Promise.resolve(
        outcome(
          before +
            text.split(/(?<=\n)/).filter((line) => line !== '' && matches(plan, line)).length,
        ),
      ),
    [joinChunks(marked)],
  );
  if (!isEmpty(result.out)) await context.out(result.out);
  return result.evidence;
}

/** Selected lines with their context, numbers and titles. */
class Printer {
  private readonly held: (readonly [Chunk, number])[] = [];
  private trailing = 0;
  private lastPrinted = 0;
  private readonly context: CommandContext;
  private readonly plan: Plan;
  private readonly operand: string;
  constructor(context: CommandContext, plan: Plan, operand: string) {
    this.context = context;
    this.plan = plan;
    this.operand = operand;
  }
  async line(line: Chunk, number: number, hit: boolean): Promise<void> {
    const { plan } = this;
    const selected = selection(plan, line, hit, this.prefix(number, ':'));
    if (hit) {
      if (
        (plan.before > 0 || plan.after > 0) &&
        this.lastPrinted > 0 &&
        number - this.held.length > this.lastPrinted + 1
      )
        await this.context.out('--\n');
      for (const [before, at] of this.held.splice(0)) await this.print(before, at, '-');
      await this.emit(selected, number);
      this.trailing = plan.after;
    } else if (this.trailing > 0) {
      this.trailing -= 1;
      await this.print(line, number, '-');
    } else {
      if (!isEmpty(selected)) await this.context.out(selected);
      if (plan.before === 0) return;
      this.held.push([line, number]);
      if (this.held.length > plan.before) this.held.shift();
    }
  }
  private prefix(number: number, separator: string): string {
    const { options, titled } = this.plan;
    const name = this.operand === '-' ? '(standard input)' : this.operand;
    return (titled ? name + separator : '') + (options.has('n') ? `${number}${separator}` : '');
  }
  private async print(line: Chunk, number: number, separator: string): Promise<void> {
    const whole = textOf(line).endsWith('\n') ? line : joinChunks([line, '\n']);
    await this.emit(joinChunks([this.prefix(number, separator), whole]), number);
  }
  private async emit(line: Chunk, number: number): Promise<void> {
    if (isEmpty(line)) return;
    this.lastPrinted = number;
    await this.context.out(line);
  }
}

/** What a line contributes, in this world, with marks for what it would have been in others. */
function selection(plan: Plan, line: Chunk, hit: boolean, prefix: string): Chunk {
  const text = textOf(line);
  const printed = (of: string): string =>
    shown(plan, of.endsWith('\n') ? of : `${of}\n`).replaceAll(/^(?=.)/gm, () => prefix);
  const base = hit ? printed(text) : '';
  if (marksOf(line).length === 0) return base;
  const marks = [...observationsIn([line])].flatMap((of) => {
    const other = facet(line, of);
    const instead = other !== '' && matches(plan, other) ? printed(other) : '';
    const weak = marksOf(line).every((mark) => mark.of !== of || mark.weak);
    return instead === base ? [] : [differenceMark(base, instead, of, weak)];
  });
  return withMarks(base, marks);
}

function shown({ regex, options, colour }: Plan, line: string): string {
  const text = line.replace(/\n$/, '');
  const paint = (part: string): string =>
    colour && part !== '' ? `\u001b[01;31m\u001b[K${part}\u001b[m\u001b[K` : part;
  if (options.has('o') && !options.has('v'))
    return [...regex.spans(text)]
      .filter(({ start, end }) => end > start)
      .map(({ start, end }) => `${paint(text.slice(start, end))}\n`)
      .join('');
  if (!colour || options.has('v')) return line;
  let painted = '';
  let at = 0;
  for (const { start, end } of regex.spans(text)) {
    painted += text.slice(at, start) + paint(text.slice(start, end));
    at = end;
  }
  return painted + line.slice(at);
}
