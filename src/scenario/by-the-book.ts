/** The operator of a healthy run, as scenarios/operators/by-the-book.yaml has it: for runs beside a drill. */
import { hostNames, seconds, type OperatorStep } from '../sim/index.ts';

export const byTheBook = (profile: string): readonly OperatorStep[] =>
  hostNames(profile)
    .filter((host) => host !== 'workstation')
    .map((host) => ({
      ...(host === 'bootstrap'
        ? { at: 0 }
        : { after: 'cluster-manifests-applied', at: seconds(20) }),
      input: { kind: 'power', who: 'operator', host, verb: 'start' },
    }));
