/** Counters and histograms of every process, as Prometheus families. Names: etcd 3.5, Kubernetes 1.31. */
import type { MetricFamily } from './lab-types.ts';
import type { Parts } from './parts.ts';
import type { Histogram } from '../world/histogram.ts';

export function metricFamilies({ etcd, controlPlane }: Parts): readonly MetricFamily[] {
  const members = [...etcd.members.values()];
  const labels = (host: string, name: string) => ({
    host,
    pod: host === 'bootstrap' ? 'etcd-bootstrap' : `etcd-${host}`,
    container: name,
  });
  const histogram = (
    host: string,
    container: string,
    h: Histogram,
    more: Readonly<Record<string, string>> = {},
  ) => ({
    labels: { ...labels(host, container), ...more },
    value: h.count,
    buckets: h.buckets(),
    sum: h.sumMicros / 1_000_000,
  });
  return [
    {
      name: 'etcd_disk_backend_commit_duration_seconds',
      type: 'histogram',
      help: 'The latency distributions of commit called by backend.',
      samples: members.map((m) => histogram(m.id, 'etcd', m.backend)),
    },
    {
      name: 'etcd_disk_wal_fsync_duration_seconds',
      type: 'histogram',
      help: 'The latency distributions of fsync called by WAL.',
      samples: members.map((m) => histogram(m.id, 'etcd', m.wal)),
    },
    {
      name: 'etcd_request_duration_seconds',
      type: 'histogram',
      help: 'Etcd request latency in seconds for each operation and object type.',
      samples: [...controlPlane.etcdRequests].map(([key, h]) => {
        const [host = '', operation = ''] = key.split('|');
        const pod = host === 'bootstrap' ? 'kube-apiserver-bootstrap' : `kube-apiserver-${host}`;
        return {
          ...histogram(host, 'kube-apiserver', h),
          labels: { host, pod, container: 'kube-apiserver', operation },
        };
      }),
    },
    {
      name: 'etcd_server_has_leader',
      type: 'gauge',
      help: 'Whether or not a leader exists. 1 is existence, 0 is not.',
      samples: members.map((m) => ({
        labels: labels(m.id, 'etcd'),
        value: m.leader === '' ? 0 : 1,
      })),
    },
    {
      name: 'etcd_server_is_leader',
      type: 'gauge',
      help: 'Whether or not this member is a leader. 1 if is, 0 otherwise.',
      samples: members.map((m) => ({
        labels: labels(m.id, 'etcd'),
        value: m.role === 'leader' ? 1 : 0,
      })),
    },
    {
      name: 'etcd_server_leader_changes_seen_total',
      type: 'counter',
      help: 'The number of leader changes seen.',
      samples: members.map((m) => ({ labels: labels(m.id, 'etcd'), value: m.leaderChanges })),
    },
    {
      name: 'etcd_server_proposals_applied_total',
      type: 'gauge',
      help: 'The total number of consensus proposals applied.',
      samples: members.map((m) => ({ labels: labels(m.id, 'etcd'), value: m.applied })),
    },
  ];
}
