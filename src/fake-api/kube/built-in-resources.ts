/**
 * The built-in resources of a Kubernetes 1.32 API server: group/version, kind, plural, short names,
 * subresources. Real: kubernetes pkg/registry/<group>/rest. Left out: beta versions.
 */
import type { Resource } from './resources.ts';

const VERBS = 'create delete deletecollection get list patch update watch'.split(' ');
const READ = ['get', 'list'];
const CREATE = ['create'];

interface More {
  readonly cluster?: true;
  readonly short?: string;
  readonly all?: true;
  readonly categories?: readonly string[];
  readonly sub?: string;
  readonly verbs?: readonly string[];
}

const words = (value: string | undefined): string[] => value?.split(' ') ?? [];

function resource(gv: string, kind: string, plural: string, more: More = {}): Resource {
  const slash = gv.indexOf('/');
  return {
    group: slash < 0 ? '' : gv.slice(0, slash),
    version: gv.slice(slash + 1),
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced: more.cluster !== true,
    shortNames: words(more.short),
    categories: more.all === true ? ['all'] : (more.categories ?? []),
    subresources: words(more.sub),
    verbs: more.verbs ?? VERBS,
  };
}

const cluster = true;
const all = true;
export const BUILT_IN: readonly Resource[] = [
  resource('v1', 'ComponentStatus', 'componentstatuses', { cluster, short: 'cs', verbs: READ }),
  resource('v1', 'ConfigMap', 'configmaps', { short: 'cm' }),
  resource('v1', 'Endpoints', 'endpoints', { short: 'ep' }),
  resource('v1', 'Event', 'events', { short: 'ev' }),
  resource('v1', 'LimitRange', 'limitranges', { short: 'limits' }),
  resource('v1', 'Namespace', 'namespaces', { cluster, short: 'ns', sub: 'finalize status' }),
  resource('v1', 'Node', 'nodes', { cluster, short: 'no', sub: 'status' }),
  resource('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', {
    short: 'pvc',
    sub: 'status',
  }),
  resource('v1', 'PersistentVolume', 'persistentvolumes', { cluster, short: 'pv', sub: 'status' }),
  resource('v1', 'Pod', 'pods', { short: 'po', all, sub: 'eviction log status' }),
  resource('v1', 'PodTemplate', 'podtemplates'),
  resource('v1', 'ReplicationController', 'replicationcontrollers', {
    short: 'rc',
    all,
    sub: 'status',
  }),
  resource('v1', 'ResourceQuota', 'resourcequotas', { short: 'quota', sub: 'status' }),
  resource('v1', 'Secret', 'secrets'),
  resource('v1', 'ServiceAccount', 'serviceaccounts', { short: 'sa' }),
  resource('v1', 'Service', 'services', { short: 'svc', all, sub: 'status' }),
  resource('apiregistration.k8s.io/v1', 'APIService', 'apiservices', {
    cluster,
    categories: ['api-extensions'],
    sub: 'status',
  }),
  resource('apps/v1', 'ControllerRevision', 'controllerrevisions'),
  resource('apps/v1', 'DaemonSet', 'daemonsets', { short: 'ds', all, sub: 'status' }),
  resource('apps/v1', 'Deployment', 'deployments', { short: 'deploy', all, sub: 'scale status' }),
  resource('apps/v1', 'ReplicaSet', 'replicasets', { short: 'rs', all, sub: 'status' }),
  resource('apps/v1', 'StatefulSet', 'statefulsets', { short: 'sts', all, sub: 'status' }),
  resource('events.k8s.io/v1', 'Event', 'events', { short: 'ev' }),
  resource('authentication.k8s.io/v1', 'SelfSubjectReview', 'selfsubjectreviews', {
    cluster,
    verbs: CREATE,
  }),
  resource('authentication.k8s.io/v1', 'TokenReview', 'tokenreviews', { cluster, verbs: CREATE }),
  resource('authorization.k8s.io/v1', 'LocalSubjectAccessReview', 'localsubjectaccessreviews', {
    verbs: CREATE,
  }),
  resource('authorization.k8s.io/v1', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', {
    cluster,
    verbs: CREATE,
  }),
  resource('authorization.k8s.io/v1', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', {
    cluster,
    verbs: CREATE,
  }),
  resource('authorization.k8s.io/v1', 'SubjectAccessReview', 'subjectaccessreviews', {
    cluster,
    verbs: CREATE,
  }),
  resource('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    short: 'hpa',
    all,
    sub: 'status',
  }),
  resource('batch/v1', 'CronJob', 'cronjobs', { short: 'cj', all, sub: 'status' }),
  resource('batch/v1', 'Job', 'jobs', { all, sub: 'status' }),
  resource('certificates.k8s.io/v1', 'CertificateSigningRequest', 'certificatesigningrequests', {
    cluster,
    short: 'csr',
    sub: 'approval status',
  }),
  resource('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', { cluster }),
  resource('networking.k8s.io/v1', 'Ingress', 'ingresses', { short: 'ing', sub: 'status' }),
  resource('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { short: 'netpol' }),
  resource('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    short: 'pdb',
    sub: 'status',
  }),
  resource('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', {
    cluster,
  }),
  resource('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', { cluster }),
  resource('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings'),
  resource('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  resource('storage.k8s.io/v1', 'CSIDriver', 'csidrivers', { cluster }),
  resource('storage.k8s.io/v1', 'CSINode', 'csinodes', { cluster }),
  resource('storage.k8s.io/v1', 'CSIStorageCapacity', 'csistoragecapacities'),
  resource('storage.k8s.io/v1', 'StorageClass', 'storageclasses', { cluster, short: 'sc' }),
  resource('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments', {
    cluster,
    sub: 'status',
  }),
  resource(
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    'mutatingwebhookconfigurations',
    {
      cluster,
      categories: ['api-extensions'],
    },
  ),
  resource(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    'validatingadmissionpolicies',
    {
      cluster,
      categories: ['api-extensions'],
      sub: 'status',
    },
  ),
  resource(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    'validatingadmissionpolicybindings',
    { cluster, categories: ['api-extensions'] },
  ),
  resource(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    'validatingwebhookconfigurations',
    { cluster, categories: ['api-extensions'] },
  ),
  resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', {
    cluster,
    short: 'crd crds',
    categories: ['api-extensions'],
    sub: 'status',
  }),
  resource('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', { cluster, short: 'pc' }),
  resource('coordination.k8s.io/v1', 'Lease', 'leases'),
  resource('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses', { cluster }),
  resource('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  resource('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 'flowschemas', {
    cluster,
    sub: 'status',
  }),
  resource(
    'flowcontrol.apiserver.k8s.io/v1',
    'PriorityLevelConfiguration',
    'prioritylevelconfigurations',
    {
      cluster,
      sub: 'status',
    },
  ),
];
