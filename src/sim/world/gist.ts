/**
 * What a line says without what changes from run to run. One for `why`, for its twins and for the grade:
 * two lines with the same gist are the same line of two runs.
 */
const UUID = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
/** Kubernetes' random suffixes have no vowels, so that they are no words. */
const SUFFIX = /-([a-z0-9]{8,10}-[a-z0-9]{5}|[bcdfghjklmnpqrstvwxz2456789]{5})(?![\w-])/g;

/** `master-1` is another machine than `master-2`: what is numbered after a word is a name. */
const FIGURE = /(?<![a-z]-\d*)\d+(\.\d+)?/g;

/** Without UUIDs, generated suffixes of names, ids, figures and durations. */
export const gist = (text: string): string =>
  text
    .replaceAll(UUID, '#')
    .replaceAll(SUFFIX, '-#')
    .replaceAll(/[0-9a-f]{8,}/g, '#')
    .replaceAll(FIGURE, '0')
    .replaceAll(/0(µs|ms|s|m0s)/g, '0t');
