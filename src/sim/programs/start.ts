/** What a process is started from, and what comes of it: a machine with its settings, or an end at once in its own words. */
export interface Start {
  /** The program first, as `ps` shows it. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Its host's name and address, as the kernel and the interfaces tell them. */
  readonly hostName: string;
  readonly address: string;
  /** A file in its own mount view; undefined when it is not there. */
  read(path: string): string | undefined;
}

export interface Line {
  readonly text: string;
  readonly stream?: 'stdout' | 'stderr';
}
export type Started =
  | { readonly kind: string; readonly input: object }
  | {
      readonly exitCode: number;
      /** The process wrote these on standard error, and was gone after so many milliseconds. */
      readonly lines: readonly string[];
      readonly afterMillis: number;
    };
export type Program = (start: Start) => Started;

export const ends = (exitCode: number, lines: readonly string[], afterMillis = 100): Started => ({
  exitCode,
  lines,
  afterMillis,
});
