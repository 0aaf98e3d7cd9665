/** From a path to what answers it: health, version, discovery, OpenAPI, and the resources. */
import type { KubeVerb } from '../../sim/index.ts';
import {
  aggregatedDiscovery,
  apiVersions,
  groupList,
  oneGroup,
  resourceList,
} from './discovery.ts';
import { flag, json, plain, type KubeRequest, type KubeResponse } from './exchange.ts';
import { health, healthPath } from './health.ts';
import type { JsonObject } from './json.ts';
import { podLog } from './logs.ts';
import { discoveryVersion, negotiate } from './negotiate.ts';
import { openapi } from './openapi.ts';
import { get, list } from './read.ts';
import { findResource, servedResources } from './resources.ts';
import { isReview, review } from './reviews.ts';
import { StatusError } from './status.ts';
import type { Kube, Target } from './store.ts';
import { requirePath, requireResource } from './users.ts';
import { watch } from './watch.ts';
import { create, patch, remove, removeAll, update } from './write.ts';
import { scale } from './scale.ts';

type Verb = KubeVerb | 'patch' | 'deletecollection';
const ROOT_PATHS = [
  '/api',
  '/api/v1',
  '/apis',
  '/healthz',
  '/livez',
  '/openapi/v2',
  '/openapi/v3',
  '/readyz',
  '/version',
];
const notThere = (): KubeResponse => plain(404, '404 page not found\n');

export async function answer(kube: Kube, request: KubeRequest): Promise<KubeResponse> {
  const { path } = request;
  const parts = path.split('/').filter((part) => part !== '');
  const endpoint = healthPath(path);
  if (endpoint !== undefined) return health(kube.lab, request, endpoint);
  if (path === '/version' || path === '/version/') return json(200, version(kube));
  if (parts[0] === 'api' || parts[0] === 'apis') {
    const found = locate(kube, parts);
    if (found !== undefined) return resourceAnswer(kube, request, found);
  }
  requirePath(request.user, path, request.method);
  if (parts.length === 0) return json(200, { paths: ROOT_PATHS });
  const { read } = kube.lab.world;
  if (parts[0] === 'openapi')
    return openapi(path, servedResources(read), request.headers['accept']);
  const document = discovery(kube, request, parts);
  return document ?? notThere();
}

function version(kube: Kube): JsonObject {
  const gitVersion = kube.lab.world.read.variables()['KUBERNETES_VERSION'] ?? 'v1.31.3';
  const [major = '1', minor = '31'] = gitVersion.replace(/^v/, '').split('.');
  return {
    major,
    minor,
    gitVersion,
    gitCommit: '5a1e0f2b1c8d4e7f9a3b6c5d2e1f0a9b8c7d6e5f',
    gitTreeState: 'clean',
    buildDate: '2025-01-15T09:31:12Z',
    goVersion: 'go1.22.9 (Red Hat 1.22.9-2.el9_5) X:strictfipsruntime',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

function discovery(
  kube: Kube,
  request: KubeRequest,
  parts: readonly string[],
): KubeResponse | undefined {
  const served = servedResources(kube.lab.world.read);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  if (parts.length === 1) {
    const aggregated = discoveryVersion(request.headers['accept']);
    if (aggregated !== undefined) {
      const type = `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`;
      return json(200, aggregatedDiscovery(served, core, aggregated), type);
    }
    return json(200, core ? apiVersions(request.headers['host'] ?? '') : groupList(served));
  }
  if (!core && parts.length === 2) {
    const group = oneGroup(served, parts[1] ?? '');
    return group === undefined ? undefined : json(200, group);
  }
  if (parts.length > (core ? 2 : 3)) return undefined;
  const resources = resourceList(served, parts.slice(1).join('/'));
  return resources === undefined ? undefined : json(200, resources);
}

interface Located extends Target {
  readonly subresource: string;
}
/** `/api/v1/namespaces/<ns>/pods/<name>/log` and its shorter forms. */
function locate(kube: Kube, parts: readonly string[]): Located | undefined {
  const core = parts[0] === 'api';
  const gv = core ? parts[1] : `${parts[1]}/${parts[2]}`;
  let rest = parts.slice(core ? 2 : 3);
  if (gv === undefined || rest.length === 0) return undefined;
  let namespace = '';
  const ofNamespace = rest[0] === 'namespaces' && rest.length > 2;
  if (ofNamespace && !['status', 'finalize'].includes(rest[2] ?? '')) {
    namespace = rest[1] ?? '';
    rest = rest.slice(2);
  }
  const [plural = '', name = '', ...sub] = rest.map((part) => decodeURIComponent(part));
  const resource = findResource(kube.lab.world.read, gv, plural);
  if (resource === undefined) return undefined;
  return { resource, namespace, name, subresource: sub.join('/') };
}

function verbOf(request: KubeRequest, name: string): Verb {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (flag(request.query, 'watch')) return 'watch';
      return name === '' ? 'list' : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === '' ? 'deletecollection' : 'delete';
    default:
      throw notAllowed();
  }
}

async function resourceAnswer(
  kube: Kube,
  request: KubeRequest,
  located: Located,
): Promise<KubeResponse> {
  const { resource, name, namespace, subresource } = located;
  const verb = verbOf(request, name);
  requireResource(request.user, verb, resource, located);
  if (subresource !== '' && !resource.subresources.includes(subresource)) {
    throw new StatusError(404, 'the server could not find the requested resource', { details: {} });
  }
  if (subresource === '' && !resource.verbs.includes(verb)) throw notAllowed();
  if (isReview(resource)) return review(request, resource);
  const target: Target = { resource, namespace, name };
  if (subresource === 'log') return podLog(kube, request, target);
  if (subresource === 'eviction') return remove(kube, request, target);
  if (subresource === 'scale') return scale(kube, request, target);
  const form = negotiate(request.headers['accept'], verb === 'watch');
  switch (verb) {
    case 'get':
      return get(kube, request, target, form);
    case 'list':
      return list(kube, request, target, form);
    case 'watch':
      return watch(kube, request, target, form);
    case 'create':
      return create(kube, request, inNamespace(target), form);
    case 'update':
      return update(kube, request, target, form, subresource);
    case 'patch':
      return patch(kube, request, target, form, subresource);
    case 'delete':
      return remove(kube, request, target);
    case 'deletecollection':
      return removeAll(kube, request, target);
  }
}

function inNamespace(target: Target): Target {
  const { resource, namespace } = target;
  return namespace === '' && resource.namespaced ? { ...target, namespace: 'default' } : target;
}
function notAllowed(): StatusError {
  return new StatusError(405, 'the server does not allow this method on the requested resource', {
    details: {},
  });
}
