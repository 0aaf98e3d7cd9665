/**
 * Bash's execution: lists, and-or chains, pipelines whose stages run at the same time, background
 * jobs. Everything streams; between commands the event loop gets its turn.
 */
import type { Observation } from '../../host/live-lab.ts';
import type { Io } from '../commands/command.ts';
import { NO_EVIDENCE } from '../looks/counterfactual.ts';
import { BrokenPipe, Pipe, devNull } from '../pipe.ts';
import { Interrupted, Jump, ShellExit, breathe, startJob } from '../process.ts';
import type { Job } from '../process.ts';
import { complaint, forkShell, nextPid } from '../shell-state.ts';
import type { ShellJob, ShellState } from '../shell-state.ts';
import { runCompound } from './compound.ts';
import { decisive, hinted, settle } from './evidence.ts';
import type { Interpreter } from './interpreter.ts';
import { execute, runSimple } from './simple-command.ts';
import { parseScript, textOfStatement } from './syntax.ts';
import type { CommandNode, PipelineNode, StatementNode } from './syntax.ts';

/** Parses and runs; every way to end becomes an exit status, but for `exit` itself. */
async function runText(shell: ShellState, text: string, io: Io, job: Job): Promise<number> {
  const parsed = parseScript(text);
  if (!parsed.ok) {
    const problem = complaint(shell, parsed.message || 'syntax error: unexpected end of file');
    await io.stderr.write(problem.replace(/^bash: line/, 'bash: -c: line'));
    return settle(shell, 2);
  }
  shell.after.clear();
  try {
    await runStatements(shell, parsed.script.statements, io, job);
  } catch (error) {
    return settle(shell, statusOf(error));
  }
  return shell.lastStatus;
}

/** The status that a way of ending leaves; `exit` goes further up. */
function statusOf(error: unknown): number {
  if (error instanceof Interrupted) return 130;
  if (error instanceof BrokenPipe) return 141;
  if (error instanceof Jump) return error.status;
  throw error;
}

async function runStatements(
  shell: ShellState,
  statements: readonly StatementNode[],
  io: Io,
  job: Job,
): Promise<void> {
  for (const statement of statements) {
    await breathe(job);
    if (statement.deferredError) {
      await io.stderr.write(complaint(shell, statement.deferredError.message));
      settle(shell, 2);
      throw new Jump('prompt', 2);
    }
    const seen = hinted(io, shell.after);
    if (statement.background) await runInBackground(shell, statement, seen, job);
    else await runAndOr(shell, statement, seen, job);
  }
}

async function runAndOr(
  shell: ShellState,
  statement: StatementNode,
  io: Io,
  job: Job,
): Promise<void> {
  let seen = io;
  for (const [index, pipeline] of statement.pipelines.entries()) {
    const operator = statement.operators[index - 1];
    const succeeded = shell.lastStatus === 0;
    if (operator === '&&' && !succeeded) continue;
    if (operator === '||' && succeeded) continue;
    if (operator !== undefined) seen = hinted(seen, decisive(shell));
    const guarded = index < statement.pipelines.length - 1;
    if (guarded) shell.conditionDepth += 1;
    try {
      await runPipeline(shell, pipeline, seen, job);
    } finally {
      if (guarded) shell.conditionDepth -= 1;
    }
    const fatal = !guarded && !pipeline.negated && shell.lastStatus !== 0;
    if (fatal && shell.options.get('errexit') && shell.conditionDepth === 0)
      throw new ShellExit(shell.lastStatus);
  }
}

async function runPipeline(
  shell: ShellState,
  pipeline: PipelineNode,
  io: Io,
  job: Job,
): Promise<void> {
  const startedAt = shell.machine.now();
  const [only] = pipeline.commands;
  if (pipeline.commands.length === 1 && only) {
    await runCommand(shell, only, io, job);
    shell.pipeStatus = [shell.lastStatus];
  } else await runStages(shell, pipeline, io, job);
  if (pipeline.negated) negate(shell);
  if (pipeline.timed) {
    const seconds = (shell.machine.now() - startedAt) / 1e6;
    const posix = `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`;
    const real = `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`;
    const usual = `\nreal\t${real}\nuser\t0m0.000s\nsys\t0m0.000s\n`;
    await io.stderr.write(pipeline.timePosix ? posix : usual);
  }
}

