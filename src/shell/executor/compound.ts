/** Bash's compound commands: `if`, `for`, `while`, `case`, `[[`, `((`, groups and subshells. */
import type { Observation } from '../../host/live-lab.ts';
import type { Io } from '../commands/command.ts';
import { observationsIn, textOf } from '../looks/chunk.ts';
import { Jump, ShellExit } from '../process.ts';
import type { Job } from '../process.ts';
import { complaint, forkShell } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import { decisive, hinted, settle } from './evidence.ts';
import { choose, expandToChunk, expandWords, markedWord } from './expansion.ts';
import { withRedirections } from './redirection.ts';
import { substitution } from './substitution.ts';
import { quoted, textOfCommand } from './syntax.ts';
import type { CompoundNode, Of, StatementNode } from './syntax.ts';

export async function runCompound(
  shell: ShellState,
  command: CompoundNode,
  io: Io,
  job: Job,
): Promise<void> {
  await withRedirections(shell, command.redirections, io, job, (redirected) =>
    dispatch(shell, command, redirected, job),
  );
}

async function dispatch(shell: ShellState, command: CompoundNode, io: Io, job: Job): Promise<void> {
  switch (command.type) {
    case 'Group':
      return shell.machine.interpreter.statements(shell, command.body, io, job);
    case 'Subshell':
      return runSubshell(shell, command, io, job);
    case 'If':
      return runIf(shell, command, io, job);
    case 'For':
      return runFor(shell, command, io, job);
    case 'CStyleFor':
      return runCStyleFor(shell, command, io, job);
    case 'While':
    case 'Until':
      return runWhile(shell, command, io, job);
    case 'Case':
      return runCase(shell, command, io, job);
    case 'ArithmeticCommand':
    case 'ConditionalCommand':
      return runTest(shell, command, io);
  }
}

async function runSubshell(
  shell: ShellState,
  command: Of<'Subshell'>,
  io: Io,
  job: Job,
): Promise<void> {
  const subshell = forkShell(shell);
  try {
    await shell.machine.interpreter.statements(subshell, command.body, io, job);
  } catch (error) {
    if (!(error instanceof ShellExit)) throw error;
    subshell.lastStatus = error.status;
  }
  shell.lastStatus = subshell.lastStatus;
  shell.evidence = subshell.evidence;
}

async function runCondition(
  shell: ShellState,
  condition: readonly StatementNode[],
  io: Io,
  job: Job,
): Promise<boolean> {
  shell.conditionDepth += 1;
  try {
    await shell.machine.interpreter.statements(shell, condition, io, job);
  } finally {
    shell.conditionDepth -= 1;
  }
  return shell.lastStatus === 0;
}

async function runIf(shell: ShellState, command: Of<'If'>, io: Io, job: Job): Promise<void> {
  const because = new Set<Observation>();
  for (const clause of command.clauses) {
    const holds = await runCondition(shell, clause.condition, io, job);
    for (const of of decisive(shell)) because.add(of);
    if (holds)
      return shell.machine.interpreter.statements(shell, clause.body, hinted(io, because), job);
  }
  if (command.elseBody)
    return shell.machine.interpreter.statements(shell, command.elseBody, hinted(io, because), job);
  settle(shell, 0);
}

/** One round of a loop; true when it was left by `break`. */
async function runBody(
  shell: ShellState,
  body: readonly StatementNode[],
  io: Io,
  job: Job,
): Promise<boolean> {
  try {
    await shell.machine.interpreter.statements(shell, body, io, job);
    return false;
  } catch (error) {
    if (!(error instanceof Jump) || (error.to !== 'break' && error.to !== 'continue')) throw error;
    settle(shell, 0);
    error.levels -= 1;
    if (error.levels > 0) throw error;
    return error.to === 'break';
  }
}

async function runFor(shell: ShellState, command: Of<'For'>, io: Io, job: Job): Promise<void> {
  const expanded = command.words
    ? await expandWords(shell, command.words, substitution(shell, io, job))
    : { argv: shell.positional, alternatives: new Map(), weak: new Set<Observation>() };
  settle(shell, 0);
  for (const index of expanded.argv.keys()) {
    shell.variables.set(command.variable, markedWord(expanded, index));
    if (await runBody(shell, command.body, hinted(io, expanded.weak), job)) break;
  }
}

