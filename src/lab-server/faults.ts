/** The fault catalogue as the control API offers it: names and hosts checked, values in range. */
import { EggtoothError } from '../errors.ts';
import type { Faults } from '../fake-api/control/control-options.ts';
import { guess } from '../near-name.ts';
import { FAULTS, faultValues, type Fault, type LabRead } from '../sim/index.ts';

export function labFaults(read: LabRead): Faults {
  const hosts = (): string[] => read.hosts().map(({ name }) => name);
  return {
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
