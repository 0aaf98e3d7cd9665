/** `$name` and `${name…}`: the values, and what the operators make of them. */
import { textOf } from '../looks/chunk.ts';
import { ShellError } from '../shell-error.ts';
import { complaint } from '../shell-state.ts';
import type { Operation, ParameterPart } from '../syntax/tree.ts';
import { closingBracket } from '../syntax/parameters.ts';
import { arrayOf, computedNames, resolveName } from '../variables.ts';
import { addSplit, addText, breakField } from './fields.ts';
import type { Fields } from './fields.ts';
import { caseOf, removed, replaced, substring, transformed } from './operators.ts';
import { arithmetic, assign, lookUp, read, subscriptOf, expanderOf, separatorsOf } from './view.ts';
import type { Values, View } from './view.ts';
import { isAssociative } from '../variables.ts';

export async function expandParameter(
  view: View,
  fields: Fields,
  part: ParameterPart,
  quoted: boolean,
): Promise<void> {
  const { operation } = part;
  if (operation?.kind === 'bad' || (part.name === '' && !operation))
    throw new ShellError(`${part.text}: bad substitution`);
  const found = part.indirect ? await behind(view, part) : await valuesOf(view, part);
  if (operation && 'word' in operation) return choose(view, fields, found, operation, part, quoted);
  if (operation?.kind === 'names')
    return put(view, fields, namesWith(view, part.name), operation.join, quoted);
  if (operation?.kind === 'keys') return put(view, fields, found.keys, found.join ?? '@', quoted);
  if (operation?.kind === 'length') return addText(fields, lengthOf(view, found, part), quoted);
  if (found.values.length === 0 && found.join === undefined && view.shell.options.get('nounset'))
    throw unbound(part);
  const values = operation ? await operate(view, found, operation) : found.values;
  put(view, fields, values, found.join, quoted);
}

const unbound = (part: ParameterPart): ShellError =>
  new ShellError(
    `${part.text.startsWith('${') ? '' : part.name.replace(/^\D.*/, '') && '$'}${part.name}${part.subscript === undefined ? '' : `[${part.subscript}]`}: unbound variable`,
    { fatal: true },
  );

/** Values into fields: many of them are many fields for `@`, one for a quoted `*`. */
function put(
  view: View,
  fields: Fields,
  values: readonly string[],
  join: '@' | '*' | undefined,
  quoted: boolean,
): void {
  const add = (text: string): void =>
    quoted ? addText(fields, text, true) : addSplit(fields, text);
  if (join === '*' && quoted) return add(values.join(separatorsOf(view).slice(0, 1)));
  for (const [index, value] of values.entries()) {
    if (index > 0) {
      if (fields.separators === '' && !quoted && separatorsOf(view) !== '')
        addText(fields, ' ', false);
      else breakField(fields);
    }
    add(value);
  }
}

export async function valuesOf(view: View, part: ParameterPart): Promise<Values> {
  const { shell } = view;
  const { name, subscript } = part;
  if (name === '@' || name === '*') {
    const positional = shell.positional;
    const values =
      part.operation?.kind === 'substring' ? [shell.scriptName, ...positional] : positional;
    return { values, keys: [], join: name, name, subscript };
  }
  if (subscript === '@' || subscript === '*') {
    const array = arrayOf(shell, name);
    if (array) {
      const entries = [...array.elements];
      const values = entries.map(([, value]) => read(view, value));
      return { values, keys: entries.map(([key]) => key), join: subscript, name, subscript };
    }
    const value = lookUp(view, name);
    const values = value === undefined ? [] : [value];
    return { values, keys: values.map(() => '0'), join: subscript, name, subscript };
  }
  const at = subscript === undefined ? undefined : await knownSubscript(view, name, subscript);
  if (at === 'bad') return { values: [], keys: [], join: undefined, name, subscript };
  const value = lookUp(view, name, at);
  const values = value === undefined ? [] : [value];
  return { values, keys: [], join: undefined, name, subscript: at };
}

/** Below the first element: said, and nothing is there. */
async function knownSubscript(view: View, name: string, text: string): Promise<string> {
  try {
    return await subscriptIn(view, name, text);
  } catch (error) {
    if (!(error instanceof ShellError) || !error.message.endsWith('bad array subscript'))
      throw error;
    if (view.world === 'as it is')
      await view.io.stderr.write(complaint(view.shell, `${name}: bad array subscript`));
    return 'bad';
  }
}

