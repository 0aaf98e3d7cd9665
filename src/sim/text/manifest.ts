/**
 * A static pod's manifest as text and back: the few fields that the kubelet here needs, read from YAML
 * by hand, so that src/sim stays free of parsers. What it cannot read it says.
 */
export interface ManifestPod {
  readonly name: string;
  readonly namespace: string;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

/** The pod, or why the text is none. Block style only, as oc and the installer write it. */
export function parseManifest(text: string): ManifestPod | string {
  if (text.trim() === '') return "couldn't parse as pod(Object 'Kind' is missing in 'null')";
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  if (lines.some((line) => line.includes('\t'))) {
    return 'yaml: found character that cannot start any token';
  }
  if (!lines.some((line) => /^kind:\s*Pod\s*$/.test(line))) {
    return 'couldn\'t parse as pod(no kind "Pod" is registered)';
  }
  const broken = lines.find((line) => !/^\s*(- )?("?[\w./-]+"?:(\s.*)?|- .*|[^:]+)$/.test(line));
  if (broken !== undefined) return `yaml: could not find expected ':' near "${broken.trim()}"`;
  let section = '';
  let name = '';
  let namespace = 'default';
  const containers: { name: string; image: string }[] = [];
  let list = '';
  for (const line of lines) {
    const top = /^(\w+):/.exec(line);
    if (top !== null) section = top[1] ?? '';
    const pair = /^(\s+)(- )?(\w+):\s*(.*)$/.exec(line);
    if (pair === null) continue;
    const [, indent = '', dash, key = '', raw = ''] = pair;
    const value = raw.replaceAll(/^["']|["']$/g, '').trim();
    if (section === 'metadata' && indent.length === 2 && key === 'name') name = value;
    if (section === 'metadata' && indent.length === 2 && key === 'namespace') namespace = value;
    if (section !== 'spec') continue;
    if (indent.length === 2 && dash === undefined) list = key;
    if (list !== 'containers') continue;
    if (dash !== undefined && indent.length <= 4 && key === 'name')
      containers.push({ name: value, image: '' });
    const last = containers.at(-1);
    if (last !== undefined && dash === undefined && key === 'image') last.image = value;
  }
  if (name === '' || containers.length === 0) {
    return 'invalid pod: [metadata.name: Required value, spec.containers: Required value]';
  }
  return { name, namespace, containers };
}

/** The manifest file of a static pod. */
export function manifestText(pod: ManifestPod, more: readonly string[] = []): string {
  return [
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    `  name: ${pod.name}`,
    `  namespace: ${pod.namespace}`,
    'spec:',
    '  hostNetwork: true',
    '  priorityClassName: system-node-critical',
    '  containers:',
    ...pod.containers.flatMap(({ name, image }) => [
      `  - name: ${name}`,
      `    image: ${image}`,
      ...more,
    ]),
    '',
  ].join('\n');
}
