/** The flags of kube-controller-manager and what their values are. Real: kubernetes 1.31 cmd/kube-controller-manager/app/options. */
import { flagTable } from '../flags.ts';

export const FLAGS = flagTable({
  bool: `
    allocate-node-cidrs allow-untagged-cloud authentication-skip-lookup authentication-tolerate-lookup-failure
    configure-cloud-routes contention-profiling disable-attach-detach-reconcile-sync
    disable-force-detach-on-timeout disable-http2-serving enable-dynamic-provisioning enable-garbage-collector
    enable-hostpath-provisioner enable-leader-migration help leader-elect log-json-split-stream
    log-text-split-stream permit-address-sharing permit-port-sharing profiling use-service-account-credentials`,
  duration: `
    attach-detach-reconcile-sync-period authentication-token-webhook-cache-ttl
    authorization-webhook-cache-authorized-ttl authorization-webhook-cache-unauthorized-ttl
    cluster-signing-duration controller-start-interval endpoint-updates-batch-period
    endpointslice-updates-batch-period horizontal-pod-autoscaler-cpu-initialization-period
    horizontal-pod-autoscaler-downscale-stabilization horizontal-pod-autoscaler-initial-readiness-delay
    horizontal-pod-autoscaler-sync-period leader-elect-lease-duration leader-elect-renew-deadline
    leader-elect-retry-period legacy-service-account-token-clean-up-period log-flush-frequency
    min-resync-period mirroring-endpointslice-updates-batch-period namespace-sync-period
    node-monitor-grace-period node-monitor-period node-startup-grace-period node-sync-period
    pvclaimbinder-sync-period resource-quota-sync-period route-reconciliation-period`,
  float: `
    horizontal-pod-autoscaler-tolerance node-eviction-rate secondary-node-eviction-rate
    unhealthy-zone-threshold`,
  int: `
    concurrent-cron-job-syncs concurrent-deployment-syncs concurrent-endpoint-syncs
    concurrent-ephemeralvolume-syncs concurrent-gc-syncs concurrent-horizontal-pod-autoscaler-syncs
    concurrent-job-syncs concurrent-namespace-syncs concurrent-rc-syncs concurrent-replicaset-syncs
    concurrent-resource-quota-syncs concurrent-service-endpoint-syncs concurrent-service-syncs
    concurrent-serviceaccount-token-syncs concurrent-statefulset-syncs concurrent-ttl-after-finished-syncs
    concurrent-validating-admission-policy-status-syncs http2-max-streams-per-connection kube-api-burst
    kube-api-qps large-cluster-size-threshold max-endpoints-per-slice
    mirroring-concurrent-service-endpoint-syncs mirroring-max-endpoints-per-subset node-cidr-mask-size
    node-cidr-mask-size-ipv4 node-cidr-mask-size-ipv6 pv-recycler-increment-timeout-nfs
    pv-recycler-minimum-timeout-hostpath pv-recycler-minimum-timeout-nfs pv-recycler-timeout-increment-hostpath
    secure-port terminated-pod-gc-threshold`,
  string: `
    allow-metric-labels allow-metric-labels-manifest authentication-kubeconfig authorization-always-allow-paths
    authorization-kubeconfig bind-address cert-dir cidr-allocator-type client-ca-file cloud-config
    cloud-provider cluster-cidr cluster-name cluster-signing-cert-file cluster-signing-key-file
    cluster-signing-kube-apiserver-client-cert-file cluster-signing-kube-apiserver-client-key-file
    cluster-signing-kubelet-client-cert-file cluster-signing-kubelet-client-key-file
    cluster-signing-kubelet-serving-cert-file cluster-signing-kubelet-serving-key-file
    cluster-signing-legacy-unknown-cert-file cluster-signing-legacy-unknown-key-file controllers
    disabled-metrics emulated-version external-cloud-volume-plugin feature-gates flex-volume-plugin-dir
    kube-api-content-type kubeconfig leader-elect-resource-lock leader-elect-resource-name
    leader-elect-resource-namespace leader-migration-config log-json-info-buffer-size log-text-info-buffer-size
    logging-format master pv-recycler-pod-template-filepath-hostpath pv-recycler-pod-template-filepath-nfs
    requestheader-allowed-names requestheader-client-ca-file requestheader-extra-headers-prefix
    requestheader-group-headers requestheader-username-headers root-ca-file service-account-private-key-file
    service-cluster-ip-range show-hidden-metrics-for-version tls-cert-file tls-cipher-suites tls-min-version
    tls-private-key-file tls-sni-cert-key version vmodule`,
  uint: `
    v`,
});
