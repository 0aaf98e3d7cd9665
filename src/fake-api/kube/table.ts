/** Server-side tables (metav1.Table): what `kubectl get` prints. */
import {
  CERTIFICATE_REQUEST,
  CLUSTER_OPERATOR,
  CLUSTER_VERSION,
  EVENT,
  NODE,
} from './columns/cluster.ts';
import { AGE, column, NAME, since, type Cell, type Column } from './columns/column.ts';
import { POD } from './columns/pod.ts';
import * as workload from './columns/workload.ts';
import { at, isObject, list, type JsonObject } from './json.ts';
import type { PrinterColumn, Resource } from './resources.ts';
import type { Times } from './times.ts';

const BY_KIND: Readonly<Record<string, readonly Column[]>> = {
  Pod: POD,
  Node: NODE,
  Event: EVENT,
  CertificateSigningRequest: CERTIFICATE_REQUEST,
  ClusterOperator: CLUSTER_OPERATOR,
  ClusterVersion: CLUSTER_VERSION,
  Namespace: workload.NAMESPACE,
  ConfigMap: workload.CONFIG_MAP,
  Secret: workload.SECRET,
  ServiceAccount: workload.SERVICE_ACCOUNT,
  Service: workload.SERVICE,
  Endpoints: workload.ENDPOINTS,
  Deployment: workload.DEPLOYMENT,
  ReplicaSet: workload.REPLICA_SET,
  StatefulSet: workload.STATEFUL_SET,
  DaemonSet: workload.DAEMON_SET,
  Lease: workload.LEASE,
  RoleBinding: workload.ROLE_BINDING,
  ClusterRoleBinding: workload.ROLE_BINDING,
};
/** Kinds whose default table is name and age; the rest of the built-in ones show CREATED AT. */
const NAME_AND_AGE = new Set(['Job', 'PodDisruptionBudget', 'PriorityClass', 'StorageClass']);

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export function tableColumns(resource: Resource, times: Times): readonly Column[] {
  const known = BY_KIND[resource.kind];
  if (known !== undefined) return known;
  if (resource.columns !== undefined) return customColumns(resource.columns);
  if (NAME_AND_AGE.has(resource.kind)) return [NAME, AGE];
  const createdAt = column('Created At', (object) => {
    const moment = at(object, 'metadata', 'creationTimestamp');
    return typeof moment === 'number' ? times.seconds(moment) : '<unknown>';
  });
  return [NAME, createdAt];
}

function customColumns(printed: readonly PrinterColumn[]): readonly Column[] {
  if (printed.length === 0) return [NAME, AGE];
  const columns = printed.map(({ name, type, jsonPath, priority }) => ({
    name,
    type,
    format: '',
    priority,
    cell: (object: unknown, now: number): Cell => {
      const found = byJsonPath(object, jsonPath);
      if (type === 'date') return found === undefined ? null : since(found, now);
      if (found === undefined || found === null) return null;
      return typeof found === 'number' || typeof found === 'boolean' ? found : String(found);
    },
  }));
  return [NAME, ...columns];
}

/** The two forms that printer columns use: `.a.b` and `.a[?(@.type=="X")].b`. */
function byJsonPath(object: unknown, jsonPath: string): unknown {
  let here: unknown = object;
  const steps = /\.([\w-]+)|\[\?\(@\.(\w+)==["']([^"']*)["']\)\]|\[(\d+)\]/g;
  for (const [, key, field, wanted, index] of jsonPath.matchAll(steps)) {
    if (key !== undefined) here = at(here, key);
    else if (index !== undefined) here = list(here)[Number(index)];
    else here = list(here).find((entry) => at(entry, field ?? '') === wanted);
  }
  return here;
}

export function columnDefinitions(columns: readonly Column[]): JsonObject[] {
  return columns.map(({ name, type, format, priority }) => ({
    name,
    type,
    format,
    description: name,
    priority,
  }));
}

export function tableRow(
  columns: readonly Column[],
  object: unknown,
  now: number,
  include: IncludeObject,
  times: Times,
): JsonObject {
  const cells = columns.map((entry) => entry.cell(object, now));
  if (include === 'None') return { cells };
  const printed = times.print(
    include === 'Object'
      ? object
      : {
          kind: 'PartialObjectMetadata',
          apiVersion: 'meta.k8s.io/v1',
          metadata: isObject(object) ? (object['metadata'] ?? {}) : {},
        },
  );
  return { cells, object: printed };
}

export function table(
  resourceVersion: string,
  definitions: JsonObject[] | null,
  rows: JsonObject[],
  more: JsonObject = {},
): JsonObject {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion, ...more },
    columnDefinitions: definitions,
    rows,
  };
}
