/** cat, head, tail, tee and yes: they pass chunks on as they come, marks included. */
import { bytesOfText, textOfBytes } from '../../bytes.ts';
import { descriptorOf } from '../../executor/descriptors.ts';
import { deviceSource } from '../../executor/open-file.ts';
import { strerror } from '../../files/file-error.ts';
import { isEmpty, joinChunks, marksOf, sliceChunk, textOf, withMarks } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import { BrokenPipe, readLines, sourceOf } from '../../pipe.ts';
import type { Sink, Source } from '../../pipe.ts';
import { breathe } from '../../process.ts';
import { whenWorldMoves } from '../../follow.ts';
import type { CommandContext } from '../command.ts';
import { usageError } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';

/** A device, or a descriptor that is open already. */
function deviceOf(
  { machine, shell, io, user }: CommandContext,
  operand: string,
): Source | undefined {
  const path = machine.files.resolve(shell.cwd, operand);
  const number = path === '/dev/stdin' ? '0' : /^\/dev\/fd\/(\d+)$/.exec(path)?.[1];
  if (number !== undefined && !machine.files.stat(path, user))
    return descriptorOf(io, Number(number))?.source;
  return deviceSource(path, machine.now() + shell.pid);
}

/** Opens an operand: `-` is standard input. */
export function openOperand(context: CommandContext, operand: string): Source {
  if (operand === '-') return context.io.stdin;
  const device = deviceOf(context, operand);
  if (device) return device;
  return sourceOf(context.machine.files.read(context.path(operand), context.user));
}

