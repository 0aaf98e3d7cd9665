/**
 * A drill as it is played: the mission, one hint at a time, the diagnosis, then the debrief. It reads
 * looks and the record and changes nothing in the world; until the end nothing of the truth leaves it.
 */
import type { LiveLab } from '../host/live-lab.ts';
import { FOLLOWS, WHAT, WHERE_PARTS, type Diagnosis, type Drill } from '../scenario/index.ts';
import { SECOND, type Micros } from '../sim/index.ts';
import { debrief, type Debrief } from './debrief.ts';
import type { Attempted } from './grade.ts';

export interface TakenHint {
  readonly say: string;
  readonly price: number;
}
/** What the trainee may know of her drill. */
export interface DrillView {
  readonly title: string;
  readonly level: number;
  readonly mission: string;
  readonly begunSeconds: number;
  readonly hints: {
    readonly taken: readonly TakenHint[];
    readonly next?: { readonly price: number };
  };
  readonly form: {
    readonly hosts: readonly string[];
    readonly parts: readonly string[];
    readonly what: readonly string[];
    readonly follows: readonly string[];
  };
  readonly finished: boolean;
}
export interface DrillPractice {
  view(): DrillView;
  /** The next hint that fits what she has not looked at; undefined when none is left. */
  hint(): TakenHint | undefined;
  /** Ends the drill: the debrief is there from now on. A second one changes nothing. */
  diagnose(diagnosis: Diagnosis | undefined): Debrief;
  debrief(): Debrief | undefined;
  /** What was judged, once it is. */
  attempted(): Attempted | undefined;
}

/** What holds in every branch: a hint that was taken stays taken, and the sheet is handed in once. */
export interface CaseFile {
  readonly begunAt: Micros;
  readonly taken: Set<number>;
  /** How often she has gone back and another way. */
  wentBack: number;
  judged?: Attempted;
  done?: Debrief;
}
export const openCase = (begunAt: Micros): CaseFile => ({
  begunAt,
  taken: new Set(),
  wentBack: 0,
});

export function openPractice(
  lab: LiveLab,
  drill: Drill,
  title: string,
  file: CaseFile,
): DrillPractice {
  const { begunAt, taken } = file;

  const looked = (cell: string): boolean =>
    lab.looks().some(({ seen }) => seen.some((o) => o.cell.startsWith(cell)));
  const next = (): number =>
    drill.hints.findIndex(
      ({ unless }, i) => !taken.has(i) && (unless === undefined || !looked(unless)),
    );
  const hintsTaken = (): TakenHint[] =>
    [...taken].flatMap((i) => {
      const hint = drill.hints[i];
      return hint === undefined ? [] : [{ say: hint.say, price: hint.price }];
    });
  return {
    view() {
      const offered = drill.hints[next()];
      return {
        title,
        level: drill.level,
        mission: drill.mission,
        begunSeconds: begunAt / SECOND,
        hints: {
          taken: hintsTaken(),
          ...(offered === undefined ? {} : { next: { price: offered.price } }),
        },
        form: {
          hosts: lab.world.read
            .hosts()
            .map(({ name }) => name)
            .filter((name) => name !== 'workstation'),
          parts: WHERE_PARTS,
          what: WHAT,
          follows: FOLLOWS,
        },
        finished: file.done !== undefined,
      };
    },
    hint() {
      const index = next();
      const hint = drill.hints[index];
      if (hint === undefined) return undefined;
      taken.add(index);
      return { say: hint.say, price: hint.price };
    },
    diagnose(diagnosis) {
      lab.now();
      file.judged ??= {
        record: lab.world.record(),
        looks: [...lab.looks()],
        begunAt,
        hints: hintsTaken().map(({ price }) => price),
        ...(file.wentBack === 0 ? {} : { wentBack: file.wentBack }),
        ...(diagnosis === undefined ? {} : { diagnosis }),
      };
      file.done ??= debrief(drill, title, file.judged);
      return file.done;
    },
    debrief: () => file.done,
    attempted: () => file.judged,
  };
}
