/** declare, typeset, local, export, readonly: names with attributes. */
import type { Command, CommandContext, Declared } from '../commands/command.ts';
import { finished } from '../executor/assign.ts';
import { viewOf } from '../executor/view.ts';
import { differenceMark, textOf, withMarks } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import { doubleQuoted } from '../quoting.ts';
import { ShellError } from '../shell-error.ts';
import { complaint } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import { printFunction } from '../syntax/print.ts';
import { splitAssignment } from '../syntax/assignments.ts';
import {
  NAME,
  arrayOf,
  assertWritable,
  bindingOf,
  isDeclared,
  resolveName,
  scalarOf,
  setArray,
  setElement,
  setScalar,
} from '../variables.ts';

interface Flags {
  readonly on: Set<string>;
  readonly off: Set<string>;
}

/** Letters before the first name; undefined for one that is none. */
function flagsOf(
  args: readonly string[],
  known: string,
): { flags: Flags; from: number; bad?: string } {
  const flags: Flags = { on: new Set(), off: new Set() };
  let from = 0;
  for (; from < args.length; from += 1) {
    const arg = args[from] ?? '';
    if (arg === '--') return { flags, from: from + 1 };
    if (!/^[-+]./.test(arg)) break;
    for (const letter of arg.slice(1)) {
      if (!known.includes(letter)) return { flags, from, bad: `${arg[0] ?? ''}${letter}` };
      (arg.startsWith('-') ? flags.on : flags.off).add(letter);
    }
  }
  return { flags, from };
}

/** `declare -ir name="value"`; undefined for a name that is not known. */
export function declarationOf(shell: ShellState, name: string): string | undefined {
  if (!isDeclared(shell, name) && scalarOf(shell, name) === undefined && !arrayOf(shell, name))
    return undefined;
  const array =
    shell.arrays.get(name) ?? (shell.variables.has(name) ? undefined : arrayOf(shell, name));
  const kind = array ? (array.associative ? 'A' : 'a') : '';
  const own = shell.attributes.get(name) ?? '';
  const letters = `${kind}${own}${shell.readonly.has(name) ? 'r' : ''}${shell.exported.has(name) ? 'x' : ''}`;
  const shown = [...'aAilnrtuxc'].filter((letter) => letters.includes(letter)).join('') || '-';
  if (array) {
    const items = [...array.elements].map(
      ([key, value]) => `[${keyShown(key)}]=${doubleQuoted(textOf(value))}`,
    );
    return `declare -${shown} ${name}=(${items.join(' ')}${array.associative && items.length > 0 ? ' ' : ''})`;
  }
  const value =
    shell.variables.get(name) ?? (shell.attributes.has(name) ? undefined : scalarOf(shell, name));
  return value === undefined
    ? `declare -${shown} ${name}`
    : `declare -${shown} ${name}=${doubleQuoted(textOf(value))}`;
}
const keyShown = (key: string): string =>
  /^[\w.-]*$/.test(key) && key !== '' ? key : doubleQuoted(key);

/** The value at argument `index`, behind its equals sign, with its marks. */
function valueAt(context: CommandContext, index: number, length: number): Chunk {
  const value = (context.args[index] ?? '').slice(length);
  const marks = [...context.alternatives].flatMap(([of, argv]) => {
    const other = (argv[index + 1] ?? '').slice(length);
    return other === value ? [] : [differenceMark(value, other, of)];
  });
  return withMarks(value, marks);
}

async function assignAt(
  context: CommandContext,
  index: number,
  name: string,
  associative: boolean,
): Promise<void> {
  const { shell, args, io, job } = context;
  const target = splitAssignment(args[index] ?? '');
  if (!target) return;
  const declared: Declared | undefined = context.declared.get(index);
  const view = viewOf(shell, io, job);
  if (declared?.array) {
    const before = target.append ? arrayOf(shell, name) : undefined;
    return setArray(shell, name, await declared.array(associative, before));
  }
  const value = valueAt(context, index, target.length);
  const key = declared?.subscript ? await declared.subscript() : target.subscript;
  if (key !== undefined || shell.arrays.has(name)) {
    const at = key ?? '0';
    const before = arrayOf(shell, name)?.elements.get(at) ?? '';
    return setElement(shell, name, at, finished(view, name, before, value, target.append));
  }
  const before = target.append ? (scalarOf(shell, name) ?? '') : '';
  setScalar(shell, name, finished(view, name, before, value, target.append));
}

