/** Profile `handbook`: a by-hand installation of OpenShift 4.18 as the course text describes it. */
import { SSD } from '../../physics/profiles/fsync.ts';
import type { HostProfile, Profile } from '../../profile.ts';
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

const HOSTS: readonly HostProfile[] = [
  { name: 'workstation', address: '192.168.126.1', role: 'workstation', fsync: FSYNC.workstation },
  { name: 'bootstrap', address: '192.168.126.100', role: 'bootstrap', fsync: FSYNC.bootstrap },
  { name: 'master-0', address: '192.168.126.101', role: 'master', fsync: FSYNC['master-0'] },
  { name: 'master-1', address: '192.168.126.102', role: 'master', fsync: FSYNC['master-1'] },
  { name: 'master-2', address: '192.168.126.103', role: 'master', fsync: FSYNC['master-2'] },
];

const hookChecks = Object.keys(HOOKS).map((hook) => `poststarthook/${hook}`);
const CHECKS = ['ping', 'log', 'etcd', ...hookChecks];

export const handbook: Profile = {
  name: 'handbook',
  version: VERSION,
  kubernetesVersion: 'v1.31.3',
  clusterName: 'ocp4',
  clusterDomain: 'ocp4.example.com',
  apiVip: '192.168.126.10',
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
