/**
 * The same record without a change: what would have been. The operator of the scenario acts when its
 * milestones come there, not when they came here; everybody else acts at the same times.
 */
import { changesOf, isChange, operatorStep } from './changes.ts';
import type { LabSpec } from './lab-types.ts';
import type { WorldLab } from './lab.ts';

/** By what is left out: the id of a change, or `all`. Kept until the lab's inputs grow. */
export type Twins = Map<string, { readonly twin: WorldLab; readonly inputs: number }>;

/** `leftOut`: a change's id, or `all` of them. Run to the lab's own moment. */
export function twinWithout(lab: WorldLab, leftOut: string): WorldLab {
  const inputs = lab.inputs();
  const known = lab.twins.get(leftOut);
  if (known?.inputs === inputs.length) {
    known.twin.runUntil(lab.now);
    return known.twin;
  }
  const twin = lab.another(specWithout(lab, leftOut), {
    epochMicros: lab.epochMicros,
    autopilot: inputs.some(({ input }) => operatorStep(lab.spec, input) >= 0),
    inputs: inputs.filter(
      ({ id, input }) =>
        operatorStep(lab.spec, input) < 0 &&
        (leftOut === 'all' ? !isChange(input) : id !== leftOut),
    ),
  });
  twin.runUntil(lab.now);
  lab.twins.set(leftOut, { twin, inputs: inputs.length });
  return twin;
}

function specWithout(lab: WorldLab, leftOut: string): LabSpec {
  const { spec } = lab;
  const gone = changesOf(lab, lab.now).flatMap(({ id, input }) =>
    input !== undefined && (leftOut === 'all' || id === leftOut) ? [operatorStep(spec, input)] : [],
  );
  return {
    ...spec,
    timeline: spec.timeline.filter(({ id }) => leftOut !== 'all' && id !== leftOut),
    operator: spec.operator.filter((_, i) => !gone.includes(i)),
  };
}
