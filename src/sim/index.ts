/**
 * The public face of the world. Everything outside src/sim imports from here and from nowhere deeper.
 */
export type { Micros } from './kernel/time.ts';
export { MILLISECOND, MINUTE, SECOND, millis, seconds } from './kernel/time.ts';
export type * from './world/facts.ts';
export type * from './lab/lab-types.ts';
export {
  continued,
  createLab,
  entered,
  replay,
  ENGINE,
  RUN_EPOCH_MICROS,
  type LabOptions,
  type RecordSoFar,
} from './lab/lab.ts';
export { runSlice, runToEnd } from './lab/run-lab.ts';
export { EVENTS, knownEvent } from './lab/known-event.ts';
export { MILESTONES } from './lab/milestones.ts';
export { FAULTS, faultValues, type Fault } from './faults/catalogue.ts';
export { PARAMETERS, checkParameter } from './faults/parameters.ts';
export { PROFILE_NAMES, hostNames } from './profiles/catalogue.ts';
export { civil, klogTime, rfc3339, rfc3339Micro } from './world/time-text.ts';
export { dialError } from './net/go-words.ts';
export {
  DNSMASQ_HOSTS,
  NETWORK_XML,
  dnsHost,
  dnsmasqHosts,
  networkXml,
  readDnsmasqHosts,
  readNetworkXml,
  type DnsHost,
  type LibvirtNetwork,
} from './text/libvirt-network.ts';
export { configFileOf, loaded as loadedHaproxy } from './programs/haproxy/flags.ts';
export { resolverConfig } from './net/hosts-file.ts';
export { gist } from './world/gist.ts';
export { CRIO, KERNEL, NIC, SYSTEMD } from './text/software.ts';
export { hexOf } from './kernel/stream.ts';
export { goDuration } from './etcd/go-duration.ts';
export { exitStatusText } from './text/unit-file.ts';