export async function cat(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'nbAEsTvetu',
    long: ['number', 'show-all', 'show-ends', 'squeeze-blank'],
    same: { number: 'n', 'show-all': 'A', 'show-ends': 'E', 'squeeze-blank': 's' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  let status = 0;
  let number = 0;
  const plain = !['n', 'b', 'A', 'E', 's', 'T', 'v', 'e', 't'].some((letter) =>
    options.has(letter),
  );
  for (const operand of options.operands.length > 0 ? options.operands : ['-']) {
    let source: Source;
    try {
      source = openOperand(context, operand);
    } catch (failure) {
      await context.error(`cat: ${operand}: ${strerror(failure)}\n`);
      status = 1;
      continue;
    }
    if (plain) {
      for (let chunk = await source.read(); chunk !== null; chunk = await source.read()) {
        await breathe(context.job);
        await context.out(chunk);
      }
      continue;
    }
    for await (const line of readLines(source)) {
      const text = textOf(line);
      const counted = options.has('n') || (options.has('b') && text !== '\n');
      if (counted) number += 1;
      const body = shownLine(line, options);
      await context.out(counted ? joinChunks([`${String(number).padStart(6)}\t`, body]) : body);
    }
  }
  return status;
}

/** -E ends lines with `$`, -T shows tabs, -v what is not printed; -A all of them. */
function shownLine(line: Chunk, options: Options): Chunk {
  const has = (...letters: string[]): boolean => letters.some((letter) => options.has(letter));
  const text = textOf(line);
  let shown = line;
  if (has('E', 'A', 'e') && text.endsWith('\n'))
    shown = joinChunks([sliceChunk(line, 0, text.length - 1), '$\n']);
  if (!has('T', 'A', 't', 'v', 'e')) return shown;
  const tabs = has('T', 'A', 't');
  const others = has('v', 'A', 't', 'e');
  const visible = (character: string): string => {
    if (character === '\n') return character;
    if (character === '\t') return tabs ? '^I' : character;
    return others ? visibleBytes(character) : character;
  };
  const whole = textOf(shown);
  const made = [...whole].map(visible).join('');
  if (made === whole) return shown;
  const marks = marksOf(shown);
  return withMarks(
    made,
    marks.map((mark) => ({ ...mark, start: 0, end: made.length })),
  );
}
function visibleBytes(character: string): string {
  let out = '';
  for (const byte of bytesOfText(character)) {
    const low = byte & 0x7f;
    const meta = byte > 0x7f ? 'M-' : '';
    out +=
      meta +
      (low < 32
        ? `^${String.fromCharCode(low + 64)}`
        : low === 127
          ? '^?'
          : String.fromCharCode(low));
  }
  return out;
}

interface Part {
  readonly count: number;
  /** All but these at the end (head) or before this line (tail). */
  readonly reverse: boolean;
  readonly bytes: boolean;
}
function partOf(
  context: CommandContext,
  value: string | undefined,
  bytes: boolean,
): Part | undefined {
  const text = value ?? '10';
  const match = /^([-+]?)(\d+)([kKM]?)$/.exec(text);
  if (!match) return undefined;
  const scale = { k: 1024, K: 1024, M: 1 << 20 }[match[3] ?? ''] ?? 1;
  return {
    count: Number(match[2]) * scale,
    reverse: match[1] === (context.name === 'head' ? '-' : '+'),
    bytes,
  };
}

const HEAD_TAIL = {
  short: 'n:c:qvfF',
  long: ['lines=', 'bytes=', 'quiet', 'silent', 'verbose', 'follow?', 'retry'],
  same: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v', follow: 'f', F: 'f' },
  numberIs: 'n',
};

async function eachFile(
  context: CommandContext,
  operands: readonly string[],
  titled: boolean,
  run: (source: Source) => Promise<void>,
): Promise<number> {
  let status = 0;
  let first = true;
  for (const operand of operands.length > 0 ? operands : ['-']) {
    try {
      const source = openOperand(context, operand);
      if (titled)
        await context.out(
          `${first ? '' : '\n'}==> ${operand === '-' ? 'standard input' : operand} <==\n`,
        );
      first = false;
      await run(source);
    } catch (failure) {
      if (failure instanceof BrokenPipe) throw failure;
      await context.error(
        `${context.name}: cannot open '${operand}' for reading: ${strerror(failure)}\n`,
      );
      status = 1;
    }
  }
  return status;
}

export async function head(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, HEAD_TAIL);
  if (options.problem !== undefined) return usageError(context, options.problem);
  const value = options.value('c') ?? options.value('n');
  const part = partOf(context, value, options.has('c'));
  if (!part)
    return usageError(
      context,
      `invalid number of ${options.has('c') ? 'bytes' : 'lines'}: ‘${value ?? ''}’`,
    );
  const titled = (options.operands.length > 1 && !options.has('q')) || options.has('v');
  return eachFile(context, options.operands, titled, (source) => headOf(context, source, part));
}

async function headOf(context: CommandContext, source: Source, part: Part): Promise<void> {
  let left = part.count;
  if (part.bytes) {
    for (
      let chunk = left > 0 ? await source.read() : null;
      chunk !== null;
      chunk = left > 0 ? await source.read() : null
    ) {
      await breathe(context.job);
      const bytes = bytesOfText(textOf(chunk));
      const taken =
        bytes.length <= left
          ? chunk
          : sliceChunk(chunk, 0, textOfBytes(bytes.subarray(0, left)).length);
      left -= Math.min(left, bytes.length);
      await context.out(taken);
    }
    return source.close();
  }
  const held: Chunk[] = [];
  if (!part.reverse && left === 0) return source.close();
  for await (const line of readLines(source)) {
    if (part.reverse) {
      held.push(line);
      const ready = held.length > left ? held.shift() : undefined;
      if (ready !== undefined) await context.out(ready);
      continue;
    }
    await context.out(line);
    left -= 1;
    if (left === 0) break;
  }
  // The next reader of the same input goes on here; a pipe's writer gets SIGPIPE when we are gone.
  if (!source.terminal) source.close();
}

