/** etcd's start-up lines by fsync step. Source: reference/capture/etcd/single-tls/*.log.jsonl (3.5.16). */
import type { EtcdCluster } from './cluster.ts';
import { goDuration } from './go-duration.ts';
import type { Member } from './member.ts';

type Line = (c: EtcdCluster, m: Member) => void;
const say =
  (
    level: 'info' | 'warn',
    caller: string,
    message: string,
    fields?: (c: EtcdCluster, m: Member) => object,
  ): Line =>
  (c, m) =>
    c.line(m, level, caller, message, fields?.(c, m));

const initial = (c: EtcdCluster, m: Member): string =>
  [...m.config.voters, ...m.config.learners]
    .map((id) => `${c.find(id)?.name ?? id}=https://${id}:2380`)
    .join(',');

const COMMON: readonly Line[] = [
  say(
    'warn',
    'embed/config.go:689',
    'Running http and grpc server on single port. This is not recommended for production.',
  ),
  say('info', 'embed/etcd.go:128', 'configuring peer listeners', (_c, m) => ({
    'listen-peer-urls': m.settings.listenPeerUrls,
  })),
  say('info', 'embed/etcd.go:136', 'configuring client listeners', (_c, m) => ({
    'listen-client-urls': m.settings.listenClientUrls,
  })),
  say('info', 'embed/etcd.go:311', 'starting an etcd server', (c, m) => ({
    'etcd-version': '3.5.16',
    'go-version': 'go1.22.9',
    'go-os': 'linux',
    'go-arch': 'amd64',
    'member-initialized': !m.fresh,
    name: m.name,
    'data-dir': m.settings.dataDir,
    'heartbeat-interval': '100ms',
    'election-timeout': '1s',
    'initial-election-tick-advance': true,
    'initial-cluster': initial(c, m),
    'initial-cluster-state':
      m.config.voters.length > 1 || m.config.learners.length > 0 ? 'existing' : 'new',
    'quota-backend-bytes': m.settings.quotaBackendBytes,
    'pre-vote': true,
  })),
];
const DB = say('info', 'etcdserver/backend.go:81', 'opened backend db', (c, m) => ({
  path: `${m.settings.dataDir}/member/snap/db`,
  took: goDuration(c.now - m.phase),
}));
const SERVER: readonly Line[] = [
  say('info', 'etcdserver/server.go:873', 'starting etcd server', (_c, m) => ({
    'local-member-id': m.hex,
    'local-server-version': '3.5.16',
    'cluster-version': 'to_be_decided',
  })),
  say('info', 'v3rpc/health.go:61', 'grpc service status changed', () => ({
    service: '',
    status: 'SERVING',
  })),
  say('info', 'fileutil/purge.go:50', 'started to purge file', (_c, m) => ({
    dir: `${m.settings.dataDir}/member/wal`,
    suffix: 'wal',
    max: 5,
    interval: '30s',
  })),
  say('info', 'embed/etcd.go:729', 'starting with client TLS', () => ({ 'cipher-suites': [] })),
  say('info', 'embed/etcd.go:600', 'serving peer traffic', () => ({ address: '[::]:2380' })),
  say('info', 'embed/etcd.go:572', 'cmux::serve', () => ({ address: '[::]:2380' })),
  say('info', 'embed/etcd.go:280', 'now serving peer/client/metrics', (_c, m) => ({
    'local-member-id': m.hex,
    'listen-client-urls': m.settings.listenClientUrls,
    'listen-metrics-urls': ['https://0.0.0.0:9978'],
  })),
];

export const BOOT_LINES: Readonly<
  Record<'fresh' | 'old', Readonly<Record<number, readonly Line[]>>>
> = {
  fresh: {
    0: COMMON,
    1: [DB],
    4: [
      say('info', 'etcdserver/raft.go:505', 'starting local member', (_c, m) => ({
        'local-member-id': m.hex,
      })),
      (c, m) =>
        c.raftLine(
          m,
          `newRaft ${m.hex} [peers: [], term: 0, commit: 0, applied: 0, lastindex: 0, lastterm: 0]`,
        ),
      say('warn', 'auth/store.go:1241', 'simple token is not cryptographically signed'),
    ],
    10: [say('info', 'mvcc/kvstore.go:423', 'kvstore restored', () => ({ 'current-rev': 1 }))],
    12: [
      say('info', 'etcdserver/quota.go:117', 'enabled backend quota', (_c, m) => ({
        'quota-name': 'v3-applier',
        'quota-size-bytes': m.settings.quotaBackendBytes,
        'quota-size': '8.6 GB',
      })),
    ],
    14: SERVER,
  },
  old: {
    0: COMMON,
    1: [
      DB,
      say('info', 'etcdserver/raft.go:530', 'restarting local member', (_c, m) => ({
        'local-member-id': m.hex,
        'commit-index': m.commit,
      })),
    ],
    2: [
      (c, m) =>
        c.raftLine(
          m,
          `newRaft ${m.hex} [peers: [], term: ${m.term}, commit: ${m.commit}, applied: 0, lastindex: ${m.log.length}, lastterm: ${m.log.at(-1)?.term ?? 0}]`,
        ),
      ...SERVER,
    ],
  },
};
