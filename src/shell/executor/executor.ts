/**
 * Bash's execution: lists, and-or chains, pipelines whose stages run at the same time, background
 * jobs. Everything streams; between commands the event loop gets its turn.
 */
import type { Io } from '../commands/command.ts';
import { NO_EVIDENCE } from '../looks/counterfactual.ts';
import { outOfMemory, startProcess } from '../limits.ts';
import { BrokenPipe, devNull } from '../pipe.ts';
import { Interrupted, Jump, ShellExit, breathe, startJob } from '../process.ts';
import type { Job } from '../process.ts';
import { ShellError } from '../shell-error.ts';
import { complaint, forkShell, nextPid } from '../shell-state.ts';
import type { ShellJob, ShellState } from '../shell-state.ts';
import { SyntaxProblem, cursorOf, parseLine } from '../syntax/parse.ts';
import type { Cursor } from '../syntax/parse.ts';
import { printCommand } from '../syntax/print.ts';
import type { Command, Item } from '../syntax/tree.ts';
import { runCompound } from './compound.ts';
import { decisive, hinted, settle } from './evidence.ts';
import type { Interpreter, SourceOptions } from './interpreter.ts';
import { expander } from './expand.ts';
import { runPipeline, statusOf } from './pipeline.ts';
import { execute, runSimple } from './simple-command.ts';
import { deliverSignals, runExitTrap, runTrap } from './traps.ts';

/** A string cannot be longer; deeper than that nothing is nested. */
const STRING_MAX = 2 ** 29;

/** Parses and runs; every way to end becomes an exit status, but for `exit` of a prompt itself. */
async function runText(shell: ShellState, text: string, io: Io, job: Job): Promise<number> {
  shell.after.clear();
  const label = shell.source === '' && !shell.interactive ? '-c: ' : '';
  if (label !== '') shell.executionString = text;
  try {
    await runSource(shell, text, io, job, {
      line: 1,
      label,
      ...(shell.source !== '' && { file: shell.source }),
    });
    if (!shell.interactive) await deliverSignals(shell, io, job);
  } catch (error) {
    if (error instanceof ShellExit && !shell.interactive) {
      shell.lastStatus = error.status;
      await runExitTrap(shell, io, job);
      throw new ShellExit(shell.lastStatus, error.signal);
    }
    settle(shell, statusOf(error));
  }
  if (!shell.interactive) await runExitTrap(shell, io, job);
  return shell.lastStatus;
}

async function runSource(
  shell: ShellState,
  text: string,
  io: Io,
  job: Job,
  options: SourceOptions = {},
): Promise<void> {
  const cursor = cursorOf(text, {
    line: options.line ?? 1,
    source: options.file ?? shell.source,
    extended: () => shell.switches.get('extglob') === true,
    aliases: (name) =>
      shell.interactive || shell.switches.get('expand_aliases')
        ? shell.aliases.get(name)
        : undefined,
  });
  for (;;) {
    const items = await nextLine(shell, cursor, io, options);
    if (!items) return;
    if (shell.options.get('noexec')) continue;
    try {
      await runItems(shell, items, io, job);
    } catch (error) {
      // Of a script's file the next line is read; the rest of a -c is lost.
      const goesOn =
        error instanceof Jump &&
        error.to === 'prompt' &&
        options.file !== undefined &&
        !shell.interactive &&
        options.label === '';
      if (!goesOn) throw error;
      settle(shell, error.status);
    }
  }
}

/** Parses the commands of a line; undefined at the end, or when it is wrong. */
async function nextLine(
  shell: ShellState,
  cursor: Cursor,
  io: Io,
  options: SourceOptions,
): Promise<readonly Item[] | undefined> {
  const from = cursor.at;
  try {
    const items = parseLine(cursor);
    if (shell.options.get('verbose') && items)
      await io.stderr.write(cursor.text.slice(from, cursor.at).replace(/\n?$/, '\n'));
    return items;
  } catch (error) {
    if (error instanceof RangeError) throw outOfMemory(STRING_MAX);
    if (!(error instanceof SyntaxProblem)) throw error;
    const kept = shell.line;
    shell.line = error.line;
    const say = (message: string): string =>
      complaint(shell, message).replace(/line \d+: /, (line) => `${options.label ?? ''}${line}`);
    await io.stderr.write(say(error.message));
    if (error.shown !== undefined && !shell.interactive)
      await io.stderr.write(say(`\`${error.shown}'`));
    shell.line = kept;
    settle(shell, 2);
    return undefined;
  }
}

async function runItems(
  shell: ShellState,
  items: readonly Item[],
  io: Io,
  job: Job,
): Promise<void> {
  for (const item of items) {
    await breathe(job);
    const seen = hinted(io, shell.after);
    try {
      if (item.background) await runInBackground(shell, item, seen, job);
      else await runAndOr(shell, item, seen, job);
    } catch (error) {
      await abandon(shell, seen, error);
    }
  }
}

