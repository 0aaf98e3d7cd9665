/** No object that a client can send breaks the world: it is stored, or refused in the API server's words. */
import { beforeEach, expect, test } from 'vitest';
import { MINUTE, SECOND, type KubeObject, type Lab, type LabInput } from '../../src/sim/index.ts';
import { played } from './played.ts';

const RESOURCES =
  'core/pods core/nodes core/services core/namespaces core/endpoints core/events core/configmaps apps/deployments apps/daemonsets apps/replicasets apps/statefulsets batch/jobs coordination.k8s.io/leases config.openshift.io/clusteroperators config.openshift.io/clusterversions operator.openshift.io/etcds'.split(
    ' ',
  );
const CLUSTER_WIDE = /nodes$|namespaces$|config\.|operator\./;
const SHAPES: readonly object[] = [
  {},
  { spec: {} },
  { spec: null },
  { spec: [], status: [] },
  { spec: 'x', status: 5 },
  { spec: { nodeName: 'master-0' } },
  { spec: { nodeName: 'master-0', containers: [{}] } },
  { spec: { nodeName: 'master-0', containers: [{ name: 'a', image: 'b' }] } },
  { spec: { replicas: -1, template: { spec: null } } },
  { spec: { replicas: 'many', selector: 3, template: { spec: { containers: null } } } },
  { status: { conditions: null } },
  { status: { conditions: [null] } },
  { status: { conditions: [{}] } },
];
type Asked = LabInput & { readonly kind: 'kube' };
/** One world meets several in turn, as long as the bootstrap's API server is there. */
const AT_MOST = 5 * MINUTE;
let lab: Lab;
let begun = -AT_MOST;
beforeEach(() => {
  if (begun >= 0 && lab.now < begun + AT_MOST) return;
  lab = played('first-boot', {}, 'masters-joined');
  begun = lab.now;
});

function ask(verb: 'create' | 'update', resource: string, object: KubeObject): string {
  const { name, namespace = '' } = object.metadata;
  const asked: Asked = {
    who: 'trainee',
    kind: 'kube',
    host: 'bootstrap',
    verb,
    resource,
    namespace,
    name,
    body: object,
  } as Asked;
  const answers: string[] = [];
  lab.input(asked, (told) => void answers.push(told.ok ? 'ok' : told.message));
  const limit = lab.now + 5 * SECOND;
  while (answers.length === 0 && lab.now < limit) lab.runUntil(lab.now + SECOND / 10);
  const [answer = ''] = answers;
  expect(answer).not.toMatch(/refused|^$/);
  return answer;
}

test.each(RESOURCES)('whatever is sent as %s, the world goes on', (resource) => {
  const [existing] = lab.read.objects(resource);
  for (const [i, shape] of SHAPES.entries()) {
    const namespace = CLUSTER_WIDE.test(resource) ? {} : { namespace: 'default' };
    const made = { apiVersion: 'v1', kind: 'X', metadata: { name: `x-${i}`, ...namespace } };
    ask('create', resource, { ...made, ...shape } as unknown as KubeObject);
    if (existing !== undefined)
      ask('update', resource, { ...made, ...shape, metadata: existing.metadata } as KubeObject);
  }
  lab.runUntil(lab.now + 60 * SECOND);
  expect(lab.status).not.toBe('broken');
});

test('a pod without containers, and a name that is none, are refused as Kubernetes does', () => {
  const pod = (name: string, spec: object): string =>
    ask('create', 'core/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec,
    } as unknown as KubeObject);
  expect(pod('nospec', {})).toBe('Pod "nospec" is invalid: spec.containers: Required value');
  expect(pod('noimage', { containers: [{ name: 'a' }] })).toBe(
    'Pod "noimage" is invalid: spec.containers[0].image: Required value',
  );
  expect(pod('BAD_NAME', { containers: [{ name: 'a', image: 'b' }] })).toMatch(
    /^Pod "BAD_NAME" is invalid: metadata.name: Invalid value: "BAD_NAME": a lowercase RFC 1123/,
  );
});

test('every object that the components store says what it is, as its resource does', () => {
  const world = played('first-boot', {}, 'etcd-three-members');
  const wrong = world.facts().flatMap((f) => {
    if (f.kind !== 'object') return [];
    const [group = ''] = f.resource.split('/');
    const { apiVersion, kind, metadata } = f.object;
    const prefix = group === 'core' ? '' : `${group}/`;
    const isRight =
      apiVersion.startsWith(prefix) &&
      /^v\d+((alpha|beta)\d+)?$/.test(apiVersion.slice(prefix.length)) &&
      f.resource.slice(f.resource.indexOf('/') + 1).startsWith(kind.toLowerCase().slice(0, 4)) &&
      metadata.name === f.name &&
      (metadata.namespace ?? '') === f.namespace;
    return isRight ? [] : [`${f.resource} ${f.namespace}/${f.name}: ${apiVersion} ${kind}`];
  });
  expect([...new Set(wrong)]).toEqual([]);
});
