/** coreutils that look at or change files. */
import type { Program } from '../command.ts';
import { CHANGES } from './changes.ts';
import { find } from './find.ts';
import { LINKS } from './links.ts';
import { ls } from './ls.ts';
import { ARCHIVES } from './tar.ts';
import { stat } from './stat.ts';

export const FILE_PROGRAMS: Readonly<Record<string, Program>> = {
  ...CHANGES,
  ...LINKS,
  ...ARCHIVES,
  find: { run: find },
  ls: { run: ls },
  stat: { run: stat },
};
