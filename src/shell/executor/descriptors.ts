/** File descriptors of a command: 0, 1, 2 and those above, and what `exec` has opened in front. */
import type { Io } from '../commands/command.ts';
import { sourceOf } from '../pipe.ts';
import type { Descriptor, Sink, Source } from '../pipe.ts';
import type { ShellState } from '../shell-state.ts';

/** EBADF: the descriptor has been closed. */
export class BadDescriptor extends Error {}

const closedSink: Sink = { write: () => Promise.reject(new BadDescriptor('Bad file descriptor')) };
const closedSource = (): Source => sourceOf('');

export function descriptorOf(io: Io, fd: number): Descriptor | undefined {
  if (fd === 0) return { source: io.stdin };
  if (fd === 1) return io.stdout === closedSink ? undefined : { sink: io.stdout };
  if (fd === 2) return io.stderr === closedSink ? undefined : { sink: io.stderr };
  return io.more?.get(fd);
}

/** The same io with one descriptor otherwise; undefined closes it. */
export function withDescriptor(io: Io, fd: number, descriptor: Descriptor | undefined): Io {
  if (fd === 0) return { ...io, stdin: descriptor?.source ?? closedSource() };
  if (fd === 1) return { ...io, stdout: descriptor?.sink ?? closedSink };
  if (fd === 2) return { ...io, stderr: descriptor?.sink ?? closedSink };
  const more = new Map(io.more);
  if (descriptor) more.set(fd, descriptor);
  else more.delete(fd);
  return { ...io, more };
}

/** What a command of this shell is given: `exec`'s descriptors stand in front. */
export function ioOf(shell: ShellState, io: Io): Io {
  let made = io;
  for (const [fd, descriptor] of shell.descriptors)
    made = withDescriptor(made, fd, descriptor.source || descriptor.sink ? descriptor : undefined);
  return made;
}

/** For ever from here: what `exec` without a command does. */
export function keepDescriptor(
  shell: ShellState,
  fd: number,
  descriptor: Descriptor | undefined,
): void {
  shell.descriptors.set(fd, descriptor ?? {});
}
