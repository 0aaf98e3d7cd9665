/**
 * A static pod's manifest as text and back, with the kubelet's words for one that it cannot take.
 * Real: kubernetes pkg/kubelet/config/{common,file}.go, pkg/apis/core/validation.
 */
import type { ContainerProfile, PodProfile } from '../profile.ts';
import { type Fields, isFields, jsonKind, readYaml, writeYaml } from './yaml.ts';

export type ManifestRead =
  | { readonly pod: PodProfile }
  /** `undecoded`: the file is named by whoever tells of it, and the problem stands in brackets. */
  | { readonly problem: string; readonly undecoded: boolean };

class Undecoded extends Error {}
const cannot = (value: unknown, field: string, type: string): never => {
  throw new Undecoded(
    `Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal ${jsonKind(value)} into Go struct field ${field} of type ${type}`,
  );
};

export function readManifest(text: string): ManifestRead {
  const yaml = readYaml(text);
  if ('error' in yaml) return { problem: yaml.error, undecoded: true };
  const kind = kindProblem(yaml.value);
  if (kind !== '') return { problem: kind, undecoded: true };
  try {
    const pod = podOf(yaml.value as Fields);
    const problem = podProblem(pod);
    return problem === '' ? { pod } : { problem: `invalid pod: ${problem}`, undecoded: false };
  } catch (failure) {
    if (failure instanceof Undecoded) return { problem: failure.message, undecoded: true };
    throw failure;
  }
}

function kindProblem(value: unknown): string {
  if (value !== null && value !== undefined && !isFields(value))
    return `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;
  const { kind, apiVersion } = isFields(value) ? value : {};
  for (const [name, given] of Object.entries({ apiVersion, kind }))
    if (given !== undefined && given !== null && typeof given !== 'string')
      return `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(given)} into Go struct field .${name} of type string`;
  if (typeof kind !== 'string' || kind === '')
    return `Object 'Kind' is missing in '${JSON.stringify(value ?? null)}'`;
  if (typeof apiVersion !== 'string' || apiVersion === '')
    return `Object 'apiVersion' is missing in '${JSON.stringify(value)}'`;
  if (kind === 'Pod' && apiVersion === 'v1') return '';
  return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:100"`;
}

function object(value: unknown, field: string, type: string): Fields {
  if (value === undefined || value === null) return {};
  return isFields(value) ? value : cannot(value, field, type);
}
function list(value: unknown, field: string, type: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : cannot(value, field, type);
}
function text(value: unknown, field: string): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : cannot(value, field, 'string');
}
function flag(value: unknown, field: string): boolean {
  if (value === undefined || value === null) return false;
  return typeof value === 'boolean' ? value : cannot(value, field, 'bool');
}
const strings = (value: unknown, field: string): readonly string[] =>
  list(value, field, '[]string').map((item) => text(item, field));

function podOf(fields: Fields): PodProfile {
  const metadata = object(fields['metadata'], 'Pod.metadata', 'v1.ObjectMeta');
  const spec = object(fields['spec'], 'Pod.spec', 'v1.PodSpec');
  const labels = Object.entries(
    object(metadata['labels'], 'ObjectMeta.metadata.labels', 'map[string]string'),
  ).map(([name, value]) => [name, text(value, 'ObjectMeta.metadata.labels')] as const);
  const namespace = text(metadata['namespace'], 'ObjectMeta.metadata.namespace');
  return {
    name: text(metadata['name'], 'ObjectMeta.metadata.name'),
    namespace: namespace === '' ? 'default' : namespace,
    labels: Object.fromEntries(labels),
    hostNetwork: flag(spec['hostNetwork'], 'PodSpec.spec.hostNetwork'),
    containers: list(spec['containers'], 'PodSpec.spec.containers', '[]v1.Container').map((each) =>
      containerOf(object(each, 'PodSpec.spec.containers', 'v1.Container')),
    ),
    volumes: list(spec['volumes'], 'PodSpec.spec.volumes', '[]v1.Volume').map((each) => {
      const volume = object(each, 'PodSpec.spec.volumes', 'v1.Volume');
      const host = object(
        volume['hostPath'],
        'Volume.spec.volumes.hostPath',
        'v1.HostPathVolumeSource',
      );
      return {
        name: text(volume['name'], 'Volume.spec.volumes.name'),
        hostPath: text(host['path'], 'HostPathVolumeSource.spec.volumes.hostPath.path'),
        type: text(host['type'], 'HostPathVolumeSource.spec.volumes.hostPath.type'),
      };
    }),
  };
}

