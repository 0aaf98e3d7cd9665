/** ClusterVersion "version" while the payload is applied. Source: reference/openshift README 3.4. */
import type { Template } from '../kube/store.ts';
import type { KubeObject } from '../world/facts.ts';

export function clusterVersion(
  version: string,
  done: number,
  total: number,
  now: number,
  stored?: KubeObject,
): Template {
  const percent = Math.floor((100 * done) / Math.max(1, total));
  const conditions =
    (
      stored?.['status'] as
        { conditions?: { type: string; lastTransitionTime: number }[] } | undefined
    )?.conditions ?? [];
  const since = (type: string): number =>
    conditions.find((c) => c.type === type)?.lastTransitionTime ?? now;
  return {
    apiVersion: 'config.openshift.io/v1',
    kind: 'ClusterVersion',
    metadata: { name: 'version' },
    spec: { channel: 'stable-4.18', clusterID: '6b2f1f8a-52cd-4a1b-9a3e-3d7a2b1c9e50' },
    status: {
      desired: { version, image: `quay.io/openshift-release-dev/ocp-release:${version}-x86_64` },
      history: [
        {
          state: 'Partial',
          startedTime: since('Progressing'),
          completionTime: null,
          version,
          image: `quay.io/openshift-release-dev/ocp-release:${version}-x86_64`,
          verified: false,
        },
      ],
      observedGeneration: 1,
      conditions: [
        { type: 'Available', status: 'False', lastTransitionTime: since('Available') },
        { type: 'Failing', status: 'False', lastTransitionTime: since('Failing') },
        {
          type: 'Progressing',
          status: 'True',
          lastTransitionTime: since('Progressing'),
          message: `Working towards ${version}: ${done} of ${total} done (${percent}% complete)`,
        },
      ],
    },
  };
}
