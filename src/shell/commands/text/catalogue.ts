/** Text tools that must stream, page or follow, so just-bash's cannot serve. */
import { BYTE_TOOLS } from './byte-tools.ts';
import type { Program } from '../command.ts';
import { diff } from './diff.ts';
import { grep } from './grep.ts';
import { less } from './less.ts';
import { paste, uniq } from './line-tools.ts';
import { xargs } from './xargs.ts';
import { cat, head, tail, tee, yes } from './streams.ts';

export const TEXT_PROGRAMS: Readonly<Record<string, Program>> = {
  cat: { run: cat },
  head: { run: head },
  tail: { run: tail },
  tee: { run: tee },
  yes: { run: yes },
  grep: { run: grep },
  egrep: { run: grep },
  fgrep: { run: grep },
  zgrep: { run: grep },
  less: { run: less },
  more: { run: less },
  diff: { run: diff },
  xargs: { run: xargs },
  uniq: { run: uniq },
  paste: { run: paste },
  ...BYTE_TOOLS,
};