/** A subscript as it was written, made ready: a key, or the value of an expression. */
export async function subscriptIn(view: View, name: string, text: string): Promise<string> {
  if (isAssociative(view.shell, resolveName(view.shell, name)))
    return expanderOf(view).key(view, text);
  return subscriptOf(view, name, await expanderOf(view).text(view, text));
}

/** `${!name}`: of a nameref the name itself. */
async function behind(view: View, part: ParameterPart): Promise<Values> {
  const { shell } = view;
  const own = shell.attributes.get(part.name)?.includes('n');
  if (own) {
    const target = textOf(shell.variables.get(part.name) ?? '');
    return { values: [target], keys: [], join: undefined, name: part.name, subscript: undefined };
  }
  const [target] = (await valuesOf(view, { ...part, indirect: false })).values;
  if (target === undefined || target === '') {
    if (part.operation && 'word' in part.operation)
      return { values: [], keys: [], join: undefined, name: part.name, subscript: undefined };
    throw new ShellError(`${part.name}: invalid indirect expansion`);
  }
  const bracket = target.indexOf('[');
  const isElement = bracket > 0 && closingBracket(target, bracket) === target.length - 1;
  const name = isElement ? target.slice(0, bracket) : target;
  if (!/^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])$/.test(name))
    throw new ShellError(`${target}: invalid variable name`);
  return valuesOf(view, {
    kind: 'parameter',
    name,
    ...(isElement && { subscript: target.slice(bracket + 1, -1) }),
    text: part.text,
  });
}

function namesWith(view: View, prefix: string): readonly string[] {
  const { variables, arrays } = view.shell;
  const names = new Set([...variables.keys(), ...arrays.keys(), ...computedNames()]);
  return [...names].filter((name) => name.startsWith(prefix)).toSorted();
}

function lengthOf(view: View, found: Values, part: ParameterPart): string {
  if (found.join !== undefined) return String(found.values.length);
  const [value] = found.values;
  if (value === undefined && view.shell.options.get('nounset')) throw unbound(part);
  return String([...(value ?? '')].length);
}

type Choice = Extract<Operation, { readonly empty: boolean }>;
async function choose(
  view: View,
  fields: Fields,
  found: Values,
  operation: Choice,
  part: ParameterPart,
  quoted: boolean,
): Promise<void> {
  const { values, join } = found;
  const text = join === undefined ? values[0] : values.length > 0 ? values.join(' ') : undefined;
  const isSet = text !== undefined && !(operation.empty && text === '');
  if (operation.kind === 'alternative') {
    if (isSet) await putWord(view, fields, operation, quoted);
    else if (quoted) addText(fields, '', true);
    return;
  }
  if (isSet) return put(view, fields, values, join, quoted);
  if (operation.kind === 'default') return putWord(view, fields, operation, quoted);
  const value = await expanderOf(view).string(
    view,
    operation.word,
    quoted ? 'string' : 'assignment',
  );
  if (operation.kind === 'error') {
    const empty = operation.empty ? 'parameter null or not set' : 'parameter not set';
    const shown = `${part.name}${part.subscript === undefined ? '' : `[${part.subscript}]`}`;
    throw new ShellError(`${shown}: ${value === '' ? empty : value}`, { fatal: true, status: 127 });
  }
  if (!/^[A-Za-z_]/.test(found.name))
    throw new ShellError(`$${found.name}: cannot assign in this way`);
  assign(view, found.name, found.subscript, value);
  if (quoted) addText(fields, value, true);
  else addSplit(fields, value);
}

async function putWord(
  view: View,
  fields: Fields,
  { word }: Choice,
  quoted: boolean,
): Promise<void> {
  if (!quoted) return expanderOf(view).into(view, fields, word, 'operand');
  if (word.parts.length === 0) return addText(fields, '', true);
  for (const part of word.parts)
    await expanderOf(view).into(
      view,
      fields,
      {
        parts: [{ kind: 'double', parts: part.kind === 'double' ? part.parts : [part] }],
        text: '',
      },
      'word',
    );
}

async function operate(
  view: View,
  found: Values,
  operation: Operation,
): Promise<readonly string[]> {
  switch (operation.kind) {
    case 'substring': {
      const offset = Number(arithmetic(view, await expanderOf(view).text(view, operation.offset)));
      const length =
        operation.length === undefined
          ? undefined
          : Number(arithmetic(view, await expanderOf(view).text(view, operation.length)));
      return substring(found, offset, length, operation);
    }
    case 'remove':
      return removed(view, found.values, operation);
    case 'replace':
      return replaced(view, found.values, operation);
    case 'case':
      return caseOf(view, found.values, operation);
    case 'transform':
      return transformed(view, found, operation.letter);
    default:
      return found.values;
  }
}
