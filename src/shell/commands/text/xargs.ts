/** xargs(1): -n, -L, -I, -0, -d, -r, -t; what it builds keeps the marks of what it read. */
import { facet, observationsIn, textOf } from '../../looks/chunk.ts';
import { NO_EVIDENCE } from '../../looks/counterfactual.ts';
import { devNull, readAll } from '../../pipe.ts';
import { usageError } from '../command.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { getOptions } from '../options.ts';

const RULES = {
  short: 'n:I:L:P:0rtd:a:i?',
  long: ['max-args=', 'no-run-if-empty', 'null', 'max-procs=', 'replace?', 'verbose', 'delimiter='],
  same: {
    'max-args': 'n',
    'no-run-if-empty': 'r',
    null: '0',
    replace: 'I',
    delimiter: 'd',
    verbose: 't',
  },
  stopAtOperand: true,
};

export async function xargs(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, RULES);
  if (options.problem !== undefined) return usageError(context, options.problem);
  const marker = options.value('I') ?? (options.has('i') ? '{}' : undefined);
  const count =
    marker === undefined ? Number(options.value('n') ?? options.value('L') ?? Infinity) : 1;
  const command = options.operands.length > 0 ? options.operands : ['echo'];
  const input = await readAll(context.io.stdin);
  const delimiter = options.has('0') ? '\0' : options.value('d')?.replace(String.raw`\n`, '\n');
  const items = (text: string): string[] =>
    delimiter !== undefined
      ? text.split(delimiter).filter((item) => item !== '')
      : marker === undefined
        ? splitWords(text)
        : text
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== '');
  const build = (batch: readonly string[]): string[] =>
    marker === undefined
      ? [...command, ...batch]
      : command.map((word) => word.replaceAll(marker, batch[0] ?? ''));
  const all = items(textOf(input));
  const observations = [...observationsIn([input])];
  const others = observations.map((of) => [of, items(facet(input, of))] as const);
  if (all.length === 0 && (options.has('r') || marker !== undefined)) return 0;
  let status = 0;
  let evidence = NO_EVIDENCE;
  for (let at = 0; at === 0 || at < all.length; at += count) {
    const argv = build(all.slice(at, at + count));
    if (options.has('t')) await context.error(`${argv.join(' ')}\n`);
    const alternatives = new Map(
      others
        .map(([of, list]) => [of, build(list.slice(at, at + count))] as const)
        .filter(([, other]) => other.join('\0') !== argv.join('\0')),
    );
    const outcome = await context.execute(argv, { io: { stdin: devNull }, alternatives });
    if (outcome.status === 127) return 127;
    if (outcome.status !== 0) status = 123;
    ({ evidence } = outcome);
    if (count === Infinity) break;
  }
  return { status, evidence };
}
/** xargs takes quotes and backslashes as the shell does. */
function splitWords(text: string): string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\\[\s\S]|[^\s"'\\])+/g)].map(([word]) =>
    word.replaceAll(
      /"([^"]*)"|'([^']*)'|\\([\s\S])/g,
      (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? '',
    ),
  );
}
