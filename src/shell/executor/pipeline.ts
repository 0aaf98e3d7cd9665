/** Pipelines: stages that run at the same time, each in a subshell; `!` and `time`. */
import type { Observation } from '../../host/live-lab.ts';
import type { Io } from '../commands/command.ts';
import { textOf } from '../looks/chunk.ts';
import { NO_EVIDENCE } from '../looks/counterfactual.ts';
import type { StatusEvidence } from '../looks/counterfactual.ts';
import { startProcess } from '../limits.ts';
import { BrokenPipe, Pipe } from '../pipe.ts';
import { Interrupted, Jump, ShellExit } from '../process.ts';
import type { Job } from '../process.ts';
import { forkShell } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import type { Command, Pipeline } from '../syntax/tree.ts';
import { settle } from './evidence.ts';
import { runExitTrap } from './traps.ts';

type RunCommand = (shell: ShellState, command: Command, io: Io, job: Job) => Promise<void>;

/** The status that a way of ending leaves; `exit` goes further up. */
export function statusOf(error: unknown): number {
  if (error instanceof Interrupted) return 130;
  if (error instanceof BrokenPipe) return 141;
  if (error instanceof Jump) return error.status;
  throw error;
}

export async function runPipeline(
  shell: ShellState,
  pipeline: Pipeline,
  io: Io,
  job: Job,
  run: RunCommand,
): Promise<void> {
  const startedAt = shell.machine.now();
  const [only] = pipeline.commands;
  if (!only) settle(shell, 0);
  else if (pipeline.commands.length === 1) {
    await run(shell, only, io, job);
    shell.pipeStatus = [shell.lastStatus];
  } else await runStages(shell, pipeline, io, job, run);
  if (pipeline.negated) negate(shell);
  if (pipeline.timed) await io.stderr.write(timing(shell, pipeline, startedAt));
}

function timing(shell: ShellState, pipeline: Pipeline, startedAt: number): string {
  const seconds = (shell.machine.now() - startedAt) / 1e6;
  const format = textOf(shell.variables.get('TIMEFORMAT') ?? '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS');
  const template = pipeline.timedPosix ? 'real %2R\nuser %2U\nsys %2S' : format;
  if (template === '') return '';
  const text = template.replaceAll(
    /%(%|(\d?)(l?)([RUSP]))/g,
    (_, all: string, digits: string, long: string, what: string) => {
      if (all === '%') return '%';
      const value = what === 'R' ? seconds : 0;
      const places = digits === '' ? 3 : Number(digits);
      if (long === '') return value.toFixed(places);
      return `${Math.floor(value / 60)}m${(value % 60).toFixed(places)}s`;
    },
  );
  return `${text}\n`;
}

const flip = (statuses: ReadonlyMap<Observation, number>): Map<Observation, number> =>
  new Map([...statuses].map(([of, status]) => [of, status === 0 ? 1 : 0]));

function negate(shell: ShellState): void {
  shell.lastStatus = shell.lastStatus === 0 ? 1 : 0;
  shell.evidence = { each: flip(shell.evidence.each), joint: flip(shell.evidence.joint) };
}

async function runStages(
  shell: ShellState,
  pipeline: Pipeline,
  io: Io,
  job: Job,
  run: RunCommand,
): Promise<void> {
  const last = pipeline.commands.length - 1;
  const pipes = pipeline.commands.slice(1).map(() => new Pipe());
  for (const pipe of pipes) job.pipes.add(pipe);
  const statuses = pipeline.commands.map(() => 0);
  let evidence: StatusEvidence = NO_EVIDENCE;
  const stays = shell.switches.get('lastpipe') === true && !shell.interactive;
  const runStage = async (command: Command, index: number): Promise<void> => {
    const before = pipes[index - 1];
    const next = pipes[index];
    const own = stays && index === last;
    const subshell = own ? shell : forkShell(shell);
    const base: Io = {
      ...io,
      ...(before && { stdin: before }),
      ...(next && { stdout: next }),
      ...(next && pipeline.withErrors[index] && { stderr: next }),
    };
    if (!own) {
      if (before) subshell.descriptors.delete(0);
      if (next) subshell.descriptors.delete(1);
      if (next && pipeline.withErrors[index]) subshell.descriptors.delete(2);
    }
    let end: (() => void) | undefined;
    try {
      if (!own) end = startProcess(subshell);
      // With -x the stages begin one after the other, so that their lines do.
      if (shell.options.get('xtrace'))
        for (let turn = 0; turn < index; turn += 1)
          await new Promise((resolve) => setImmediate(resolve));
      await run(subshell, command, base, job);
      statuses[index] = subshell.lastStatus;
      if (index === last) evidence = subshell.evidence;
    } catch (error) {
      if (own && error instanceof ShellExit) throw error;
      subshell.lastStatus = statuses[index] =
        error instanceof ShellExit ? error.status : statusOf(error);
    } finally {
      if (!own) {
        await runExitTrap(subshell, base, job).catch(() => undefined);
        statuses[index] = subshell.lastStatus;
      }
      end?.();
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
