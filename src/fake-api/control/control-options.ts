/** What the control API needs of the lab and of the rooms that it must not import. */
import type { LiveLab } from '../../host/live-lab.ts';
import type { Micros, Parameters } from '../../sim/index.ts';
import type { TerminalSessions } from './terminal-sessions.ts';

export interface ControlOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Opens everything: causes too. */
  readonly staffToken: string;
  /** Opens what a trainee may see: no cause, until the debrief. */
  readonly traineeToken: string;
  readonly branches: Branches;
  /** Opens further labs in this process; absent where a lab stands alone. */
  readonly hall?: Hall;
  /** Somebody has used it just now. */
  readonly onUse?: () => void;
  /** Folder with the page's files; without it the page is missing and says so. */
  readonly pageFolder?: string;
}
/** The ways that one lab has gone. The first is 1; going back to a moment opens another. */
export interface Branches {
  /** The lab's id, whichever way is meant. */
  readonly name: string;
  /** The branch to which the doors lead. */
  current(): LabRoom;
  /** `<lab>` is the current branch, `<lab>~2` the second. */
  find(id: string): LabRoom | undefined;
  list(): readonly BranchView[];
  /** Another way on from a moment of `room`; the doors lead there. Throws EggtoothError. */
  fork(room: LabRoom, at: Micros): LabRoom;
  /** The doors lead to this branch. */
  enter(room: LabRoom): void;
  /** Somebody watches who may want to go back. */
  watched(room: LabRoom): void;
  /** She looks back at a moment: from there it should go on at once. */
  lookBack(room: LabRoom, at: Micros): void;
  onChange(listener: () => void): () => void;
}
/** An exam, until its debrief. */
export const isExam = ({ level, drill }: Pick<LabRoom, 'level' | 'drill'>): boolean =>
  level === 'exam' && drill?.debrief() === undefined;

export interface BranchView {
  readonly branch: number;
  /** The branch that it left, and when; absent in the first. */
  readonly from?: number;
  readonly leftAtSeconds?: number;
  readonly nowSeconds: number;
  /** The doors lead here. */
  readonly current: boolean;
  readonly steps: readonly { readonly step: number; readonly atSeconds: number }[];
}
/** How much the page helps: guided offers the next line, an exam has the terminals and the clock alone. */
export const LEVELS = ['guided', 'normal', 'exam'] as const;
export type Level = (typeof LEVELS)[number];

/** One branch of a lab, as the control API shows it. */
export interface LabRoom {
  readonly lab: LiveLab;
  readonly branch: number;
  readonly scenario: ScenarioView;
  readonly faults: Faults;
  /** Login shells on hosts; absent where no shell is wired. */
  readonly terminals?: TerminalSessions;
  /** The verification checklist, as the page shows it. */
  readonly practice?: Practice;
  readonly drill?: DrillDesk;
  /** The operator plays: the page tells the story. */
  readonly watch?: boolean;
  readonly level: Level;
  /** The instructor holds the clock: a trainee's key does not move it. */
  readonly clockHeld: () => boolean;
  readonly holdClock: (held: boolean) => void;
  /** Addresses that the page shows with copy buttons. */
  readonly addresses: () => Readonly<Record<string, string>>;
  /** The page with the doors through which this lab was opened. */
  readonly home?: string;
}
/** A drill as it is played: what it shows carries no cause until the debrief. */
export interface DrillDesk {
  view(): object;
  hint(): object | undefined;
  hintsTaken(): number;
  /** `body` as the page sends it; throws EggtoothError for what is no diagnosis. */
  diagnose(body: object): object;
  debrief(): object | undefined;
}
export interface Hall {
  drills(): readonly { readonly id: string; readonly title: string; readonly level: number }[];
  /** The address of a new lab's page, with its token. `home`: where its doors are. */
  /** `person`: who asks, as far as that is known; undefined for a program. Staff may open anything. */
  start(request: {
    readonly person: string | undefined;
    readonly isStaff: boolean;
    readonly scenario: string;
    readonly seed: number;
    readonly watch: boolean;
    readonly level: Level;
    readonly home: string;
  }): Promise<Started>;
  /** Every lab of this process, for its instructor: each with a link that shows all. */
  seats(): readonly Seat[];
  /** Ends a further lab; false when there is none of that id. */
  end(id: string): Promise<boolean>;
}
export interface Started {
  readonly url: string;
  readonly id: string;
  readonly title: string;
}
export interface Seat extends Started {
  readonly scenario: string;
  readonly seed: number;
  readonly status: string;
  readonly nowSeconds: number;
  /** The last step that has come. */
  readonly step: string;
  readonly ticks: number;
  readonly hints: number;
  readonly finished: boolean;
  /** It was opened by a door, and may be ended without the others. */
  readonly canEnd: boolean;
  readonly lastLine?: { readonly atSeconds: number; readonly host: string; readonly line: string };
  readonly lastTick?: { readonly atSeconds: number; readonly check: string };
}
export interface ScenarioView {
  readonly id: string;
  readonly title: string;
}

export interface Faults {
  readonly list: () => readonly FaultView[];
  /** The physical change that the fault is on a host; throws EggtoothError for what it does not know. */
  readonly change: (
    fault: string,
    host: string,
    set: Readonly<Record<string, string>>,
  ) => Parameters;
  /** What the change would be seen by, channel by channel, in the minutes ahead. */
  readonly dryRun: (set: Parameters) => object;
}
export interface FaultView {
  readonly id: string;
  readonly title: string;
  readonly hosts: readonly string[];
  readonly parameters: readonly string[];
}

/** `Standing` is the shell's own word for how it stands: kept for it here, and not looked into. */
export interface TerminalRequest<Standing = unknown> {
  readonly host: string;
  readonly columns: number;
  readonly rows: number;
  /** Takes output; `written` counts all bytes so far. Resolves when there is room for more. */
  readonly write: (bytes: Uint8Array, written: number) => Promise<void> | void;
  readonly onExit: (code: number) => void;
  /**
   * Told how its shells stand from now on; undefined when they have ended. `size`: about how many bytes that
   * holds beyond what it shares with the one before.
   */
  readonly stands: (how: Standing | undefined, size: number) => void;
  /** They go on from there. */
  readonly begun?: Standing | undefined;
}
export interface TerminalSession {
  write(text: string): void;
  resize(columns: number, rows: number): void;
  /** Everything up to byte `written` stands on the screen. */
  ackPainted(written: number): void;
  scrolled(lines: number): void;
  close(): void;
}
export type OpenTerminal<Standing = unknown> = (
  request: TerminalRequest<Standing>,
) => Promise<TerminalSession>;

export interface CheckView {
  /** pods, etcd, api, manifests. */
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly sinceSeconds?: number;
  readonly detail?: string;
}
export interface Practice {
  checks(): readonly CheckView[];
  /** What the checklist said before, each from its moment on. */
  history(): readonly { readonly atSeconds: number; readonly checks: readonly CheckView[] }[];
  onChange(listener: () => void): () => void;
}
