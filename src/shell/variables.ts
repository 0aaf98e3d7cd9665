/** The shell's variables: scalars, arrays, attributes, namerefs, and those that bash computes. */
import { held } from './limits.ts';
import type { Chunk } from './looks/chunk.ts';
import { textOf } from './looks/chunk.ts';
import { ShellError } from './shell-error.ts';
import { owners } from './array-owners.ts';
import type { ArrayValue, Binding, ShellState } from './shell-state.ts';

export const NAME = /^[A-Za-z_]\w*$/;
const REFERENCES_MAX = 10;

/** The name behind a nameref; `a[1]` may be one. */
export function resolveName(shell: ShellState, name: string): string {
  let at = name;
  for (let n = 0; n < REFERENCES_MAX; n += 1) {
    if (!shell.attributes.get(at)?.includes('n')) return at;
    const target = textOf(shell.variables.get(at) ?? '');
    if (target === '' || target === at) return at;
    at = target;
  }
  return at;
}

export function arrayOf(shell: ShellState, given: string): ArrayValue | undefined {
  const name = resolveName(shell, given);
  return shell.arrays.get(name) ?? computedArray(shell, name);
}

/** The value of a name without a subscript; of an array its element 0. */
export function scalarOf(shell: ShellState, given: string): Chunk | undefined {
  const name = resolveName(shell, given);
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
  if (element) return arrayOf(shell, element[1] ?? '')?.elements.get(element[2] ?? '');
  const array = shell.arrays.get(name);
  if (array) return array.elements.get('0');
  if (shell.variables.has(name)) return shell.variables.get(name);
  if (shell.attributes.has(name)) return undefined;
  return computed(shell, name) ?? computedArray(shell, name)?.elements.get('0');
}

export const isAssociative = (shell: ShellState, name: string): boolean =>
  arrayOf(shell, name)?.associative === true;

export function indexed(values: Iterable<Chunk>): ArrayValue {
  return {
    associative: false,
    elements: new Map([...values].map((value, index) => [String(index), value])),
  };
}

export const isDeclared = (shell: ShellState, name: string): boolean =>
  shell.variables.has(name) ||
  shell.arrays.has(name) ||
  shell.attributes.has(name) ||
  shell.exported.has(name) ||
  shell.readonly.has(name);

export function assertWritable(shell: ShellState, name: string): void {
  if (shell.readonly.has(name)) throw new ShellError(`${name}: readonly variable`);
}

