/**
 * One expansion of one command, in one of the worlds that are compared: as it is, or as if an
 * observation had been otherwise. Commands are run once, in the world as it is; assignments that an
 * expansion makes are kept there only.
 */
import type { Observation } from '../../host/live-lab.ts';
import type { Io } from '../commands/command.ts';
import { facet, marksOf, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { Job } from '../process.ts';
import { ShellError } from '../shell-error.ts';
import type { ShellState } from '../shell-state.ts';
import type { CommandPart, ProcessPart } from '../syntax/tree.ts';
import {
  arrayOf,
  isAssociative,
  resolveName,
  scalarOf,
  setElement,
  setScalar,
} from '../variables.ts';
import { evaluate } from './arithmetic.ts';
import type { ArithmeticScope } from './arithmetic.ts';
import type { Expander } from './interpreter.ts';

/** Which world: as it is, with one observation otherwise, or (undefined) all. */
export type World = 'as it is' | Observation | undefined;

/** What the first expansion found out, for those that follow. */
export interface Memory {
  /** Marked values that were used. */
  readonly used: Set<Chunk>;
  /** `$?` was read. */
  statusUsed: boolean;
  readonly outputs: Map<CommandPart, Chunk[]>;
  readonly paths: Map<ProcessPart, string>;
  readonly globs: Map<string, readonly string[]>;
}
export interface View {
  readonly shell: ShellState;
  readonly io: Io;
  readonly job: Job;
  readonly world: World;
  readonly status: number;
  readonly memory: Memory;
  /** How many outputs of a command have been taken; of a world that is not as it is. */
  readonly taken: Map<CommandPart, number>;
  /** What a world that is not as it is has assigned. */
  readonly scratch: Map<string, string>;
}

export const newMemory = (): Memory => ({
  used: new Set(),
  statusUsed: false,
  outputs: new Map(),
  paths: new Map(),
  globs: new Map(),
});
export function viewOf(
  shell: ShellState,
  io: Io,
  job: Job,
  memory: Memory = newMemory(),
  world: World = 'as it is',
  status: number = shell.lastStatus,
): View {
  return { shell, io, job, world, status, memory, taken: new Map(), scratch: new Map() };
}

/** The text of a value in this world. */
export function read(view: View, value: Chunk): string {
  if (typeof value === 'string') return value;
  if (marksOf(value).length > 0) view.memory.used.add(value);
  return view.world === 'as it is' ? textOf(value) : facet(value, view.world);
}

const key = (name: string, subscript?: string): string =>
  subscript === undefined ? name : `${name}[${subscript}]`;

/** A scalar, or an array's element whose subscript is ready; undefined when unset. */
export function lookUp(view: View, name: string, subscript?: string): string | undefined {
  const kept = view.scratch.size > 0 ? view.scratch.get(key(name, subscript)) : undefined;
  if (kept !== undefined) return kept;
  const { shell } = view;
  if (subscript === undefined) {
    const value = special(view, name) ?? scalarOf(shell, name);
    return value === undefined ? undefined : read(view, value);
  }
  const array = arrayOf(shell, name);
  const value = array
    ? array.elements.get(subscript)
    : subscript === '0'
      ? scalarOf(shell, name)
      : undefined;
  return value === undefined ? undefined : read(view, value);
}

function special(view: View, name: string): string | undefined {
  const { shell } = view;
  const first = name.charCodeAt(0);
  if (first >= 48 && first <= 57)
    return name === '0' ? shell.scriptName : shell.positional[Number(name) - 1];
  switch (name) {
    case '?':
      view.memory.statusUsed = true;
      return String(view.status);
    case '#':
      return String(shell.positional.length);
    case '$':
      return String(shell.mainPid);
    case '!':
      return shell.lastBackgroundPid === 0 ? undefined : String(shell.lastBackgroundPid);
    case '-':
      return flags(shell);
    default:
      return undefined;
  }
}

const FLAGS: Readonly<Record<string, string>> = {
  allexport: 'a',
  notify: 'b',
  errexit: 'e',
  noglob: 'f',
  keyword: 'k',
  noexec: 'n',
  nounset: 'u',
  verbose: 'v',
  xtrace: 'x',
  noclobber: 'C',
  errtrace: 'E',
  functrace: 'T',
};
export function flags(shell: ShellState): string {
  const on = Object.entries(FLAGS).flatMap(([name, letter]) =>
    shell.options.get(name) ? [letter] : [],
  );
  const all = [...on, ...(shell.options.get('hashall') === false ? [] : ['h']), 'B'];
  if (shell.interactive) all.push('i', 'm', 'H');
  const order = 'abefhikmnptuvxBCEHPT';
  const letters = all.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)).join('');
  return shell.commandMode ? `${letters}c` : letters;
}

export function assign(
  view: View,
  name: string,
  subscript: string | undefined,
  value: string,
): void {
  if (view.world !== 'as it is') view.scratch.set(key(name, subscript), value);
  else if (subscript === undefined) setScalar(view.shell, name, value);
  else setElement(view.shell, name, subscript, value);
}

/** The key of an array's element: of an indexed one the value of an expression. */
export function subscriptOf(view: View, given: string, text: string): string {
  const name = resolveName(view.shell, given);
  if (isAssociative(view.shell, name)) return text;
  const value = arithmetic(view, text);
  if (value >= 0n) return String(value);
  const keys = [...(arrayOf(view.shell, name)?.elements.keys() ?? [])];
  const last = keys.length > 0 ? BigInt(keys.at(-1) ?? '0') : -1n;
  const from = last + 1n + value;
  if (from < 0n) throw new ShellError(`${given}[${text}]: bad array subscript`);
  return String(from);
}

/** The value of an expression in which `$` has been expanded. */
export function arithmetic(view: View, text: string): bigint {
  return evaluate(text, scopeOf(view));
}
function scopeOf(view: View): ArithmeticScope {
  const at = (name: string, text: string | undefined): string | undefined =>
    text === undefined ? undefined : subscriptOf(view, name, text);
  return {
    get(name, subscript) {
      const value = lookUp(view, name, at(name, subscript));
      if (value === undefined && view.shell.options.get('nounset'))
        throw new ShellError(`${name}: unbound variable`, { fatal: true });
      return value;
    },
    set: (name, subscript, value) => assign(view, name, at(name, subscript), String(value)),
  };
}

export const expanderOf = (view: View): Expander => view.shell.machine.interpreter.expander;

/** What a parameter stands for before its operator. */
export interface Values {
  readonly values: readonly string[];
  readonly keys: readonly string[];
  /** `@`, `*`: many values; else one, or none when it is unset. */
  readonly join: '@' | '*' | undefined;
  readonly name: string;
  readonly subscript: string | undefined;
}
export function separatorsOf(view: View): string {
  const value = scalarOf(view.shell, 'IFS');
  return value === undefined ? ' \t\n' : textOf(value);
}
