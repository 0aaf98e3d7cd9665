/** etcd's command line: what it means, and how etcd ends when it cannot. Real: etcd 3.5 etcdmain/{config,etcd}.go, embed/config.go. */
import type { MemberSettings } from '../../etcd/member.ts';
import { type Given, goFlags, isOn, valueOf } from '../flags.ts';
import { openProblem } from '../files.ts';
import { pairProblem } from '../pem.ts';
import { type Start, type Started, ends } from '../start.ts';
import { FLAGS } from './flags.ts';
import { USAGE, zap } from './text.ts';

export interface EtcdConfig extends MemberSettings {
  /** Name to URL, as it was given. */
  readonly initialCluster: readonly (readonly [string, string])[];
  readonly initialClusterState: 'new' | 'existing';
  readonly certFile: string;
  readonly keyFile: string;
  readonly trustedCaFile: string;
  readonly peerCertFile: string;
  readonly peerKeyFile: string;
  readonly peerTrustedCaFile: string;
  readonly clientCertAuth: boolean;
}

const urls = (given: Given, name: string, otherwise: string): readonly string[] =>
  (valueOf(given, name) ?? otherwise)
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');

/** ETCD_NAME stands for --name where that is not given; both together end etcd. */
function withEnvironment(given: Given, start: Start): Given | { readonly problem: string } {
  const values = new Map(given.values);
  for (const [variable, value] of Object.entries(start.environment)) {
    if (!variable.startsWith('ETCD_')) continue;
    const name = variable.slice('ETCD_'.length).toLowerCase().replaceAll('_', '-');
    if (!FLAGS.has(name)) continue;
    if (given.values.has(name))
      return {
        problem: `conflicting environment variable "${variable}" is shadowed by corresponding command-line flag (either unset environment variable or disable flag)`,
      };
    values.set(name, [value]);
  }
  return { ...given, values };
}

export function etcd(start: Start): Started {
  const flags = goFlags(FLAGS, start.argv.slice(1));
  if ('problem' in flags) return ends(2, [flags.problem, ...USAGE]);
  if (isOn(flags, 'version')) return ends(0, ['etcd Version: 3.5.16'], 20);
  const unverified = (error: string): Started =>
    ends(1, [zap('warn', 'etcdmain/etcd.go:75', 'failed to verify flags', { error })]);
  const [operand] = flags.operands;
  if (operand !== undefined) return unverified(`'${operand}' is not a valid flag`);
  const given = withEnvironment(flags, start);
  if ('problem' in given) return ends(1, [zap('fatal', 'flags/flag.go:85', given.problem, {})]);
  const state = valueOf(given, 'initial-cluster-state') ?? 'new';
  if (state !== 'new' && state !== 'existing')
    return ends(2, [
      `invalid value "${state}" for flag -initial-cluster-state: invalid value`,
      ...USAGE,
    ]);
  const config = configOf(given, state);
  const problem = unusable(config, given);
  if (problem !== '') return unverified(problem);
  const bind = foreignAddress(config, start) || filesProblem(config, start);
  if (bind !== '') return ends(1, discoveryFailed(config, bind));
  return { kind: 'etcd-member', input: { config } };
}

function configOf(given: Given, initialClusterState: 'new' | 'existing'): EtcdConfig {
  const name = valueOf(given, 'name') ?? 'default';
  const peers = urls(given, 'initial-advertise-peer-urls', 'http://localhost:2380');
  const cluster = valueOf(given, 'initial-cluster') ?? peers.map((u) => `${name}=${u}`).join(',');
  const text = (flag: string): string => valueOf(given, flag) ?? '';
  return {
    name,
    dataDir: valueOf(given, 'data-dir') ?? `${name}.etcd`,
    listenClientUrls: urls(given, 'listen-client-urls', 'http://localhost:2379'),
    listenPeerUrls: urls(given, 'listen-peer-urls', 'http://localhost:2380'),
    advertiseClientUrls: urls(given, 'advertise-client-urls', ''),
    initialAdvertisePeerUrls: peers,
    initialCluster: cluster
      .split(',')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '')
      .map(
        (pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const,
      ),
    initialClusterState,
    certFile: text('cert-file'),
    keyFile: text('key-file'),
    trustedCaFile: text('trusted-ca-file'),
    peerCertFile: text('peer-cert-file'),
    peerKeyFile: text('peer-key-file'),
    peerTrustedCaFile: text('peer-trusted-ca-file'),
    clientCertAuth: isOn(given, 'client-cert-auth'),
    quotaBackendBytes: Number(valueOf(given, 'quota-backend-bytes') ?? 0),
  };
}

