/** read: a line, or some characters, into variables, which keep the marks of what they took. */
import type { Command, CommandContext } from '../commands/command.ts';
import { viewOf, subscriptOf } from '../executor/view.ts';
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
import { indexed, scalarOf, setArray, setElement, setScalar } from '../variables.ts';
import { readLine } from './read-line.ts';

interface Options {
  readonly letters: ReadonlyMap<string, string>;
  readonly names: readonly string[];
  readonly unknown?: string;
}
function optionsOf(args: readonly string[]): Options {
  const letters = new Map<string, string>();
  let index = 0;
  for (; /^-./.test(args[index] ?? ''); index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      index += 1;
      break;
    }
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] ?? '';
      if ('res'.includes(letter)) letters.set(letter, '');
      else if (!'adinNptu'.includes(letter)) return { letters, names: [], unknown: letter };
      else {
        letters.set(letter, at + 1 < arg.length ? arg.slice(at + 1) : (args[(index += 1)] ?? ''));
        break;
      }
    }
  }
  return { letters, names: args.slice(index) };
}

interface Taken {
  readonly line: Chunk;
  readonly complete: boolean;
}
async function readCount(
  source: Source,
  count: number,
  delimiter: string | undefined,
): Promise<Taken> {
  let taken: Chunk = '';
  while ([...textOf(taken)].length < count) {
    const stop = delimiter === undefined ? -1 : textOf(taken).indexOf(delimiter);
    if (stop >= 0) break;
    const chunk = await source.read();
    if (chunk === null) return { line: taken, complete: false };
    taken = isEmpty(taken) ? chunk : joinChunks([taken, chunk]);
  }
  const text = textOf(taken);
  const limit = [...text].slice(0, count).join('').length;
  const stop = delimiter === undefined ? -1 : text.indexOf(delimiter);
  const end = stop >= 0 && stop < limit ? stop : limit;
  source.unread(sliceChunk(taken, stop === end && stop >= 0 ? end + 1 : end));
  return { line: sliceChunk(taken, 0, end), complete: true };
}

/** Lines that end with a backslash go on with the next one. */
async function readContinued(source: Source, delimiter: string, raw: boolean): Promise<Taken> {
  let all = await readLine(source, delimiter);
  if (raw) return all;
  while (all.complete && /(?:^|[^\\])(?:\\\\)*\\$/.test(textOf(all.line))) {
    const next = await readLine(source, delimiter);
    const line = joinChunks([sliceChunk(all.line, 0, textOf(all.line).length - 1), next.line]);
    all = { line, complete: next.complete };
  }
  return all;
}

/** Characters, those behind a backslash marked so that they do not separate. */
function charactersOf(text: string, raw: boolean): readonly (readonly [string, boolean])[] {
  const out: (readonly [string, boolean])[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\' && !raw) {
      at += 1;
      if (at < text.length) out.push([text[at] ?? '', true]);
    } else out.push([text[at] ?? '', false]);
  }
  return out;
}

/** Up to `most` fields; the last one has all that is left. */
export function fieldsOf(text: string, ifs: string, raw: boolean, most: number): readonly string[] {
  const characters = charactersOf(text, raw);
  const blank = (at: number): boolean => {
    const [character = '', escaped = false] = characters[at] ?? [];
    return character !== '' && !escaped && ifs.includes(character) && ' \t\n'.includes(character);
  };
  const other = (at: number): boolean => {
    const [character = '', escaped = false] = characters[at] ?? [];
    return character !== '' && !escaped && ifs.includes(character) && !' \t\n'.includes(character);
  };
  const textFrom = (from: number, to: number): string =>
    characters
      .slice(from, to)
      .map(([character]) => character)
      .join('');
  const fields: string[] = [];
  let at = 0;
  while (blank(at)) at += 1;
  while (at < characters.length && fields.length < most - 1) {
    const from = at;
    while (at < characters.length && !blank(at) && !other(at)) at += 1;
    fields.push(textFrom(from, at));
    while (blank(at)) at += 1;
    if (other(at)) {
      at += 1;
      while (blank(at)) at += 1;
    }
  }
  if (at >= characters.length) return fields;
  let end = characters.length;
  while (end > at && blank(end - 1)) end -= 1;
  // One separator at the very end goes, if there is no other in the rest.
  if (end > at && other(end - 1)) {
    let inner = 0;
    for (let index = at; index < end - 1; index += 1) if (other(index) || blank(index)) inner += 1;
    if (inner === 0) end -= 1;
  }
  fields.push(textFrom(at, end));
  return fields;
}

