/**
 * What somebody or the scenario has changed in a lab: the candidates of `why`. To start a machine is no
 * change but the operator's trade: everything follows from it, in the healthy run too.
 */
import type { Micros } from '../kernel/time.ts';
import type { LabInput, LabSpec, Parameters } from './lab-types.ts';
import type { WorldLab } from './lab.ts';

export interface Change {
  /** The input's id, or the id of the step of the timeline. */
  readonly id: string;
  readonly at: Micros;
  /** The kernel event that it was. */
  readonly event: number;
  /** Set by the timeline or by a patch. */
  readonly set?: Parameters;
  readonly input?: LabInput;
}

/** What came up to `until`, oldest first. */
export function changesOf(lab: WorldLab, until: Micros): readonly Change[] {
  const found: Change[] = [];
  for (const { id, set } of lab.spec.timeline) {
    const event = lab.eventOf(id);
    if (event !== undefined)
      found.push({ id, set, event, at: lab.parts.kernel.eventInfo(event).at });
  }
  for (const { id, at, input } of lab.inputs()) {
    const event = isChange(input) ? lab.eventOf(id) : undefined;
    if (event === undefined) continue;
    found.push({ id, at, event, input, ...(input.kind === 'patch' ? { set: input.set } : {}) });
  }
  return found.filter(({ at }) => at <= until).toSorted((a, b) => a.event - b.event);
}

export function isChange(input: LabInput): boolean {
  // What a script does follows from whoever changed or started it.
  if (input.who.startsWith('script:')) return false;
  switch (input.kind) {
    case 'patch':
    case 'heal':
    case 'unit':
    case 'stopContainer':
    case 'files':
    case 'interface':
    case 'filter':
    case 'signal':
      return true;
    case 'power':
      return input.verb !== 'start';
    case 'kube':
      return input.verb === 'create' || input.verb === 'update' || input.verb === 'delete';
    case 'journal':
    case 'health':
    case 'etcd':
    case 'scriptExit':
      return false;
  }
}

/** The step of the spec's operator that an input was; -1 for anybody else's. */
export function operatorStep({ operator }: LabSpec, input: LabInput): number {
  if (input.who !== 'operator') return -1;
  const text = JSON.stringify(input);
  return operator.findIndex((step) => JSON.stringify(step.input) === text);
}
