/** Redirections: files of the simulated host, here-documents, duplicated descriptors. */
import type { Io } from '../commands/command.ts';
import { FileError, strerror } from '../files/file-error.ts';
import { isEmpty, joinChunks, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { devNull, sourceOf } from '../pipe.ts';
import type { Sink } from '../pipe.ts';
import { Jump } from '../process.ts';
import type { Job } from '../process.ts';
import { complaint } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import { settle } from './evidence.ts';
import { expandToChunk, expandWords } from './expansion.ts';
import { substitution } from './substitution.ts';
import type { RedirectionNode, WordNode, WordPart } from './syntax.ts';

/** Characters gathered before they go to the file. */
const BLOCK = 16_384;
type Open = { -readonly [K in keyof Io]: Io[K] };
interface FileSink extends Sink {
  flush(): Promise<void>;
}

export async function withRedirections(
  shell: ShellState,
  redirections: readonly RedirectionNode[] | undefined,
  io: Io,
  job: Job,
  run: (io: Io) => Promise<void>,
): Promise<void> {
  if (!redirections || redirections.length === 0) return run(io);
  const open: Open = { ...io };
  const files: FileSink[] = [];
  try {
    for (const redirection of redirections) await apply(shell, redirection, io, open, files, job);
  } catch (error) {
    if (!(error instanceof RedirectionFailed)) throw error;
    await io.stderr.write(complaint(shell, error.message));
    settle(shell, 1);
    return;
  }
  try {
    await run(open);
  } finally {
    for (const file of files) await file.flush();
  }
}

class RedirectionFailed extends Error {}

async function apply(
  shell: ShellState,
  redirection: RedirectionNode,
  io: Io,
  open: Open,
  files: FileSink[],
  job: Job,
): Promise<void> {
  const { operator, target, fd } = redirection;
  const substitute = substitution(shell, io, job);
  if (redirection.fdVariable !== undefined || (fd !== null && fd > 2))
    throw new RedirectionFailed(`eggtooth: file descriptor ${fd ?? ''} is not simulated`);
  if (target.type === 'HereDoc') {
    const unindent = (text: string): string =>
      target.stripTabs ? text.replaceAll(/^\t+/gm, '') : text;
    const unindentPart = (part: WordPart): WordPart =>
      part.type === 'Literal' ? { ...part, value: unindent(part.value) } : part;
    const content: WordNode = target.quoted
      ? {
          type: 'Word',
          parts: [{ type: 'SingleQuoted', value: unindent(plainText(target.content)) }],
        }
      : {
          type: 'Word',
          parts: [{ type: 'DoubleQuoted', parts: target.content.parts.map(unindentPart) }],
        };
    open.stdin = sourceOf(await expandToChunk(shell, content, substitute));
    return;
  }
  if (operator === '<<<') {
    open.stdin = sourceOf(joinChunks([await expandToChunk(shell, target, substitute), '\n']));
    return;
  }
  const { argv } = await expandWords(shell, [target], substitute);
  const [name] = argv;
  if (name === undefined || argv.length > 1) throw new RedirectionFailed('ambiguous redirect');
  if (operator === '<') open.stdin = openForReading(shell, name, io);
  else if (operator === '>&' || operator === '<&') duplicate(open, fd ?? 1, name);
  else if (operator === '<>') throw new RedirectionFailed('eggtooth: <> is not simulated');
  else {
    const sink = await openForWriting(shell, name, operator.endsWith('>>'), io, files);
    if (operator.startsWith('&')) open.stdout = open.stderr = sink;
    else if (fd === 2) open.stderr = sink;
    else open.stdout = sink;
  }
}

const plainText = (word: WordNode): string =>
  word.parts.map((part) => ('value' in part ? part.value : '')).join('');

function duplicate(open: Open, fd: number, target: string): void {
  if (target !== '1' && target !== '2')
    throw new RedirectionFailed(`${target}: Bad file descriptor`);
  const source = target === '1' ? open.stdout : open.stderr;
  if (fd === 2) open.stderr = source;
  else open.stdout = source;
}

function openForReading(shell: ShellState, name: string, io: Io): Io['stdin'] {
  if (name === '/dev/null') return devNull;
  if (name === '/dev/stdin') return io.stdin;
  try {
    const { files } = shell.machine;
    return sourceOf(files.read(files.resolve(shell.cwd, name), shell.user));
  } catch (error) {
    throw new RedirectionFailed(`${name}: ${strerror(error)}`);
  }
}

async function openForWriting(
  shell: ShellState,
  name: string,
  append: boolean,
  io: Io,
  files: FileSink[],
): Promise<Sink> {
  if (name === '/dev/null') return devNull;
  if (name === '/dev/tty' && io.terminal) return io.terminal.sink;
  if (name === '/dev/stdout') return io.stdout;
  if (name === '/dev/stderr') return io.stderr;
  const host = shell.machine.files;
  const path = host.resolve(shell.cwd, name);
  try {
    host.mayWrite(path, shell.user);
    if (!append) await host.write(path, '', shell.user);
    else if (!host.stat(path, shell.user)) await host.write(path, '', shell.user);
  } catch (error) {
    throw new RedirectionFailed(`${name}: ${strerror(error)}`);
  }
  const sink = fileSink(shell, path);
  files.push(sink);
  return sink;
}

/** Gathers blocks, as stdio does for a file. */
function fileSink(shell: ShellState, path: string): FileSink {
  let held: Chunk[] = [];
  let size = 0;
  const { files } = shell.machine;
  const { user } = shell;
  const flush = async (): Promise<void> => {
    if (held.length === 0) return;
    const block = joinChunks(held);
    held = [];
    size = 0;
    try {
      await files.append(path, block, user);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new Jump('prompt', 1);
    }
  };
  return {
    async write(chunk) {
      if (isEmpty(chunk)) return;
      held.push(chunk);
      size += textOf(chunk).length;
      if (size >= BLOCK) await flush();
    },
    flush,
  };
}
