/**
 * The net under every handler of a face: what a handler throws ends its own connection, answered in that
 * protocol's words, and the console has one line. Nothing that a client sends ends the process.
 */

/**
 * The handler, with its failures caught, also those of a promise that it returns: they are reported, and
 * `onFailure` gets the handler's arguments, to answer and to end what failed. A failure of `onFailure` is
 * reported too.
 */
export function guarded<Args extends readonly unknown[]>(
  what: string,
  handler: (...args: Args) => unknown,
  onFailure: (...args: Args) => void = () => undefined,
): (...args: Args) => void {
  return (...args) => {
    const failed = (error: unknown): void => {
      reportFailure(what, error);
      try {
        onFailure(...args);
      } catch (worse) {
        reportFailure(what, worse);
      }
    };
    try {
      const result = handler(...args);
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

const LINE_MAX = 300;

/** One line on the console: what failed, why, and where in the program that was. */
export function reportFailure(what: string, error: unknown): void {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const where = error instanceof Error ? (/\n\s+(at .*)/.exec(error.stack ?? '')?.[1] ?? '') : '';
  const line = `${text} ${where}`.replaceAll(/\s+/g, ' ').trim().slice(0, LINE_MAX);
  process.stderr.write(`${what} failed and was ended; the rest goes on. Please report: ${line}\n`);
}

/**
 * The last net, of a process that is only there for labs: what was thrown where no handler is left to
 * catch it. Returns what takes it away again.
 */
export function catchTheRest(): () => void {
  const report = (error: unknown): void => reportFailure('A part of a lab', error);
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  return () => {
    process.off('uncaughtException', report);
    process.off('unhandledRejection', report);
  };
}
