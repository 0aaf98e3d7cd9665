/** A drill's practice as the control API offers it: a diagnosis is checked before it counts. */
import { EggtoothError } from '../errors.ts';
import type { DrillDesk } from '../fake-api/control/control-options.ts';
import { guess } from '../near-name.ts';
import { WHAT, WHERE_PARTS, type Diagnosis } from '../scenario/index.ts';
import type { DrillPractice } from '../training/practice.ts';

export function deskOf(practice: DrillPractice, hosts: readonly string[]): DrillDesk {
  const places = ['nothing', ...hosts.flatMap((host) => WHERE_PARTS.map((p) => `${host}/${p}`))];
  return {
    view: () => practice.view(),
    hint: () => practice.hint(),
    hintsTaken: () => practice.view().hints.taken.length,
    debrief: () => practice.debrief(),
    diagnose(body) {
      const diagnosis = body as Diagnosis;
      check(diagnosis.where, places, 'where');
      check(diagnosis.what, WHAT, 'what');
      return practice.diagnose(diagnosis);
    },
  };
}

function check(name: string, known: readonly string[], where: string): void {
  if (known.includes(name)) return;
  throw new EggtoothError('EGT_PARAMETER_VALUE', {
    where: '',
    name: where,
    value: `"${name}"`,
    allowed: `${guess(name, known)}one of: ${known.join(', ')}`,
  });
}
