/**
 * Expansion of a command's words in every world that matters: as it is, and once for each
 * observation that a used value carries, as if that had been otherwise.
 */
import type { Observation } from '../../host/live-lab.ts';
import type { Alternatives } from '../commands/command.ts';
import { asHint, differenceMark, marksOf, observationsIn, withMarks } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { ShellState } from '../shell-state.ts';
import type { Word } from '../syntax/tree.ts';
import { expandString, expandWord } from './expand.ts';
import { newMemory, viewOf } from './view.ts';
import type { Memory, View, World } from './view.ts';

export interface Expanded {
  readonly argv: readonly string[];
  readonly alternatives: Alternatives;
  /** Only all of these together change the words. */
  readonly weak: ReadonlySet<Observation>;
}
const NO_ALTERNATIVES: Alternatives = new Map();
const NO_WEAK: ReadonlySet<Observation> = new Set();

/** Expands in the world as it is with `expand`, then in the others. */
export async function inEveryWorld(
  view: View,
  expand: (view: View) => Promise<readonly string[]>,
): Promise<Expanded> {
  const { shell, io, job } = view;
  const memory: Memory = view.memory;
  const argv = await expand(view);
  const used = [...memory.used];
  const observations = observationsIn(used);
  if (observations.size === 0 && !(memory.statusUsed && hasEvidence(shell)))
    return { argv, alternatives: NO_ALTERNATIVES, weak: NO_WEAK };
  const again = (world: World, status = view.status): Promise<readonly string[]> =>
    expand(viewOf(shell, io, job, { ...memory, used: new Set() }, world, status));
  const compared = await compare(shell, argv, observations, memory.statusUsed, again);
  return { ...compared, alternatives: hinted(compared.alternatives, used) };
}

export async function expandWords(view: View, words: readonly Word[]): Promise<Expanded> {
  return inEveryWorld(view, async (each) => {
    const out: string[] = [];
    for (const word of words) for (const made of await expandWord(each, word)) out.push(made);
    return out;
  });
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
  expand: (world: World, status?: number) => Promise<readonly string[]>,
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

/** One string, never split, with its marks: assignments, `case` words, here-strings. */
export async function expandToChunk(
  view: View,
  word: Word,
  place: 'assignment' | 'string' = 'assignment',
): Promise<Chunk> {
  const fresh = viewOf(view.shell, view.io, view.job, newMemory(), 'as it is', view.status);
  const expanded = await inEveryWorld(fresh, async (each) => [
    await expandString(each, word, place),
  ]);
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