async function runCStyleFor(
  shell: ShellState,
  command: Of<'CStyleFor'>,
  io: Io,
  job: Job,
): Promise<void> {
  const evaluate = async (text: string | undefined): Promise<boolean> => {
    if (text === undefined) return true;
    const { status } = await evaluateByJustBash(shell, `(( ${text} ))`, 'as it is', io);
    return status === 0;
  };
  const { init, condition, update } = command;
  if (init) await evaluate(init.originalText);
  settle(shell, 0);
  while (condition ? await evaluate(condition.originalText) : true) {
    if (await runBody(shell, command.body, io, job)) break;
    if (update) await evaluate(update.originalText);
  }
}

async function runWhile(
  shell: ShellState,
  command: Of<'While'> | Of<'Until'>,
  io: Io,
  job: Job,
): Promise<void> {
  let status = 0;
  for (;;) {
    const holds = await runCondition(shell, command.condition, io, job);
    if (holds !== (command.type === 'While')) {
      for (const of of decisive(shell)) shell.after.add(of);
      settle(shell, status);
      return;
    }
    if (await runBody(shell, command.body, io, job)) return;
    status = shell.lastStatus;
  }
}

async function runCase(shell: ShellState, command: Of<'Case'>, io: Io, job: Job): Promise<void> {
  const word = await expandToChunk(shell, command.word, substitution(shell, io, job));
  const seen = hinted(io, observationsIn([word]));
  settle(shell, 0);
  let fallThrough = false;
  for (const item of command.items) {
    let matches = fallThrough;
    for (const pattern of matches ? [] : item.patterns) {
      const node = textOfCommand({
        type: 'SimpleCommand',
        assignments: [],
        name: pattern,
        args: [],
        redirections: [],
      });
      const text = `case ${quoted(textOf(word))} in ${node.trim()}) true;; *) false;; esac`;
      const { status } = await evaluateByJustBash(shell, text, 'as it is', io);
      if (status === 0) matches = true;
      if (matches) break;
    }
    if (!matches) continue;
    await shell.machine.interpreter.statements(shell, item.body, seen, job);
    if (item.terminator === ';;') return;
    fallThrough = item.terminator === ';&';
  }
}

async function runTest(
  shell: ShellState,
  command: Of<'ArithmeticCommand'> | Of<'ConditionalCommand'>,
  io: Io,
): Promise<void> {
  const text = textOfCommand({ ...command, redirections: [] });
  if (/\$\(|`/.test(text.replaceAll('$((', ''))) {
    await io.stderr.write(
      complaint(shell, 'eggtooth: $(…) inside [[ ]] or (( )) is not simulated: use a variable'),
    );
    settle(shell, 2);
    return;
  }
  const base = await evaluateByJustBash(shell, text, 'as it is', io);
  const each = new Map<Observation, number>();
  for (const of of observationsIn(shell.variables.values())) {
    const other = await evaluateByJustBash(shell, text, of, io);
    if (other.status !== base.status) each.set(of, other.status);
  }
  shell.lastStatus = base.status;
  shell.evidence = { each, joint: new Map() };
}

/** Lets just-bash evaluate an expression, and takes over what it assigned. */
async function evaluateByJustBash(
  shell: ShellState,
  text: string,
  which: 'as it is' | Observation,
  io: Io,
): Promise<{ status: number }> {
  const env: Record<string, string> = {};
  for (const [name, value] of shell.variables) env[name] = choose(value, which);
  const before =
    shell.positional.length > 0 ? `set -- ${shell.positional.map(quoted).join(' ')}; ` : '';
  const arrays = [...shell.arrays]
    .filter(([name]) => text.includes(name))
    .map(([name, values]) => `${name}=(${values.map((v) => quoted(choose(v, which))).join(' ')}); `)
    .join('');
  const result = await shell.machine
    .textTools(shell.user)
    .exec(`${arrays}${before}${text}`, { env, cwd: shell.cwd, rawScript: true });
  if (which === 'as it is') {
    if (result.stderr)
      await io.stderr.write(
        result.stderr.replace(/^bash: /, shell.interactive ? '-bash: ' : 'bash: '),
      );
    for (const [name, value] of Object.entries(result.env))
      if (/^[a-z]\w*$/i.test(name) && env[name] !== value && (name in env || /^[a-z]/.test(name)))
        shell.variables.set(name, value);
  }
  return { status: result.exitCode };
}
