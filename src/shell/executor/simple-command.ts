/** A simple command: assignments, expansion, aliases, functions, builtins, programs. */
import type { Observation } from '../../host/live-lab.ts';
import { BUILTINS } from '../builtins/catalogue.ts';
import type { Alternatives, Io, Outcome } from '../commands/command.ts';
import { FileError, strerror } from '../files/file-error.ts';
import { textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { NO_EVIDENCE } from '../looks/counterfactual.ts';
import { BrokenPipe } from '../pipe.ts';
import { Interrupted, Jump, ShellExit } from '../process.ts';
import type { Job } from '../process.ts';
import { complaint } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import { contextFor } from './context.ts';
import { hinted } from './evidence.ts';
import type { ExecuteDetails } from './interpreter.ts';
import { ExpansionError, expandToChunk, expandWords, markedWord } from './expansion.ts';
import { runProgram } from './program.ts';
import { withRedirections } from './redirection.ts';
import { substitution } from './substitution.ts';
import { parseScript } from './syntax.ts';
import type { AssignmentNode, SimpleCommandNode, WordNode } from './syntax.ts';

export async function runSimple(
  shell: ShellState,
  command: SimpleCommandNode,
  io: Io,
  job: Job,
): Promise<void> {
  try {
    await attempt(shell, command, io, job);
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    await io.stderr.write(complaint(shell, error.message));
    throw new Jump('prompt', 1);
  }
}

async function attempt(
  shell: ShellState,
  command: SimpleCommandNode,
  io: Io,
  job: Job,
): Promise<void> {
  const aliased = withoutAlias(shell, command);
  const substitutes = command.assignments.some((a) =>
    a.value?.parts.some((part) => JSON.stringify(part).includes('CommandSubstitution')),
  );
  const assigned = new Map<string, Chunk>();
  for (const assignment of aliased.assignments) {
    if (shell.readonly.has(assignment.name))
      throw new ExpansionError(`${assignment.name}: readonly variable`);
    const value = await evaluate(shell, assignment, io, job);
    if (value !== undefined) assigned.set(assignment.name, value);
  }
  const { name } = aliased;
  if (!name) {
    await withRedirections(shell, aliased.redirections, io, job, () => Promise.resolve());
    for (const [variable, value] of assigned) shell.variables.set(variable, value);
    if (!substitutes) settle(shell, { status: 0, evidence: NO_EVIDENCE });
    return;
  }
  const expanded = await expandWords(shell, [name, ...aliased.args], substitution(shell, io, job));
  await withRedirections(shell, aliased.redirections, io, job, async (redirected) => {
    if (shell.options.get('xtrace'))
      await redirected.stderr.write(`+ ${expanded.argv.join(' ')}\n`);
    const seen = hinted(redirected, expanded.weak);
    settle(
      shell,
      await execute(shell, expanded.argv, seen, job, {
        alternatives: expanded.alternatives,
        assigned,
      }),
    );
  });
}

function settle(shell: ShellState, outcome: Outcome): void {
  shell.lastStatus = outcome.status;
  shell.evidence = outcome.evidence;
}

async function evaluate(
  shell: ShellState,
  assignment: AssignmentNode,
  io: Io,
  job: Job,
): Promise<Chunk | undefined> {
  const { name, array, append, value } = assignment;
  const substitute = substitution(shell, io, job);
  if (/\[/.test(name))
    throw new ExpansionError('eggtooth: assigning to one element of an array is not simulated');
  if (array) {
    const expanded = await expandWords(shell, array, substitute);
    const values = expanded.argv.map((_, index) => markedWord(expanded, index));
    shell.arrays.set(name, append ? [...(shell.arrays.get(name) ?? []), ...values] : values);
    shell.variables.delete(name);
    return undefined;
  }
  const text = value ? await expandToChunk(shell, value, substitute) : '';
  if (!append) return text;
  return textOf(shell.variables.get(name) ?? '') + textOf(text);
}

/** Aliases are words before they are expanded, so this is done on the syntax tree. */
function withoutAlias(shell: ShellState, command: SimpleCommandNode): SimpleCommandNode {
  let current = command;
  const used = new Set<string>();
  for (;;) {
    const literal = current.name?.parts;
    const only = literal?.[0];
    if (literal?.length !== 1 || only?.type !== 'Literal' || used.has(only.value)) return current;
    const replacement = shell.aliases.get(only.value);
    if (replacement === undefined) return current;
    used.add(only.value);
    const parsed = parseScript(replacement);
    const first = parsed.ok ? parsed.script.statements[0]?.pipelines[0]?.commands[0] : undefined;
    if (first?.type !== 'SimpleCommand' || !first.name) return current;
    const args: WordNode[] = /#/.test(replacement) ? first.args : [...first.args, ...current.args];
    current = {
      ...current,
      name: first.name,
      args,
      assignments: [...first.assignments, ...current.assignments],
    };
  }
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
  if (body) return callFunction(shell, body, args, io, job, details);
  const env = environment(shell, details.assigned);
  const context = contextFor({
    shell,
    argv,
    io,
    job,
    env,
    alternatives: details.alternatives ?? NO_ALTERNATIVES,
  });
  const builtin = details.skipBuiltins ? undefined : BUILTINS.get(name);
  try {
    const result = builtin ? await builtin(context) : await runProgram(context, name);
    if (typeof result === 'object') return result;
    return { status: result ?? 0, evidence: NO_EVIDENCE };
  } catch (error) {
    if (isControlFlow(error)) throw error;
    const said = error instanceof FileError ? strerror(error) : `eggtooth: ${String(error)}`;
    await io.stderr.write(`${name}: ${said}\n`);
    return { status: 1, evidence: NO_EVIDENCE };
  }
}

/** How commands end other than by returning; anything else is an error of that one program. */
const isControlFlow = (error: unknown): boolean =>
  error instanceof Interrupted ||
  error instanceof BrokenPipe ||
  error instanceof Jump ||
  error instanceof ShellExit ||
  error instanceof ExpansionError;

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

const DEPTH_MAX = 200;

async function callFunction(
  shell: ShellState,
  definition: Parameters<ShellState['functions']['set']>[1],
  args: readonly string[],
  io: Io,
  job: Job,
  details: ExecuteDetails,
): Promise<Outcome> {
  const caller = shell.positional;
  if (shell.functionDepth >= DEPTH_MAX) {
    await io.stderr.write(
      complaint(
        shell,
        `${definition.name}: maximum function nesting level exceeded (${DEPTH_MAX})`,
      ),
    );
    throw new Jump('prompt', 1);
  }
  const kept = new Map(
    [...(details.assigned ?? [])].map(([name]) => [name, shell.variables.get(name)]),
  );
  for (const [name, value] of details.assigned ?? []) shell.variables.set(name, value);
  shell.positional = args;
  shell.functionDepth += 1;
  const frame = new Map<string, Chunk | undefined>();
  shell.hidden.push(frame);
  try {
    await shell.machine.interpreter.command(shell, definition.body, io, job);
  } catch (error) {
    if (!(error instanceof Jump) || error.to !== 'return') throw error;
    settle(shell, { status: error.status, evidence: NO_EVIDENCE });
  } finally {
    shell.positional = caller;
    shell.functionDepth -= 1;
    shell.hidden.pop();
    for (const [name, value] of frame) restore(shell, name, value);
    for (const [name, value] of kept) restore(shell, name, value);
  }
  return { status: shell.lastStatus, evidence: shell.evidence };
}

function restore(shell: ShellState, name: string, value: Chunk | undefined): void {
  if (value === undefined) shell.variables.delete(name);
  else shell.variables.set(name, value);
}
