/** Every program of the simulated hosts, by name. */
import { textToolNames } from '../text-tools/text-tool.ts';
import { CLOCK } from './clock.ts';
import type { CommandTable, Program } from './command.ts';
import { FILE_PROGRAMS } from './files/catalogue.ts';
import { missingProgram } from './missing.ts';
import { RUNNERS } from './runners.ts';
import { SYSTEM } from './system.ts';
import { TEXT_PROGRAMS } from './text/catalogue.ts';

const ALL: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    ...FILE_PROGRAMS,
    ...TEXT_PROGRAMS,
    ...RUNNERS,
    ...SYSTEM,
    ...CLOCK,
  } satisfies Record<string, Program>),
);

export const PROGRAMS: CommandTable = {
  find(name, { host, container }) {
    const program = ALL.get(name);
    if (!program) return undefined;
    if (program.inContainer !== undefined) {
      return container?.name.includes(program.inContainer) ? program : undefined;
    }
    const node = host !== 'workstation';
    if (program.on === 'workstation' && node) return undefined;
    if (program.on === 'nodes' && !node) return undefined;
    return program;
  },
  missing: missingProgram,
  names: (host) =>
    [
      ...[...ALL.keys()].filter((name) => PROGRAMS.find(name, { host }) !== undefined),
      ...textToolNames(),
    ].toSorted(),
};
