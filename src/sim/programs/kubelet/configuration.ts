/**
 * A KubeletConfiguration file as the kubelet decodes it, and its words when it cannot.
 * Real: kubernetes 1.31 pkg/kubelet/kubeletconfig, staging/src/k8s.io/kubelet/config/v1beta1; captured from v1.31.13.
 */
import { durationMicros } from '../flags.ts';
import { type Fields, isFields, jsonKind, readYaml } from '../../text/yaml.ts';

type FieldType =
  | 'bool'
  | 'string'
  | 'duration'
  | 'int32'
  | 'int64'
  | 'float64'
  | '[]string'
  | 'map[string]string'
  | 'map[string]bool'
  | 'object'
  | 'any';
const FIELDS = new Map<string, FieldType>(
  Object.entries({
    bool: `
      cgroupsPerQOS cpuCFSQuota enableContentionProfiling enableControllerAttachDetach enableDebugFlagsHandler
      enableDebuggingHandlers enableProfilingHandler enableServer enableSystemLogHandler enableSystemLogQuery
      failCgroupV1 failSwapOn kernelMemcgNotification localStorageCapacityIsolation makeIPTablesUtilChains
      protectKernelDefaults registerNode rotateCertificates runOnce seccompDefault serializeImagePulls
      serverTLSBootstrap`,
    string: `
      address cgroupDriver cgroupRoot clusterDomain configMapAndSecretChangeDetectionStrategy containerLogMaxSize containerRuntimeEndpoint contentType
      cpuManagerPolicy hairpinMode healthzBindAddress imageServiceEndpoint kubeReservedCgroup kubeletCgroups
      memoryManagerPolicy podCIDR podLogsDir providerID reservedSystemCPUs resolvConf showHiddenMetricsForVersion
      staticPodPath staticPodURL systemCgroups systemReservedCgroup tlsCertFile tlsMinVersion tlsPrivateKeyFile
      topologyManagerPolicy topologyManagerScope volumePluginDir`,
    duration: `
      containerLogMonitorInterval cpuCFSQuotaPeriod cpuManagerReconcilePeriod evictionPressureTransitionPeriod
      fileCheckFrequency httpCheckFrequency imageMaximumGCAge imageMinimumGCAge nodeStatusReportFrequency
      nodeStatusUpdateFrequency runtimeRequestTimeout shutdownGracePeriod shutdownGracePeriodCriticalPods
      streamingConnectionIdleTimeout syncFrequency volumeStatsAggPeriod`,
    any: `
      registerWithTaints reservedMemory shutdownGracePeriodByPodPriority staticPodURLHeader`,
    int32: `
      containerLogMaxFiles containerLogMaxWorkers eventBurst eventRecordQPS evictionMaxPodGracePeriod healthzPort
      imageGCHighThresholdPercent imageGCLowThresholdPercent iptablesDropBit iptablesMasqueradeBit kubeAPIBurst
      kubeAPIQPS maxParallelImagePulls maxPods nodeLeaseDurationSeconds nodeStatusMaxImages oomScoreAdj
      podsPerCore port readOnlyPort registryBurst registryPullQPS`,
    '[]string': `
      allowedUnsafeSysctls clusterDNS enforceNodeAllocatable tlsCipherSuites`,
    object: `
      authentication authorization logging memorySwap
      tracing`,
    'map[string]string': `
      cpuManagerPolicyOptions evictionHard evictionMinimumReclaim evictionSoft evictionSoftGracePeriod
      kubeReserved qosReserved systemReserved topologyManagerPolicyOptions`,
    int64: `
      maxOpenFiles podPidsLimit`,
    'map[string]bool': `
      featureGates`,
    float64: `
      memoryThrottlingFactor`,
  }).flatMap(([type, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, type as FieldType] as const),
  ),
);

export type ConfigurationRead =
  { readonly fields: Fields; readonly unknown: readonly string[] } | { readonly problem: string };

export function readConfiguration(
  read: (path: string) => string | undefined,
  path: string,
): ConfigurationRead {
  const failed = (error: string) => ({
    problem: `failed to load kubelet config file, path: ${path}, error: failed to load Kubelet config file ${path}, error ${error}`,
  });
  const text = read(path);
  if (text === undefined)
    return failed(
      `failed to read kubelet config file "${path}", error: open ${path}: no such file or directory`,
    );
  if (text === '') return failed(`kubelet config file "${path}" was empty`);
  const yaml = readYaml(text);
  if ('error' in yaml) return failed(`failed to decode: ${yaml.error}`);
  const problem = kindProblem(yaml.value);
  if (problem !== '') return failed(`failed to decode: ${problem}`);
  const fields = yaml.value as Fields;
  const wrong = typeProblem(fields);
  if (wrong !== '') return failed(`failed to decode: ${wrong}`);
  const known = (name: string): boolean =>
    FIELDS.has(name) || name === 'kind' || name === 'apiVersion';
  return { fields, unknown: Object.keys(fields).filter((name) => !known(name)) };
}

