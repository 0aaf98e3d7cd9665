/** The fault catalogue as the control API offers it: names and hosts checked, values in range. */
import { EggtoothError } from '../errors.ts';
import type { Faults } from '../fake-api/control/control-options.ts';
import { guess } from '../near-name.ts';
import { FAULTS, faultValues, SECOND, type Fault, type Lab } from '../sim/index.ts';
import { DRY_RUN_AHEAD, dryRun } from '../training/dry-run.ts';

export function labFaults(world: Lab, autopilot: boolean): Faults {
  const { read } = world;
  const hosts = (): string[] => read.hosts().map(({ name }) => name);
  return {
    dryRun: (set) => ({
      aheadSeconds: DRY_RUN_AHEAD / SECOND,
      channels: dryRun(world.record(), set, autopilot),
    }),
    list: () =>
      FAULTS.map(({ id, title, parameters }) => ({
        id,
        title,
        hosts: hosts(),
        parameters: parameters.map(({ name }) => name),
      })),
    change(id, host, set) {
      const fault = knownFault(id);
      const chosen = host === '' ? fault.host : host;
      const known = hosts();
      if (!known.includes(chosen)) {
        throw new EggtoothError('EGT_UNKNOWN_HOST', {
          name: chosen,
          guess: guess(chosen, known),
          known: known.join(', '),
        });
      }
      return fault.set(chosen, faultValues(fault, set));
    },
  };
}

export function knownFault(id: string): Fault {
  const found = FAULTS.find((fault) => fault.id === id);
  if (found !== undefined) return found;
  const near = guess(
    id,
    FAULTS.map((fault) => fault.id),
  );
  throw new EggtoothError('EGT_UNKNOWN_FAULT', { name: id, guess: near });
}
