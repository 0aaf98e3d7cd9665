/** What a line says without what changes from run to run: ids, figures, durations. */
export const gist = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8,}/g, '#')
    .replaceAll(/\d+(\.\d+)?/g, '0')
    .replaceAll(/0(µs|ms|s|m0s)/g, '0t');
