/** diff(1): the normal form, -u and -q; by longest common subsequence. */
import { strerror } from '../../files/file-error.ts';
import { observationsIn, textOf, weaken } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import { readAll } from '../../pipe.ts';
import type { CommandContext } from '../command.ts';
import { openOperand } from './streams.ts';

interface Change {
  /** First line that differs, and how many, in each file; from 0. */
  readonly a: number;
  readonly aCount: number;
  readonly b: number;
  readonly bCount: number;
}

export async function diff(context: CommandContext): Promise<number> {
  const { args, out, error } = context;
  const operands = args.filter((arg) => !/^-./.test(arg));
  const [first, second] = operands;
  if (first === undefined || second === undefined) {
    await error(
      `diff: missing operand after '${first ?? 'diff'}'\ndiff: Try 'diff --help' for more information.\n`,
    );
    return 2;
  }
  const texts: Chunk[] = [];
  for (const operand of [first, second])
    try {
      texts.push(await readAll(openOperand(context, operand)));
    } catch (failure) {
      await error(`diff: ${operand}: ${strerror(failure)}\n`);
      return 2;
    }
  const [a = [], b = []] = texts.map((text) =>
    textOf(text)
      .split(/(?<=\n)/)
      .filter((line) => line !== ''),
  );
  const changes = differences(a, b);
  if (changes.length === 0) return 0;
  const text = args.some((arg) => /^-\w*q|^--brief/.test(arg))
    ? `Files ${first} and ${second} differ\n`
    : args.some((arg) => /^-\w*u|^--unified/.test(arg))
      ? `--- ${first}\n+++ ${second}\n${unified(a, b, changes)}`
      : changes.map((change) => normal(a, b, change)).join('');
  await out(weaken(text, observationsIn(texts)));
  return 1;
}

const LINES_MAX = 3000;

function differences(a: readonly string[], b: readonly string[]): Change[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  const left = a.slice(head, a.length - tail);
  const right = b.slice(head, b.length - tail);
  if (left.length === 0 && right.length === 0) return [];
  if (left.length > LINES_MAX || right.length > LINES_MAX)
    return [{ a: head, aCount: left.length, b: head, bCount: right.length }];
  return walk(left, right).map((change) => ({ ...change, a: change.a + head, b: change.b + head }));
}

function walk(a: readonly string[], b: readonly string[]): Change[] {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      longest[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [fromA, fromB] = [i, j];
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j]))
      if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) i += 1;
      else j += 1;
    changes.push({ a: fromA, aCount: i - fromA, b: fromB, bCount: j - fromB });
  }
  return changes;
}

const mark = (lines: readonly string[], prefix: string): string =>
  lines
    .map(
      (line) => prefix + (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`),
    )
    .join('');

const range = (from: number, count: number): string =>
  count === 0 ? String(from) : count === 1 ? String(from + 1) : `${from + 1},${from + count}`;

function normal(
  a: readonly string[],
  b: readonly string[],
  { a: i, aCount, b: j, bCount }: Change,
): string {
  const verb = aCount === 0 ? 'a' : bCount === 0 ? 'd' : 'c';
  const between = verb === 'c' ? '---\n' : '';
  return `${range(i, aCount)}${verb}${range(j, bCount)}\n${mark(a.slice(i, i + aCount), '< ')}${between}${mark(b.slice(j, j + bCount), '> ')}`;
}

function unified(a: readonly string[], b: readonly string[], changes: readonly Change[]): string {
  let text = '';
  for (let index = 0; index < changes.length;) {
    const group: Change[] = [];
    for (; index < changes.length; index += 1) {
      const change = changes[index];
      const last = group.at(-1);
      if (!change || (last && change.a - (last.a + last.aCount) > 6)) break;
      group.push(change);
    }
    const [start] = group;
    const end = group.at(-1);
    if (!start || !end) break;
    const before = Math.min(3, start.a);
    const after = Math.min(3, a.length - (end.a + end.aCount));
    const fromA = start.a - before;
    const fromB = start.b - before;
    const countA = end.a + end.aCount + after - fromA;
    const countB = end.b + end.bCount + after - fromB;
    text += `@@ -${fromA + 1},${countA} +${fromB + 1},${countB} @@\n`;
    let at = fromA;
    for (const change of group) {
      text +=
        mark(a.slice(at, change.a), ' ') +
        mark(a.slice(change.a, change.a + change.aCount), '-') +
        mark(b.slice(change.b, change.b + change.bCount), '+');
      at = change.a + change.aCount;
    }
    text += mark(a.slice(at, at + after), ' ');
  }
  return text;
}
