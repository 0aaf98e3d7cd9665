/** read: one line into variables, which keep the marks of what they took. */
import type { Command, CommandContext } from '../commands/command.ts';
import {
  differenceMark,
  facet,
  isEmpty,
  joinChunks,
  observationsIn,
  sliceChunk,
  textOf,
  withMarks,
} from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { Source } from '../pipe.ts';
import { untilInterrupted } from '../process.ts';
import { complaint } from '../shell-state.ts';

interface Options {
  readonly names: readonly string[];
  readonly prompt: string;
  readonly raw: boolean;
  readonly unknown: string | undefined;
}
function parseOptions(args: readonly string[]): Options {
  const names: string[] = [];
  let prompt = '';
  let raw = false;
  let unknown: string | undefined;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (!arg.startsWith('-')) names.push(arg);
    else if (arg === '-p' || arg === '-rp') {
      prompt = args[(index += 1)] ?? '';
      raw ||= arg === '-rp';
    } else if (arg === '-r' || arg === '-s') raw ||= arg === '-r';
    else unknown = arg;
  }
  return { names, prompt, raw, unknown };
}

async function readLine(source: Source): Promise<{ line: Chunk; complete: boolean }> {
  let taken: Chunk = '';
  for (;;) {
    const at = textOf(taken).indexOf('\n');
    if (at >= 0) {
      source.unread(sliceChunk(taken, at + 1));
      return { line: sliceChunk(taken, 0, at), complete: true };
    }
    const chunk = await source.read();
    if (chunk === null) return { line: taken, complete: false };
    taken = isEmpty(taken) ? chunk : joinChunks([taken, chunk]);
  }
}

function fields(text: string, names: readonly string[], ifs: string): string[] {
  if (ifs === '') return [text];
  const blank = /^\s*$/.test(ifs);
  const separator = blank
    ? /[ \t\n]+/
    : new RegExp(`[${ifs.replaceAll(/[\\\]^-]/g, String.raw`\$&`)}]`);
  const trimmed = blank ? text.trim() : text;
  const found: string[] = [];
  let rest = trimmed;
  for (let index = 0; index < names.length - 1; index += 1) {
    const match = separator.exec(rest);
    found.push(match ? rest.slice(0, match.index) : rest);
    rest = match ? rest.slice(match.index + match[0].length) : '';
  }
  return [...found, rest];
}

async function read(context: CommandContext): Promise<number> {
  const { shell, args, io, job, env, error } = context;
  const options = parseOptions(args);
  if (options.unknown !== undefined) {
    await error(complaint(shell, `eggtooth: read ${options.unknown} is not simulated`));
    return 2;
  }
  if (options.prompt !== '' && io.stdin.terminal) await io.stderr.write(options.prompt);
  const { line, complete } = await untilInterrupted(readLine(io.stdin), job);
  const names = options.names.length > 0 ? options.names : ['REPLY'];
  const ifs = env['IFS'] ?? textOf(shell.variables.get('IFS') ?? ' \t\n');
  const split = (text: string): string[] =>
    options.names.length === 0
      ? [text]
      : fields(options.raw ? text : text.replaceAll(/\\(.)/g, '$1'), names, ifs);
  const values = split(textOf(line));
  const observations = [...observationsIn([line])];
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    const marks = observations.flatMap((of) => {
      const other = split(facet(line, of))[index] ?? '';
      return other === value ? [] : [differenceMark(value, other, of)];
    });
    shell.variables.set(name, withMarks(value, marks));
  }
  return complete ? 0 : 1;
}

export const READ: Readonly<Record<string, Command>> = { read };
