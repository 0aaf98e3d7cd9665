/** The cluster's certificates as records; the host makes the real ones. Source: reference/wires.md 5. */
import { SECOND } from '../kernel/time.ts';
import type { CertificateRecord } from './lab-types.ts';
import type { Profile } from '../profile.ts';

const YEAR = 365 * 86_400 * SECOND;
const DAY = 86_400 * SECOND;

export function certificates(profile: Profile): readonly CertificateRecord[] {
  const ca = (name: string, commonName: string): CertificateRecord => ({
    name,
    issuer: name,
    commonName,
    organizations: ['openshift'],
    altNames: [],
    usages: ['ca'],
    notBefore: -DAY,
    notAfter: 10 * YEAR,
  });
  const leaf = (
    name: string,
    issuer: string,
    commonName: string,
    more: Partial<CertificateRecord>,
  ): CertificateRecord => ({
    name,
    issuer,
    commonName,
    organizations: [],
    altNames: [],
    usages: ['client'],
    notBefore: -DAY,
    notAfter: YEAR,
    ...more,
  });
  const nodes = profile.hosts.filter((h) => h.role !== 'workstation');
  const apiNames = [
    `DNS:api.${profile.clusterDomain}`,
    `DNS:api-int.${profile.clusterDomain}`,
    'DNS:localhost',
    'DNS:kubernetes',
    'DNS:kubernetes.default',
    'DNS:kubernetes.default.svc',
    'DNS:kubernetes.default.svc.cluster.local',
    'IP:127.0.0.1',
    'IP:172.30.0.1',
    `IP:${profile.apiVip}`,
    ...nodes.map((h) => `IP:${h.address}`),
  ];
  return [
    ca('root-ca', 'root-ca'),
    ca('etcd-ca', 'etcd-signer'),
    leaf('admin', 'root-ca', 'system:admin', { organizations: ['system:masters'] }),
    leaf('kubelet', 'root-ca', 'system:bootstrapper', { organizations: ['system:bootstrappers'] }),
    leaf('kube-apiserver', 'root-ca', 'kube-apiserver', { altNames: apiNames, usages: ['server'] }),
    ca('front-proxy-ca', 'front-proxy-ca'),
    leaf('front-proxy-client', 'front-proxy-ca', 'front-proxy-client', {}),
    leaf('kube-apiserver-kubelet-client', 'root-ca', 'system:kube-apiserver', {}),
    leaf('kube-controller-manager', 'root-ca', 'system:kube-controller-manager', {}),
    leaf('kube-scheduler', 'root-ca', 'system:kube-scheduler', {}),
    // A key pair: nobody uses its certificate.
    leaf('service-account', 'root-ca', 'service-account', { usages: [] }),
    leaf('etcd-client', 'etcd-ca', 'etcd-client', { organizations: ['etcd'] }),
    ...nodes.map((h) =>
      leaf(
        h.role === 'bootstrap' ? 'etcd-bootstrap' : `etcd-${h.name}`,
        'etcd-ca',
        `system:etcd-server:${h.name}`,
        {
          altNames: ['DNS:localhost', `DNS:${h.name}`, 'IP:127.0.0.1', `IP:${h.address}`],
          usages: ['server', 'client'],
        },
      ),
    ),
  ];
}
