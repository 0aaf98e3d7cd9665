/** Bash's compound commands: `if`, `for`, `while`, `case`, `select`, `[[`, `((`, groups, subshells. */
import type { Observation } from '../../host/live-lab.ts';
import type { Io } from '../commands/command.ts';
import { textOf } from '../looks/chunk.ts';
import { observationsIn } from '../looks/chunk.ts';
import { asProcess } from '../limits.ts';
import { Jump } from '../process.ts';
import type { Job } from '../process.ts';
import { ShellError } from '../shell-error.ts';
import { forkShell } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import type { Compound, Item, Of } from '../syntax/tree.ts';
import { setScalar } from '../variables.ts';
import { testCondition } from './conditional.ts';
import { runCoprocess } from './coprocess.ts';
import { decisive, hinted, settle } from './evidence.ts';
import { expandPattern, expandText } from './expand.ts';
import { patternOptions } from './operators.ts';
import { matches } from './patterns.ts';
import { withRedirections } from './redirection.ts';
import { runSelect } from './select.ts';
import { runSubshell } from './substitution.ts';
import { arithmetic, newMemory, viewOf } from './view.ts';
import type { View } from './view.ts';
import { expandToChunk, expandWords, markedWord } from './words.ts';
import { shownWords, trace, traces } from './xtrace.ts';
import { complaint } from '../shell-state.ts';

export async function runCompound(
  shell: ShellState,
  command: Compound,
  io: Io,
  job: Job,
): Promise<void> {
  await withRedirections(shell, command.redirections, io, job, (redirected) =>
    dispatch(shell, command, redirected, job),
  );
}

async function dispatch(shell: ShellState, command: Compound, io: Io, job: Job): Promise<void> {
  switch (command.kind) {
    case 'group':
      return shell.machine.interpreter.items(shell, command.body, io, job);
    case 'subshell': {
      const subshell = forkShell(shell);
      await asProcess(subshell, () => runSubshell(subshell, command.body, io, job));
      shell.lastStatus = subshell.lastStatus;
      shell.evidence = subshell.evidence;
      return;
    }
    case 'if':
      return runIf(shell, command, io, job);
    case 'for':
      return runFor(shell, command as Of<'for'> & { kind: 'for' }, io, job);
    case 'select':
      return runSelect(shell, command as Of<'select'>, io, job, runBody);
    case 'arithmetic-for':
      return runArithmeticFor(shell, command, io, job);
    case 'while':
    case 'until':
      return runWhile(shell, command as Of<'while'>, io, job);
    case 'case':
      return runCase(shell, command, io, job);
    case 'arithmetic':
    case 'conditional':
      return runTest(shell, command as Of<'arithmetic'>, io, job);
    case 'coprocess':
      return runCoprocess(shell, command, io, job);
  }
}

async function runCondition(
  shell: ShellState,
  condition: readonly Item[],
  io: Io,
  job: Job,
): Promise<boolean> {
  shell.conditionDepth += 1;
  try {
    await shell.machine.interpreter.items(shell, condition, io, job);
  } finally {
    shell.conditionDepth -= 1;
  }
  return shell.lastStatus === 0;
}

async function runIf(shell: ShellState, command: Of<'if'>, io: Io, job: Job): Promise<void> {
  const because = new Set<Observation>();
  for (const clause of command.clauses) {
    const holds = await runCondition(shell, clause.condition, io, job);
    for (const of of decisive(shell)) because.add(of);
    if (holds) return shell.machine.interpreter.items(shell, clause.body, hinted(io, because), job);
  }
  if (command.otherwise)
    return shell.machine.interpreter.items(shell, command.otherwise, hinted(io, because), job);
  settle(shell, 0);
}

/** One round of a loop; true when it was left by `break`. */
async function runBody(
  shell: ShellState,
  body: readonly Item[],
  io: Io,
  job: Job,
): Promise<boolean> {
  shell.loopDepth += 1;
  try {
    await shell.machine.interpreter.items(shell, body, io, job);
    return false;
  } catch (error) {
    if (!(error instanceof Jump) || (error.to !== 'break' && error.to !== 'continue')) throw error;
    settle(shell, error.status);
    error.levels -= 1;
    if (error.levels > 0 && shell.loopDepth > 1) throw error;
    return error.to === 'break';
  } finally {
    shell.loopDepth -= 1;
  }
}
export type RunBody = typeof runBody;

