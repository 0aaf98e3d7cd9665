/** jobs, fg, bg, wait, kill. */
import { deferred } from '../bell.ts';
import type { Command, CommandContext } from '../commands/command.ts';
import { untilInterrupted } from '../process.ts';
import { signalName, signalNumber } from '../executor/traps.ts';
import { complaint } from '../shell-state.ts';
import type { ShellJob, ShellState } from '../shell-state.ts';
import { TERMINATED } from '../standing.ts';
import { signalTable } from './trap.ts';

/** `[1]+  Stopped                 sleep 40`. */
export function jobLine(shell: ShellState, job: ShellJob): string {
  const [current, previous] = ranked(shell);
  const mark = job === current ? '+' : job === previous ? '-' : ' ';
  const how = job.status === TERMINATED ? 'Terminated' : `Exit ${job.status}`;
  const state = job.state === 'Done' && job.status !== 0 ? how : job.state;
  const suffix = job.state === 'Running' ? ' &' : '';
  return `[${job.id}]${mark}  ${state.padEnd(24)}${job.text}${suffix}\n`;
}
/** The job that fg takes, and the one before it: stopped ones first. */
function ranked(shell: ShellState): readonly (ShellJob | undefined)[] {
  const stopped = shell.jobs.filter((job) => job.state === 'Stopped').toReversed();
  const others = shell.jobs.filter((job) => job.state !== 'Stopped').toReversed();
  return [...stopped, ...others];
}

/** `%1`, `%+`, `%cmd`, a pid; the current job without one. */
function pick(shell: ShellState, spec: string | undefined): ShellJob | undefined {
  const [current, previous] = ranked(shell);
  if (spec === undefined || spec === '%+' || spec === '%%') return current;
  if (spec === '%-') return previous;
  const text = spec.replace(/^%/, '');
  if (spec.startsWith('%'))
    return shell.jobs.find((job) => String(job.id) === text || job.text.startsWith(text));
  return shell.jobs.find((job) => String(job.pid) === spec || String(job.id) === spec);
}

export function forgetDone(shell: ShellState): void {
  for (const job of shell.jobs.filter((j) => j.state === 'Done'))
    shell.jobs.splice(shell.jobs.indexOf(job), 1);
}

async function noSuchJob({ shell, name, args, error }: CommandContext): Promise<number> {
  await error(complaint(shell, `${name}: ${args[0] ?? 'current'}: no such job`));
  return 1;
}

/** fg and bg need job control, which only a prompt has. */
function controlled(run: Command): Command {
  return async (context) => {
    if (context.shell.interactive) return run(context);
    await context.error(complaint(context.shell, `${context.name}: no job control`));
    return 1;
  };
}

async function fg(context: CommandContext): Promise<number> {
  const { shell, args, out, job: caller } = context;
  const job = pick(shell, args[0]);
  if (!job || job.state === 'Done') return noSuchJob(context);
  await out(`${job.text}\n`);
  job.state = 'Running';
  job.control.resume();
  const interrupt = (): void => job.control.interrupt();
  caller.signal.addEventListener('abort', interrupt, { once: true });
  const stopped = deferred<'stopped'>();
  shell.foreground = { job, leave: () => stopped.resolve('stopped') };
  try {
    if ((await Promise.race([job.done, stopped.promise])) === 'stopped') return 148;
  } finally {
    shell.foreground = undefined;
    caller.signal.removeEventListener('abort', interrupt);
  }
  forgetDone(shell);
  return job.status;
}

async function bg(context: CommandContext): Promise<number> {
  const { shell, args, out } = context;
  const job = pick(shell, args[0]);
  if (!job || job.state === 'Done') return noSuchJob(context);
  job.state = 'Running';
  job.control.resume();
  await out(`[${job.id}]+ ${job.text} &\n`);
  return 0;
}

async function wait(context: CommandContext): Promise<number> {
  const { shell, args, job: caller, error } = context;
  if (args.includes('-n')) return waitForNext(context);
  const specs = args.filter((arg) => !arg.startsWith('-'));
  if (specs.length === 0) {
    for (const job of shell.jobs) await untilInterrupted(job.done, caller);
    remember(shell);
    return 0;
  }
  let status = 0;
  for (const spec of specs) {
    const process = shell.processes.get(Number(spec));
    const job = process ? undefined : pick(shell, spec);
    if (process) status = await untilInterrupted(process, caller);
    else if (job) {
      await untilInterrupted(job.done, caller);
      status = job.status;
    } else {
      const text = spec.startsWith('%')
        ? `${spec}: no such job`
        : /^\d+$/.test(spec)
          ? `pid ${spec} is not a child of this shell`
          : `\`${spec}': not a pid or valid job spec`;
      await error(complaint(shell, `wait: ${text}`));
      status = 127;
    }
  }
  remember(shell);
  return status;
}

/** What a job that is forgotten left can be asked for once more by its pid. */
function remember(shell: ShellState): void {
  for (const job of shell.jobs)
    if (job.state === 'Done') shell.processes.set(job.pid, Promise.resolve(job.status));
  forgetDone(shell);
}

