/** Profile `handbook`: a by-hand installation of OpenShift 4.18 as the course text describes it. */
import { SSD } from '../../physics/profiles/fsync.ts';
import type { HostProfile, Profile } from '../../profile.ts';
import { NIC } from '../../text/software.ts';
import type { Interface } from '../../world/interfaces.ts';
import { SCRIPTS, files, staticPodFiles } from './files.ts';
import { IMAGES } from './images.ts';
import { HOOKS, VERSION, manifests, payload } from './objects.ts';
import { OPERATORS } from './operators.ts';
import { BOOTSTRAP_PODS, masterPods } from './pods.ts';
import { HAPROXY, PROGRAMS, UNITS } from './units.ts';
import { CVO, WORKLOADS } from './workloads.ts';

/** fsync latency of each host's disk under /var/lib/etcd. */
const FSYNC = {
  workstation: SSD,
  bootstrap: SSD,
  'master-0': SSD,
  'master-1': SSD,
  'master-2': SSD,
};

const nic = (device: string, ...addresses: readonly string[]): Interface => ({
  device,
  up: true,
  carrier: true,
  addresses: addresses.map((address) => `${address}/24`),
});
const node = (
  name: keyof typeof FSYNC,
  address: string,
  role: 'bootstrap' | 'master',
): HostProfile => ({
  name,
  address,
  role,
  fsync: FSYNC[name],
  interfaces: [nic(NIC, address)],
});
const API_VIP = '192.168.126.10';
const INGRESS_VIP = '192.168.126.11';
/** The bridge of libvirt's network: gateway and name server, and the balancer's addresses, put there by hand. */
const BRIDGE = nic('virbr-ocp4', '192.168.126.1', API_VIP, INGRESS_VIP);

const HOSTS: readonly HostProfile[] = [
  {
    name: 'workstation',
    address: '192.168.126.1',
    role: 'workstation',
    fsync: FSYNC.workstation,
    interfaces: [BRIDGE],
  },
  node('bootstrap', '192.168.126.100', 'bootstrap'),
  node('master-0', '192.168.126.101', 'master'),
  node('master-1', '192.168.126.102', 'master'),
  node('master-2', '192.168.126.103', 'master'),
];

const hookChecks = Object.keys(HOOKS).map((hook) => `poststarthook/${hook}`);
const CHECKS = ['ping', 'log', 'etcd', ...hookChecks];

export const handbook: Profile = {
  name: 'handbook',
  version: VERSION,
  kubernetesVersion: 'v1.31.3',
  clusterName: 'ocp4',
  clusterDomain: 'ocp4.example.com',
  apiVip: API_VIP,
  hosts: HOSTS,
  units: UNITS,
  programs: PROGRAMS,
  scripts: SCRIPTS,
  foreignUnits: [HAPROXY],
  images: IMAGES,
  registryBytesPerSecond: 12_000_000,
  staticPods: BOOTSTRAP_PODS,
  masterPods,
  staticPodFiles,
  workloads: [CVO, ...WORKLOADS],
  operators: OPERATORS,
  manifests: manifests(CVO),
  payload: payload(WORKLOADS),
  hooks: HOOKS,
  healthChecks: {
    healthz: CHECKS,
    livez: CHECKS,
    readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...hookChecks, 'shutdown'],
  },
  files,
};
