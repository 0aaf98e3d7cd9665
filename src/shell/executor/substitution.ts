/**
 * `$(…)`: a subshell whose output becomes part of a word, without its last newlines. `<(…)`: one
 * whose output is read through /dev/fd; as an argument it is run to its end first. `>(…)`: one that
 * reads what is written there. All are run in the world as it is, once.
 */
import type { Io } from '../commands/command.ts';
import { sliceChunk, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { Pipe, collector } from '../pipe.ts';
import type { Source } from '../pipe.ts';
import { BrokenPipe } from '../pipe.ts';
import { asProcess, startProcess } from '../limits.ts';
import { Interrupted, Jump, ShellExit, startJob } from '../process.ts';
import { FileError, strerror } from '../files/file-error.ts';
import { ShellError } from '../shell-error.ts';
import { forkShell, nextPid } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import type { CommandPart, Item, ProcessPart, Word } from '../syntax/tree.ts';
import { runExitTrap } from './traps.ts';
import { expanderOf } from './view.ts';
import type { View } from './view.ts';

/** The output of a command; in a world that is not as it is, what it was there. */
export async function runForOutput(view: View, part: CommandPart): Promise<Chunk> {
  const { memory, shell } = view;
  if (view.world !== 'as it is') {
    const n = view.taken.get(part) ?? 0;
    view.taken.set(part, n + 1);
    return memory.outputs.get(part)?.[n] ?? '';
  }
  const file = fileOf(part.body);
  const output = file ? await readFile(view, file) : await run(view, part.body);
  const text = textOf(output).replaceAll('\0', '');
  const taken =
    text.length === textOf(output).length
      ? sliceChunk(output, 0, text.replace(/\n+$/, '').length)
      : text.replace(/\n+$/, '');
  const outputs = memory.outputs.get(part) ?? [];
  outputs.push(taken);
  memory.outputs.set(part, outputs);
  shell.substituted = true;
  return taken;
}

async function run(view: View, body: readonly Item[]): Promise<Chunk> {
  const { shell, io, job } = view;
  const subshell = forkShell(shell);
  subshell.descriptors.delete(1);
  subshell.subshellTrace += 1;
  if (!shell.options.get('posix') && !shell.switches.get('inherit_errexit'))
    subshell.options.delete('errexit');
  const output = collector();
  await asProcess(subshell, () => runSubshell(subshell, body, { ...io, stdout: output }, job));
  shell.lastStatus = subshell.lastStatus;
  shell.evidence = subshell.evidence;
  return output.taken();
}

/** Runs the body of a subshell to its end, with its EXIT trap. */
export async function runSubshell(
  subshell: ShellState,
  body: readonly Item[],
  io: Io,
  job: View['job'],
): Promise<void> {
  try {
    await subshell.machine.interpreter.items(subshell, body, io, job);
  } catch (error) {
    if (!(error instanceof ShellExit || error instanceof Jump)) throw error;
    subshell.lastStatus = error.status;
  }
  await runExitTrap(subshell, io, job);
}

/** `$(< file)`. */
function fileOf(body: readonly Item[]): Word | undefined {
  const command = body[0]?.pipelines[0]?.commands[0];
  if (body.length !== 1 || body[0]?.pipelines.length !== 1 || command?.kind !== 'simple')
    return undefined;
  const [redirection] = command.redirections;
  const only = command.words.length + command.assignments.length === 0;
  return only && command.redirections.length === 1 && redirection?.operator === '<'
    ? redirection.target
    : undefined;
}
async function readFile(view: View, target: Word): Promise<Chunk> {
  const { shell, io } = view;
  const { files } = shell.machine;
  const name = await expanderOf(view).string(view, target);
  try {
    const text = files.read(files.resolve(shell.cwd, name), shell.user);
    shell.lastStatus = 0;
    return text;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await io.stderr.write(`${shell.scriptName}: line ${shell.line}: ${name}: ${strerror(error)}\n`);
    shell.lastStatus = 1;
    return '';
  }
}

/** `<(…)` and `>(…)` as arguments: a path. */
export async function runForPath(view: View, part: ProcessPart): Promise<string> {
  const { shell, io, job, memory } = view;
  const known = memory.paths.get(part);
  if (known !== undefined) return known;
  if (view.world !== 'as it is') throw new ShellError('a process substitution is run once');
  let path: string;
  if (part.direction === 'in') {
    const status = shell.lastStatus;
    path = shell.machine.files.openDescriptor(await run(view, part.body));
    shell.lastStatus = status;
  } else {
    path = shell.machine.files.openDescriptor('');
    const pipe = new Pipe();
    shell.outlets.set(path, pipe);
    behind(shell, part.body, { ...io, stdin: pipe }, job);
  }
  memory.paths.set(part, path);
  return path;
}

/** `< <(…)`: read while it is written. */
export function runForInput(view: View, part: ProcessPart): Source {
  const pipe = new Pipe();
  const { shell, io, job } = view;
  const done = behind(shell, part.body, { ...io, stdout: pipe }, job);
  void done.then(() => pipe.end());
  return pipe;
}

/** A process that runs on behind the command that it was made for. */
export function behind(
  shell: ShellState,
  body: readonly Item[],
  io: Io,
  job: View['job'],
): Promise<number> {
  const control = startJob(job.signal);
  const subshell = forkShell(shell);
  for (const fd of [0, 1]) subshell.descriptors.delete(fd);
  const end = startProcess(subshell);
  const done = runSubshell(subshell, body, io, control)
    .finally(end)
    .then(
      () => subshell.lastStatus,
      (error: unknown) => {
        if (error instanceof BrokenPipe) return 141;
        if (error instanceof Interrupted) return 130;
        throw error;
      },
    );
  const pid = nextPid();
  shell.lastBackgroundPid = pid;
  shell.processes.set(pid, done);
  return done;
}