function kindProblem(value: unknown): string {
  if (!isFields(value) && value !== null && value !== undefined)
    return `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;
  const { kind, apiVersion = '' } = isFields(value) ? value : {};
  if (kind === undefined || kind === null || kind === '')
    return `Object 'Kind' is missing in '${JSON.stringify(value ?? null)}'`;
  if (apiVersion === '') return `Object 'apiVersion' is missing in '${JSON.stringify(value)}'`;
  const known = kind === 'KubeletConfiguration' && apiVersion === 'kubelet.config.k8s.io/v1beta1';
  return known
    ? ''
    : `no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "pkg/runtime/scheme.go:100"`;
}

/** The first field whose value is of another type, as encoding/json says it. */
function typeProblem(fields: Fields): string {
  for (const [name, value] of Object.entries(fields)) {
    const type = FIELDS.get(name);
    if (type === undefined || value === null) continue;
    const problem = valueProblem(name, type, value);
    if (problem !== '') return problem;
  }
  return '';
}

function valueProblem(name: string, type: FieldType, value: unknown): string {
  const mismatch = (shown: string, goType: string = type): string =>
    `json: cannot unmarshal ${shown} into Go struct field KubeletConfiguration.${name} of type ${goType}`;
  switch (type) {
    case 'any':
      return '';
    case 'bool':
    case 'string':
      return typeof value === (type === 'bool' ? 'boolean' : 'string')
        ? ''
        : mismatch(jsonKind(value));
    case 'duration':
      if (typeof value !== 'string') return mismatch(jsonKind(value), 'string');
      return /^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+)$/.test(value)
        ? ''
        : `time: invalid duration ${JSON.stringify(value)}`;
    case 'int32':
    case 'int64':
    case 'float64':
      if (typeof value !== 'number') return mismatch(jsonKind(value));
      return type === 'float64' || Number.isInteger(value) ? '' : mismatch(`number ${value}`);
    case '[]string':
      if (!Array.isArray(value)) return mismatch(jsonKind(value));
      return value.every((item) => typeof item === 'string') ? '' : mismatch('number', 'string');
    case 'map[string]string':
    case 'map[string]bool': {
      if (!isFields(value)) return mismatch(jsonKind(value));
      const wanted = type === 'map[string]bool' ? 'boolean' : 'string';
      const odd = Object.values(value).find((item) => typeof item !== wanted);
      return odd === undefined
        ? ''
        : mismatch(jsonKind(odd), wanted === 'boolean' ? 'bool' : 'string');
    }
    case 'object':
      return isFields(value) ? '' : mismatch(jsonKind(value), GO_TYPES[name] ?? name);
  }
}
const GO_TYPES: Readonly<Record<string, string>> = {
  authentication: 'v1beta1.KubeletAuthentication',
  authorization: 'v1beta1.KubeletAuthorization',
  logging: 'v1.LoggingConfiguration',
  memorySwap: 'v1beta1.MemorySwapConfiguration',
  tracing: 'v1.TracingConfiguration',
};

/** ValidateKubeletConfiguration: what is decoded and cannot be. */
export function invalidConfiguration(fields: Fields): readonly string[] {
  const problems: string[] = [];
  const number = (name: string): number | undefined => {
    const value = fields[name];
    return typeof value === 'number' ? value : undefined;
  };
  for (const [name, flag] of Object.entries(NOT_NEGATIVE)) {
    const value = number(name);
    if (value !== undefined && value < 0)
      problems.push(
        `invalid configuration: ${name} (--${flag}) ${value} must not be a negative number`,
      );
  }
  for (const [name, [flag, low, high]] of Object.entries(BETWEEN)) {
    const value = number(name);
    if (value !== undefined && (value < low || value > high))
      problems.push(
        `invalid configuration: ${name} (--${flag}) ${value} must be between ${low} and ${high}, inclusive`,
      );
  }
  if (fields['containerRuntimeEndpoint'] === '')
    problems.push('invalid configuration: the containerRuntimeEndpoint was not specified or empty');
  const hairpin = fields['hairpinMode'];
  const modes = ['none', 'hairpin-veth', 'promiscuous-bridge'];
  if (typeof hairpin === 'string' && hairpin !== '' && !modes.includes(hairpin))
    problems.push(
      `invalid configuration: option "${hairpin}" specified for hairpinMode (--hairpin-mode). Valid options are "none", "hairpin-veth" or "promiscuous-bridge"`,
    );
  return problems;
}
const NOT_NEGATIVE = {
  eventBurst: 'event-burst',
  eventRecordQPS: 'event-qps',
  kubeAPIBurst: 'kube-api-burst',
  kubeAPIQPS: 'kube-api-qps',
  maxOpenFiles: 'max-open-files',
  maxPods: 'max-pods',
  podsPerCore: 'pods-per-core',
  registryBurst: 'registry-burst',
  registryPullQPS: 'registry-qps',
};
const BETWEEN = {
  healthzPort: ['healthz-port', 1, 65_535],
  imageGCHighThresholdPercent: ['image-gc-high-threshold', 0, 100],
  imageGCLowThresholdPercent: ['image-gc-low-threshold', 0, 100],
  iptablesMasqueradeBit: ['iptables-masquerade-bit', 0, 31],
  oomScoreAdj: ['oom-score-adj', -1000, 1000],
  port: ['port', 1, 65_535],
  readOnlyPort: ['read-only-port', 0, 65_535],
} as const satisfies Record<string, readonly [string, number, number]>;

export const microsOf = (fields: Fields, name: string, otherwise: string): number => {
  const value = fields[name];
  const micros = durationMicros(typeof value === 'string' ? value : otherwise);
  return micros > 0 ? micros : durationMicros(otherwise);
};
