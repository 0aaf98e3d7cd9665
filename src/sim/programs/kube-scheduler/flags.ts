/** The flags of kube-scheduler and what their values are. Real: kubernetes 1.31 cmd/kube-scheduler/app/options. */
import { flagTable } from '../flags.ts';

export const FLAGS = flagTable({
  bool: `
    authentication-skip-lookup authentication-tolerate-lookup-failure contention-profiling
    disable-http2-serving help leader-elect log-json-split-stream log-text-split-stream permit-address-sharing
    permit-port-sharing profiling`,
  duration: `
    authentication-token-webhook-cache-ttl authorization-webhook-cache-authorized-ttl
    authorization-webhook-cache-unauthorized-ttl leader-elect-lease-duration leader-elect-renew-deadline
    leader-elect-retry-period log-flush-frequency pod-max-in-unschedulable-pods-duration`,
  int: `
    http2-max-streams-per-connection kube-api-burst kube-api-qps secure-port`,
  string: `
    allow-metric-labels allow-metric-labels-manifest authentication-kubeconfig authorization-always-allow-paths
    authorization-kubeconfig bind-address cert-dir client-ca-file config disabled-metrics emulated-version
    feature-gates kube-api-content-type kubeconfig leader-elect-resource-lock leader-elect-resource-name
    leader-elect-resource-namespace log-json-info-buffer-size log-text-info-buffer-size logging-format master
    requestheader-allowed-names requestheader-client-ca-file requestheader-extra-headers-prefix
    requestheader-group-headers requestheader-username-headers show-hidden-metrics-for-version tls-cert-file
    tls-cipher-suites tls-min-version tls-private-key-file tls-sni-cert-key version vmodule write-config-to`,
  uint: `
    v`,
});
