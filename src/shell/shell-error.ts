/** What bash says on standard error before it abandons a command. */
export class ShellError extends Error {
  /** Ends a shell that is not interactive. */
  readonly fatal: boolean;
  readonly status: number;
  /** With which such a shell ends, where bash has a status of its own for it. */
  readonly exit: number | undefined;
  constructor(message: string, options: { fatal?: boolean; status?: number; exit?: number } = {}) {
    super(message);
    this.fatal = options.fatal ?? false;
    this.status = options.status ?? 1;
    this.exit = options.exit;
  }
}