async function runFor(shell: ShellState, command: Of<'for'>, io: Io, job: Job): Promise<void> {
  const { variable } = command;
  if (!/^[A-Za-z_]\w*$/.test(variable)) {
    await io.stderr.write(complaint(shell, `\`${variable}': not a valid identifier`));
    return void settle(shell, 1);
  }
  const view = viewOf(shell, io, job);
  const expanded = command.words
    ? await expandWords(view, command.words)
    : { argv: shell.positional, alternatives: new Map(), weak: new Set<Observation>() };
  settle(shell, 0);
  for (const index of expanded.argv.keys()) {
    if (traces(shell))
      await trace(
        view,
        `for ${variable} in ${command.words ? shownFor(command, expanded.argv) : '"$@"'}`,
      );
    setScalar(shell, variable, markedWord(expanded, index));
    if (await runBody(shell, command.body, hinted(io, expanded.weak), job)) break;
  }
}
const shownFor = (command: Of<'for'>, argv: readonly string[]): string =>
  command.words?.map((word) => word.text).join(' ') ?? shownWords(argv);

async function evaluate(view: View, source: string): Promise<bigint> {
  if (traces(view.shell)) await trace(view, `(( ${source} ))`);
  try {
    return arithmetic(view, await expandText(view, source));
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    throw new ShellError(`((: ${error.message}`);
  }
}

async function runArithmeticFor(
  shell: ShellState,
  command: Of<'arithmetic-for'>,
  io: Io,
  job: Job,
): Promise<void> {
  const value = (source: string): Promise<bigint> => evaluate(viewOf(shell, io, job), source);
  const [start, condition, step] = command.expressions;
  settle(shell, 0);
  try {
    if (start.trim() !== '') await value(start);
    while (condition.trim() === '' || (await value(condition)) !== 0n) {
      if (await runBody(shell, command.body, io, job)) break;
      if (step.trim() !== '') await value(step);
    }
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    await io.stderr.write(complaint(shell, error.message));
    settle(shell, 1);
  }
}

async function runWhile(shell: ShellState, command: Of<'while'>, io: Io, job: Job): Promise<void> {
  let status = 0;
  for (;;) {
    shell.loopDepth += 1;
    let holds: boolean;
    try {
      holds = await runCondition(shell, command.condition, io, job);
    } catch (error) {
      if (!(error instanceof Jump) || (error.to !== 'break' && error.to !== 'continue'))
        throw error;
      error.levels -= 1;
      if (error.levels > 0) throw error;
      if (error.to === 'break') return void settle(shell, 0);
      continue;
    } finally {
      shell.loopDepth -= 1;
    }
    if (holds !== (command.kind === 'while')) {
      for (const of of decisive(shell)) shell.after.add(of);
      settle(shell, status);
      return;
    }
    if (await runBody(shell, command.body, io, job)) return;
    status = shell.lastStatus;
  }
}

async function runCase(shell: ShellState, command: Of<'case'>, io: Io, job: Job): Promise<void> {
  const view = viewOf(shell, io, job);
  const word = await expandToChunk(view, command.word);
  if (traces(shell)) await trace(view, `case ${command.word.text} in`);
  const seen = hinted(io, observationsIn([word]));
  let fallThrough = false;
  let ran = false;
  for (const clause of command.clauses) {
    let matched = fallThrough;
    for (const pattern of matched ? [] : clause.patterns) {
      const text = await expandPattern(viewOf(shell, io, job), pattern);
      if (matches(textOf(word), text, patternOptions(view))) {
        matched = true;
        break;
      }
    }
    if (!matched) continue;
    ran = true;
    if (clause.body.length === 0) settle(shell, 0);
    await shell.machine.interpreter.items(shell, clause.body, seen, job);
    if (clause.end === ';;') return;
    fallThrough = clause.end === ';&';
  }
  if (!ran) settle(shell, 0);
}

/** `((` and `[[`: a status, and what it would have been otherwise. */
async function runTest(
  shell: ShellState,
  command: Of<'arithmetic'> | Of<'conditional'>,
  io: Io,
  job: Job,
): Promise<void> {
  const holds = async (view: View): Promise<number> => {
    const value =
      command.kind === 'conditional'
        ? await testCondition(view, command.expression)
        : (await evaluate(view, command.source)) !== 0n;
    return value ? 0 : 1;
  };
  const memory = newMemory();
  const each = new Map<Observation, number>();
  let status: number;
  const before = shell.lastStatus;
  try {
    status = await holds(viewOf(shell, io, job, memory));
    for (const of of observationsIn(memory.used)) {
      const inner = { ...memory, used: new Set<never>() };
      const other = await holds(viewOf(shell, io, job, inner, of, before));
      if (other !== status) each.set(of, other);
    }
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    if (error.message !== '') await io.stderr.write(complaint(shell, error.message));
    status = error.status;
  }
  shell.lastStatus = status;
  shell.evidence = { each, joint: new Map() };
}
