/**
 * A drill as it is played: the mission, one hint at a time, the diagnosis, then the debrief. It reads
 * looks and the record and changes nothing in the world; until the end nothing of the truth leaves it.
 */
import type { LiveLab } from '../host/live-lab.ts';
import { FOLLOWS, WHAT, WHERE_PARTS, type Diagnosis, type Drill } from '../scenario/index.ts';
import { SECOND } from '../sim/index.ts';
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

export function openPractice(lab: LiveLab, drill: Drill, title: string): DrillPractice {
  const begunAt = lab.world.now;
  const taken = new Set<number>();
  let judged: Attempted | undefined;
  let done: Debrief | undefined;

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
        finished: done !== undefined,
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
      judged ??= {
        record: lab.world.record(),
        looks: [...lab.looks()],
        begunAt,
        hints: hintsTaken().map(({ price }) => price),
        ...(diagnosis === undefined ? {} : { diagnosis }),
      };
      done ??= debrief(drill, title, judged);
      return done;
    },
    debrief: () => done,
    attempted: () => judged,
  };
}