const flip = (statuses: ReadonlyMap<Observation, number>): Map<Observation, number> =>
  new Map([...statuses].map(([of, status]) => [of, status === 0 ? 1 : 0]));

function negate(shell: ShellState): void {
  shell.lastStatus = shell.lastStatus === 0 ? 1 : 0;
  shell.evidence = { each: flip(shell.evidence.each), joint: flip(shell.evidence.joint) };
}

async function runStages(
  shell: ShellState,
  pipeline: PipelineNode,
  io: Io,
  job: Job,
): Promise<void> {
  const last = pipeline.commands.length - 1;
  const pipes = pipeline.commands.slice(1).map(() => new Pipe());
  for (const pipe of pipes) job.pipes.add(pipe);
  const statuses = pipeline.commands.map(() => 0);
  let evidence = NO_EVIDENCE;
  const runStage = async (command: CommandNode, index: number): Promise<void> => {
    const before = pipes[index - 1];
    const next = pipes[index];
    const stage: Io = {
      ...io,
      ...(before && { stdin: before }),
      ...(next && { stdout: next }),
      ...(next && pipeline.pipeStderr?.[index] && { stderr: next }),
    };
    const subshell = forkShell(shell);
    try {
      await runCommand(subshell, command, stage, job);
      statuses[index] = subshell.lastStatus;
      if (index === last) evidence = subshell.evidence;
    } catch (error) {
      statuses[index] = error instanceof ShellExit ? error.status : statusOf(error);
    } finally {
      next?.end();
      before?.close();
    }
  };
  try {
    await Promise.all(pipeline.commands.map(runStage));
  } finally {
    for (const pipe of pipes) job.pipes.delete(pipe);
  }
  if (job.signal.aborted) {
    shell.pipeStatus = statuses.map(() => 130);
    throw new Interrupted();
  }
  shell.pipeStatus = statuses;
  const failed = statuses.findLast((status) => status !== 0);
  shell.lastStatus = shell.options.get('pipefail') ? (failed ?? 0) : (statuses[last] ?? 0);
  shell.evidence = evidence;
}

async function runCommand(
  shell: ShellState,
  command: CommandNode,
  io: Io,
  job: Job,
): Promise<void> {
  await breathe(job);
  if (command.line) shell.line = command.line;
  if (command.type === 'SimpleCommand') await runSimple(shell, command, io, job);
  else if (command.type === 'FunctionDef') {
    shell.functions.set(command.name, command);
    settle(shell, 0);
  } else await runCompound(shell, command, io, job);
}

async function runInBackground(
  shell: ShellState,
  statement: StatementNode,
  io: Io,
  parent: Job,
): Promise<void> {
  const control = startJob(shell.interactive ? undefined : parent.signal);
  const subshell = forkShell(shell);
  subshell.interactive = false;
  const id = Math.max(0, ...shell.jobs.map((job) => job.id)) + 1;
  const pid = nextPid();
  const job: ShellJob = {
    id,
    pid,
    text: textOfStatement(statement),
    control,
    state: 'Running',
    status: 0,
    done: Promise.resolve(),
  };
  shell.jobs.push(job);
  shell.lastBackgroundPid = pid;
  if (shell.interactive) await io.stderr.write(`[${id}] ${pid}\n`);
  const detached: Io = { ...io, stdin: devNull };
  job.done = runAndOr(subshell, statement, detached, control)
    .then(
      () => subshell.lastStatus,
      (error: unknown) => (error instanceof ShellExit ? error.status : statusOf(error)),
    )
    .then((status) => {
      job.status = status;
      job.state = 'Done';
    });
  settle(shell, 0);
}

export const interpreter: Interpreter = {
  text: runText,
  statements: runStatements,
  command: runCommand,
  execute,
};
