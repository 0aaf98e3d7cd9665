/**
 * The one table of what shows what: every way to look at a thing is a look at it. Read by the checklist,
 * by the part "noticed" of the grade, and by whoever asks where a cause can be seen.
 */
import type { Observation } from '../host/live-lab.ts';

/** The static pods of the bootstrap, by the names of their main containers. */
export const STATIC_CONTAINERS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
] as const;

export type Viewed = 'pods' | 'etcd' | 'api' | 'manifests';
/** Cells that begin so: `crictl pods` and `crictl ps`, each of the health endpoints, any list of the API. */
export const VIEWS: Readonly<Record<Viewed, readonly string[]>> = {
  pods: ['bootstrap/pods/', 'bootstrap/containers/'],
  etcd: ['bootstrap/etcd/'],
  api: ['bootstrap/healthz', 'bootstrap/readyz', 'bootstrap/livez'],
  manifests: ['cluster/'],
};

export const isView = (of: Viewed, cell: string): boolean =>
  VIEWS[of].some((prefix) => cell.startsWith(prefix));

/** The container that a row of `crictl ps` is of; undefined for its log, and for what is no static pod's. */
export function staticContainer({ cell }: Observation, host: string): string | undefined {
  const name = cell.startsWith(`${host}/containers/`) ? cell.split('/').slice(2).join('/') : '';
  return STATIC_CONTAINERS.find((known) => known === name);
}

/** Of what one listing says of a container, the attempt that runs outweighs those that have ended. */
const WEIGHT: Readonly<Record<string, number>> = { Running: 2, listed: 0 };
export const outweighs = (a: Observation, b: Observation): boolean =>
  a.asOf === b.asOf && (WEIGHT[a.value] ?? 1) > (WEIGHT[b.value] ?? 1);