async function runAndOr(shell: ShellState, item: Item, io: Io, job: Job): Promise<void> {
  let seen = io;
  for (const [index, pipeline] of item.pipelines.entries()) {
    const operator = item.operators[index - 1];
    const succeeded = shell.lastStatus === 0;
    if (operator === '&&' && !succeeded) continue;
    if (operator === '||' && succeeded) continue;
    if (operator !== undefined) seen = hinted(seen, decisive(shell));
    const guarded = index < item.pipelines.length - 1 || pipeline.negated;
    if (guarded) shell.conditionDepth += 1;
    try {
      await runPipeline(shell, pipeline, seen, job, runCommand);
    } finally {
      if (guarded) shell.conditionDepth -= 1;
    }
    const [only] = pipeline.commands;
    const counts = pipeline.commands.length > 1 || (only !== undefined && FAILING.has(only.kind));
    if (!guarded && counts && shell.lastStatus !== 0 && shell.conditionDepth === 0)
      await afterFailure(shell, seen, job);
  }
}
/** Kinds whose failure is seen by `set -e` and ERR; that of others has been seen inside. */
const FAILING = new Set(['simple', 'subshell', 'arithmetic', 'conditional']);

async function afterFailure(shell: ShellState, io: Io, job: Job): Promise<void> {
  const inFunction = shell.calls.some((call) => call.kind === 'function');
  if (!inFunction || shell.options.get('errtrace')) await runTrap(shell, 'ERR', io, job);
  if (shell.options.get('errexit')) throw new ShellExit(shell.lastStatus);
}

async function runCommand(shell: ShellState, command: Command, io: Io, job: Job): Promise<void> {
  await breathe(job);
  if (shell.options.get('noexec') && !shell.interactive) return;
  if (shell.pendingSignals.length > 0) await deliverSignals(shell, io, job);
  shell.line = command.line;
  if (command.kind === 'function') {
    shell.functions.set(command.name, command);
    settle(shell, 0);
    return;
  }
  if (shell.traps.has('DEBUG') && command.kind === 'simple' && shell.trapDepth === 0) {
    shell.commandText = command.text;
    await runTrap(shell, 'DEBUG', io, job);
  }
  if (command.kind === 'simple' && shell.trapDepth === 0)
    shell.commandText = command.redirections.length > 0 ? printCommand(command) : command.text;
  try {
    if (command.kind === 'simple') await runSimple(shell, command, io, job);
    else await runCompound(shell, command, io, job);
  } catch (error) {
    await abandon(shell, io, error);
  }
  if (shell.pendingSignals.length > 0) await deliverSignals(shell, io, job);
}

/** What bash says of it, and the command, or the shell that is no prompt's, ends; another error goes on. */
async function abandon(shell: ShellState, io: Io, error: unknown): Promise<never> {
  const told = error instanceof RangeError ? outOfMemory(STRING_MAX) : error;
  if (!(told instanceof ShellError)) throw error;
  await io.stderr.write(complaint(shell, told.message)).catch(() => undefined);
  if (!told.fatal || shell.interactive) throw new Jump('prompt', told.status);
  const usual = shell.commandMode && shell.subshellDepth === 0 ? 127 : 1;
  throw new ShellExit(told.exit ?? usual);
}

async function runInBackground(shell: ShellState, item: Item, io: Io, parent: Job): Promise<void> {
  const control = startJob(shell.interactive ? undefined : parent.signal);
  const subshell = forkShell(shell);
  const end = startProcess(subshell);
  const id = Math.max(0, ...shell.jobs.map((job) => job.id)) + 1;
  const pid = nextPid();
  subshell.pid = pid;
  const job: ShellJob = {
    id,
    pid,
    text: item.text,
    control,
    state: 'Running',
    status: 0,
    done: Promise.resolve(),
  };
  shell.jobs.push(job);
  shell.lastBackgroundPid = pid;
  if (shell.interactive) await io.stderr.write(`[${id}] ${pid}\n`);
  const detached: Io =
    shell.interactive || io.stdin.terminal ? { ...io, stdin: devNull } : { ...io, stdin: devNull };
  const run = async (): Promise<number> => {
    try {
      await runAndOr(subshell, item, detached, control);
    } catch (error) {
      subshell.lastStatus = error instanceof ShellExit ? error.status : statusOf(error);
    }
    await runExitTrap(subshell, detached, control);
    return subshell.lastStatus;
  };
  job.done = run()
    .finally(end)
    .catch((error: unknown) =>
      error instanceof BrokenPipe ? 141 : error instanceof Interrupted ? 130 : 1,
    )
    .then((status) => {
      job.status = control.killedBy === undefined ? status : control.killedBy;
      job.state = 'Done';
    });
  settle(shell, 0);
}

export const interpreter: Interpreter = {
  expander,
  text: runText,
  source: runSource,
  items: runItems,
  command: runCommand,
  execute,
};
export { NO_EVIDENCE };