/** Peers' listener first, then clients'. A CA file without a certificate is not noticed: nobody is trusted then. */
const filesProblem = (config: EtcdConfig, { read }: Start): string =>
  pairProblem(read, config.peerCertFile, config.peerKeyFile) ||
  openProblem(read, [config.peerTrustedCaFile]) ||
  pairProblem(read, config.certFile, config.keyFile) ||
  openProblem(read, [config.trustedCaFile]);

/** embed.Config.Validate: '' when it can be used. */
function unusable(config: EtcdConfig, given: Given): string {
  for (const url of [...config.listenPeerUrls, ...config.listenClientUrls]) {
    const host = hostOf(url);
    if (host !== 'localhost' && !isAddress(host)) return `expected IP in URL for binding (${url})`;
  }
  if (config.advertiseClientUrls.length === 0 && given.values.has('listen-client-urls'))
    return '--advertise-client-urls is required when --listen-client-urls is set explicitly';
  const tick = Number(valueOf(given, 'heartbeat-interval') ?? 100);
  const election = Number(valueOf(given, 'election-timeout') ?? 1000);
  if (tick === 0) return '--heartbeat-interval must be >0 (set to 0ms)';
  if (election === 0) return '--election-timeout must be >0 (set to 0ms)';
  if (5 * tick > election)
    return `--election-timeout[${election}ms] should be at least as 5 times as --heartbeat-interval[${tick}ms]`;
  if (election > 50_000)
    return `--election-timeout[${election}ms] is too long, and should be set less than 50000ms`;
  return '';
}

/** What only shows when the server is put together. */
export function clusterProblem(config: EtcdConfig): string {
  const mine = config.initialCluster.filter(([name]) => name === config.name).map(([, url]) => url);
  if (mine.length === 0)
    return `couldn't find local name "${config.name}" in the initial cluster configuration`;
  const advertised = config.initialAdvertisePeerUrls;
  const same = [...mine].toSorted().join() === [...advertised].toSorted().join();
  if (same) return '';
  const pairs = mine.map((url) => `${config.name}=${url}`).join(',');
  return `--initial-cluster has ${pairs} but missing from --initial-advertise-peer-urls=${advertised.join(',')} (resolved urls: "${advertised.join(',')}" != "${mine.join(',')}")`;
}

export const discoveryFailed = (config: EtcdConfig, error: string): readonly string[] => {
  const who = {
    name: config.name,
    'data-dir': config.dataDir,
    'advertise-peer-urls': config.initialAdvertisePeerUrls,
    'advertise-client-urls': config.advertiseClientUrls,
  };
  return [
    zap('info', 'embed/etcd.go:378', 'closing etcd server', who),
    zap('info', 'embed/etcd.go:380', 'closed etcd server', who),
    zap('warn', 'etcdmain/etcd.go:146', 'failed to start etcd', { error }),
    zap('fatal', 'etcdmain/etcd.go:204', 'discovery failed', { error }),
  ];
};

/** bind(2) of an address that the host does not have. */
function foreignAddress(config: EtcdConfig, start: Start): string {
  const own = new Set(['0.0.0.0', '[::]', 'localhost', '[::1]', start.address]);
  const foreign = [...config.listenPeerUrls, ...config.listenClientUrls].find(
    (url) => !own.has(hostOf(url)) && !hostOf(url).startsWith('127.'),
  );
  return foreign === undefined
    ? ''
    : `listen tcp ${hostOf(foreign)}:${portOf(foreign)}: bind: cannot assign requested address`;
}

export const hostOf = (url: string): string => /^\w+:\/\/(.*?)(?::\d+)?$/.exec(url)?.[1] ?? '';
export const portOf = (url: string): number => Number(/:(\d+)$/.exec(url)?.[1] ?? 0);
const isAddress = (host: string): boolean => /^(\d{1,3}\.){3}\d{1,3}$|^\[[\da-f:]*\]$/i.test(host);
