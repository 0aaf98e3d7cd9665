/**
 * Every error that a user can meet: its exit code, what was wrong, why, and what would be right.
 * Simulated errors (a Status, a refused connection) are values of the world, not these.
 */

interface ErrorKind {
  readonly exitCode: 1 | 2;
  /** `{name}` stands for a detail. */
  readonly problem: string;
  readonly why?: string;
  readonly fix?: string;
}

export const ERRORS = {
  EGT_INVARIANT: {
    exitCode: 1,
    problem: 'the simulation broke one of its own rules: {what}',
    fix: 'please report it with the scenario, the seed and the record',
  },
  EGT_PARAMETER: {
    exitCode: 2,
    problem: '{where}"{name}" is not a parameter.',
    why: 'a fault may change only a physical parameter, a file or power',
    fix: '{guess}',
  },
  EGT_PARAMETER_VALUE: {
    exitCode: 2,
    problem: '{where}{name} cannot be {value}.',
    fix: 'it takes {allowed}',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

export class EggtoothError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string>>;
  readonly exitCode: number;

  constructor(code: ErrorCode, details: Readonly<Record<string, string>> = {}) {
    const kind: ErrorKind = ERRORS[code];
    const fill = (text: string): string =>
      text.replaceAll(/\{(\w+)\}/g, (_, name: string) => details[name] ?? '');
    const lines = [`${code} ${fill(kind.problem)}`];
    if (kind.why !== undefined) lines.push(`  Why: ${fill(kind.why)}`);
    if (kind.fix !== undefined && fill(kind.fix) !== '') lines.push(`  Fix: ${fill(kind.fix)}`);
    super(lines.join('\n'));
    this.name = 'EggtoothError';
    this.code = code;
    this.details = details;
    this.exitCode = kind.exitCode;
  }
}
