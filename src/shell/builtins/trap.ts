/** trap: what to do when a signal comes, and at EXIT, ERR, DEBUG, RETURN. */
import type { Command, CommandContext } from '../commands/command.ts';
import { SIGNALS, shownSignal, signalName, signalNumber } from '../executor/traps.ts';
import { singleQuoted } from '../quoting.ts';
import { complaint } from '../shell-state.ts';

async function list({ shell, out }: CommandContext, names: readonly string[]): Promise<number> {
  const shown = shell.shownTraps ?? shell.traps;
  const order = (name: string): number => (signalNumber(name) < 0 ? 100 : signalNumber(name));
  const all = names.length > 0 ? names : [...shown.keys()].toSorted((a, b) => order(a) - order(b));
  for (const name of all) {
    const action = shown.get(name);
    if (action !== undefined) await out(`trap -- ${singleQuoted(action)} ${shownSignal(name)}\n`);
  }
  return 0;
}

/** `kill -l` and `trap -l`: five in a row. */
export function signalTable(): string {
  const cells: string[] = [];
  for (const [number, name] of SIGNALS.entries())
    if (number > 0) cells.push(`${String(number).padStart(2)}) SIG${name}`);
  for (let n = 0; n <= 30; n += 1) {
    const name =
      n === 0 ? 'RTMIN' : n <= 15 ? `RTMIN+${n}` : n === 30 ? 'RTMAX' : `RTMAX-${30 - n}`;
    cells.push(`${34 + n}) SIG${name}`);
  }
  let out = '';
  for (let row = 0; row < cells.length; row += 5)
    out += `${cells.slice(row, row + 5).join('\t')}\n`;
  return out;
}

async function trap(context: CommandContext): Promise<number> {
  const { shell, args, error, out } = context;
  if (args[0] === '-l') {
    await out(signalTable());
    return 0;
  }
  const print = args[0] === '-p';
  const words = print || args[0] === '--' ? args.slice(1) : args;
  if (print || words.length === 0)
    return list(
      context,
      words.flatMap((one) => signalName(one) ?? []),
    );
  const [first = '', ...rest] = words;
  const resets = first === '-' || (rest.length === 0 && signalName(first) !== undefined);
  const names = rest.length === 0 ? [first] : rest;
  if (rest.length === 0 && !resets) {
    await error('trap: usage: trap [-lp] [[arg] signal_spec ...]\n');
    return 2;
  }
  let status = 0;
  for (const given of names) {
    const name = signalName(given);
    if (name === undefined) {
      await error(complaint(shell, `trap: ${given}: invalid signal specification`));
      status = 1;
    } else if (resets) {
      shell.shownTraps = undefined;
      shell.traps.delete(name);
    } else {
      shell.shownTraps = undefined;
      shell.traps.set(name, first);
    }
  }
  return status;
}

export const TRAPS: Readonly<Record<string, Command>> = { trap };
