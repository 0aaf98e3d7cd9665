/** A pod of the API as a kubelet takes it that knows no more of it than its spec. */
import type { ContainerProfile, PodProfile } from '../profile.ts';

export interface BoundPod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly restartPolicy?: string;
    readonly containers?: readonly Pick<
      ContainerProfile,
      'name' | 'image' | 'command' | 'args' | 'env'
    >[];
  };
}

/** How it is to be run: made by a user, with nothing but its spec. */
export function plainRun({ metadata, spec }: BoundPod): {
  readonly pod: PodProfile;
  readonly input: object;
  readonly once: boolean;
} {
  const { name, namespace, labels = {} } = metadata;
  return {
    pod: { name, namespace, labels, containers: spec.containers ?? [] },
    input: {},
    once: spec.restartPolicy === 'Never',
  };
}
