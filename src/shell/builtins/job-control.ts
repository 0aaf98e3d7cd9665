/** jobs, fg, bg, wait, kill. */
import { deferred } from '../bell.ts';
import type { Command, CommandContext } from '../commands/command.ts';
import { untilInterrupted } from '../process.ts';
import { complaint } from '../shell-state.ts';
import type { ShellJob, ShellState } from '../shell-state.ts';
import { TERMINATED } from '../standing.ts';

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
  let status = 0;
  const specs = args.filter((arg) => !arg.startsWith('-'));
  const jobs = specs.length === 0 ? [...shell.jobs] : specs.map((spec) => pick(shell, spec));
  for (const [index, job] of jobs.entries()) {
    if (!job) {
      await error(complaint(shell, `wait: pid ${specs[index] ?? ''} is not a child of this shell`));
      status = 127;
      continue;
    }
    await untilInterrupted(job.done, caller);
    status = specs.length === 0 ? 0 : job.status;
  }
  forgetDone(shell);
  return status;
}

async function kill(context: CommandContext): Promise<number> {
  const { shell, args, error } = context;
  const targets = args.filter((arg) => !/^-[A-Za-z\d]+$/.test(arg));
  const stop = args.some((arg) => /^-(STOP|SIGSTOP|TSTP|19|20)$/.test(arg));
  const go = args.some((arg) => /^-(CONT|SIGCONT|18)$/.test(arg));
  let status = targets.length === 0 ? 2 : 0;
  if (status)
    await error(
      complaint(
        shell,
        'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
      ),
    );
  for (const target of targets) {
    const job = pick(shell, target);
    if (!job) {
      status = 1;
      const owned =
        /^\d+$/.test(target) &&
        shell.machine.lab.world.read
          .units(shell.machine.host)
          .some((unit) => unit.mainPid === Number(target));
      const text = target.startsWith('%')
        ? `${target}: no such job`
        : owned
          ? `(${target}) - ${shell.user.uid === 0 ? 'eggtooth: signals to units are not simulated, use systemctl' : 'Operation not permitted'}`
          : `(${target}) - No such process`;
      await error(complaint(shell, `kill: ${text}`));
    } else if (stop) {
      job.control.stop();
      job.state = 'Stopped';
    } else if (go) {
      job.control.resume();
      job.state = 'Running';
    } else job.control.interrupt();
  }
  return status;
}

export const JOBS: Readonly<Record<string, Command>> = {
  fg,
  bg,
  wait,
  kill,
  async jobs({ shell, args, out }) {
    for (const job of shell.jobs)
      await out(args.includes('-p') ? `${job.pid}\n` : jobLine(shell, job));
    forgetDone(shell);
    return 0;
  },
};
