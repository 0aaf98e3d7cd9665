/**
 * The kubelet's command line and files: what it means, and how the kubelet ends when it cannot start with them.
 * Real: kubernetes 1.31 cmd/kubelet/app/server.go; wording captured from v1.31.13.
 */
import { type Given, pflags, valueOf } from '../flags.ts';
import { readKubeconfig } from '../kubeconfig.ts';
import { blocksOf } from '../pem.ts';
import { type Start, type Started, ends } from '../start.ts';
import { type Fields, isFields } from '../../text/yaml.ts';
import { invalidConfiguration, microsOf, readConfiguration } from './configuration.ts';
import { FLAGS } from './flags.ts';

export interface KubeletConfig {
  /** '' for none. */
  readonly staticPodPath: string;
  readonly fileCheckMicros: number;
  /** The API server that it works with; '' for none. */
  readonly server: string;
  readonly port: number;
}

const RUNTIME_SOCKET = /^(unix:\/\/)?(\/var)?\/run\/crio\/crio\.sock$/;

/** klog's prefix, with the process' own number: a host's process is not number 1. */
export const klogHost = (level: 'I' | 'W' | 'E', source: string, text: string): string =>
  `${level}@@klog@@ @@pid@@ ${source}] ${text}`;
const commandFailed = (error: string): string =>
  klogHost('E', 'run.go:72', `"command failed" err=${JSON.stringify(error)}`);
const failed = (error: string, before: readonly string[] = []): Started =>
  ends(1, [...before, commandFailed(error)], 120);

export function kubelet(start: Start): Started {
  const given = pflags(FLAGS, start.argv.slice(1));
  if ('problem' in given) return failed(`failed to parse kubelet flag: ${given.problem}`);
  const [operand] = given.operands;
  if (operand !== undefined) return failed(`unknown command ${operand}`);
  const path = valueOf(given, 'config') ?? '';
  const file = path === '' ? { fields: {}, unknown: [] } : readConfiguration(start.read, path);
  if ('problem' in file) return failed(file.problem);
  const lenient = file.unknown.map((name) => `unknown field "${name}"`).join(', ');
  const before =
    lenient === ''
      ? []
      : [
          klogHost(
            'I',
            'codec.go:100',
            `"Using lenient decoding as strict decoding failed" err=${JSON.stringify(`strict decoding error: ${lenient}`)}`,
          ),
        ];
  const fields = withFlags(file.fields, given);
  const invalid = invalidConfiguration(fields);
  if (invalid.length > 0) {
    const text = invalid.length === 1 ? invalid.join('') : `[${invalid.join(', ')}]`;
    return failed(
      `failed to validate kubelet configuration, error: ${text}, path: &TypeMeta{Kind:,APIVersion:,}`,
      before,
    );
  }
  const problem = clientCa(fields, start) || (kubeconfigProblem(given, fields, start, path) ?? '');
  if (problem !== '') return failed(problem, before);
  const endpoint = String(
    fields['containerRuntimeEndpoint'] ?? 'unix:///run/containerd/containerd.sock',
  );
  if (!RUNTIME_SOCKET.test(endpoint)) {
    const url = endpoint.includes('://') ? endpoint : `unix://${endpoint}`;
    return failed(
      `failed to run Kubelet: validate service connection: validate CRI v1 runtime API for endpoint "${url}": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${url.replace('unix://', '')}: connect: no such file or directory"`,
      before,
    );
  }
  const kubeconfig = valueOf(given, 'kubeconfig') ?? '';
  const read = kubeconfig === '' ? undefined : loaded(given, kubeconfig, start);
  const config: KubeletConfig = {
    staticPodPath: String(fields['staticPodPath'] ?? ''),
    fileCheckMicros: microsOf(fields, 'fileCheckFrequency', '20s'),
    server: read === undefined || 'problem' in read ? '' : read.server,
    port: Number(fields['port'] ?? 10_250),
  };
  return { kind: 'kubelet', input: { config, warnings: before } };
}

/** Flags win over the file. */
function withFlags(fields: Fields, given: Given): Fields {
  const over: Record<string, unknown> = {};
  for (const [flag, name] of Object.entries(OVER)) {
    const value = valueOf(given, flag);
    if (value !== undefined) over[name] = NUMBERS.has(name) ? Number(value) : value;
  }
  const anonymous = valueOf(given, 'client-ca-file');
  if (anonymous !== undefined) {
    const known = isFields(fields['authentication']) ? fields['authentication'] : {};
    over['authentication'] = { ...known, x509: { clientCAFile: anonymous } };
  }
  return { ...fields, ...over };
}
const OVER = {
  'pod-manifest-path': 'staticPodPath',
  'container-runtime-endpoint': 'containerRuntimeEndpoint',
  'file-check-frequency': 'fileCheckFrequency',
  'max-pods': 'maxPods',
  port: 'port',
  'healthz-port': 'healthzPort',
  'hairpin-mode': 'hairpinMode',
  'oom-score-adj': 'oomScoreAdj',
};
const NUMBERS = new Set(['maxPods', 'port', 'healthzPort', 'oomScoreAdj']);

function clientCa(fields: Fields, start: Start): string {
  const authentication = isFields(fields['authentication']) ? fields['authentication'] : {};
  const x509 = isFields(authentication['x509']) ? authentication['x509'] : {};
  const path = x509['clientCAFile'];
  if (typeof path !== 'string' || path === '') return '';
  const text = start.read(path);
  const unable = `failed to construct kubelet dependencies: unable to load client CA file ${path}: `;
  if (text === undefined) return `${unable}open ${path}: no such file or directory`;
  // The world's own certificates are named, not spelt out.
  if (blocksOf(text).some(({ kind }) => kind === 'certificate')) return '';
  return `${unable}error creating pool from ${path}: data does not contain any valid RSA or ECDSA certificates`;
}

function loaded(given: Given, path: string, start: Start) {
  const bootstrap = valueOf(given, 'bootstrap-kubeconfig') ?? '';
  // With a bootstrap kubeconfig the other one is written when its certificate has been issued.
  if (bootstrap !== '' && start.read(path) === undefined)
    return readKubeconfig(start.read, bootstrap);
  return readKubeconfig(start.read, path);
}

function kubeconfigProblem(
  given: Given,
  fields: Fields,
  start: Start,
  configPath: string,
): string | undefined {
  const path = valueOf(given, 'kubeconfig') ?? '';
  const bootstrap = valueOf(given, 'bootstrap-kubeconfig') ?? '';
  if (path === '') {
    const authentication = isFields(fields['authentication']) ? fields['authentication'] : {};
    const webhook = isFields(authentication['webhook']) ? authentication['webhook'] : {};
    const authorization = isFields(fields['authorization']) ? fields['authorization'] : {};
    if (configPath !== '' && webhook['enabled'] !== false)
      return 'failed to run Kubelet: no client provided, cannot use webhook authentication';
    if (configPath !== '' && authorization['mode'] !== 'AlwaysAllow')
      return 'failed to run Kubelet: no client provided, cannot use webhook authorization';
    return undefined;
  }
  const read = loaded(given, path, start);
  if (!('problem' in read)) return undefined;
  const isBootstrap = bootstrap !== '' && start.read(path) === undefined;
  return `failed to run Kubelet: ${isBootstrap ? 'unable to load bootstrap kubeconfig' : 'invalid kubeconfig'}: ${read.problem}`;
}
