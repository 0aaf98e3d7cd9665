/** Every sentence of the charts, by key. */
export const charts = {
  title: 'Charts of etcd',
  closed: 'closed; opening counts as a look',
  host: 'Host',
  nothing:
    'Nothing to show: etcd does not answer here, or has written nothing since you opened this.',
  names: {
    etcd_disk_wal_fsync_duration_seconds: 'WAL fsync, p99',
    etcd_disk_backend_commit_duration_seconds: 'backend commit, p99',
  } as Readonly<Record<string, string>>,
  now: 'now',
  least: 'least',
  most: 'most',
  bound: 'etcd asks for',
  table: 'As a table',
} as const;
