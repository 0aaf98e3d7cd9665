/**
 * Expansion of words. Simple ones (literals, `$x`, `"$x"`, `$(…)`) here; the rest (globs, braces,
 * `${x%y}`, arithmetic) by just-bash, which captures the resulting argv. Command substitutions are
 * run by our executor first and handed over as variables. For every observation that a used value
 * carries, the words are expanded once more as if it had been otherwise.
 */
import { defineCommand } from 'just-bash';
import type { Bash } from 'just-bash';
import type { Observation } from '../../host/live-lab.ts';
import {
  asHint,
  differenceMark,
  facet,
  marksOf,
  observationsIn,
  textOf,
  withMarks,
} from '../looks/chunk.ts';
import type { Chunk, Which } from '../looks/chunk.ts';
import type { Alternatives } from '../commands/command.ts';
import type { ShellState } from '../shell-state.ts';
import { expandNatively } from './native-expansion.ts';
import type { View } from './native-expansion.ts';
import { literalWord, quoted, simpleCommand, textOfCommand } from './syntax.ts';
import type { ProcessPart, SubstitutionPart, WordNode, WordPart } from './syntax.ts';

export interface Expanded {
  readonly argv: readonly string[];
  readonly alternatives: Alternatives;
  /** Only all of these together change the words. */
  readonly weak: ReadonlySet<Observation>;
}
/** Runs a `$(…)` and gives its output, or a `<(…)` and gives the path to read it from. */
export interface Substitute {
  (part: SubstitutionPart): Promise<Chunk>;
  (part: ProcessPart): Promise<string>;
}
export class ExpansionError extends Error {}

const NO_ALTERNATIVES: Alternatives = new Map();
const NO_WEAK: ReadonlySet<Observation> = new Set();

export async function expandWords(
  shell: ShellState,
  words: readonly WordNode[],
  substitute: Substitute,
): Promise<Expanded> {
  const taken = new Map<string, Chunk>();
  const ready: WordNode[] = [];
  for (const word of words)
    ready.push({ ...word, parts: await takeSubstitutions(word.parts, substitute, taken) });
  const expand = (which: View['which'], status = shell.lastStatus): Promise<readonly string[]> => {
    const view: View = { shell, taken, which, status };
    const native = expandNatively(ready, view);
    return native ? Promise.resolve(native) : expandByJustBash(ready, view);
  };
  const argv = await expand('as it is');
  const used = [...taken.values()];
  const text = JSON.stringify(ready);
  for (const [name, value] of shell.variables)
    if (marksOf(value).length > 0 && text.includes(name)) used.push(value);
  const statusUsed = /"parameter":"\?"/.test(text);
  const observations = observationsIn(used);
  if (observations.size === 0 && !(statusUsed && hasEvidence(shell)))
    return { argv, alternatives: NO_ALTERNATIVES, weak: NO_WEAK };
  const compared = await compare(shell, argv, observations, statusUsed, expand);
  return { ...compared, alternatives: hinted(compared.alternatives, used) };
}

const hasEvidence = ({ evidence }: ShellState): boolean =>
  evidence.each.size > 0 || evidence.joint.size > 0;
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, i) => word === b[i]);

async function compare(
  shell: ShellState,
  argv: readonly string[],
  observations: ReadonlySet<Observation>,
  statusUsed: boolean,
  expand: (which: View['which'], status?: number) => Promise<readonly string[]>,
): Promise<Expanded> {
  const alternatives = new Map<Observation, readonly string[]>();
  const weak = new Set<Observation>();
  for (const of of observations) {
    const other = await expand(of);
    if (!same(other, argv)) alternatives.set(of, other);
  }
  if (observations.size > 1 && alternatives.size === 0 && !same(await expand(undefined), argv))
    for (const of of observations) weak.add(of);
  if (statusUsed) {
    for (const [of, status] of shell.evidence.each) {
      const other = await expand('as it is', status);
      if (!alternatives.has(of) && !same(other, argv)) alternatives.set(of, other);
    }
    for (const of of shell.evidence.joint.keys()) weak.add(of);
  }
  return { argv, alternatives, weak };
}

/** Where only weak marks of an observation went in, only weak ones may come out. */
function hinted(alternatives: Alternatives, used: readonly Chunk[]): Alternatives {
  const marks = used.flatMap(marksOf);
  const strong = new Set(marks.filter((mark) => !mark.weak).map((mark) => mark.of));
  const weak = new Set(marks.filter((mark) => mark.weak).map((mark) => mark.of));
  return new Map(
    [...alternatives].map(([of, argv]) => [
      weak.has(of) && !strong.has(of) ? asHint(of) : of,
      argv,
    ]),
  );
}

