/** Redirections: files of the simulated host, here-documents, duplicated descriptors. */
import type { Io } from '../commands/command.ts';
import { joinChunks } from '../looks/chunk.ts';
import { sourceOf } from '../pipe.ts';
import type { Descriptor } from '../pipe.ts';
import type { Job } from '../process.ts';
import { complaint } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import type { Redirection } from '../syntax/tree.ts';
import { setScalar, scalarOf } from '../variables.ts';
import { textOf } from '../looks/chunk.ts';
import { descriptorOf, ioOf, keepDescriptor, withDescriptor } from './descriptors.ts';
import { settle } from './evidence.ts';
import { RedirectionFailed, openForReading, openForWriting } from './open-file.ts';
import { runForInput } from './substitution.ts';
import { viewOf } from './view.ts';
import { expandToChunk, expandWords } from './words.ts';

export async function withRedirections(
  shell: ShellState,
  redirections: readonly Redirection[] | undefined,
  given: Io,
  job: Job,
  run: (io: Io) => Promise<void>,
): Promise<void> {
  const io = ioOf(shell, given);
  if (!redirections || redirections.length === 0) return run(io);
  const opened = await openAll(shell, redirections, io, job, false);
  if (!opened) return;
  const hidden = [...opened.touched].map((fd) => [fd, shell.descriptors.get(fd)] as const);
  for (const [fd] of hidden) shell.descriptors.delete(fd);
  try {
    await run(opened.io);
  } finally {
    for (const [fd, before] of hidden) if (before) shell.descriptors.set(fd, before);
    for (const flush of opened.flushes) await flush();
  }
}

/** `exec` without a command: the redirections stay. False when one failed. */
export async function keepRedirections(
  shell: ShellState,
  redirections: readonly Redirection[],
  given: Io,
  job: Job,
): Promise<boolean> {
  const opened = await openAll(shell, redirections, ioOf(shell, given), job, true);
  if (!opened) return false;
  for (const fd of opened.touched)
    keepDescriptor(shell, fd, opened.closed.has(fd) ? undefined : descriptorOf(opened.io, fd));
  return true;
}

interface Opened {
  io: Io;
  readonly touched: Set<number>;
  readonly closed: Set<number>;
  readonly flushes: (() => Promise<void>)[];
}
async function openAll(
  shell: ShellState,
  redirections: readonly Redirection[],
  io: Io,
  job: Job,
  stay: boolean,
): Promise<Opened | undefined> {
  const opened: Opened = { io, touched: new Set(), closed: new Set(), flushes: [] };
  try {
    for (const redirection of redirections) await open(shell, redirection, opened, job, stay);
    return opened;
  } catch (error) {
    for (const flush of opened.flushes) await flush();
    if (!(error instanceof RedirectionFailed)) throw error;
    await opened.io.stderr.write(complaint(shell, error.message));
    settle(shell, 1);
    return undefined;
  }
}

function put(opened: Opened, fd: number, descriptor: Descriptor | undefined): void {
  opened.io = withDescriptor(opened.io, fd, descriptor);
  opened.touched.add(fd);
  if (descriptor) opened.closed.delete(fd);
  else opened.closed.add(fd);
  if (descriptor?.flush) opened.flushes.push(descriptor.flush);
}

async function open(
  shell: ShellState,
  redirection: Redirection,
  opened: Opened,
  job: Job,
  stay: boolean,
): Promise<void> {
  const { operator, variable } = redirection;
  const output = operator.includes('>') && operator !== '<>';
  let fd = redirection.descriptor ?? (output ? 1 : 0);
  if (variable !== undefined) {
    const closes = redirection.target.text === '-';
    fd = closes ? Number(textOf(scalarOf(shell, variable) ?? '')) : freeDescriptor(shell, opened);
    if (!closes) setScalar(shell, variable, String(fd));
  }
  const view = viewOf(shell, opened.io, job);
  if (redirection.document) {
    const { document } = redirection;
    if (document.open)
      await opened.io.stderr.write(
        complaint(
          shell,
          `warning: here-document at line ${document.line} delimited by end-of-file (wanted \`${document.delimiter}')`,
        ),
      );
    return put(opened, fd, {
      source: sourceOf(await expandToChunk(view, document.body, 'string')),
    });
  }
  if (operator === '<<<') {
    const text = await expandToChunk(view, redirection.target);
    return put(opened, fd, { source: sourceOf(joinChunks([text, '\n'])) });
  }
  const [only] = redirection.target.parts;
  if (
    operator === '<' &&
    redirection.target.parts.length === 1 &&
    only?.kind === 'process' &&
    only.direction === 'in'
  )
    return put(opened, fd, { source: runForInput(view, only) });
  const { argv } = await expandWords(view, [redirection.target]);
  const [name] = argv;
  if (name === undefined || argv.length > 1)
    throw new RedirectionFailed(`${redirection.target.text}: ambiguous redirect`);
  if (operator === '<&' || operator === '>&')
    return duplicate(shell, redirection, opened, fd, name, stay);
  await openNamed(shell, operator, opened, fd, name, stay);
}

async function openNamed(
  shell: ShellState,
  operator: Redirection['operator'],
  opened: Opened,
  fd: number,
  name: string,
  stay: boolean,
): Promise<void> {
  if (operator === '<') return put(opened, fd, openForReading(shell, name, opened.io));
  const options = {
    append: operator.endsWith('>>'),
    atOnce: stay,
    careful: operator === '>' && shell.options.get('noclobber') === true,
    keep: operator === '<>',
  };
  if (name === '') throw new RedirectionFailed(': No such file or directory');
  const descriptor = await openForWriting(shell, name, opened.io, options);
  if (operator === '<>')
    return put(opened, fd, { ...openForReading(shell, name, opened.io), ...descriptor });
  put(opened, fd, descriptor);
  if (operator.startsWith('&'))
    put(opened, 2, { ...(descriptor.sink && { sink: descriptor.sink }) });
}

async function duplicate(
  shell: ShellState,
  redirection: Redirection,
  opened: Opened,
  fd: number,
  target: string,
  stay: boolean,
): Promise<void> {
  if (target === '-') return put(opened, fd, undefined);
  const number = /^(\d+)(-?)$/.exec(target);
  if (!number) {
    if (redirection.operator === '>&' && redirection.descriptor === undefined)
      return openNamed(shell, '&>', opened, fd, target, stay);
    throw new RedirectionFailed(`${redirection.target.text}: ambiguous redirect`);
  }
  const source = descriptorOf(opened.io, Number(number[1]));
  if (!source) throw new RedirectionFailed(`${Number(number[1])}: Bad file descriptor`);
  const both = fd <= 2 && !(fd === 0 ? source.source : source.sink) ? { ...source } : source;
  put(opened, fd, { ...both, ...(source.flush && { flush: source.flush }) });
  if (number[2] === '-') put(opened, Number(number[1]), undefined);
}

const FIRST_FREE = 10;
function freeDescriptor(shell: ShellState, opened: Opened): number {
  let fd = FIRST_FREE;
  while (
    opened.io.more?.has(fd) ||
    shell.descriptors.get(fd)?.sink ||
    shell.descriptors.get(fd)?.source
  )
    fd += 1;
  return fd;
}
