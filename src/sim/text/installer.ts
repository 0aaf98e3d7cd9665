/** The installer pod of a static pod operator: writes a manifest on one node and completes. */
import type { Template } from '../kube/store.ts';
import type { FileProfile } from '../profile.ts';

export interface Installer {
  readonly namespace: string;
  readonly revision: number;
  readonly node: string;
  readonly path: string;
  readonly content: string;
  /** Certificates, keys and kubeconfigs that the pod reads. */
  readonly files: readonly FileProfile[];
}

/** The pod object, and how the kubelet is to run it. */
export function installerPod({ namespace, revision, node, path, content, files }: Installer) {
  const name = `installer-${revision}-${node}`;
  const image = `quay.io/openshift/${namespace.replace('openshift-', '')}-operator:4.18.0`;
  const containers = [{ name: 'installer', image, kind: 'installer' }];
  const object: Template = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: 'installer' } },
    spec: {
      nodeName: node,
      hostNetwork: true,
      restartPolicy: 'Never',
      containers: [{ name: 'installer', image }],
    },
    status: { phase: 'Pending' },
  };
  const run = {
    pod: { name, namespace, containers },
    input: { path, content, files },
    once: true,
    owner: { kind: 'ConfigMap', name: `revision-status-${revision}`, apiVersion: 'v1' },
  };
  return { object, run };
}