function setAttributes(shell: ShellState, name: string, { on, off }: Flags): void {
  const had = shell.attributes.get(name) ?? '';
  const letters = new Set([...had]);
  for (const letter of on) if ('ilucnt'.includes(letter)) letters.add(letter);
  for (const letter of off) letters.delete(letter);
  if (on.has('l')) letters.delete('u');
  if (on.has('u')) letters.delete('l');
  const value = shell.variables.get(name);
  if (letters.size > 0 || (value === undefined && !shell.arrays.has(name)))
    shell.attributes.set(name, [...letters].join(''));
  else shell.attributes.delete(name);
  if (on.has('x')) shell.exported.add(name);
  if (off.has('x')) shell.exported.delete(name);
  for (const letter of ['a', 'A'] as const)
    if (on.has(letter)) becomeArray(shell, name, letter === 'A');
}
function becomeArray(shell: ShellState, name: string, associative: boolean): void {
  const array = shell.arrays.get(name);
  if (array) {
    if (array.associative === associative) return;
    const from = array.associative ? 'associative to indexed' : 'indexed to associative';
    throw new ShellError(`${name}: cannot convert ${from} array`);
  }
  const value = shell.variables.get(name);
  shell.variables.delete(name);
  const elements = new Map(value === undefined ? [] : [['0', value] as const]);
  shell.arrays.set(name, { associative, elements });
}

interface Manner {
  readonly flags: Flags;
  readonly local: boolean;
}
async function declareOne(context: CommandContext, index: number, manner: Manner): Promise<number> {
  const { shell, args, error, name: command } = context;
  const arg = args[index] ?? '';
  const target = splitAssignment(arg);
  const bare = target?.name ?? arg.replace(/\[.*\]$/s, '');
  if (!NAME.test(bare)) {
    await error(complaint(shell, `${command}: \`${arg}': not a valid identifier`));
    return 1;
  }
  const { flags, local } = manner;
  const name = flags.on.has('n') || local ? bare : resolveName(shell, bare);
  const frame = shell.hidden.at(-1);
  if (local && frame && !frame.has(name)) {
    if (shell.readonly.has(name)) throw new ShellError(`${name}: readonly variable`);
    frame.set(name, bindingOf(shell, name));
    shell.variables.delete(name);
    shell.arrays.delete(name);
    shell.attributes.delete(name);
    if (!context.declared.has(index) && target === undefined) shell.attributes.set(name, '');
  }
  if (target) assertWritable(shell, name);
  const isReadonly = shell.readonly.has(name);
  if (flags.off.has('r') && isReadonly) throw new ShellError(`${name}: readonly variable`);
  const associative = flags.on.has('A') || arrayOf(shell, name)?.associative === true;
  if (flags.on.has('n')) {
    shell.attributes.set(name, 'n');
    if (target) shell.variables.set(name, valueAt(context, index, target.length));
    return 0;
  }
  setAttributes(shell, name, flags);
  if (context.declared.get(index)?.array && !arrayOf(shell, name))
    becomeArray(shell, name, associative);
  await assignAt(context, index, name, associative);
  if (target && shell.attributes.get(name) === '') shell.attributes.delete(name);
  if (flags.on.has('r')) shell.readonly.add(name);
  return 0;
}

