/**
 * Every error that a person can meet, in one table: what is wrong, why that is not possible, and
 * what to do. `{name}` is filled from the error's details. Exit 2 is wrong usage, 1 everything else.
 */
interface ErrorText {
  readonly exitCode: 1 | 2;
  readonly problem: string;
  readonly why: string;
  readonly fix: string;
}

export const ERRORS = {
  EGT_INVARIANT: {
    exitCode: 1,
    problem: 'the simulation broke one of its own rules: {what}',
    why: 'This is a fault of Eggtooth, not of the scenario.',
    fix: 'Please report it with the scenario, the seed and the record.',
  },
  EGT_NOT_FOUND: {
    exitCode: 2,
    problem: 'there is no "{name}" in this lab',
    why: 'Only what has happened can be explained.',
    fix: 'Name one of: {known}.',
  },
  EGT_PARAMETER_VALUE: {
    exitCode: 2,
    problem: '{where}{name} cannot be {value}',
    why: 'A parameter has a range, and a unit in its name.',
    fix: 'It takes {allowed}.',
  },
  EGT_SCENARIO_FILE: {
    exitCode: 2,
    problem: '{file}:{line}:{column}: {problem}',
    why: 'A scenario is checked before anything runs.',
    fix: '{fix}',
  },
  EGT_USAGE: {
    exitCode: 2,
    problem: '{problem}',
    why: 'The command line was not understood.',
    fix: 'See `eggtooth {verb} --help`.',
  },
  EGT_OPTION: {
    exitCode: 2,
    problem: 'startLab cannot use its options: {problem}',
    why: 'A lab with other options than were meant would answer another question.',
    fix: 'docs/guides/monitor.md shows them; seed is a whole number from 0, pace a number above 0 or "max".',
  },
  EGT_FILE: {
    exitCode: 2,
    problem: 'cannot use {path}',
    why: '{reason}',
    fix: 'Name another file or folder, or mend this one.',
  },
  EGT_UNKNOWN_SCENARIO: {
    exitCode: 2,
    problem: 'there is no scenario "{name}"',
    why: 'A scenario is a file scenarios/<id>.yaml, or a path to one.',
    fix: '{guess}`eggtooth scenario list` shows all.',
  },
  EGT_UNKNOWN_FAULT: {
    exitCode: 2,
    problem: 'there is no fault "{name}"',
    why: 'A fault is an entry of the catalogue.',
    fix: '{guess}`eggtooth faults` shows all.',
  },
  EGT_UNKNOWN_PARAMETER: {
    exitCode: 2,
    problem: '"{name}" is not a parameter of {of}',
    why: 'Only what a fault or scenario declares can be set.',
    fix: '{guess}It knows: {known}.',
  },
  EGT_UNKNOWN_EVENT: {
    exitCode: 2,
    problem: 'there is no event "{name}"',
    why: 'Events are the ids of the milestones.',
    fix: '{guess}They are: {known}.',
  },
  EGT_UNKNOWN_HOST: {
    exitCode: 2,
    problem: 'there is no host "{name}"',
    why: 'A fault acts on a host of the lab.',
    fix: '{guess}The hosts are: {known}.',
  },
  EGT_NEEDS_OPERATOR: {
    exitCode: 2,
    problem: '--until {name} would never come',
    why: 'Only an operator can bring it about (a host must be started), and none is playing.',
    fix: 'Add --autopilot, or start without --until.',
  },
  EGT_PORT_TAKEN: {
    exitCode: 1,
    problem: 'port {port} on 127.0.0.1 is taken',
    why: 'Another program listens there.',
    fix: 'Choose another with {flag} PORT, or any free ones with --port 0.',
  },
  EGT_HALL_FULL: {
    exitCode: 1,
    problem: 'this process already has {count} further labs, and somebody works in each',
    why: 'Each takes memory and ports of this machine.',
    fix: 'Ask the instructor to end one that is not needed, or wait: a finished or idle one ends by itself.',
  },
  EGT_CASE_OPEN: {
    exitCode: 2,
    problem: 'the case "{title}" is open already',
    why: 'The debrief of a second one would tell what is asked in the first.',
    fix: 'Hand in your diagnosis there first; or take another case.',
  },
  EGT_CLOCK_HELD: {
    exitCode: 2,
    problem: "the instructor holds this lab's clock",
    why: 'In an exam, or when she says so, a trainee does not move it.',
    fix: 'Go on working: time passes as she lets it.',
  },
  EGT_EXAM: {
    exitCode: 2,
    problem: 'this is an exam: it does not go back, and has no hints',
    why: 'It shows what you find without help.',
    fix: 'Hand in your diagnosis; after the debrief it goes back to any moment.',
  },
  EGT_UNKNOWN_PROFILE: {
    exitCode: 2,
    problem: 'there is no profile "{name}"',
    why: 'A profile is a whole set of measured timings, texts and objects.',
    fix: 'There is: handbook.',
  },
  EGT_NO_SUCH_MOMENT: {
    exitCode: 2,
    problem: 'this lab cannot go back to {wanted}',
    why: '{why}.',
    fix: 'Name a moment between {first} and {last}, or a step that has come.',
  },
  EGT_BRANCHES_FULL: {
    exitCode: 2,
    problem: 'this lab has gone {count} ways already',
    why: 'Each of them goes on, and takes memory of this machine.',
    fix: 'Go on in one of them, or start the lab anew.',
  },
  EGT_NO_LAB: {
    exitCode: 1,
    problem: 'no lab is running here',
    why: 'No live lab was found, and neither --url nor EGGTOOTH_URL names one.',
    fix: 'Start one with `eggtooth up`.',
  },
  EGT_SEVERAL_LABS: {
    exitCode: 2,
    problem: 'several labs are running: {labs}',
    why: 'The command must know which one is meant.',
    fix: 'Say it with --url, or set EGGTOOTH_URL.',
  },
  EGT_LAB_UNREACHABLE: {
    exitCode: 1,
    problem: 'the lab at {url} does not answer',
    why: '{reason}',
    fix: 'Check the address, or start a lab with `eggtooth up`.',
  },
  EGT_REFUSED: {
    exitCode: 1,
    problem: 'the lab refused: {reason}',
    why: 'Its control API answered {status}.',
    fix: 'Check the token (EGGTOOTH_TOKEN) and what was asked for.',
  },
  EGT_NOTHING_BUILT: {
    exitCode: 1,
    problem: '{file} is missing',
    why: 'The bundle has not been built.',
    fix: 'Run `npm run build`.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;

export type ErrorCode = keyof typeof ERRORS;

/** A problem of the person's own making, or of this machine: told without a stack. */
export class EggtoothError extends Error {
  readonly code: ErrorCode;
  readonly exitCode: number;
  readonly details: Readonly<Record<string, string | number>>;
  /** What is wrong and what to do, filled: for an error that says in which file it was. */
  readonly problem: string;
  readonly fix: string;

  constructor(code: ErrorCode, details: Readonly<Record<string, string | number>> = {}) {
    const { problem, why, fix, exitCode } = ERRORS[code];
    const filled = (text: string): string =>
      text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
    super(filled(`${code}: ${problem}\n  Why: ${why}\n  Fix: ${fix}`));
    this.problem = filled(problem);
    this.fix = filled(fix);
    this.name = 'EggtoothError';
    this.code = code;
    this.exitCode = exitCode;
    this.details = details;
  }
}

/** A value as a person wrote it: JSON has no word for numbers that are none. */
export const asWritten = (value: unknown): string =>
  (
    JSON.stringify(value, (_key, each: unknown) =>
      typeof each === 'number' && !Number.isFinite(each) ? `\0${each}\0` : each,
    ) ?? 'nothing'
  ).replaceAll(/"\\u0000(-?\w+)\\u0000"/g, '$1');
