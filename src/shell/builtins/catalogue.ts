/** Bash's builtins, by name. */
import type { Command } from '../commands/command.ts';
import { ARRAYS } from './arrays.ts';
import { CONTROL } from './control.ts';
import { DECLARATIONS } from './declare.ts';
import { JOBS } from './job-control.ts';
import { OPTIONS } from './options.ts';
import { OUTPUT } from './output.ts';
import { INQUIRY } from './inquiry.ts';
import { PLACES } from './places.ts';
import { VARIABLES } from './variables.ts';
import { READ } from './read.ts';
import { TESTS } from './test.ts';
import { TRAPS } from './trap.ts';

export const BUILTINS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...ARRAYS,
    ...CONTROL,
    ...DECLARATIONS,
    ...JOBS,
    ...OPTIONS,
    ...OUTPUT,
    ...INQUIRY,
    ...PLACES,
    ...VARIABLES,
    ...READ,
    ...TESTS,
    ...TRAPS,
  } satisfies Record<string, Command>),
);
