/** A function that is called: its parameters, its local variables, its place in FUNCNAME. */
import type { Io, Outcome } from '../commands/command.ts';
import { NO_EVIDENCE } from '../looks/counterfactual.ts';
import { Jump } from '../process.ts';
import type { Job } from '../process.ts';
import { complaint } from '../shell-state.ts';
import type { Binding, ShellState } from '../shell-state.ts';
import type { FunctionNode } from '../syntax/tree.ts';
import { restoreBinding } from '../variables.ts';
import { settle } from './evidence.ts';
import { runTrap } from './traps.ts';

const DEPTH_MAX = 1000;

export async function callFunction(
  shell: ShellState,
  definition: FunctionNode,
  args: readonly string[],
  io: Io,
  job: Job,
): Promise<Outcome> {
  if (shell.functionDepth >= DEPTH_MAX) {
    const text = `${definition.name}: maximum function nesting level exceeded (${DEPTH_MAX})`;
    await io.stderr.write(complaint(shell, text));
    throw new Jump('prompt', 1);
  }
  const { positional, line, loopDepth } = shell;
  const source = definition.source || (shell.commandMode ? 'environment' : 'main');
  const frame = new Map<string, Binding>();
  const debug = shell.traps.get('DEBUG');
  const returns = shell.traps.get('RETURN');
  if (!shell.options.get('functrace'))
    for (const name of ['DEBUG', 'RETURN']) shell.traps.delete(name);
  shell.positional = args;
  shell.functionDepth += 1;
  shell.loopDepth = 0;
  shell.hidden.push(frame);
  shell.calls.push({ name: definition.name, source, line, kind: 'function' });
  try {
    await shell.machine.interpreter.command(shell, definition.body, io, job);
    await runTrap(shell, 'RETURN', io, job);
  } catch (error) {
    if (!(error instanceof Jump) || error.to !== 'return') throw error;
    settle(shell, error.status);
    await runTrap(shell, 'RETURN', io, job);
  } finally {
    shell.positional = positional;
    shell.functionDepth -= 1;
    shell.loopDepth = loopDepth;
    shell.line = line;
    shell.hidden.pop();
    shell.calls.pop();
    if (debug !== undefined && !shell.traps.has('DEBUG')) shell.traps.set('DEBUG', debug);
    if (returns !== undefined && !shell.traps.has('RETURN')) shell.traps.set('RETURN', returns);
    for (const [name, binding] of frame) restoreBinding(shell, name, binding);
  }
  return { status: shell.lastStatus, evidence: shell.evidence ?? NO_EVIDENCE };
}