/** Assignments, `case` words and here-strings: one string, never split. */
export async function expandToChunk(
  shell: ShellState,
  word: WordNode,
  substitute: Substitute,
): Promise<Chunk> {
  const parts = word.parts.flatMap((part): WordPart[] => {
    if (part.type === 'DoubleQuoted') return part.parts;
    if (part.type === 'SingleQuoted') return [{ type: 'Escaped', value: part.value }];
    return [part];
  });
  const tilde = parts[0]?.type === 'TildeExpansion' ? parts.slice(0, 1) : [];
  const rest: WordPart = { type: 'DoubleQuoted', parts: parts.slice(tilde.length) };
  const expanded = await expandWords(
    shell,
    [{ type: 'Word', parts: [...tilde, rest] }],
    substitute,
  );
  return markedWord(expanded, 0);
}

/** A word with the marks that its alternatives imply. */
export function markedWord({ argv, alternatives }: Expanded, index: number): Chunk {
  const word = argv[index] ?? '';
  const marks = [...alternatives].flatMap(([of, other]) =>
    (other[index] ?? '') === word ? [] : [differenceMark(word, other[index] ?? '', of)],
  );
  return withMarks(word, marks);
}

async function takeSubstitutions(
  parts: readonly WordPart[],
  substitute: Substitute,
  taken: Map<string, Chunk>,
): Promise<WordPart[]> {
  const ready: WordPart[] = [];
  for (const part of parts) {
    if (part.type === 'ParameterExpansion' && part.parameter.startsWith('BASH_REMATCH'))
      throw new ExpansionError('eggtooth: BASH_REMATCH is not simulated: use sed or grep -o');
    if (part.type === 'CommandSubstitution') {
      const name = `__taken${taken.size}`;
      taken.set(name, '');
      taken.set(name, await substitute(part));
      ready.push({ type: 'ParameterExpansion', parameter: name, operation: null });
    } else if (part.type === 'DoubleQuoted') {
      ready.push({ ...part, parts: await takeSubstitutions(part.parts, substitute, taken) });
    } else if (part.type === 'ProcessSubstitution') {
      if (part.direction === 'output') throw new ExpansionError('eggtooth: >( ) is not simulated');
      ready.push({ type: 'Literal', value: await substitute(part) });
    } else ready.push(part);
  }
  return ready;
}

const captured = new Map<string, readonly string[]>();
let slots = 0;
const prepared = new WeakSet<Bash>();
const READ_ONLY = new Set(
  'SHELLOPTS BASHOPTS OPTIND _ PATH PWD OLDPWD IFS OSTYPE MACHTYPE HOSTTYPE HOSTNAME BASH_VERSION BASHPID PPID UID EUID SHLVL RANDOM SECONDS LINENO'.split(
    ' ',
  ),
);

async function expandByJustBash(
  words: readonly WordNode[],
  view: View,
): Promise<readonly string[]> {
  const { shell, taken, which } = view;
  const bash = shell.machine.textTools(shell.user);
  if (!prepared.has(bash)) {
    prepared.add(bash);
    bash.registerCommand(
      defineCommand('__argv', ([slot, ...argv]) => {
        captured.set(slot ?? '', argv);
        return Promise.resolve({ stdout: '', stderr: '', exitCode: 0 });
      }),
    );
  }
  const env: Record<string, string> = {};
  for (const [name, value] of [...shell.variables, ...taken]) env[name] = choose(value, which);
  if (!env['PATH']?.includes('/usr/bin')) env['PATH'] = `${env['PATH'] ?? ''}:/usr/bin`;
  slots += 1;
  const slot = `slot${slots}`;
  const command = textOfCommand(simpleCommand('__argv', [literalWord(slot), ...words])).replaceAll(
    'PIPESTATUS',
    '__pipestatus',
  );
  const text = prelude(view, command) + command;
  const result = await bash.exec(text, { env, cwd: shell.cwd, rawScript: true });
  const argv = captured.get(slot);
  captured.delete(slot);
  if (!argv) throw new ExpansionError(result.stderr.replace(/^bash: (line \d+: )?/, '').trimEnd());
  if (which === 'as it is') takeAssignments(shell, result.env);
  return argv;
}

/** `${x:=y}` and `$((i++))` assign. */
function takeAssignments(shell: ShellState, env: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (!/^[A-Za-z_]\w*$/.test(name) || name.startsWith('__taken') || READ_ONLY.has(name)) continue;
    if (textOf(shell.variables.get(name) ?? '') !== value) shell.variables.set(name, value);
  }
}

export const choose = (value: Chunk, which: View['which']): string =>
  which === 'as it is' ? textOf(value) : facet(value, which as Which);

/** Arrays, $1… and $? for the script that just-bash runs. */
function prelude({ shell, which, status }: View, command: string): string {
  let text = '';
  if (command.includes('__pipestatus')) text += `__pipestatus=(${shell.pipeStatus.join(' ')}); `;
  for (const [name, values] of shell.arrays)
    if (command.includes(name))
      text += `${name}=(${values.map((value) => quoted(choose(value, which))).join(' ')}); `;
  if (shell.positional.length > 0) text += `set -- ${shell.positional.map(quoted).join(' ')}; `;
  return /\$\{?\?/.test(command) ? `${text}(exit ${status}); ` : text;
}