async function waitForNext({ shell, job: caller }: CommandContext): Promise<number> {
  const { jobs } = shell;
  if (jobs.length === 0) return 127;
  const first = await untilInterrupted(
    Promise.race(jobs.map((job) => job.done.then(() => job))),
    caller,
  );
  shell.processes.set(first.pid, Promise.resolve(first.status));
  jobs.splice(jobs.indexOf(first), 1);
  return first.status;
}

const KILL_USAGE =
  'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n';

async function listSignals({ shell, args, out, error }: CommandContext): Promise<number> {
  if (args.length === 1) await out(signalTable());
  for (const given of args.slice(1)) {
    const number = Number(given);
    const name = signalName(number > 128 ? String(number - 128) : given);
    if (name === undefined) {
      await error(complaint(shell, `kill: ${given}: invalid signal specification`));
      return 1;
    }
    await out(/^\d+$/.test(given) ? `${name}\n` : `${signalNumber(name)}\n`);
  }
  return 0;
}

/** The signal, and what is left of the arguments; undefined for a signal that is none. */
function signalOf(args: readonly string[]): {
  signal: string | undefined;
  targets: readonly string[];
  given: string;
} {
  const [first = '', second = '', ...rest] = args;
  if (first === '-s' || first === '-n')
    return { signal: signalName(second), targets: rest, given: second };
  if (first === '--') return { signal: 'TERM', targets: args.slice(1), given: '' };
  if (/^-\w/.test(first))
    return { signal: signalName(first.slice(1)), targets: args.slice(1), given: first.slice(1) };
  return { signal: 'TERM', targets: args, given: '' };
}

async function kill(context: CommandContext): Promise<number> {
  const { shell, args, error } = context;
  if (args[0] === '-l' || args[0] === '-L') return listSignals(context);
  const { signal, targets, given } = signalOf(args);
  if (signal === undefined) {
    await error(complaint(shell, `kill: ${given}: invalid signal specification`));
    return 1;
  }
  if (targets.length === 0) {
    await error(KILL_USAGE);
    return 2;
  }
  let status = 0;
  for (const target of targets) status = (await killOne(context, target, signal)) || status;
  return status;
}

async function killOne(context: CommandContext, target: string, signal: string): Promise<number> {
  const { shell, error } = context;
  if (target === String(shell.mainPid) || target === String(shell.pid)) {
    if (signal !== 'EXIT') shell.pendingSignals.push(signal);
    return 0;
  }
  if (target === '1') return killInit(context);
  const job = pick(shell, target);
  if (!job || job.state === 'Done') return noSuchProcess(context, target, error);
  if (signal === 'STOP' || signal === 'TSTP') {
    job.control.stop();
    job.state = 'Stopped';
  } else if (signal === 'CONT') {
    job.control.resume();
    job.state = 'Running';
  } else if (signal !== 'EXIT') job.control.interrupt(128 + signalNumber(signal));
  return 0;
}

/** The kernel takes no signal for init that init does not handle; only root may try. */
async function killInit({ shell, error }: CommandContext): Promise<number> {
  if (shell.user.uid === 0) return 0;
  await error(complaint(shell, 'kill: (1) - Operation not permitted'));
  return 1;
}

async function noSuchProcess(
  { shell }: CommandContext,
  target: string,
  error: CommandContext['error'],
): Promise<number> {
  const { read } = shell.machine.lab.world;
  const owned =
    /^\d+$/.test(target) &&
    read.units(shell.machine.host).some((unit) => unit.mainPid === Number(target));
  const refused =
    shell.user.uid === 0
      ? 'eggtooth: signals to units are not simulated, use systemctl'
      : 'Operation not permitted';
  const text = target.startsWith('%')
    ? `${target}: no such job`
    : /^-?\d+$/.test(target)
      ? `(${target}) - ${owned ? refused : 'No such process'}`
      : `${target}: arguments must be process or job IDs`;
  await error(complaint(shell, `kill: ${text}`));
  return 1;
}

async function disown({ shell, args, error }: CommandContext): Promise<number> {
  const specs = args.filter((arg) => !arg.startsWith('-'));
  if (specs.length === 0 && shell.jobs.length === 0) {
    await error(complaint(shell, 'disown: current: no such job'));
    return 1;
  }
  for (const spec of specs.length > 0 ? specs : [undefined]) {
    const job = pick(shell, spec);
    if (!job) {
      await error(complaint(shell, `disown: ${spec ?? 'current'}: no such job`));
      return 1;
    }
    shell.jobs.splice(shell.jobs.indexOf(job), 1);
  }
  return 0;
}

export const JOBS: Readonly<Record<string, Command>> = {
  fg: controlled(fg),
  bg: controlled(bg),
  disown,
  wait,
  kill,
  async jobs({ shell, args, out }) {
    const jobs = shell.jobs.length > 0 ? shell.jobs : [...shell.inheritedJobs];
    for (const job of jobs)
      await out(args.includes('-p') ? `${job.pid}\n` : jobLine({ ...shell, jobs }, job));
    forgetDone(shell);
    return 0;
  },
};