function containerOf(fields: Fields): ContainerProfile {
  const at = 'Container.spec.containers';
  const env = list(fields['env'], `${at}.env`, '[]v1.EnvVar').map((each) => {
    const variable = object(each, `${at}.env`, 'v1.EnvVar');
    return {
      name: text(variable['name'], 'EnvVar.spec.containers.env.name'),
      value: text(variable['value'], 'EnvVar.spec.containers.env.value'),
    };
  });
  const mounts = list(fields['volumeMounts'], `${at}.volumeMounts`, '[]v1.VolumeMount').map(
    (each) => {
      const mount = object(each, `${at}.volumeMounts`, 'v1.VolumeMount');
      return {
        volume: text(mount['name'], 'VolumeMount.spec.containers.volumeMounts.name'),
        path: text(mount['mountPath'], 'VolumeMount.spec.containers.volumeMounts.mountPath'),
        readOnly: flag(mount['readOnly'], 'VolumeMount.spec.containers.volumeMounts.readOnly'),
      };
    },
  );
  return {
    name: text(fields['name'], `${at}.name`),
    image: text(fields['image'], `${at}.image`),
    command: strings(fields['command'], `${at}.command`),
    args: strings(fields['args'], `${at}.args`),
    env,
    mounts,
  };
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

/** What ValidatePodCreate finds, of the fields that are read here. */
function podProblem(pod: PodProfile): string {
  if (pod.name === '') return 'name is needed for the pod';
  const problems: string[] = [];
  const invalid = (field: string, value: string, rule: string): void =>
    void problems.push(`${field}: Invalid value: ${JSON.stringify(value)}: ${rule}`);
  if (!SUBDOMAIN.test(pod.name)) invalid('metadata.name', pod.name, SUBDOMAIN_RULE);
  if (!LABEL.test(pod.namespace)) invalid('metadata.namespace', pod.namespace, LABEL_RULE);
  const volumes = new Set((pod.volumes ?? []).map(({ name }) => name));
  if (pod.containers.length === 0) problems.push('spec.containers: Required value');
  const names = new Set<string>();
  for (const [index, { name, image, mounts = [] }] of pod.containers.entries()) {
    const at = `spec.containers[${index}]`;
    if (name === '') problems.push(`${at}.name: Required value`);
    else if (!LABEL.test(name)) invalid(`${at}.name`, name, LABEL_RULE);
    else if (names.has(name)) problems.push(`${at}.name: Duplicate value: "${name}"`);
    names.add(name);
    if (image === '') problems.push(`${at}.image: Required value`);
    for (const [nth, mount] of mounts.entries()) {
      const place = `${at}.volumeMounts[${nth}]`;
      if (mount.volume === '') problems.push(`${place}.name: Required value`);
      else if (!volumes.has(mount.volume))
        problems.push(`${place}.name: Not found: "${mount.volume}"`);
      if (mount.path === '') problems.push(`${place}.mountPath: Required value`);
    }
  }
  return problems.length === 0 ? '' : `[${problems.join(', ')}]`;
}

/** The manifest file of a static pod. */
export function manifestText(pod: PodProfile): string {
  const { name, namespace, labels = {}, volumes = [] } = pod;
  const manifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, ...(Object.keys(labels).length > 0 && { labels }) },
    spec: {
      hostNetwork: true,
      containers: pod.containers.map(containerFields),
      ...(volumes.length > 0 && {
        volumes: volumes.map(({ name: volume, hostPath, type }) => ({
          name: volume,
          hostPath: { path: hostPath, ...(type !== undefined && { type }) },
        })),
      }),
    },
  };
  return writeYaml(manifest);
}

const containerFields = (c: ContainerProfile): object => ({
  name: c.name,
  image: c.image,
  ...(c.command !== undefined && { command: c.command }),
  ...(c.args !== undefined && { args: c.args }),
  ...(c.env !== undefined && { env: c.env }),
  ...(c.mounts !== undefined && {
    volumeMounts: c.mounts.map(({ volume, path, readOnly }) => ({
      name: volume,
      mountPath: path,
      ...(readOnly === true && { readOnly }),
    })),
  }),
  ...(c.livenessProbe !== undefined && { livenessProbe: c.livenessProbe }),
  ...(c.readinessProbe !== undefined && { readinessProbe: c.readinessProbe }),
  ...(c.requests !== undefined && { resources: { requests: c.requests } }),
});