/** What `declare -l`, `-u`, `-c` make of a value. `-i` is arithmetic's. */
function shaped(attributes: string, value: Chunk): Chunk {
  if (!/[luc]/.test(attributes)) return value;
  const text = textOf(value);
  if (attributes.includes('l')) return text.toLowerCase();
  if (attributes.includes('u')) return text.toUpperCase();
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

export function setScalar(shell: ShellState, given: string, value: Chunk): void {
  const name = resolveName(shell, given);
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
  if (element) return setElement(shell, element[1] ?? '', element[2] ?? '', value);
  assertWritable(shell, name);
  if (compute(shell, name, textOf(value))) return;
  if (shell.arrays.has(name)) return setElement(shell, name, '0', value);
  held(shell, value, shell.variables.get(name));
  shell.variables.set(name, shaped(shell.attributes.get(name) ?? '', value));
  if (name === 'OPTIND') shell.optionOffset = 1;
  if (shell.options.get('allexport')) shell.exported.add(name);
}

export function setElement(
  shell: ShellState,
  given: string,
  subscript: string,
  value: Chunk,
): void {
  const name = resolveName(shell, given);
  assertWritable(shell, name);
  const old = shell.arrays.get(name) ?? promoted(shell, name);
  let array = old;
  if (owners.get(old) !== shell.arrays) {
    array = { associative: old.associative, elements: new Map(old.elements) };
    owners.set(array, shell.arrays);
    shell.arrays.set(name, array);
  }
  const elements = array.elements as Map<string, Chunk>;
  const last = elements.size > 0 && !array.associative ? lastOf(elements) : -1;
  const isNew = !elements.has(subscript);
  held(shell, value, elements.get(subscript), isNew ? ELEMENT : 0);
  elements.set(subscript, shaped(shell.attributes.get(name) ?? '', value));
  if (array.associative) return;
  if (isNew && Number(subscript) < last) sort(elements);
  lasts.set(elements, Math.max(last, Number(subscript)));
}
const lasts = new WeakMap<Map<string, Chunk>, number>();
function lastOf(elements: Map<string, Chunk>): number {
  const known = lasts.get(elements);
  if (known !== undefined) return known;
  let last = -1;
  for (const key of elements.keys()) last = Math.max(last, Number(key));
  return last;
}
/** Where `+=( )` goes on. */
export function nextIndex(shell: ShellState, given: string): number {
  const name = resolveName(shell, given);
  const array = shell.arrays.get(name);
  if (array === undefined) return shell.variables.has(name) ? 1 : 0;
  return array.elements.size === 0 ? 0 : lastOf(array.elements as Map<string, Chunk>) + 1;
}
function sort(elements: Map<string, Chunk>): void {
  const entries = [...elements].toSorted(([a], [b]) => Number(a) - Number(b));
  elements.clear();
  for (const [key, value] of entries) elements.set(key, value);
}

function promoted(shell: ShellState, name: string): ArrayValue {
  const value = shell.variables.get(name);
  shell.variables.delete(name);
  return indexed(value === undefined ? [] : [value]);
}

/** What an element takes beside its text. */
const ELEMENT = 64;

export function setArray(shell: ShellState, given: string, array: ArrayValue): void {
  const name = resolveName(shell, given);
  assertWritable(shell, name);
  for (const value of array.elements.values()) held(shell, value, '', ELEMENT);
  for (const value of shell.arrays.get(name)?.elements.values() ?? [])
    held(shell, '', value, -ELEMENT);
  const attributes = shell.attributes.get(name) ?? '';
  const elements = /[luc]/.test(attributes)
    ? new Map([...array.elements].map(([key, value]) => [key, shaped(attributes, value)]))
    : array.elements;
  shell.arrays.set(name, { associative: array.associative, elements });
  shell.variables.delete(name);
}

export function unsetElement(shell: ShellState, given: string, subscript: string): void {
  const name = resolveName(shell, given);
  assertWritable(shell, name);
  const array = shell.arrays.get(name);
  if (!array) return;
  const elements = new Map(array.elements);
  elements.delete(subscript);
  shell.arrays.set(name, { associative: array.associative, elements });
}

export function unsetName(shell: ShellState, name: string): void {
  if (shell.readonly.has(name)) throw new ShellError(`${name}: cannot unset: readonly variable`);
  shell.variables.delete(name);
  shell.arrays.delete(name);
  shell.exported.delete(name);
  shell.attributes.delete(name);
  if (COMPUTED.has(name)) shell.attributes.set(name, '');
}

export function bindingOf(shell: ShellState, name: string): Binding {
  return {
    value: shell.variables.get(name),
    array: shell.arrays.get(name),
    exported: shell.exported.has(name),
    readonly: shell.readonly.has(name),
    attributes: shell.attributes.get(name),
  };
}
export function restoreBinding(shell: ShellState, name: string, binding: Binding): void {
  const put = <T>(map: Map<string, T>, value: T | undefined): void => {
    if (value === undefined) map.delete(name);
    else map.set(name, value);
  };
  put(shell.variables, binding.value);
  put(shell.arrays, binding.array);
  put(shell.attributes, binding.attributes);
  for (const [set, isIn] of [
    [shell.exported, binding.exported],
    [shell.readonly, binding.readonly],
  ] as const)
    if (isIn) set.add(name);
    else set.delete(name);
}

/** Variables whose value is computed when it is read. */
const COMPUTED = new Set([
  'RANDOM',
  'SRANDOM',
  'SECONDS',
  'LINENO',
  'EPOCHSECONDS',
  'EPOCHREALTIME',
  'BASHPID',
  'BASH_COMMAND',
  'BASH_SUBSHELL',
]);
const CONSTANTS: Readonly<Record<string, string>> = {
  BASH_VERSION: '5.2.15(1)-release',
  BASH: '/usr/bin/bash',
  OSTYPE: 'linux-gnu',
  HOSTTYPE: 'x86_64',
  MACHTYPE: 'x86_64-pc-linux-gnu',
  SHLVL: '1',
};
export const computedNames = (): readonly string[] => [...COMPUTED, ...Object.keys(CONSTANTS)];

function computed(shell: ShellState, name: string): string | undefined {
  const { machine } = shell;
  switch (name) {
    case 'RANDOM':
    case 'SRANDOM':
      shell.random = (Math.imul(shell.random, 1_103_515_245) + 12_345) >>> 0;
      return String((shell.random >>> 16) & 0x7fff);
    case 'SECONDS':
      return String(Math.floor((machine.now() - shell.secondsFrom) / 1e6));
    case 'LINENO':
      return String(shell.line);
    case 'EPOCHSECONDS':
      return String(Math.floor(machine.date(machine.now()).getTime() / 1000));
    case 'EPOCHREALTIME':
      return (machine.date(machine.now()).getTime() / 1000).toFixed(6);
    case 'BASHPID':
      return String(shell.pid);
    case 'PPID':
      return String(shell.mainPid - 1);
    case 'UID':
    case 'EUID':
      return String(shell.user.uid);
    case '_':
      return shell.lastArgument;
    case 'BASH_EXECUTION_STRING':
      return shell.executionString === '' ? undefined : shell.executionString;
    case 'BASH_COMMAND':
      return shell.commandText;
    case 'BASH_SUBSHELL':
      return String(shell.subshellDepth);
    case 'SHELLOPTS':
      return setOptions(shell);
    default:
      return CONSTANTS[name];
  }
}
/** On without being asked for: `bash -c`. */
export const DEFAULT_OPTIONS = ['braceexpand', 'hashall', 'interactive-comments'];
export function setOptions(shell: ShellState): string {
  const on = DEFAULT_OPTIONS.filter((name) => shell.options.get(name) !== false);
  for (const [name, value] of shell.options) if (value && !on.includes(name)) on.push(name);
  return on.toSorted().join(':');
}

function compute(shell: ShellState, name: string, value: string): boolean {
  if (shell.attributes.has(name) && COMPUTED.has(name)) return false;
  if (name === 'RANDOM') shell.random = Number(value) || 0;
  else if (name === 'SECONDS')
    shell.secondsFrom = shell.machine.now() - (parseInt(value, 10) || 0) * 1e6;
  else if (name === 'LINENO') shell.line = Number(value) || 0;
  else return COMPUTED.has(name);
  return true;
}

function computedArray(shell: ShellState, name: string): ArrayValue | undefined {
  const { calls, source, scriptName } = shell;
  const main = source !== '' && source === scriptName;
  switch (name) {
    case 'PIPESTATUS':
      return indexed(shell.pipeStatus.map(String));
    case 'FUNCNAME': {
      const names = calls.map((call) => call.name).toReversed();
      if (names.length === 0) return undefined;
      return indexed(main ? [...names, 'main'] : names);
    }
    case 'BASH_SOURCE': {
      const sources = calls.map((call) => call.source).toReversed();
      return indexed(main ? [...sources, scriptName] : sources);
    }
    case 'BASH_LINENO': {
      const lines = calls.map((call) => String(call.line)).toReversed();
      return indexed(main ? [...lines, '0'] : lines);
    }
    case 'BASH_VERSINFO':
      return indexed(['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu']);
    case 'DIRSTACK':
      return indexed([shell.cwd, ...shell.folders]);
    case 'GROUPS':
      return indexed([String(shell.user.uid)]);
    default:
      return undefined;
  }
}
