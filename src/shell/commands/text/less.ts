/** less(1) on a terminal: space, b, d, u, j, k, g, G, /, n, N, q; elsewhere it is cat. */
import { linearRegex, type LinearRegex } from '../../text-tools/linear-regex.ts';
import { strerror } from '../../files/file-error.ts';
import { isEmpty, joinChunks, linesOf, sliceChunk, textOf } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import { readAll } from '../../pipe.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { CommandContext } from '../command.ts';
import { openOperand } from './streams.ts';

export async function less(context: CommandContext): Promise<number> {
  const { args, io, error, name } = context;
  const operands = args.filter((arg) => !/^[-+]./.test(arg));
  const chunks: Chunk[] = [];
  for (const operand of operands)
    try {
      chunks.push(await readAll(openOperand(context, operand)));
    } catch (failure) {
      await error(`${operand}: ${strerror(failure)}\n`);
      return 1;
    }
  if (operands.length === 0) {
    if (io.stdin.terminal) {
      await error('Missing filename ("less --help" for help)\n');
      return 1;
    }
    chunks.push(await readAll(io.stdin));
  }
  const text = joinChunks(chunks.length > 0 ? chunks : ['']);
  const { terminal } = io.stdout;
  if (!terminal || !io.terminal) {
    await context.out(text);
    return 0;
  }
  await page(
    context,
    terminal,
    linesOf(text),
    operands[0] ?? '',
    args.some((arg) => /^-\w*F/.test(arg)) || name === 'more',
  );
  return 0;
}

const CLEAR = '\u001b[H\u001b[2J';

async function page(
  context: CommandContext,
  terminal: Terminal,
  given: Chunk[],
  title: string,
  quitIfOne: boolean,
): Promise<void> {
  const { job, out } = context;
  const lines = given.flatMap((line) => wrap(line, terminal.columns));
  if (quitIfOne && lines.length < terminal.rows)
    return out(joinChunks(lines.length > 0 ? lines : ['']));
  let top = 0;
  let pattern: LinearRegex | undefined;
  let notice = title;
  const height = (): number => Math.max(1, terminal.rows - 1);
  const clamp = (to: number): number =>
    Math.min(Math.max(0, to), Math.max(0, lines.length - height()));
  const draw = (): Promise<void> => {
    const said = notice;
    notice = '';
    return out(screenOf(lines, top, height(), said));
  };
  const find = (from: number, by: 1 | -1): void => {
    const wanted = pattern;
    const order = by > 0 ? lines.slice(from) : lines.slice(0, Math.max(0, from + 1)).toReversed();
    const found = wanted ? order.findIndex((line) => wanted.test(textOf(line))) : -1;
    if (found >= 0) {
      top = clamp(from + by * found);
      return;
    }
    notice = pattern ? 'Pattern not found  (press RETURN)' : 'No previous regular expression';
  };
  const restore = terminal.raw();
  await out('\u001b[?1049h\u001b[?1h\u001b=');
  try {
    for (;;) {
      await draw();
      const key = await terminal.key(job);
      if (key === 'q' || key === 'Q') return;
      const to = moves(key, top, height(), lines.length);
      if (to !== undefined) top = clamp(to);
      else if (key === '/' || key === '?') {
        const typed = await ask(context, terminal, key);
        if (typed !== '') pattern = safeRegex(typed);
        find(key === '/' ? top + 1 : top - 1, key === '/' ? 1 : -1);
      } else if (key === 'n') find(top + 1, 1);
      else if (key === 'N') find(top - 1, -1);
    }
  } finally {
    await out('\u001b[?1l\u001b>\u001b[?1049l').catch(() => undefined);
    restore();
  }
}

function screenOf(lines: readonly Chunk[], top: number, height: number, notice: string): Chunk {
  const body = lines.slice(top, top + height);
  const end = top + height >= lines.length;
  const said = notice === '' ? '' : `${notice}${end ? ' ' : ''}`;
  const prompt = said === '' && !end ? ':' : `\u001b[7m${said}${end ? '(END)' : ''}\u001b[m`;
  const blank = '~\n'.repeat(Math.max(0, height - body.length));
  return joinChunks([CLEAR, ...body.map(endLine), blank, prompt]);
}

function moves(key: string, top: number, height: number, count: number): number | undefined {
  switch (key) {
    case ' ':
    case 'f':
    case '\u0006':
    case '\u001b[6~':
      return top + height;
    case 'b':
    case '\u0002':
    case '\u001b[5~':
      return top - height;
    case 'd':
    case '\u0004':
      return top + (height >> 1);
    case 'u':
    case '\u0015':
      return top - (height >> 1);
    case 'j':
    case 'e':
    case '\r':
    case '\n':
    case '\u001b[B':
    case '\u001bOB':
      return top + 1;
    case 'k':
    case 'y':
    case '\u001b[A':
    case '\u001bOA':
      return top - 1;
    case 'g':
    case '<':
    case '\u001b[H':
      return 0;
    case 'G':
    case '>':
    case '\u001b[F':
      return count;
    default:
      return undefined;
  }
}

async function ask(
  { out, job }: CommandContext,
  terminal: Terminal,
  prompt: string,
): Promise<string> {
  let typed = '';
  for (;;) {
    await out(`\r\u001b[K${prompt}${typed}`);
    const key = await terminal.key(job);
    if (key === '\r' || key === '\n') return typed;
    if (key === '\u001b') return '';
    if (key === '\u007f') typed = typed.slice(0, -1);
    else if (key.length === 1 && key >= ' ') typed += key;
  }
}
function safeRegex(text: string): LinearRegex {
  const how = { ignoreCase: !/[A-Z]/.test(text) };
  try {
    return linearRegex(text, how);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return linearRegex(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), how);
  }
}
const endLine = (line: Chunk): Chunk =>
  textOf(line).endsWith('\n') ? line : joinChunks([line, '\n']);
function wrap(line: Chunk, columns: number): Chunk[] {
  const parts: Chunk[] = [];
  let rest = line;
  while (textOf(rest).replace(/\n$/, '').length > columns) {
    parts.push(sliceChunk(rest, 0, columns));
    rest = sliceChunk(rest, columns);
  }
  return isEmpty(rest) ? parts : [...parts, rest];
}
