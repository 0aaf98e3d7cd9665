/**
 * kube-apiserver's command line: what it means, and how the server ends when it cannot start with it.
 * Real: kubernetes 1.31 cmd/kube-apiserver/app/{server,options}; wording and exit codes captured from v1.31.13.
 */
import { openProblem } from '../files.ts';
import { bundleProblem, keyProblem, pairProblem } from '../pem.ts';
import { type Given, listOf, pflags, valueOf } from '../flags.ts';
import { commandFailed, klog } from '../klog.ts';
import { type Start, type Started, ends } from '../start.ts';
import { FLAGS } from './flags.ts';

export interface ApiServerConfig {
  readonly etcdServers: readonly string[];
  readonly etcdPrefix: string;
  readonly etcdCaFile: string;
  readonly etcdCertFile: string;
  readonly etcdKeyFile: string;
  readonly securePort: number;
  readonly tlsCertFile: string;
  readonly tlsPrivateKeyFile: string;
  readonly clientCaFile: string;
  readonly authorizationModes: readonly string[];
}

const MODES = ['AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC', 'Node'];
const PLUGINS = new Set(
  `AlwaysAdmit AlwaysDeny AlwaysPullImages CertificateApproval CertificateSigning CertificateSubjectRestriction
  ClusterTrustBundleAttest DefaultIngressClass DefaultStorageClass DefaultTolerationSeconds DenyServiceExternalIPs
  EventRateLimit ExtendedResourceToleration ImagePolicyWebhook LimitPodHardAntiAffinityTopology LimitRanger
  MutatingAdmissionPolicy MutatingAdmissionWebhook NamespaceAutoProvision NamespaceExists NamespaceLifecycle
  NodeRestriction OwnerReferencesPermissionEnforcement PersistentVolumeClaimResize PodNodeSelector PodSecurity
  PodTolerationRestriction Priority ResourceQuota RuntimeClass ServiceAccount StorageObjectInUseProtection
  TaintNodesByCondition ValidatingAdmissionPolicy ValidatingAdmissionWebhook`.split(/\s+/),
);

export function kubeApiserver(start: Start): Started {
  const given = pflags(FLAGS, start.argv.slice(1));
  if ('problem' in given) return ends(1, [`Error: ${given.problem}`]);
  if (given.operands.length > 0) {
    const shown = given.operands.map((word) => JSON.stringify(word)).join(' ');
    return ends(1, [`Error: "kube-apiserver" does not take any arguments, got [${shown}]`]);
  }
  const config = configOf(given);
  const cidr = (valueOf(given, 'service-cluster-ip-range') ?? '10.0.0.0/24').split(',');
  const bad = cidr.findIndex((range) => !/^[\d.:a-fA-F]+\/\d{1,3}$/.test(range));
  if (bad >= 0)
    return ends(1, [commandFailed(`service-cluster-ip-range[${bad}] is not a valid cidr`)]);
  const host = klog(
    'I',
    'options.go:228',
    `external host was not specified, using ${start.address}`,
  );
  const problems = invalid(config, given);
  if (problems.length > 0) {
    const text = problems.length === 1 ? problems.join('') : `[${problems.join(', ')}]`;
    return ends(1, [host, commandFailed(text)]);
  }
  const missing = missingFile(start, given, config);
  if (missing !== undefined) return { ...missing, lines: [host, ...missing.lines] };
  return { kind: 'kube-apiserver', input: { config } };
}

function configOf(given: Given): ApiServerConfig {
  const text = (flag: string): string => valueOf(given, flag) ?? '';
  return {
    etcdServers: listOf(given, 'etcd-servers'),
    etcdPrefix: valueOf(given, 'etcd-prefix') ?? '/registry',
    etcdCaFile: text('etcd-cafile'),
    etcdCertFile: text('etcd-certfile'),
    etcdKeyFile: text('etcd-keyfile'),
    securePort: Number(valueOf(given, 'secure-port') ?? 6443),
    tlsCertFile: text('tls-cert-file'),
    tlsPrivateKeyFile: text('tls-private-key-file'),
    clientCaFile: text('client-ca-file'),
    authorizationModes: given.values.has('authorization-mode')
      ? listOf(given, 'authorization-mode')
      : ['AlwaysAllow'],
  };
}

function invalid(config: ApiServerConfig, given: Given): readonly string[] {
  const { securePort } = config;
  const problems: string[] = [];
  if (config.etcdServers.length === 0) problems.push('--etcd-servers must be specified');
  if (securePort < 1 || securePort > 65_535)
    problems.push(
      `--secure-port ${securePort} must be between 1 and 65535, inclusive. It cannot be turned off with 0`,
    );
  for (const mode of config.authorizationModes)
    if (!MODES.includes(mode)) problems.push(`authorization-mode "${mode}" is not a valid mode`);
  for (const flag of ['enable-admission-plugins', 'disable-admission-plugins'])
    for (const plugin of listOf(given, flag))
      if (!PLUGINS.has(plugin)) problems.push(`${flag} plugin "${plugin}" is unknown`);
  if (!given.values.has('service-account-issuer'))
    problems.push('service-account-issuer is a required flag');
  return problems;
}

/** Files are opened in this order; those for etcd end the server by a fatal line of its own. */
function missingFile(
  start: Start,
  given: Given,
  config: ApiServerConfig,
): Extract<Started, { exitCode: number }> | undefined {
  const file = (flag: string): string => valueOf(given, flag) ?? '';
  const { read } = start;
  const failed = (error: string) => ({
    exitCode: 1,
    lines: [commandFailed(error)],
    afterMillis: 120,
  });
  const signing = keyProblem(read, file('service-account-signing-key-file'), 'private');
  if (signing !== '') return failed(`failed to parse service-account-issuer-key-file: ${signing}`);
  const own = [
    pairProblem(read, config.tlsCertFile, config.tlsPrivateKeyFile),
    bundleProblem(read, 'client-ca-bundle', config.clientCaFile),
    keyProblem(read, file('service-account-key-file'), 'public'),
    bundleProblem(read, 'request-header', file('requestheader-client-ca-file')),
    pairProblem(read, file('proxy-client-cert-file'), file('proxy-client-key-file')),
  ].find((problem) => problem !== '');
  if (own !== undefined) return failed(own);
  // A CA file without a certificate is not noticed here: nobody is trusted then.
  const etcd =
    pairProblem(read, config.etcdCertFile, config.etcdKeyFile) ||
    openProblem(read, [config.etcdCaFile]);
  if (etcd !== '')
    return {
      exitCode: 255,
      lines: [
        klog(
          'F',
          'instance.go:225',
          `Error creating leases: error creating storage factory: ${etcd}`,
        ),
      ],
      afterMillis: 720,
    };
  const kubelet =
    pairProblem(read, file('kubelet-client-certificate'), file('kubelet-client-key')) ||
    openProblem(read, [file('kubelet-certificate-authority')]);
  return kubelet === '' ? undefined : failed(`problem initializing API group "": ${kubelet}`);
}
