/**
 * coreutils, awk, sed and jq by just-bash. Those that look at one line at a time run piece by piece,
 * so that `journalctl -f | sed …` streams; the others read to the end, as they must.
 */
import type { Observation } from '../../host/live-lab.ts';
import type { CommandContext, Outcome } from '../commands/command.ts';
import {
  differenceMark,
  isEmpty,
  joinChunks,
  marksOf,
  sliceChunk,
  textOf,
  withMarks,
} from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { throughTool } from '../looks/counterfactual.ts';
import type { Tool, ToolResult } from '../looks/counterfactual.ts';
import { missingPart } from '../commands/missing.ts';
import { asLent, missingInAwk } from './awk-arguments.ts';
import { OWN_TOOLS } from './own-tools.ts';
import { readAll } from '../pipe.ts';
import { breathe } from '../process.ts';
import { isLent } from './lent-names.ts';
import type { LentTools } from './lent-names.ts';

const FILTERS = new Set(
  'grep egrep fgrep sed awk cut tr sort uniq wc tail rev column nl tac jq yq paste fold comm join expand unexpand md5sum sha1sum sha256sum od xxd gzip gunzip base64 strings split diff cksum cmp shuf'.split(
    ' ',
  ),
);
/** Their output is a function of argv alone. */
const OF_ARGUMENTS = new Set([
  'seq',
  'expr',
  'basename',
  'dirname',
  'printenv',
  'true',
  'false',
  'printf',
  'echo',
  'test',
  '[',
  'factor',
  'bc',
  'file',
  'du',
  'tree',
  'stat',
]);
export const isTextTool = (name: string): boolean =>
  isLent(name) && (FILTERS.has(name) || OF_ARGUMENTS.has(name));
export const textToolNames = (): string[] => [...FILTERS, ...OF_ARGUMENTS].filter(isLent);

export async function runTextTool(context: CommandContext): Promise<Outcome> {
  const { name } = context;
  return OF_ARGUMENTS.has(name) ? ofArguments(context) : filter(context);
}

function runIn(
  context: CommandContext,
  tools: LentTools,
  argv: readonly string[],
  stdin: string,
  overlay?: ReadonlyMap<string, string>,
): Promise<ToolResult> {
  const own = OWN_TOOLS.get(argv[0] ?? '');
  if (argv[0] === 'sort' && argv.some((arg) => /^(?:-[a-z]*z[a-z]*|--zero-terminated)$/.test(arg)))
    return sortedByNull(context, tools, argv, stdin);
  if (own) return Promise.resolve(own(argv.slice(1), stdin, readerOf(context, overlay)));
  const missing = argv[0] === 'awk' ? missingInAwk(argv.slice(1)) : undefined;
  if (missing !== undefined)
    return Promise.resolve({ out: '', error: `awk: ${missingPart(missing)}\n`, status: 2 });
  const { env, shell, job, machine } = context;
  const nowSeconds = machine.date(machine.now()).getTime() / 1000;
  return tools.run({
    argv: asLent(argv),
    stdin,
    env,
    cwd: shell.cwd,
    nowSeconds,
    signal: job.signal,
  });
}

/** `sort -z`: just-bash's sort knows lines only. */
async function sortedByNull(
  context: CommandContext,
  tools: LentTools,
  argv: readonly string[],
  stdin: string,
): Promise<ToolResult> {
  const swap = (text: string): string =>
    text.replaceAll(/[\0\n]/g, (one) => (one === '\n' ? '\0' : '\n'));
  const plain = argv
    .map((arg) => (/^-[a-z]*z[a-z]*$/.test(arg) ? arg.replace('z', '') : arg))
    .filter((arg) => arg !== '-' && arg !== '--zero-terminated');
  const result = await runIn(context, tools, plain, swap(stdin));
  return { ...result, out: swap(result.out) };
}

/** A file's text, as it would read in the other world where `overlay` has it. */
function readerOf(context: CommandContext, overlay: ReadonlyMap<string, string> | undefined) {
  const { machine, user } = context;
  return (name: string): string => {
    const path = context.path(name);
    return overlay?.get(path) ?? textOf(machine.files.read(path, user));
  };
}

