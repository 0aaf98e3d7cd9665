/** ClusterVersion "version" while the payload is applied, and when all operators are well. Source: reference/openshift README 3.4. */
import type { Template } from '../kube/store.ts';
import type { KubeObject } from '../world/facts.ts';

interface Progress {
  readonly version: string;
  readonly done: number;
  readonly total: number;
  readonly isComplete: boolean;
}
interface Stored {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly lastTransitionTime: number;
  }[];
  readonly history?: readonly { readonly startedTime: number }[];
}

export function clusterVersion(
  { version, done, total, isComplete }: Progress,
  now: number,
  object?: KubeObject,
): Template {
  const percent = Math.floor((100 * done) / Math.max(1, total));
  const stored = object?.['status'] as Stored | undefined;
  const condition = (type: string, status: string, message?: string): object => {
    const before = stored?.conditions?.find((c) => c.type === type);
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
    return { type, status, lastTransitionTime, ...(message === undefined ? {} : { message }) };
  };
  const image = `quay.io/openshift-release-dev/ocp-release:${version}-x86_64`;
  return {
    apiVersion: 'config.openshift.io/v1',
    kind: 'ClusterVersion',
    metadata: { name: 'version' },
    spec: { channel: 'stable-4.18', clusterID: '6b2f1f8a-52cd-4a1b-9a3e-3d7a2b1c9e50' },
    status: {
      desired: { version, image },
      history: [
        {
          state: isComplete ? 'Completed' : 'Partial',
          startedTime: stored?.history?.[0]?.startedTime ?? now,
          completionTime: isComplete ? now : null,
          version,
          image,
          verified: false,
        },
      ],
      observedGeneration: 1,
      conditions: [
        isComplete
          ? condition('Available', 'True', `Done applying ${version}`)
          : condition('Available', 'False'),
        condition('Failing', 'False'),
        isComplete
          ? condition('Progressing', 'False', `Cluster version is ${version}`)
          : condition(
              'Progressing',
              'True',
              `Working towards ${version}: ${done} of ${total} done (${percent}% complete)`,
            ),
      ],
    },
  };
}
