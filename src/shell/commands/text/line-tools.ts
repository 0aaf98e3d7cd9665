/** uniq and paste, whose options just-bash does not read as GNU's do. */
import { FileError, strerror } from '../../files/file-error.ts';
import { throughTool } from '../../looks/counterfactual.ts';
import { readAll } from '../../pipe.ts';
import type { Chunk } from '../../looks/chunk.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { usageError } from '../command.ts';
import { getOptions } from '../options.ts';
import { openOperand } from './streams.ts';

const linesOf = (text: string): string[] =>
  text === '' ? [] : text.replace(/\n$/, '').split('\n');

/** Reads all operands, runs a pure function of their texts, in every world. */
async function pure(
  context: CommandContext,
  operands: readonly string[],
  make: (texts: readonly string[]) => string,
): Promise<number | Outcome> {
  const inputs: Chunk[] = [];
  for (const operand of operands.length > 0 ? [...new Set(operands)] : ['-'])
    try {
      inputs.push(await readAll(openOperand(context, operand)));
    } catch (failure) {
      if (!(failure instanceof FileError)) throw failure;
      await context.error(`${context.name}: ${operand}: ${strerror(failure)}\n`);
      return 1;
    }
  const tool = (texts: readonly string[]) =>
    Promise.resolve({ out: make(texts), error: '', status: 0 });
  const result = await throughTool(context.name, tool, inputs);
  await context.out(result.out);
  return { status: 0, evidence: result.evidence };
}

export async function uniq(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, {
    short: 'cdDuif:s:w:z',
    long: ['count', 'repeated', 'unique', 'ignore-case', 'skip-fields='],
    same: { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i', 'skip-fields': 'f' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  const skip = Number(options.value('f') ?? 0);
  const key = (line: string): string => {
    const rest = skip > 0 ? line.trimStart().split(/\s+/).slice(skip).join(' ') : line;
    return options.has('i') ? rest.toLowerCase() : rest;
  };
  return pure(context, options.operands.slice(0, 1), ([text = '']) => {
    const groups: { line: string; count: number }[] = [];
    for (const line of linesOf(text)) {
      const last = groups.at(-1);
      if (last && key(last.line) === key(line)) last.count += 1;
      else groups.push({ line, count: 1 });
    }
    return groups
      .filter(({ count }) => !(options.has('d') && count < 2) && !(options.has('u') && count > 1))
      .map(
        ({ line, count }) => `${options.has('c') ? `${String(count).padStart(7)} ` : ''}${line}\n`,
      )
      .join('');
  });
}

export async function paste(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, {
    short: 'sd:',
    long: ['serial', 'delimiters='],
    same: { serial: 's', delimiters: 'd' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  const delimiters = (options.value('d') ?? '\t')
    .replaceAll(String.raw`\t`, '\t')
    .replaceAll(String.raw`\n`, '\n');
  const join = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        index === 0 ? cell : (delimiters[(index - 1) % (delimiters.length || 1)] ?? '') + cell,
      )
      .join('');
  return pure(context, options.operands, (texts) => {
    const sources = [...new Set(options.operands)];
    const columns =
      options.operands.length === 0
        ? texts.map(linesOf)
        : options.operands.map((operand, index) => {
            const lines = linesOf(texts[sources.indexOf(operand)] ?? '');
            const shares = options.operands.filter((other) => other === operand).length;
            const share = options.operands
              .slice(0, index)
              .filter((other) => other === operand).length;
            // `- -` takes turns at standard input.
            return operand === '-' ? lines.filter((_, at) => at % shares === share) : lines;
          });
    if (options.has('s')) return columns.map((lines) => `${join(lines)}\n`).join('');
    const rows = Math.max(0, ...columns.map((lines) => lines.length));
    return Array.from(
      { length: rows },
      (_, row) => `${join(columns.map((lines) => lines[row] ?? ''))}\n`,
    ).join('');
  });
}
