/** The flags of kubelet and what their values are. Real: kubernetes 1.31 cmd/kubelet/app/options. */
import { flagTable } from '../flags.ts';

export const FLAGS = flagTable({
  bool: `
    anonymous-auth authentication-token-webhook cgroups-per-qos contention-profiling cpu-cfs-quota
    enable-controller-attach-detach enable-debugging-handlers enable-server exit-on-lock-contention
    experimental-allocatable-ignore-eviction fail-cgroupv1 fail-swap-on help kernel-memcg-notification
    local-storage-capacity-isolation log-json-split-stream log-text-split-stream make-iptables-util-chains
    protect-kernel-defaults register-node register-schedulable rotate-certificates rotate-server-certificates
    runonce seccomp-default serialize-image-pulls`,
  duration: `
    authentication-token-webhook-cache-ttl authorization-webhook-cache-authorized-ttl
    authorization-webhook-cache-unauthorized-ttl cpu-cfs-quota-period cpu-manager-reconcile-period
    eviction-pressure-transition-period file-check-frequency http-check-frequency log-flush-frequency
    minimum-container-ttl-duration minimum-image-ttl-duration node-status-update-frequency
    runtime-request-timeout streaming-connection-idle-timeout sync-frequency volume-stats-agg-period`,
  int: `
    container-log-max-files event-burst event-qps eviction-max-pod-grace-period healthz-port
    image-gc-high-threshold image-gc-low-threshold kube-api-burst kube-api-qps max-open-files max-pods
    maximum-dead-containers maximum-dead-containers-per-container node-status-max-images oom-score-adj
    pod-max-pids pods-per-core port read-only-port registry-burst registry-qps`,
  string: `
    address allowed-unsafe-sysctls authorization-mode bootstrap-kubeconfig cert-dir cgroup-driver cgroup-root
    client-ca-file cloud-config cloud-provider cluster-dns cluster-domain config config-dir
    container-log-max-size container-runtime-endpoint cpu-manager-policy cpu-manager-policy-options
    enforce-node-allocatable eviction-hard eviction-minimum-reclaim eviction-soft eviction-soft-grace-period
    experimental-mounter-path feature-gates hairpin-mode healthz-bind-address hostname-override
    image-service-endpoint kube-api-content-type kube-reserved kube-reserved-cgroup kubeconfig kubelet-cgroups
    lock-file log-json-info-buffer-size log-text-info-buffer-size logging-format manifest-url
    manifest-url-header memory-manager-policy node-ip node-labels pod-cidr pod-manifest-path provider-id
    qos-reserved register-with-taints reserved-cpus reserved-memory resolv-conf root-dir system-cgroups
    system-reserved system-reserved-cgroup tls-cert-file tls-cipher-suites tls-min-version tls-private-key-file
    topology-manager-policy topology-manager-policy-options topology-manager-scope version vmodule
    volume-plugin-dir`,
  uint: `
    v`,
});
