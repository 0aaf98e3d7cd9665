/** Bash's builtins, by name. */
import type { Command } from '../commands/command.ts';
import { CONTROL } from './control.ts';
import { JOBS } from './job-control.ts';
import { OUTPUT } from './output.ts';
import { INQUIRY } from './inquiry.ts';
import { PLACES } from './places.ts';
import { VARIABLES } from './variables.ts';
import { READ } from './read.ts';

export const BUILTINS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...CONTROL,
    ...JOBS,
    ...OUTPUT,
    ...INQUIRY,
    ...PLACES,
    ...VARIABLES,
    ...READ,
  } satisfies Record<string, Command>),
);