export async function tail(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, HEAD_TAIL);
  if (options.problem !== undefined) return usageError(context, options.problem);
  const value = options.value('c') ?? options.value('n');
  const part = partOf(context, value, options.has('c'));
  if (!part)
    return usageError(
      context,
      `invalid number of ${options.has('c') ? 'bytes' : 'lines'}: ‘${value ?? ''}’`,
    );
  const titled = (options.operands.length > 1 && !options.has('q')) || options.has('v');
  const status = await eachFile(context, options.operands, titled, (source) =>
    tailOf(context, source, part),
  );
  if ((options.has('f') || options.has('F')) && options.operands.length > 0)
    await followFiles(context, options.operands);
  return status;
}

async function tailOf(context: CommandContext, source: Source, part: Part): Promise<void> {
  const held: Chunk[] = [];
  let number = 0;
  for await (const line of readLines(source)) {
    number += 1;
    if (part.reverse) {
      if (number >= part.count) await context.out(line);
      continue;
    }
    held.push(line);
    if (!part.bytes && held.length > part.count) held.shift();
  }
  if (part.reverse || held.length === 0) return;
  const all = joinChunks(held);
  await context.out(
    part.bytes ? sliceChunk(all, Math.max(0, textOf(all).length - part.count)) : all,
  );
}

/** Prints what is added to files until it is interrupted; moves no time. */
async function followFiles(context: CommandContext, operands: readonly string[]): Promise<void> {
  const { machine, user, job } = context;
  const sizes = new Map<string, number>();
  const read = (path: string): Chunk =>
    machine.files.stat(path, user) ? machine.files.read(path, user) : '';
  for (const operand of operands)
    sizes.set(context.path(operand), textOf(read(context.path(operand))).length);
  await whenWorldMoves(context, async () => {
    await breathe(job);
    for (const [path, size] of sizes) {
      const now = read(path);
      const length = textOf(now).length;
      if (length < size) await context.error(`tail: ${path}: file truncated\n`);
      if (length !== size) await context.out(sliceChunk(now, length < size ? 0 : size));
      sizes.set(path, length);
    }
  });
}

export async function tee(context: CommandContext): Promise<number> {
  const { machine, user, io, args } = context;
  const append = args.includes('-a') || args.includes('--append');
  const sinks: Sink[] = [];
  const outlets: { end(): void }[] = [];
  const collected = new Map<string, Chunk[]>();
  let status = 0;
  for (const operand of args.filter((arg) => !arg.startsWith('-'))) {
    if (operand === '/dev/null') continue;
    if (operand === '/dev/tty' && io.terminal) {
      sinks.push(io.terminal.sink);
      continue;
    }
    const path = context.path(operand);
    const outlet = context.shell.outlets.get(path);
    if (outlet) {
      sinks.push(outlet);
      outlets.push(outlet);
      continue;
    }
    try {
      machine.files.mayWrite(path, user);
      if (!append) await machine.files.write(path, '', user);
      collected.set(path, []);
    } catch (failure) {
      await context.error(`tee: ${operand}: ${strerror(failure)}\n`);
      status = 1;
    }
  }
  const flush = async (): Promise<void> => {
    for (const [path, chunks] of collected) {
      if (chunks.length === 0) continue;
      collected.set(path, []);
      await machine.files.append(path, joinChunks(chunks), user);
    }
  };
  try {
    for (let chunk = await io.stdin.read(); chunk !== null; chunk = await io.stdin.read()) {
      if (isEmpty(chunk)) continue;
      for (const chunks of collected.values()) chunks.push(chunk);
      await flush();
      for (const sink of sinks) await sink.write(chunk);
      await context.out(chunk);
    }
  } finally {
    await flush();
    for (const outlet of outlets) outlet.end();
  }
  return status;
}

export async function yes(context: CommandContext): Promise<number> {
  const line = `${context.args.length > 0 ? context.args.join(' ') : 'y'}\n`;
  const block = line.repeat(Math.max(1, Math.floor(4096 / line.length)));
  for (;;) {
    await breathe(context.job);
    await context.out(block);
  }
}
