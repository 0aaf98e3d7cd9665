/** The path of a call as a client writes it. Every group that the world stores is served as v1. */
interface Called {
  readonly verb: string;
  /** `core/pods`, `coordination.k8s.io/leases`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly withinSeconds?: number;
}

export function apiPath({ verb, resource, namespace, name, withinSeconds }: Called): string {
  const slash = resource.indexOf('/');
  const group = resource.slice(0, slash);
  const plural = resource.slice(slash + 1);
  const base = group === 'core' ? '/api/v1' : `/apis/${group}/v1`;
  const where = namespace === undefined || namespace === '' ? '' : `/namespaces/${namespace}`;
  const one = name === undefined || name === '' || verb === 'create' ? '' : `/${name}`;
  const limit = withinSeconds === undefined ? '' : `?timeout=${withinSeconds}s`;
  return `${base}${where}/${plural}${one}${limit}`;
}

/** What a program dials: the server of its kubeconfig, or, where it has none yet, itself or the cluster's inner name. */
export type ApiAddress = string;
export interface Target {
  readonly name: string;
  readonly port: number;
}

/** `https://api-int.ocp4.example.com:6443`; the port of https where none is written. */
export function urlTarget(url: string): Target {
  const [, name = '', port = '443'] =
    /^(?:\w+:\/\/)?(\[[^\]]*\]|[^:/]+)(?::(\d+))?/.exec(url) ?? [];
  return { name: name.replaceAll(/[[\]]/g, ''), port: Number(port) };
}
