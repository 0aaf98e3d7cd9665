/** The flags of etcd and what their values are. Real: etcd 3.5.16 server/etcdmain/config.go. */
import { flagTable } from '../flags.ts';

export const FLAGS = flagTable({
  bool: `
    auto-tls client-cert-auth enable-grpc-gateway enable-log-rotation enable-pprof enable-v2
    experimental-compact-hash-check-enabled experimental-enable-distributed-tracing
    experimental-enable-lease-checkpoint experimental-enable-lease-checkpoint-persist
    experimental-initial-corrupt-check experimental-memory-mlock experimental-peer-skip-client-san-verification
    experimental-stop-grpc-service-on-defrag experimental-txn-mode-write-with-shared-buffer force-new-cluster
    initial-election-tick-advance peer-auto-tls peer-client-cert-auth pre-vote socket-reuse-address
    socket-reuse-port strict-reconfig-check unsafe-no-fsync version`,
  duration: `
    backend-batch-interval experimental-compact-hash-check-time experimental-compaction-sleep-interval
    experimental-corrupt-check-time experimental-downgrade-check-time experimental-warning-apply-duration
    experimental-watch-progress-notify-interval grpc-keepalive-interval grpc-keepalive-min-time
    grpc-keepalive-timeout raft-read-timeout raft-write-timeout`,
  int: `
    auth-token-ttl backend-batch-limit bcrypt-cost election-timeout
    experimental-bootstrap-defrag-threshold-megabytes experimental-compaction-batch-limit
    experimental-distributed-tracing-sampling-rate experimental-snapshot-catchup-entries heartbeat-interval
    max-request-bytes max-snapshots max-txn-ops max-wals proxy-dial-timeout proxy-failure-wait
    proxy-read-timeout proxy-refresh-interval proxy-write-timeout quota-backend-bytes self-signed-cert-validity
    snapshot-count`,
  string: `
    auth-token auto-compaction-mode auto-compaction-retention backend-bbolt-freelist-type cert-file
    cipher-suites client-cert-allowed-hostname client-cert-file client-crl-file client-key-file config-file
    cors data-dir discovery discovery-fallback discovery-proxy discovery-srv discovery-srv-name
    experimental-distributed-tracing-address experimental-distributed-tracing-instance-id
    experimental-distributed-tracing-service-name experimental-enable-v2v3 host-whitelist initial-cluster
    initial-cluster-state initial-cluster-token key-file log-level log-outputs log-rotation-config-json logger
    max-concurrent-streams metrics name peer-cert-allowed-cn peer-cert-allowed-hostname peer-cert-file
    peer-client-cert-file peer-client-key-file peer-crl-file peer-key-file peer-trusted-ca-file proxy
    tls-max-version tls-min-version trusted-ca-file v2-deprecation wal-dir`,
  urls: `
    advertise-client-urls initial-advertise-peer-urls listen-client-http-urls listen-client-urls
    listen-metrics-urls listen-peer-urls`,
});
