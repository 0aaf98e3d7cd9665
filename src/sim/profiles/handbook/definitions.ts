/** The CRDs of the payload that a bootstrap meets, with their printer columns. Source: openshift/api. */
import type { Manifest } from '../../profile.ts';

interface Definition {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly short: readonly string[];
  readonly namespaced: boolean;
  readonly version: string;
  readonly columns: readonly object[];
}
const definition = (
  group: string,
  kind: string,
  plural: string,
  more: Partial<Definition> = {},
): Definition => ({
  group,
  kind,
  plural,
  singular: kind.toLowerCase(),
  short: [],
  namespaced: false,
  version: 'v1',
  columns: [],
  ...more,
});
const status = (type: string): string => `.status.conditions[?(@.type=="${type}")].status`;
export const CONFIG = 'config.openshift.io';
export const OPERATOR = 'operator.openshift.io';

const DEFINITIONS: readonly Definition[] = [
  definition(CONFIG, 'ClusterVersion', 'clusterversions', {
    columns: [
      {
        name: 'Version',
        type: 'string',
        jsonPath: '.status.history[?(@.state=="Completed")].version',
      },
      { name: 'Available', type: 'string', jsonPath: status('Available') },
      { name: 'Progressing', type: 'string', jsonPath: status('Progressing') },
      {
        name: 'Since',
        type: 'date',
        jsonPath: '.status.conditions[?(@.type=="Progressing")].lastTransitionTime',
      },
      {
        name: 'Status',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Progressing")].message',
      },
    ],
  }),
  definition(CONFIG, 'ClusterOperator', 'clusteroperators', {
    short: ['co'],
    columns: [
      {
        name: 'Version',
        type: 'string',
        jsonPath: '.status.versions[?(@.name=="operator")].version',
      },
      { name: 'Available', type: 'string', jsonPath: status('Available') },
      { name: 'Progressing', type: 'string', jsonPath: status('Progressing') },
      { name: 'Degraded', type: 'string', jsonPath: status('Degraded') },
      {
        name: 'Since',
        type: 'date',
        jsonPath: '.status.conditions[?(@.type=="Available")].lastTransitionTime',
      },
    ],
  }),
  ...[
    'Infrastructure',
    'Network',
    'DNS',
    'Ingress',
    'Proxy',
    'Authentication',
    'Scheduler',
    'FeatureGate',
    'OAuth',
    'APIServer',
    'Console',
    'Build',
    'Image',
    'Project',
    'Node',
    'OperatorHub',
  ].map((kind) => definition(CONFIG, kind, plural(kind))),
  ...[
    'Etcd',
    'KubeAPIServer',
    'KubeControllerManager',
    'KubeScheduler',
    'Network',
    'DNS',
    'IngressController',
    'Console',
    'Authentication',
    'OpenShiftAPIServer',
    'OpenShiftControllerManager',
    'ServiceCA',
    'Storage',
    'CSISnapshotController',
    'CloudCredential',
    'Config',
  ].map((kind) =>
    definition(OPERATOR, kind, plural(kind), { namespaced: kind === 'IngressController' }),
  ),
  definition('machineconfiguration.openshift.io', 'MachineConfig', 'machineconfigs', {
    short: ['mc'],
  }),
  definition('machineconfiguration.openshift.io', 'MachineConfigPool', 'machineconfigpools', {
    short: ['mcp'],
  }),
  definition('machineconfiguration.openshift.io', 'ControllerConfig', 'controllerconfigs'),
  definition('machine.openshift.io', 'Machine', 'machines', {
    namespaced: true,
    version: 'v1beta1',
  }),
  definition('machine.openshift.io', 'MachineSet', 'machinesets', {
    namespaced: true,
    version: 'v1beta1',
  }),
  definition('monitoring.coreos.com', 'ServiceMonitor', 'servicemonitors', { namespaced: true }),
  definition('monitoring.coreos.com', 'PrometheusRule', 'prometheusrules', { namespaced: true }),
  definition('security.openshift.io', 'SecurityContextConstraints', 'securitycontextconstraints', {
    short: ['scc'],
  }),
  definition('cloudcredential.openshift.io', 'CredentialsRequest', 'credentialsrequests', {
    namespaced: true,
  }),
];

export function plural(kind: string): string {
  const lower = kind.toLowerCase();
  if (/(s|x)$/.test(lower)) return lower === 'dns' ? 'dnses' : `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

const crd = (d: Definition): Manifest => ({
  file: `0000_10_${d.plural}.crd.yaml`,
  resource: 'apiextensions.k8s.io/customresourcedefinitions',
  template: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${d.plural}.${d.group}` },
    spec: {
      group: d.group,
      names: {
        kind: d.kind,
        listKind: `${d.kind}List`,
        plural: d.plural,
        singular: d.singular,
        shortNames: d.short,
      },
      scope: d.namespaced ? 'Namespaced' : 'Cluster',
      versions: [
        {
          name: d.version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
          subresources: { status: {} },
          additionalPrinterColumns: d.columns,
        },
      ],
    },
    status: {
      acceptedNames: { kind: d.kind, plural: d.plural },
      conditions: [],
      storedVersions: [d.version],
    },
  },
});

export const CRDS: readonly Manifest[] = DEFINITIONS.map(crd);
