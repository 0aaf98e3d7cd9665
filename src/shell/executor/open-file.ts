/** Files and devices of the simulated host, opened for a redirection. */
import { fairly } from '../../host/turns.ts';
import type { Io } from '../commands/command.ts';
import { textOfBytes } from '../bytes.ts';
import { FileError, strerror } from '../files/file-error.ts';
import { isEmpty, joinChunks, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { devNull, sourceOf } from '../pipe.ts';
import type { Descriptor, Sink, Source } from '../pipe.ts';
import { Jump } from '../process.ts';
import type { ShellState } from '../shell-state.ts';
import { descriptorOf } from './descriptors.ts';

/** Characters gathered before they go to the file. */
const BLOCK = 16_384;
export class RedirectionFailed extends Error {}

/** `/dev/stdin`, `/dev/fd/3`: a descriptor that is open already. */
function deviceDescriptor(name: string, io: Io): Descriptor | undefined {
  const number = /^\/dev\/fd\/(\d+)$/.exec(name)?.[1];
  const named = { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2 }[name];
  const fd = named ?? (number === undefined ? undefined : Number(number));
  return fd === undefined ? undefined : descriptorOf(io, fd);
}

const DEVICE_BLOCK = 4096;
export function deviceSource(name: string, seed: number): Source | undefined {
  if (name === '/dev/null') return devNull;
  if (name === '/dev/zero') return endless(() => '\0'.repeat(DEVICE_BLOCK));
  if (name !== '/dev/urandom' && name !== '/dev/random') return undefined;
  let state = seed >>> 0 || 1;
  return endless(() => {
    const bytes = new Uint8Array(DEVICE_BLOCK);
    for (const index of bytes.keys()) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      bytes[index] = state >>> 24;
    }
    return textOfBytes(bytes);
  });
}
function endless(make: () => string): Source {
  let left: Chunk | undefined;
  let closed = false;
  return {
    async read() {
      await fairly();
      const chunk = left ?? make();
      left = undefined;
      return closed ? null : chunk;
    },
    unread(chunk) {
      left = chunk;
    },
    close() {
      closed = true;
    },
  };
}

export function openForReading(shell: ShellState, name: string, io: Io): Descriptor {
  const { files } = shell.machine;
  const path = files.resolve(shell.cwd, name);
  const device = deviceSource(path, shell.machine.now() + shell.pid);
  if (device) return { source: device };
  try {
    const known = path.startsWith('/dev/fd/') && files.stat(path, shell.user) !== undefined;
    const open = known ? undefined : deviceDescriptor(path, io);
    if (open?.source) return open;
    return { source: sourceOf(files.read(path, shell.user)) };
  } catch (error) {
    throw new RedirectionFailed(`${name}: ${strerror(error)}`);
  }
}

export interface OpenOptions {
  readonly append: boolean;
  /** Kept open by `exec`: each write goes to the file at once. */
  readonly atOnce: boolean;
  /** `>` under noclobber. */
  readonly careful: boolean;
  /** `<>`: what is there stays. */
  readonly keep?: boolean;
}
export async function openForWriting(
  shell: ShellState,
  name: string,
  io: Io,
  options: OpenOptions,
): Promise<Descriptor> {
  const host = shell.machine.files;
  const path = host.resolve(shell.cwd, name);
  const outlet = shell.outlets.get(path);
  if (outlet) return { sink: outlet, flush: () => Promise.resolve(outlet.end()) };
  if (/^\/dev\/(?:null|zero|u?random)$/.test(path)) return { sink: devNull };
  if (path === '/dev/full')
    return { sink: { write: () => Promise.reject(new FileError('ENOSPC', path)) } };
  if (path === '/dev/tty' && io.terminal) return { sink: io.terminal.sink };
  const open = deviceDescriptor(path, io);
  if (open?.sink) return open;
  try {
    host.mayWrite(path, shell.user);
    const there = host.stat(path, shell.user);
    if (there && options.careful)
      throw new RedirectionFailed(`${name}: cannot overwrite existing file`);
    if (!there || !(options.append || options.keep))
      await host.write(path, '', shell.user, there ? undefined : 0o666 & ~shell.umask);
  } catch (error) {
    if (error instanceof RedirectionFailed) throw error;
    throw new RedirectionFailed(`${name}: ${strerror(error)}`);
  }
  const sink = fileSink(shell, path, options.atOnce ? 1 : BLOCK);
  return { sink, flush: sink.flush };
}

/** Gathers blocks, as stdio does for a file; larger ones as it grows, because each is a new file to the world. */
function fileSink(
  shell: ShellState,
  path: string,
  block: number,
): Sink & { flush(): Promise<void> } {
  let held: Chunk[] = [];
  let size = 0;
  let written = 0;
  const { files } = shell.machine;
  const { user } = shell;
  const flush = async (): Promise<void> => {
    if (held.length === 0) return;
    const text = joinChunks(held);
    held = [];
    written += size;
    size = 0;
    try {
      await files.append(path, text, user);
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
      if (size >= (block === 1 ? 1 : Math.max(block, written / 2))) await flush();
    },
    flush,
  };
}
