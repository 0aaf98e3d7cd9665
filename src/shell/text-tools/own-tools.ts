/** seq and wc as pure functions: just-bash's stop at a limit, or write their columns otherwise. */
import { bytesOfText } from '../bytes.ts';
import type { ToolResult } from '../looks/counterfactual.ts';
import { expr } from './expr.ts';
import { tr } from './tr.ts';

type OwnTool = (
  args: readonly string[],
  stdin: string,
  read: (name: string) => string,
) => ToolResult;
const said = (text: string, status = 1): ToolResult => ({ out: '', error: text, status });
const usage = (name: string, text: string): ToolResult =>
  said(`${name}: ${text}\nTry '${name} --help' for more information.\n`);

interface SeqOptions {
  readonly separator: string;
  readonly wide: boolean;
  readonly format: string | undefined;
  readonly numbers: readonly string[];
  readonly bad?: string;
}
function seqOptions(args: readonly string[]): SeqOptions {
  let separator = '\n';
  let wide = false;
  let format: string | undefined;
  let index = 0;
  for (; /^-[a-zA-Z-]/.test(args[index] ?? ''); index += 1) {
    const arg = args[index] ?? '';
    const value = (): string => (arg.length > 2 ? arg.slice(2) : (args[(index += 1)] ?? ''));
    if (arg === '-w' || arg === '--equal-width') wide = true;
    else if (arg.startsWith('-s')) separator = value();
    else if (arg.startsWith('-f')) format = value();
    else return { separator, wide, format, numbers: [], bad: arg[1] ?? '' };
  }
  return { separator, wide, format, numbers: args.slice(index) };
}

const seq: OwnTool = (args) => {
  const { separator, wide, format, numbers, bad } = seqOptions(args);
  if (bad !== undefined) return usage('seq', `invalid option -- '${bad}'`);
  if (numbers.length === 0) return usage('seq', 'missing operand');
  if (numbers.length > 3) return usage('seq', `extra operand ‘${numbers[3] ?? ''}’`);
  const wrong = numbers.find((one) => one.trim() === '' || Number.isNaN(Number(one)));
  if (wrong !== undefined) return usage('seq', `invalid floating point argument: ‘${wrong}’`);
  const first = numbers.length > 1 ? (numbers[0] ?? '1') : '1';
  const step = numbers.length > 2 ? (numbers[1] ?? '1') : '1';
  if (Number(step) === 0) return usage('seq', `invalid Zero increment value: ‘${step}’`);
  const places = Math.max(...[first, step].map((one) => /\.(\d+)/.exec(one)?.[1]?.length ?? 0));
  const span = Number(numbers.at(-1)) - Number(first);
  const count = Math.max(0, Math.floor(span / Number(step) + 1e-9) + 1);
  if (count > COUNT_MAX) return said(`seq: eggtooth: more than ${COUNT_MAX} numbers\n`);
  const plain = (n: number): string => (Number(first) + n * Number(step)).toFixed(places);
  const width = wide ? Math.max(plain(0).length, plain(Math.max(0, count - 1)).length) : 0;
  const shown = (n: number): string => {
    const text = plain(n);
    if (format !== undefined)
      return format.replace(/%(0?)(\d*)(?:\.\d+)?[gfe]/, (_, zero: string, size: string) =>
        text.padStart(Number(size), zero === '0' ? '0' : ' '),
      );
    return text.startsWith('-')
      ? `-${text.slice(1).padStart(width - 1, '0')}`
      : text.padStart(width, '0');
  };
  const lines = Array.from({ length: count }, (_, n) => shown(n));
  return { out: count > 0 ? `${lines.join(separator)}\n` : '', error: '', status: 0 };
};
const COUNT_MAX = 5_000_000;

type Counts = readonly [
  lines: number,
  words: number,
  characters: number,
  bytes: number,
  longest: number,
];
const countsOf = (text: string): Counts => [
  text.split('\n').length - 1,
  text.split(/\s+/).filter((word) => word !== '').length,
  [...text].filter((one) => !/[\uDC80-\uDCFF]/.test(one)).length,
  bytesOfText(text).length,
  text.split('\n').reduce((longest, line) => Math.max(longest, line.length), 0),
];

const LONG: Readonly<Record<string, string>> = {
  '--lines': 'l',
  '--words': 'w',
  '--chars': 'm',
  '--bytes': 'c',
  '--max-line-length': 'L',
};
const wc: OwnTool = (args, stdin, read) => {
  const letters = new Set<string>();
  const names: string[] = [];
  for (const arg of args) {
    const long = LONG[arg];
    if (long !== undefined) letters.add(long);
    else if (/^-[lwmcL]+$/.test(arg)) for (const letter of arg.slice(1)) letters.add(letter);
    else if (/^-./.test(arg) && arg !== '--')
      return usage('wc', `invalid option -- '${arg[1] ?? ''}'`);
    else if (arg !== '--') names.push(arg);
  }
  if (letters.size === 0) for (const letter of 'lwc') letters.add(letter);
  const columns = [...'lwmcL'].flatMap((letter, at) => (letters.has(letter) ? [at] : []));
  const rows: { counts: Counts; name: string }[] = [];
  let error = '';
  for (const name of names.length > 0 ? names : [''])
    try {
      rows.push({ counts: countsOf(name === '' || name === '-' ? stdin : read(name)), name });
    } catch (problem) {
      error += `wc: ${name}: ${problem instanceof Error ? problem.message.replace(/^\w+: (.*), '.*'$/s, '$1') : ''}\n`;
    }
  const total = rows.reduce<number[]>(
    (sum, { counts }) =>
      sum.map((one, at) => (at === 4 ? Math.max(one, counts[4]) : one + (counts[at] ?? 0))),
    [0, 0, 0, 0, 0],
  );
  const all =
    names.length > 1 ? [...rows, { counts: total as unknown as Counts, name: 'total' }] : rows;
  const digits = Math.max(
    1,
    ...all.flatMap(({ counts }) => columns.map((at) => String(counts[at] ?? 0).length)),
  );
  const sized = names.length > 0 ? Math.max(digits, String(total[3] ?? 0).length) : 7;
  const width = columns.length === 1 && all.length <= 1 ? 1 : sized;
  const out = all.map(({ counts, name }) => {
    const cells = columns.map((at) => String(counts[at] ?? 0).padStart(width));
    return `${[...cells, ...(name === '' ? [] : [name])].join(' ')}\n`;
  });
  return { out: out.join(''), error, status: error === '' ? 0 : 1 };
};

export const OWN_TOOLS: ReadonlyMap<string, OwnTool> = new Map([
  ['expr', expr],
  ['seq', seq],
  ['tr', tr],
  ['wc', wc],
]);
