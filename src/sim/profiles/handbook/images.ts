/** Images of the payload and what they weigh, compressed. Estimates after public 4.18 payload listings. */
import type { ImageProfile } from '../../profile.ts';

const MB = 1_000_000;
export const ETCD = 'quay.io/openshift/etcd:4.18.0';
export const HYPERKUBE = 'quay.io/openshift/hyperkube:4.18.0';

/** Images that are not here weigh what an operator's image does. */
export const OPERATOR_IMAGE_BYTES = 68 * MB;
/** What every image of the payload has from its base image. */
const BASE =
  'bash cat chmod chown cp curl date echo env false grep ls mkdir mv ps pwd rm sed sh sleep stat tail test timeout touch true'
    .split(' ')
    .map((name) => `/usr/bin/${name}`);
export const IMAGES: Readonly<Record<string, ImageProfile>> = {
  [ETCD]: {
    bytes: 165 * MB,
    programs: [...BASE, ...['etcd', 'etcdctl', 'etcdutl'].map((name) => `/usr/bin/${name}`)],
  },
  [HYPERKUBE]: {
    bytes: 205 * MB,
    programs: [
      ...BASE,
      ...[
        'hyperkube',
        'kube-apiserver',
        'kube-controller-manager',
        'kube-scheduler',
        'kubelet',
      ].map((name) => `/usr/bin/${name}`),
    ],
  },
  'quay.io/openshift/ovn-kubernetes:4.18.0': { bytes: 430 * MB },
  'quay.io/openshift/multus-cni:4.18.0': { bytes: 210 * MB },
  'quay.io/openshift/cluster-version-operator:4.18.0': { bytes: 120 * MB },
};
export const imageOf = (name: string): string => `quay.io/openshift/${name}:4.18.0`;
