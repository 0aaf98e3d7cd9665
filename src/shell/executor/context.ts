/** Builds what a builtin or a program is given to work with. */
import type {
  Alternatives,
  CommandContext,
  ExecuteOptions,
  Io,
  Outcome,
} from '../commands/command.ts';
import type { ExecuteDetails } from './interpreter.ts';
import { textOf } from '../looks/chunk.ts';
import { NO_EVIDENCE } from '../looks/counterfactual.ts';
import { Interrupted, ShellExit, breathe } from '../process.ts';
import { asProcess } from '../limits.ts';
import type { Job } from '../process.ts';
import { forkShell, newShellState } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';

interface Parts {
  readonly shell: ShellState;
  readonly argv: readonly string[];
  readonly io: Io;
  readonly job: Job;
  readonly env: Readonly<Record<string, string>>;
  readonly alternatives: Alternatives;
  readonly details?: ExecuteDetails;
}

export function contextFor(parts: Parts): CommandContext {
  const { shell, argv, io, job, env, alternatives } = parts;
  const [first = '', ...args] = argv;
  const { machine, user } = shell;
  return {
    name: first.slice(first.lastIndexOf('/') + 1),
    args,
    alternatives,
    declared: parts.details?.declared ?? new Map<number, never>(),
    io,
    shell,
    machine,
    user,
    env,
    job,
    out: (chunk) => io.stdout.write(chunk),
    error: (text) => io.stderr.write(text),
    path: (argument) => machine.files.resolve(shell.cwd, argument),
    execute: (words, options = {}) => {
      const child = childOf(parts, options);
      return machine.interpreter.execute(child, words, { ...io, ...options.io }, job, {
        ...(options.alternatives && { alternatives: options.alternatives }),
        skipFunctions: true,
        skipBuiltins: !OUTSIDE.has(words[0] ?? ''),
      });
    },
    script: (text, options = {}) =>
      runChild(childOf(parts, options), text, { ...io, ...options.io }, job),
    async sleep(micros) {
      await breathe(job);
      try {
        await machine.lab.sleep(micros, job.signal);
      } catch (error) {
        if (job.signal.aborted) throw new Interrupted();
        throw error;
      }
      const stopped = job.running();
      if (stopped) await stopped;
    },
  };
}

/** Builtins that exist as programs as well, so that `sudo test -f x` works. */
const OUTSIDE = new Set(['echo', 'printf', 'test', '[', 'true', 'false', 'pwd', 'kill']);

const KEPT = new Set(['IFS', 'OPTIND', 'PS4', 'PWD', 'OLDPWD']);

function childOf({ shell, env }: Parts, options: ExecuteOptions): ShellState {
  const machine = options.machine ?? shell.machine;
  const user = options.user ?? shell.user;
  const fresh = options.login || machine !== shell.machine;
  const child = fresh ? newShellState({ machine, user, agent: shell.agent }) : forkShell(shell);
  if (!fresh) {
    for (const name of child.functions.keys())
      if (!child.exported.has(`${name}()`)) child.functions.delete(name);
    for (const name of child.variables.keys())
      if (!child.exported.has(name) && !KEPT.has(name)) child.variables.delete(name);
    for (const kept of [child.arrays, child.aliases, child.options, child.switches, child.traps])
      kept.clear();
    for (const [name, action] of shell.traps) if (action === '') child.traps.set(name, action);
    child.shownTraps = undefined;
    child.attributes.clear();
    child.readonly.clear();
    child.calls.length = 0;
    child.hidden.length = 0;
    child.functionDepth = 0;
    child.loopDepth = 0;
    child.conditionDepth = 0;
    child.subshellDepth = 0;
    child.subshellTrace = 0;
    child.descriptors.clear();
    child.variables.set('IFS', ' \t\n');
    child.variables.set('OPTIND', '1');
    child.variables.set(
      'PS4',
      child.exported.has('PS4') ? (child.variables.get('PS4') ?? '+ ') : '+ ',
    );
    for (const [name, value] of Object.entries(env)) {
      if (textOf(child.variables.get(name) ?? '') !== value || !child.exported.has(name))
        child.variables.set(name, value);
      child.exported.add(name);
    }
  }
  child.interactive = false;
  child.source = options.file ?? '';
  Object.assign(child, { mainPid: child.pid, commandMode: options.file === undefined });
  for (const name of options.options ?? []) child.options.set(name, true);
  child.scriptName = options.scriptName ?? 'bash';
  child.line = 1;
  child.positional = options.positional ?? [];
  child.user = user;
  if (user !== shell.user && !fresh)
    for (const name of ['USER', 'LOGNAME']) child.variables.set(name, user.name);
  if (options.cwd !== undefined) child.cwd = options.cwd;
  if (options.container) child.container = options.container;
  for (const name of options.unset ?? []) {
    child.variables.delete(name);
    child.exported.delete(name);
  }
  for (const [name, value] of Object.entries(options.env ?? {})) {
    child.variables.set(name, value);
    child.exported.add(name);
  }
  return child;
}

async function runChild(child: ShellState, text: string, io: Io, job: Job): Promise<Outcome> {
  try {
    await asProcess(child, () => child.machine.interpreter.text(child, text, io, job));
  } catch (error) {
    if (!(error instanceof ShellExit)) throw error;
    return {
      status: error.status,
      evidence: NO_EVIDENCE,
      ...(error.signal !== undefined && { signal: error.signal }),
    };
  }
  return { status: child.lastStatus, evidence: child.evidence };
}
