/** path_resolution(7): a path without its symbolic links. */
import { FileError } from './file-error.ts';

/** Links that one path may go through; Linux has 40. */
const LINKS_MAX = 40;

/** `link` gives where the link at a path leads, undefined when there is none. */
export function realPath(path: string, link: (path: string) => string | undefined): string {
  let seen = 0;
  const rest = path.split('/').filter((part) => part !== '');
  let at = '';
  while (rest.length > 0) {
    const part = rest.shift() ?? '';
    if (part === '.') continue;
    if (part === '..') {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
      continue;
    }
    const target = link(`${at}/${part}`);
    if (target === undefined) {
      at = `${at}/${part}`;
      continue;
    }
    seen += 1;
    if (seen > LINKS_MAX) throw new FileError('ELOOP', path);
    rest.unshift(...target.split('/').filter((each) => each !== ''));
    if (target.startsWith('/')) at = '';
  }
  return at === '' ? '/' : at;
}
