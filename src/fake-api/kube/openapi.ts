/**
 * The part of the OpenAPI documents that kubectl reads before it writes: which kinds exist and that
 * PATCH takes dryRun, fieldValidation and force. Left out: the fields of the kinds, so
 * `kubectl explain` shows only the top ones and strict validation finds no misspelt field.
 */
import { createHash } from 'node:crypto';
import { json, plain, type KubeResponse } from './exchange.ts';
import { groupVersion, type Resource } from './resources.ts';
import type { JsonObject } from './json.ts';

const V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const prefix = (gv: string): string => (gv.includes('/') ? `apis/${gv}` : `api/${gv}`);

export function openapi(
  path: string,
  served: readonly Resource[],
  accept: string | undefined,
): KubeResponse {
  if (path === '/openapi/v3') return json(200, index(served));
  // kubectl before 1.29 asks for this document in protobuf and is content with an empty one.
  if (path === '/openapi/v2') {
    if (/proto-openapi\.spec\.v2/.test(accept ?? '')) return json(200, '', V2_PROTOBUF);
    return json(200, { swagger: '2.0', info: { title: 'Kubernetes' }, paths: {}, definitions: {} });
  }
  const gv = path.replace(/^\/openapi\/v3\/apis?\//, '');
  const here = served.filter((resource) => groupVersion(resource) === gv);
  return here.length === 0 ? plain(404, '404 page not found\n') : json(200, document(gv, here));
}

function index(served: readonly Resource[]): JsonObject {
  const all = [...new Set(served.map(groupVersion))];
  const paths = all.map((gv) => {
    const kinds = served.filter((resource) => groupVersion(resource) === gv);
    const hash = createHash('sha512').update(JSON.stringify(kinds)).digest('base64url');
    return [prefix(gv), { serverRelativeURL: `/openapi/v3/${prefix(gv)}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(paths) };
}

function document(gv: string, here: readonly Resource[]): JsonObject {
  const schemas: JsonObject = {};
  const paths: JsonObject = {};
  for (const resource of here) {
    const id = schemaId(resource);
    schemas[id] = schema(resource);
    const namespace = resource.namespaced ? '/namespaces/{namespace}' : '';
    const base = `/${prefix(gv)}${namespace}/${resource.plural}`;
    const write = ['dryRun', 'fieldManager', 'fieldValidation'];
    paths[base] = { post: operation('post', resource, write) };
    paths[`${base}/{name}`] = {
      get: operation('get', resource, []),
      put: operation('put', resource, write),
      patch: operation('patch', resource, [...write, 'force']),
    };
  }
  return { openapi: '3.0.0', info: { title: 'Kubernetes' }, paths, components: { schemas } };
}

const kindOf = ({ group, version, kind }: Resource): JsonObject => ({ group, version, kind });

function schemaId({ group, version, kind }: Resource): string {
  const reversed = group === '' ? 'core' : group.split('.').toReversed().join('.');
  return `io.k8s.api.${reversed}.${version}.${kind}`;
}
function schema(resource: Resource): JsonObject {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: open,
      status: open,
    },
    'x-kubernetes-preserve-unknown-fields': true,
    'x-kubernetes-group-version-kind': [kindOf(resource)],
  };
}
function operation(action: string, resource: Resource, parameters: readonly string[]): JsonObject {
  const reference = { $ref: `#/components/schemas/${schemaId(resource)}` };
  return {
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kindOf(resource),
    parameters: parameters.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: reference } } },
    },
  };
}
