/** A ClusterOperator's status by phase. Source: reference/openshift/data/clusteroperators.json, README 3.5. */
import type { Template } from '../kube/store.ts';
import type { OperatorProfile } from '../profile.ts';
import type { KubeObject } from '../world/facts.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime: number;
  readonly reason: string;
  readonly message: string;
}

export function clusterOperator(
  operator: OperatorProfile,
  phase: 'created' | 'progressing' | 'available',
  version: string,
  now: number,
  stored?: KubeObject,
): Template {
  const before = new Map(
    ((stored?.['status'] as { conditions?: Condition[] } | undefined)?.conditions ?? []).map(
      (c) => [c.type, c],
    ),
  );
  const condition = (type: string, status: string, reason: string, message: string): Condition => ({
    type,
    status,
    lastTransitionTime:
      before.get(type)?.status === status ? (before.get(type)?.lastTransitionTime ?? now) : now,
    reason,
    message,
  });
  const well = phase === 'available';
  const bad = operator.degraded && !well;
  return {
    apiVersion: 'config.openshift.io/v1',
    kind: 'ClusterOperator',
    metadata: {
      name: operator.name,
      annotations: { 'include.release.openshift.io/self-managed-high-availability': 'true' },
    },
    spec: {},
    status: {
      conditions: [
        condition(
          'Degraded',
          bad ? 'True' : 'False',
          bad ? 'GuardController_SyncError' : 'AsExpected',
          bad ? operator.first : 'All is well',
        ),
        condition(
          'Progressing',
          well ? 'False' : 'True',
          well ? 'AsExpected' : 'Deploying',
          well ? 'All is well' : (operator.progressing[0] ?? `Working towards version ${version}`),
        ),
        condition(
          'Available',
          well ? 'True' : 'False',
          well ? 'AsExpected' : 'Deploying',
          well ? 'All is well' : operator.first,
        ),
        condition('Upgradeable', 'True', 'AsExpected', 'All is well'),
      ],
      ...(well ? { versions: [{ name: 'operator', version }] } : {}),
    },
  };
}