export async function ofArguments(context: CommandContext): Promise<Outcome> {
  const { name, args, alternatives, machine, user } = context;
  const bash = machine.textTools(user);
  const base = await runIn(context, bash, [name, ...args], '');
  const each = new Map<Observation, number>();
  const marks = [];
  for (const [of, argv] of alternatives) {
    const other = await runIn(context, bash, [name, ...argv.slice(1)], '');
    if (other.out !== base.out) marks.push(differenceMark(base.out, other.out, of));
    if (other.status !== base.status) each.set(of, other.status);
  }
  await context.out(withMarks(base.out, marks));
  if (base.error) await context.error(base.error);
  return { status: base.status, evidence: { each, joint: new Map() } };
}

async function filter(context: CommandContext): Promise<Outcome> {
  const { name, args, io } = context;
  const files = markedFiles(context);
  const interactive = io.stdin.terminal !== undefined && args.some((arg) => !arg.startsWith('-'));
  const tool = toolFor(
    context,
    files.map(([path]) => path),
  );
  const status = { value: undefined as number | undefined };
  const each = new Map<Observation, number>();
  const joint = new Map<Observation, number>();
  const emit = async (input: Chunk): Promise<void> => {
    const result = await throughTool(name, tool, [input, ...files.map(([, text]) => text)]);
    if (!isEmpty(result.out)) await context.out(result.out);
    if (result.error) await context.error(result.error);
    for (const [of, other] of result.evidence.each) each.set(of, other);
    for (const [of, other] of result.evidence.joint) joint.set(of, other);
    status.value = status.value === 0 ? 0 : result.status;
  };
  if (files.length === 0 && readsLineByLine(name, args)) await lineByLine(context, status, emit);
  else await emit(interactive ? '' : await readAll(io.stdin));
  return { status: status.value ?? 0, evidence: { each, joint } };
}

/** Arguments that name files which carry marks. */
function markedFiles(context: CommandContext): (readonly [string, Chunk])[] {
  const { machine, user, args } = context;
  const found: (readonly [string, Chunk])[] = [];
  for (const arg of args) {
    const path = arg.startsWith('-') ? '' : context.path(arg);
    const marked = machine.files.marks.get(path);
    if (marked === undefined || marksOf(marked).length === 0) continue;
    if (machine.files.stat(path, user)) found.push([path, machine.files.read(path, user)]);
  }
  return found;
}

function toolFor(context: CommandContext, paths: readonly string[]): Tool {
  const { machine, user, name, args } = context;
  const overlay = new Map<string, string>();
  let sealed: LentTools | undefined;
  return async ([stdin = '', ...texts], rerun) => {
    for (const [index, path] of paths.entries()) overlay.set(path, texts[index] ?? '');
    const bash = rerun ? (sealed ??= machine.sealedTools(user, overlay)) : machine.textTools(user);
    return runIn(context, bash, [name, ...args], stdin, overlay);
  };
}

async function lineByLine(
  { io, job }: CommandContext,
  status: { value: number | undefined },
  emit: (input: Chunk) => Promise<void>,
): Promise<void> {
  let rest: Chunk = '';
  for (;;) {
    const chunk = await io.stdin.read();
    await breathe(job);
    if (chunk === null) {
      if (!isEmpty(rest) || status.value === undefined) await emit(rest);
      return;
    }
    const all = isEmpty(rest) ? chunk : joinChunks([rest, chunk]);
    const end = textOf(all).lastIndexOf('\n') + 1;
    if (end > 0) await emit(sliceChunk(all, 0, end));
    rest = sliceChunk(all, end);
  }
}

/** Whether a tool's output for a line depends on that line alone, so that it can stream. */
function readsLineByLine(name: string, args: readonly string[]): boolean {
  const operands = args.filter((arg) => !arg.startsWith('-')).length;
  switch (name) {
    case 'cut':
    case 'rev':
      return true;
    case 'tr':
      return (
        !args.some((arg) => /\\n|\[:space:\]/.test(arg)) && !args.some((a) => /^-\w*s/.test(a))
      );
    case 'sed':
      return (
        operands <= 1 &&
        !args.some((arg) => !/^s(.).*\1/.test(arg) && /\$|[NDGHiq]|\d+[,pdq]/.test(arg)) &&
        !args.some((arg) => /^\d/.test(arg))
      );
    case 'awk':
      return (
        operands <= 1 &&
        !args.some((arg) => /BEGIN|END|NR|getline|\[|\+=|\+\+|[a-z]\s*=[^=]/.test(arg))
      );
    case 'jq':
      return false;
    default:
      return false;
  }
}
