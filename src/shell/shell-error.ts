/** What bash says on standard error before it abandons a command. */
export class ShellError extends Error {
  /** Ends a shell that is not interactive. */
  readonly fatal: boolean;
  readonly status: number;
  constructor(message: string, options: { fatal?: boolean; status?: number } = {}) {
    super(message);
    this.fatal = options.fatal ?? false;
    this.status = options.status ?? 1;
  }
}
