/** A kubeconfig file as client-go loads it. Real: client-go tools/clientcmd loader.go, validation.go. */
import { isFields, readYaml } from '../text/yaml.ts';

export interface Kubeconfig {
  /** `https://api-int.ocp4.example.com:6443`. */
  readonly server: string;
  readonly user: string;
}
export type KubeconfigRead = Kubeconfig | { readonly problem: string };

const EMPTY =
  'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable';

export function readKubeconfig(
  read: (path: string) => string | undefined,
  path: string,
): KubeconfigRead {
  const text = read(path);
  if (text === undefined) return { problem: `stat ${path}: no such file or directory` };
  const yaml = readYaml(text);
  const loading = (why: string) => ({ problem: `error loading config file "${path}": ${why}` });
  if ('error' in yaml) return loading(yaml.error);
  if (yaml.value === null || yaml.value === undefined) return { problem: EMPTY };
  if (!isFields(yaml.value))
    return loading(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${Array.isArray(yaml.value) ? 'array' : typeof yaml.value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  const { apiVersion = 'v1', kind = 'Config' } = yaml.value;
  if (apiVersion !== 'v1' || kind !== 'Config')
    return loading(
      `no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"`,
    );
  const named = (list: unknown, name: unknown, field: string) => {
    const items: readonly unknown[] = Array.isArray(list) ? list : [];
    const found = items.find((each) => isFields(each) && each['name'] === name);
    const value = isFields(found) ? found[field] : undefined;
    return isFields(value) ? value : undefined;
  };
  const current = yaml.value['current-context'];
  const context = named(yaml.value['contexts'], current, 'context');
  const cluster = named(yaml.value['clusters'], context?.['cluster'], 'cluster');
  const server = cluster?.['server'];
  const noServer = typeof server !== 'string' || server === '';
  if (current === undefined && noServer) return { problem: EMPTY };
  const problems = [
    ...(context === undefined
      ? [`context was not found for specified context: ${String(current)}`]
      : []),
    ...(noServer ? ['cluster has no server defined'] : []),
  ];
  if (problems.length > 0 || noServer) {
    const list = problems.length === 1 ? problems.join('') : `[${problems.join(', ')}]`;
    return { problem: `invalid configuration: ${list}` };
  }
  return { server, user: String(context?.['user'] ?? '') };
}