const USAGE: Readonly<Record<string, string>> = {
  declare: '[-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]',
  typeset: '[-aAfFgiIlnrtux] name[=value] ... or typeset -p [-aAfFilnrtux] [name ...]',
  local: '[option] name[=value] ...',
  export: '[-fn] [name[=value] ...] or export -p',
  readonly: '[-aAf] [name[=value] ...] or readonly -p',
};
async function declare(context: CommandContext): Promise<number> {
  const { shell, args, error, name } = context;
  const { flags, from, bad } = flagsOf(args, 'aAfFgiIlnrtuxpc');
  if (bad !== undefined) {
    await error(
      complaint(shell, `${name}: ${bad}: invalid option`) +
        `${name}: usage: ${name} ${USAGE[name] ?? ''}\n`,
    );
    return 2;
  }
  if (flags.on.has('f') || flags.on.has('F')) return functions(context, args.slice(from), flags);
  if (flags.on.has('p') || from >= args.length) return print(context, args.slice(from), flags);
  const local = name === 'local' || (shell.functionDepth > 0 && !flags.on.has('g'));
  let status = 0;
  for (let index = from; index < args.length; index += 1)
    status = (await guarded(context, () => declareOne(context, index, { flags, local }))) || status;
  return status;
}
/** What one name cannot be made is said, and the next one follows. */
async function guarded(context: CommandContext, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (problem) {
    if (!(problem instanceof ShellError) || problem.fatal) throw problem;
    await context.error(complaint(context.shell, `${context.name}: ${problem.message}`));
    return 1;
  }
}

async function print(
  context: CommandContext,
  names: readonly string[],
  flags: Flags,
): Promise<number> {
  const { shell, out, error, name: command } = context;
  let status = 0;
  for (const name of names) {
    const text = declarationOf(shell, name);
    if (text === undefined) {
      await error(complaint(shell, `${command}: ${name}: not found`));
      status = 1;
    } else await out(`${text}\n`);
  }
  if (names.length > 0) return status;
  const frame = shell.hidden.at(-1);
  const local = command === 'local' && frame ? [...frame.keys()] : undefined;
  const all = local ?? [
    ...new Set([...shell.variables.keys(), ...shell.arrays.keys(), ...shell.attributes.keys()]),
  ];
  for (const name of all.toSorted()) {
    const text = declarationOf(shell, name);
    const letters = /^declare -(\S+)/.exec(text ?? '')?.[1] ?? '';
    if (text === undefined || ![...flags.on].every((one) => one === 'p' || letters.includes(one)))
      continue;
    if (flags.on.has('p') || flags.on.size > 0) await out(`${text}\n`);
    else await out(`${local ? '' : ''}${text.replace(/^declare -\S+ /, '')}\n`);
  }
  return 0;
}

async function functions(
  context: CommandContext,
  names: readonly string[],
  flags: Flags,
): Promise<number> {
  const { shell, out } = context;
  let status = 0;
  const all = names.length > 0 ? names : [...shell.functions.keys()].toSorted();
  for (const name of all) {
    const found = shell.functions.get(name);
    if (!found) status = 1;
    else if (flags.on.has('x')) shell.exported.add(`${name}()`);
    else if (flags.on.has('F')) await out(names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else await out(`${printFunction(found)}\n`);
  }
  return status;
}

async function exported(context: CommandContext): Promise<number> {
  const { shell, args, out, error, name } = context;
  const letter = name === 'export' ? 'x' : 'r';
  const { flags, from, bad } = flagsOf(args, name === 'export' ? 'fnp' : 'aAfp');
  if (bad !== undefined) {
    await error(
      complaint(shell, `${name}: ${bad}: invalid option`) +
        `${name}: usage: ${name} ${USAGE[name] ?? ''}\n`,
    );
    return 2;
  }
  if (flags.on.has('f')) {
    for (const one of args.slice(from)) shell.exported.add(`${one}()`);
    return 0;
  }
  if (from >= args.length) {
    const names = name === 'export' ? shell.exported : shell.readonly;
    for (const one of [...names].filter((each) => NAME.test(each)).toSorted())
      await out(`${declarationOf(shell, one) ?? `declare -${letter} ${one}`}\n`);
    return 0;
  }
  const manner: Manner = {
    flags: {
      on: new Set(
        flags.on.has('n') ? [] : [letter, ...['a', 'A'].filter((one) => flags.on.has(one))],
      ),
      off: new Set(flags.on.has('n') ? ['x'] : []),
    },
    local: false,
  };
  let status = 0;
  for (let index = from; index < args.length; index += 1)
    status = (await guarded(context, () => declareOne(context, index, manner))) || status;
  return status;
}

export const DECLARATIONS: Readonly<Record<string, Command>> = {
  declare,
  typeset: declare,
  export: exported,
  readonly: exported,
  async local(context) {
    if (context.shell.functionDepth > 0) return declare(context);
    await context.error(complaint(context.shell, 'local: can only be used in a function'));
    return 1;
  },
};
