/** The columns of workloads, services and configuration (printers.go). */
import { at, list, map, number, text } from '../json.ts';
import { AGE, column, NAME, orNone, wide, type Column } from './column.ts';

const podContainers = (object: unknown): readonly unknown[] =>
  list(object, 'spec', 'template', 'spec', 'containers');
const pairs = (labels: Readonly<Record<string, unknown>>): string =>
  orNone(
    Object.entries(labels)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(','),
  );
const count = (field: string) => (object: unknown) => number(object, 'status', field) ?? 0;
const TEMPLATE: readonly Column[] = [
  wide('Containers', (o) =>
    podContainers(o)
      .map((c) => text(c, 'name'))
      .join(','),
  ),
  wide('Images', (o) =>
    podContainers(o)
      .map((c) => text(c, 'image'))
      .join(','),
  ),
  wide('Selector', (o) => pairs(map(o, 'spec', 'selector', 'matchLabels'))),
];

export const DEPLOYMENT: readonly Column[] = [
  NAME,
  column('Ready', (o) => `${count('readyReplicas')(o)}/${number(o, 'spec', 'replicas') ?? 1}`),
  column('Up-to-date', count('updatedReplicas')),
  column('Available', count('availableReplicas')),
  AGE,
  ...TEMPLATE,
];
export const REPLICA_SET: readonly Column[] = [
  NAME,
  column('Desired', (o) => number(o, 'spec', 'replicas') ?? 0),
  column('Current', count('replicas')),
  column('Ready', count('readyReplicas')),
  AGE,
  ...TEMPLATE,
];
export const STATEFUL_SET: readonly Column[] = [
  NAME,
  column('Ready', (o) => `${count('readyReplicas')(o)}/${number(o, 'spec', 'replicas') ?? 1}`),
  AGE,
  ...TEMPLATE.slice(0, 2),
];
export const DAEMON_SET: readonly Column[] = [
  NAME,
  column('Desired', count('desiredNumberScheduled')),
  column('Current', count('currentNumberScheduled')),
  column('Ready', count('numberReady')),
  column('Up-to-date', count('updatedNumberScheduled')),
  column('Available', count('numberAvailable')),
  column('Node Selector', (o) => pairs(map(o, 'spec', 'template', 'spec', 'nodeSelector'))),
  AGE,
  ...TEMPLATE,
];
export const NAMESPACE: readonly Column[] = [
  NAME,
  column('Status', (o) => text(o, 'status', 'phase')),
  AGE,
];
export const CONFIG_MAP: readonly Column[] = [
  NAME,
  column('Data', (o) => Object.keys({ ...map(o, 'data'), ...map(o, 'binaryData') }).length),
  AGE,
];
export const SECRET: readonly Column[] = [
  NAME,
  column('Type', (o) => text(o, 'type') || 'Opaque'),
  column('Data', (o) => Object.keys(map(o, 'data')).length),
  AGE,
];
export const SERVICE_ACCOUNT: readonly Column[] = [
  NAME,
  column('Secrets', (o) => list(o, 'secrets').length),
  AGE,
];
export const SERVICE: readonly Column[] = [
  NAME,
  column('Type', (o) => text(o, 'spec', 'type') || 'ClusterIP'),
  column('Cluster-IP', (o) => orNone(text(o, 'spec', 'clusterIP'))),
  column('External-IP', (o) => orNone(list(o, 'spec', 'externalIPs').join(','))),
  column('Port(s)', (o) => {
    const ports = list(o, 'spec', 'ports').map((port) => {
      const nodePort = number(port, 'nodePort');
      const outside = nodePort === undefined ? '' : `:${nodePort}`;
      return `${number(port, 'port') ?? 0}${outside}/${text(port, 'protocol') || 'TCP'}`;
    });
    return orNone(ports.join(','));
  }),
  AGE,
  wide('Selector', (o) => pairs(map(o, 'spec', 'selector'))),
];
export const ENDPOINTS: readonly Column[] = [
  NAME,
  column('Endpoints', (o) => {
    const all = list(o, 'subsets').flatMap((subset) =>
      list(subset, 'addresses').flatMap((address) =>
        list(subset, 'ports').map((port) => `${text(address, 'ip')}:${number(port, 'port') ?? 0}`),
      ),
    );
    const more = all.length > 3 ? ` + ${all.length - 3} more...` : '';
    return orNone(all.slice(0, 3).join(',') + more);
  }),
  AGE,
];
export const LEASE: readonly Column[] = [
  NAME,
  column('Holder', (o) => text(o, 'spec', 'holderIdentity')),
  AGE,
];
export const ROLE_BINDING: readonly Column[] = [
  NAME,
  column('Role', (o) => `${text(o, 'roleRef', 'kind')}/${text(o, 'roleRef', 'name')}`),
  AGE,
  ...(
    [
      ['Users', 'User'],
      ['Groups', 'Group'],
      ['ServiceAccounts', 'ServiceAccount'],
    ] as const
  ).map(([title, kind]) =>
    wide(title, (o) =>
      list(o, 'subjects')
        .filter((subject) => at(subject, 'kind') === kind)
        .map((subject) =>
          [text(subject, 'namespace'), text(subject, 'name')].filter(Boolean).join('/'),
        )
        .join(', '),
    ),
  ),
];
