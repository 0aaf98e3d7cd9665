/**
 * The scale subresource of a Deployment: how many replicas are wanted and are there.
 * Real: kubernetes pkg/registry/apps/deployment/storage (ScaleREST), autoscaling/v1 Scale.
 */
import type { KubeObject } from '../../sim/index.ts';
import { mediaType, parseJson, readBody } from './body.ts';
import { json, type KubeRequest, type KubeResponse } from './exchange.ts';
import { at, isObject, type JsonObject } from './json.ts';
import { jsonPatch } from './patch/json-patch.ts';
import { mergePatch } from './patch/merge-patch.ts';
import { storageKey } from './resources.ts';
import { StatusError, notFound } from './status.ts';
import { ask, type Kube, type Target } from './store.ts';

export async function scale(
  kube: Kube,
  request: KubeRequest,
  target: Target,
): Promise<KubeResponse> {
  await ask(kube, request, 'get', target);
  const current = stored(kube, target);
  if (request.method === 'GET') return json(200, scaleOf(kube, current));
  const before = scaleOf(kube, current);
  const after =
    request.method === 'PUT'
      ? await readBody(request.headers['content-type'], request.body)
      : patched(request, before);
  const replicas = at(after, 'spec', 'replicas') ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0) {
    throw new StatusError(
      422,
      `Scale.autoscaling "${target.name}" is invalid: spec.replicas: Invalid value: must be greater than or equal to 0`,
    );
  }
  const spec = current['spec'] as JsonObject;
  const { resourceVersion: _any, ...metadata } = current.metadata;
  const object = { ...current, metadata, spec: { ...spec, replicas } } as unknown as KubeObject;
  const answer = await ask(kube, request, 'update', target, object);
  return json(200, scaleOf(kube, answer.object ?? stored(kube, target)));
}

function stored(kube: Kube, { resource, namespace, name }: Target): KubeObject {
  const found = kube.lab.world.read.object(storageKey(resource), namespace, name);
  if (found === undefined) throw notFound(resource, name);
  return found;
}

function patched(request: KubeRequest, before: JsonObject): JsonObject {
  const change = parseJson(request.body);
  const type = mediaType(request.headers['content-type']);
  const next =
    type === 'application/json-patch+json' ? jsonPatch(before, change) : mergePatch(before, change);
  if (!isObject(next)) throw new StatusError(422, 'the patched object is not an object');
  return next;
}

function scaleOf(kube: Kube, object: KubeObject): JsonObject {
  const printed = kube.times.print(object);
  if (!isObject(printed)) throw new StatusError(500, 'stored object is not an object');
  const metadata = printed['metadata'] as JsonObject;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const labels = at(printed, 'spec', 'selector', 'matchLabels');
  const selector = isObject(labels)
    ? Object.entries(labels)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(',')
    : '';
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name: name ?? '',
      namespace: namespace ?? '',
      uid: uid ?? '',
      resourceVersion: resourceVersion ?? '',
      creationTimestamp: creationTimestamp ?? null,
    },
    spec: { replicas: count(printed, 'spec', 1) },
    status: { replicas: count(printed, 'status', 0), selector },
  };
}

function count(printed: JsonObject, part: 'spec' | 'status', otherwise: number): number {
  const replicas = at(printed, part, 'replicas');
  return typeof replicas === 'number' ? replicas : otherwise;
}