async function take(
  context: CommandContext,
  letters: Options['letters'],
  source: Source,
): Promise<Taken | 'timeout'> {
  const { job, machine } = context;
  const given = letters.get('d');
  const delimiter = given === undefined ? '\n' : given.slice(0, 1) || '\0';
  const count = letters.get('N') ?? letters.get('n');
  const reading =
    count === undefined
      ? readContinued(source, delimiter, letters.has('r'))
      : readCount(source, Number(count), letters.has('N') ? undefined : delimiter);
  const seconds = letters.get('t');
  if (seconds === undefined) return untilInterrupted(reading, job);
  const late = machine.lab.sleep(Number(seconds) * 1e6, job.signal).then(() => 'timeout' as const);
  late.catch(() => undefined);
  const settledFirst = await Promise.race([
    reading,
    new Promise<undefined>((resolve) => setImmediate(resolve, undefined)),
  ]);
  return settledFirst ?? untilInterrupted(Promise.race([reading, late]), job);
}

const USAGE =
  'read: usage: read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]\n';
const TIMED_OUT = 142;

async function read(context: CommandContext): Promise<number> {
  const { shell, args, io, error } = context;
  const { letters, names, unknown } = optionsOf(args);
  if (unknown !== undefined) {
    await error(complaint(shell, `read: -${unknown}: invalid option`) + USAGE);
    return 2;
  }
  const fd = letters.get('u');
  const source = fd === undefined || fd === '0' ? io.stdin : io.more?.get(Number(fd))?.source;
  if (!source) {
    await error(
      complaint(shell, `read: ${fd ?? ''}: invalid file descriptor: Bad file descriptor`),
    );
    return 1;
  }
  for (const name of names)
    if (!/^[A-Za-z_]\w*(?:\[.*\])?$/s.test(name)) {
      await error(complaint(shell, `read: \`${name}': not a valid identifier`));
      return 1;
    }
  if (Number(letters.get('t') ?? NaN) === 0) return source.ready?.() === false ? 1 : 0;
  const prompt = letters.get('p');
  if (prompt !== undefined && source.terminal) await io.stderr.write(prompt);
  const taken = await take(context, letters, source);
  if (taken === 'timeout') {
    for (const name of names) setScalar(shell, name, '');
    return TIMED_OUT;
  }
  store(context, letters, names, taken.line);
  return taken.complete ? 0 : 1;
}

function store(
  context: CommandContext,
  letters: Options['letters'],
  names: readonly string[],
  line: Chunk,
): void {
  const { shell } = context;
  const raw = letters.has('r');
  const ifs = textOf(scalarOf(shell, 'IFS') ?? ' \t\n');
  const array = letters.get('a');
  const whole = names.length === 0 && array === undefined;
  const plain = (text: string): string =>
    charactersOf(text, raw)
      .map(([one]) => one)
      .join('');
  const split = (text: string): readonly string[] => {
    if (whole || letters.has('N')) return [plain(text)];
    return fieldsOf(text, ifs, raw, array === undefined ? names.length : Infinity);
  };
  const values = split(textOf(line));
  const observations = [...observationsIn([line])];
  const valueAt = (index: number): Chunk => {
    const value = values[index] ?? '';
    const marks = observations.flatMap((of) => {
      const other = split(facet(line, of))[index] ?? '';
      return other === value ? [] : [differenceMark(value, other, of)];
    });
    return withMarks(value, marks);
  };
  if (array !== undefined)
    return setArray(shell, array, indexed(values.map((_, index) => valueAt(index))));
  for (const [index, name] of (whole ? ['REPLY'] : names).entries()) {
    const [, base = '', subscript] = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(name) ?? [];
    if (subscript === undefined) setScalar(shell, name, valueAt(index));
    else
      setElement(
        shell,
        base,
        subscriptOf(viewOf(shell, context.io, context.job), base, subscript),
        valueAt(index),
      );
  }
}

export const READ: Readonly<Record<string, Command>> = { read };
