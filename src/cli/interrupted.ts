/** Resolves at the first SIGINT, SIGTERM or SIGHUP. */
const REPEAT_MILLIS = 500;

/** npm and a terminal may both pass one Ctrl-C on: a repeat within half a second is the same one. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const stop = (): void => {
      first ??= performance.now();
      // Whoever asks again later does not want to wait for the end of the clean-up.
      if (performance.now() - first > REPEAT_MILLIS) process.exit(0);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
