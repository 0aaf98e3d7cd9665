/** A simple command: assignments, expansion, functions, builtins, programs. */
import type { Observation } from '../../host/live-lab.ts';
import { BUILTINS } from '../builtins/catalogue.ts';
import type { Alternatives, Declared, Io, Outcome } from '../commands/command.ts';
import { FileError, strerror } from '../files/file-error.ts';
import { textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { NO_EVIDENCE } from '../looks/counterfactual.ts';
import { BrokenPipe } from '../pipe.ts';
import { Interrupted, Jump, ShellExit } from '../process.ts';
import type { Job } from '../process.ts';
import { ShellError } from '../shell-error.ts';
import { complaint } from '../shell-state.ts';
import type { Binding, ShellState } from '../shell-state.ts';
import type { SimpleCommand, Word } from '../syntax/tree.ts';
import { bindingOf, resolveName, restoreBinding, setScalar } from '../variables.ts';
import { assignNow } from './assign.ts';
import { contextFor } from './context.ts';
import { BadDescriptor } from './descriptors.ts';
import { hinted } from './evidence.ts';
import { expandString, expandWord } from './expand.ts';
import { callFunction } from './function-call.ts';
import type { ExecuteDetails } from './interpreter.ts';
import { runProgram } from './program.ts';
import { keepRedirections, withRedirections } from './redirection.ts';
import { subscriptIn } from './parameter.ts';
import { arrayFrom } from './assign.ts';
import { viewOf } from './view.ts';
import type { View } from './view.ts';
import { expandToChunk, inEveryWorld } from './words.ts';
import type { Expanded } from './words.ts';
import { shownWords, trace, traces } from './xtrace.ts';

export async function runSimple(
  shell: ShellState,
  command: SimpleCommand,
  io: Io,
  job: Job,
): Promise<void> {
  const view = viewOf(shell, io, job);
  shell.substituted = false;
  if (command.words.length === 0) return assignOnly(view, command);
  const expanded = await expandCommand(view, command.words);
  if (expanded.argv.length === 0) {
    const status = shell.substituted ? shell.lastStatus : 0;
    await assignOnly(view, command);
    if (command.assignments.length === 0) settle(shell, { status, evidence: shell.evidence });
    return;
  }
  const assigned = new Map<string, Chunk>();
  for (const { name, value, append } of command.assignments) {
    if (shell.readonly.has(resolveName(shell, name))) {
      await io.stderr.write(complaint(shell, `${name}: readonly variable`));
      continue;
    }
    const text = value ? await expandToChunk(view, value) : '';
    assigned.set(name, append ? textOf(shell.variables.get(name) ?? '') + textOf(text) : text);
    if (traces(shell)) await trace(view, `${name}=${shownWords([textOf(text)])}`);
  }
  const details: ExecuteDetails = {
    alternatives: expanded.alternatives,
    assigned,
    declared: declaredBy(view, command.words),
    redirections: command.redirections,
  };
  if (expanded.argv[0] === 'exec' && expanded.argv.length === 1 && !shell.functions.has('exec')) {
    if (traces(shell)) await trace(view, 'exec');
    const kept = await keepRedirections(shell, command.redirections, io, job);
    if (!kept) throw new ShellExit(1);
    return settle(shell, { status: 0, evidence: NO_EVIDENCE });
  }
  if (traces(shell)) await trace(view, shownWords(expanded.argv));
  await withRedirections(shell, command.redirections, io, job, async (redirected) => {
    const seen = hinted(redirected, expanded.weak);
    settle(shell, await execute(shell, expanded.argv, seen, job, details));
    shell.lastArgument = expanded.argv.at(-1) ?? '';
  });
}

async function assignOnly(view: View, command: SimpleCommand): Promise<void> {
  const { shell, io, job } = view;
  shell.lastArgument = '';
  let failed = false;
  if (command.redirections.length > 0) {
    shell.lastStatus = shell.substituted ? shell.lastStatus : 0;
    const before = shell.lastStatus;
    let ran = false;
    await withRedirections(shell, command.redirections, io, job, () => {
      ran = true;
      return Promise.resolve();
    });
    failed = !ran;
    if (ran) shell.lastStatus = before;
  }
  for (const assignment of command.assignments) {
    const before = shell.variables.get('PS4');
    const shown = await assignNow(viewOf(shell, io, job), assignment);
    if (traces(shell)) await traceWith(view, shown, before);
  }
  if (!shell.substituted && !failed) settle(shell, { status: 0, evidence: NO_EVIDENCE });
}

/** An assignment to PS4 is itself shown behind the old one. */
async function traceWith(view: View, shown: string, ps4: Chunk | undefined): Promise<void> {
  const now = view.shell.variables.get('PS4');
  if (ps4 !== undefined) view.shell.variables.set('PS4', ps4);
  await trace(view, shown);
  if (now !== undefined) view.shell.variables.set('PS4', now);
}

function settle(shell: ShellState, outcome: Outcome): void {
  shell.lastStatus = outcome.status;
  shell.evidence = outcome.evidence;
}

/** The words; of `name=value` behind a declaration builtin one word, unsplit. */
function expandCommand(view: View, words: readonly Word[]): Promise<Expanded> {
  return inEveryWorld(view, async (each) => {
    const out: string[] = [];
    for (const word of words) {
      const { assignment } = word;
      if (!assignment) {
        for (const made of await expandWord(each, word)) out.push(made);
        continue;
      }
      const { name, subscript, append, value } = assignment;
      const at = subscript === undefined ? '' : `[${subscript}]`;
      const text = value ? await expandString(each, value) : '';
      out.push(
        `${name}${at}${append ? '+=' : '='}${assignment.array ? word.text.slice(word.text.indexOf('=') + 1) : text}`,
      );
    }
    return out;
  });
}

/** What `declare` needs beyond its arguments' text. */
function declaredBy(view: View, words: readonly Word[]): ReadonlyMap<number, Declared> {
  const declared = new Map<number, Declared>();
  for (const [index, { assignment }] of words.entries()) {
    if (!assignment) continue;
    const { name, subscript, append, array } = assignment;
    declared.set(index - 1, {
      name,
      append,
      ...(subscript !== undefined && { subscript: () => subscriptIn(view, name, subscript) }),
      ...(array && {
        array: (associative, before) => arrayFrom(view, array, associative, before, name),
      }),
    });
  }
  return declared;
}

const NO_ALTERNATIVES: Alternatives = new Map<Observation, readonly string[]>();

export async function execute(
  shell: ShellState,
  argv: readonly string[],
  io: Io,
  job: Job,
  details: ExecuteDetails = {},
): Promise<Outcome> {
  const [name, ...args] = argv;
  if (name === undefined) return { status: 0, evidence: NO_EVIDENCE };
  const body = details.skipFunctions ? undefined : shell.functions.get(name);
  const disabled = shell.switches.get(`disabled:${name}`) === true;
  const builtin = details.skipBuiltins || disabled ? undefined : BUILTINS.get(name);
  const kept = body || builtin ? lend(shell, details.assigned) : new Map<string, Binding>();
  const env = environment(shell, details.assigned);
  const alternatives = details.alternatives ?? NO_ALTERNATIVES;
  const context = contextFor({ shell, argv, io, job, env, alternatives, details });
  try {
    if (body) return await callFunction(shell, body, args, io, job);
    const result = builtin ? await builtin(context) : await runProgram(context, name);
    if (typeof result === 'object') return result;
    return { status: result ?? 0, evidence: NO_EVIDENCE };
  } catch (error) {
    if (isControlFlow(error)) throw error;
    if (error instanceof ShellError) {
      await io.stderr.write(complaint(shell, `${name}: ${error.message}`));
      return { status: error.status, evidence: NO_EVIDENCE };
    }
    return failure(shell, io, name, error, builtin !== undefined);
  } finally {
    for (const [variable, binding] of kept) restoreBinding(shell, variable, binding);
  }
}

async function failure(
  shell: ShellState,
  io: Io,
  name: string,
  error: unknown,
  isBuiltin: boolean,
): Promise<Outcome> {
  const status = { status: 1, evidence: NO_EVIDENCE };
  if (error instanceof BadDescriptor || (error instanceof FileError && error.errno === 'ENOSPC')) {
    const text = `${name}: write error: ${error instanceof FileError ? strerror(error) : error.message}`;
    await io.stderr.write(isBuiltin ? complaint(shell, text) : `${text}\n`).catch(() => undefined);
    return status;
  }
  const said = error instanceof FileError ? strerror(error) : `eggtooth: ${String(error)}`;
  await io.stderr.write(`${name}: ${said}\n`);
  return status;
}

/** How commands end other than by returning; anything else is an error of that one program. */
const isControlFlow = (error: unknown): boolean =>
  error instanceof Interrupted ||
  error instanceof BrokenPipe ||
  error instanceof Jump ||
  error instanceof ShellExit ||
  (error instanceof ShellError && error.fatal);

/** `A=1 builtin`: the variable while it runs. */
function lend(
  shell: ShellState,
  assigned: ReadonlyMap<string, Chunk> | undefined,
): ReadonlyMap<string, Binding> {
  const kept = new Map<string, Binding>();
  for (const [name, value] of assigned ?? []) {
    kept.set(name, bindingOf(shell, name));
    setScalar(shell, name, value);
    shell.exported.add(name);
  }
  return kept;
}

function environment(
  shell: ShellState,
  assigned: ReadonlyMap<string, Chunk> | undefined,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of shell.exported) {
    const value = shell.variables.get(name);
    if (value !== undefined) env[name] = textOf(value);
  }
  for (const [name, value] of assigned ?? []) env[name] = textOf(value);
  return env;
}
