/** mapfile (readarray): lines into an array. */
import type { Command, CommandContext } from '../commands/command.ts';
import { textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { sliceChunk, joinChunks } from '../looks/chunk.ts';
import { breathe, untilInterrupted } from '../process.ts';
import { quotedForShell } from '../quoting.ts';
import { complaint } from '../shell-state.ts';
import { NAME, arrayOf, setArray, setElement } from '../variables.ts';
import { readLine } from './read-line.ts';

interface Options {
  readonly values: ReadonlyMap<string, string>;
  readonly names: readonly string[];
  readonly bad?: string;
}
function optionsOf(args: readonly string[]): Options {
  const values = new Map<string, string>();
  let index = 0;
  for (; /^-./.test(args[index] ?? ''); index += 1) {
    const arg = args[index] ?? '';
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] ?? '';
      if (letter === 't') values.set('t', '');
      else if (!'dnOsuCc'.includes(letter)) return { values, names: [], bad: letter };
      else {
        values.set(letter, arg.slice(at + 1) || (args[(index += 1)] ?? ''));
        break;
      }
    }
  }
  return { values, names: args.slice(index) };
}

async function mapfile(context: CommandContext): Promise<number> {
  const { shell, args, io, job, error, machine, name } = context;
  const { values, names, bad } = optionsOf(args);
  if (bad !== undefined) {
    await error(complaint(shell, `${name}: -${bad}: invalid option`));
    return 2;
  }
  const [variable = 'MAPFILE'] = names;
  if (!NAME.test(variable)) {
    await error(complaint(shell, `${name}: \`${variable}': not a valid identifier`));
    return 1;
  }
  const given = values.get('d');
  const delimiter = given === undefined ? '\n' : given.slice(0, 1) || '\0';
  const most = Number(values.get('n') ?? 0) || Infinity;
  const skip = Number(values.get('s') ?? 0);
  const origin = Number(values.get('O') ?? 0);
  const quantum = Number(values.get('c') ?? 5000);
  const source = values.has('u')
    ? (io.more?.get(Number(values.get('u')))?.source ?? io.stdin)
    : io.stdin;
  if (!values.has('O') || !arrayOf(shell, variable))
    setArray(shell, variable, { associative: false, elements: new Map() });
  for (let n = 0; n < skip; n += 1) await untilInterrupted(readLine(source, delimiter), job);
  for (let n = 0; n < most; n += 1) {
    await breathe(job);
    const { line, complete } = await untilInterrupted(readLine(source, delimiter), job);
    if (!complete && textOf(line) === '') break;
    const value: Chunk =
      complete && !values.has('t') ? joinChunks([line, delimiter]) : sliceChunk(line, 0);
    if (values.has('C') && (n + 1) % quantum === 0)
      await machine.interpreter.source(
        shell,
        `${values.get('C') ?? ''} ${origin + n} ${quotedForShell(textOf(value))}`,
        io,
        job,
        { line: shell.line },
      );
    setElement(shell, variable, String(origin + n), value);
    if (!complete) break;
  }
  return 0;
}

export const ARRAYS: Readonly<Record<string, Command>> = { mapfile, readarray: mapfile };
