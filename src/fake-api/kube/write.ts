/** create, update, patch and delete. The world checks and stores; here requests become objects. */
import { randomUUID } from 'node:crypto';
import type { KubeObject } from '../../sim/index.ts';
import { mediaType, parseJson, parseYaml, readBody, unsupported } from './body.ts';
import { flag, json, type KubeRequest, type KubeResponse } from './exchange.ts';
import { at, isObject, text, type Json, type JsonObject } from './json.ts';
import type { Form } from './negotiate.ts';
import { serverSideApply } from './patch/apply.ts';
import { checkShape } from './shape.ts';
import { jsonPatch } from './patch/json-patch.ts';
import { mergePatch } from './patch/merge-patch.ts';
import { strategicMerge } from './patch/strategic.ts';
import { shown } from './read.ts';
import { groupVersion, storageKey } from './resources.ts';
import { selector } from './selectors.ts';
import { notFound, StatusError } from './status.ts';
import { ask, selectObjects, type Kube, type Target } from './store.ts';

const CONFLICT_RETRIES = 5;
const isDry = (request: KubeRequest): boolean => request.query.getAll('dryRun').includes('All');

export async function create(
  kube: Kube,
  request: KubeRequest,
  target: Target,
  form: Form,
): Promise<KubeResponse> {
  const sent = await readBody(request.headers['content-type'], request.body);
  const object = begun(target, prepared(kube, target, sent));
  if (object.metadata.resourceVersion !== '') {
    throw new StatusError(400, 'resourceVersion should not be set on objects to be created');
  }
  const named = { ...target, name: object.metadata.name };
  if (isDry(request)) return shown(kube, request, named, object, form, 201);
  const answer = await ask(kube, request, 'create', named, object);
  return shown(kube, request, named, answer.object ?? stored(kube, named), form, 201);
}

export async function update(
  kube: Kube,
  request: KubeRequest,
  target: Target,
  form: Form,
  subresource: string,
): Promise<KubeResponse> {
  const sent = await readBody(request.headers['content-type'], request.body);
  const name = text(sent, 'metadata', 'name');
  if (name !== target.name) {
    throw new StatusError(
      400,
      `the name of the object (${name}) does not match the name on the URL (${target.name})`,
    );
  }
  const current = await present(kube, request, target);
  const object = merged(target, current, prepared(kube, target, sent), subresource);
  if (isDry(request)) return shown(kube, request, target, object, form, 200);
  const answer = await ask(kube, request, 'update', target, object);
  return shown(kube, request, target, answer.object ?? stored(kube, target), form, 200);
}

export async function patch(
  kube: Kube,
  request: KubeRequest,
  target: Target,
  form: Form,
  subresource: string,
): Promise<KubeResponse> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await patchOnce(kube, request, target, form, subresource);
    } catch (error) {
      const again =
        error instanceof StatusError &&
        error.code === 409 &&
        error.details?.['causes'] === undefined;
      if (!again || attempt >= CONFLICT_RETRIES) throw error;
    }
  }
}

async function patchOnce(
  kube: Kube,
  request: KubeRequest,
  target: Target,
  form: Form,
  subresource: string,
): Promise<KubeResponse> {
  const type = mediaType(request.headers['content-type']);
  const applies = type === 'application/apply-patch+yaml';
  const current = kube.lab.world.read.object(
    storageKey(target.resource),
    target.namespace,
    target.name,
  );
  if (current === undefined) {
    if (!applies) {
      await ask(kube, request, 'get', target);
      throw notFound(target.resource, target.name);
    }
    const config = await applied(kube, request, target, undefined);
    const object = prepared(kube, target, config);
    const answer = await ask(kube, request, 'create', target, object);
    return shown(kube, request, target, answer.object ?? stored(kube, target), form, 201);
  }
  const before = kube.times.print(current);
  if (!isObject(before)) throw new StatusError(500, 'stored object is not an object');
  const after = applies
    ? await applied(kube, request, target, before)
    : patched(type, before, request.body, target);
  const object = merged(target, current, prepared(kube, target, after), subresource);
  if (isDry(request)) return shown(kube, request, target, object, form, 200);
  const answer = await ask(kube, request, 'update', target, {
    ...object,
    metadata: {
      ...object.metadata,
      resourceVersion:
        text(after, 'metadata', 'resourceVersion') || current.metadata.resourceVersion,
    },
  });
  return shown(kube, request, target, answer.object ?? stored(kube, target), form, 200);
}

function patched(type: string, before: JsonObject, body: Buffer, { resource }: Target): JsonObject {
  const custom = resource.columns !== undefined;
  const change = parseJson(body);
  const next = ((): Json => {
    if (type === 'application/json-patch+json') return jsonPatch(before, change);
    if (type === 'application/merge-patch+json') return mergePatch(before, change);
    if (type === 'application/strategic-merge-patch+json' && !custom) {
      if (!isObject(change)) throw new StatusError(400, 'error decoding patch: not an object');
      return strategicMerge(before, change);
    }
    throw unsupported([
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/apply-patch+yaml',
      ...(custom ? [] : ['application/strategic-merge-patch+json']),
    ]);
  })();
  if (!isObject(next)) throw new StatusError(422, 'the patched object is not an object');
  return next;
}

async function applied(
  kube: Kube,
  request: KubeRequest,
  { resource }: Target,
  live: JsonObject | undefined,
): Promise<JsonObject> {
  const manager = request.query.get('fieldManager') ?? '';
  if (manager === '') {
    throw new StatusError(
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const config = await parseYaml(request.body);
  if (!isObject(config)) throw new StatusError(400, 'the applied configuration is not an object');
  return serverSideApply(live, config, {
    manager,
    force: flag(request.query, 'force'),
    apiVersion: groupVersion(resource),
    now: kube.times.seconds(kube.lab.now()),
  });
}

export async function remove(
  kube: Kube,
  request: KubeRequest,
  target: Target,
): Promise<KubeResponse> {
  const options =
    request.body.length === 0 ? {} : await readBody(request.headers['content-type'], request.body);
  const current = await present(kube, request, target);
  const wanted = text(options, 'preconditions', 'uid');
  if (wanted !== '' && wanted !== current.metadata.uid) {
    throw new StatusError(
      409,
      `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${current.metadata.uid}`,
    );
  }
  if (!isDry(request)) await ask(kube, request, 'delete', target);
  const left = kube.lab.world.read.object(
    storageKey(target.resource),
    target.namespace,
    target.name,
  );
  if (left?.metadata.uid === current.metadata.uid && !isDry(request)) {
    return json(200, `${kube.print(target.resource, left)}\n`);
  }
  const { group, plural } = target.resource;
  const details = { name: target.name, group, kind: plural, uid: current.metadata.uid };
  return json(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}

export async function removeAll(
  kube: Kube,
  request: KubeRequest,
  target: Target,
): Promise<KubeResponse> {
  const matches = selector(request.query, target.resource);
  await ask(kube, request, 'list', target);
  for (const object of selectObjects(kube, target).filter((entry) => matches(entry))) {
    const { name, namespace = '' } = object.metadata;
    await ask(kube, request, 'delete', { ...target, name, namespace });
  }
  return json(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' });
}

async function present(kube: Kube, request: KubeRequest, target: Target): Promise<KubeObject> {
  const found = kube.lab.world.read.object(
    storageKey(target.resource),
    target.namespace,
    target.name,
  );
  if (found !== undefined) return found;
  await ask(kube, request, 'get', target);
  throw notFound(target.resource, target.name);
}
function stored(kube: Kube, { resource, namespace, name }: Target): KubeObject {
  const found = kube.lab.world.read.object(storageKey(resource), namespace, name);
  if (found === undefined) throw notFound(resource, name);
  return found;
}

/** The sent object with its moments as micros and the fields that every stored object has. */
function prepared(kube: Kube, { resource, namespace }: Target, sent: JsonObject): KubeObject {
  checkShape(sent);
  const apiVersion = groupVersion(resource);
  const kind = text(sent, 'kind') || resource.kind;
  if (kind !== resource.kind || (text(sent, 'apiVersion') || apiVersion) !== apiVersion) {
    throw new StatusError(
      400,
      `${kind} in version "${text(sent, 'apiVersion')}" cannot be handled as a ${resource.kind}: no kind "${kind}" is registered for the expected version`,
    );
  }
  const read = kube.times.read(sent);
  const metadata = at(read, 'metadata');
  const given: JsonObject = isObject(metadata) ? metadata : {};
  const prefix = text(given, 'generateName');
  const name = text(given, 'name') || (prefix === '' ? '' : prefix + randomUUID().slice(0, 5));
  if (name === '') {
    throw new StatusError(
      422,
      `${kind} "" is invalid: metadata.name: Required value: name or generateName is required`,
      {
        details: {
          kind,
          group: resource.group,
          causes: [
            {
              reason: 'FieldValueRequired',
              message: 'Required value: name or generateName is required',
              field: 'metadata.name',
            },
          ],
        },
      },
    );
  }
  const { creationTimestamp } = given;
  // Protobuf writes the zero that JSON leaves out.
  if (given['generation'] === 0) delete given['generation'];
  return {
    ...(isObject(read) ? read : {}),
    apiVersion,
    kind,
    metadata: {
      ...given,
      name,
      ...(resource.namespaced
        ? { namespace: namespace || text(given, 'namespace') || 'default' }
        : {}),
      uid: text(given, 'uid'),
      resourceVersion: text(given, 'resourceVersion'),
      creationTimestamp: typeof creationTimestamp === 'number' ? creationTimestamp : kube.lab.now(),
    } as KubeObject['metadata'],
  };
}

/** A status that a client sends along is dropped; a pod begins as Pending. Real: registry/core/pod/strategy.go. */
function begun({ resource }: Target, object: KubeObject): KubeObject {
  if (!resource.subresources.includes('status')) return object;
  const { status: _dropped, ...rest } = object;
  const isPod = resource.group === '' && resource.plural === 'pods';
  return isPod ? { ...rest, status: { phase: 'Pending' } } : rest;
}

/** An update keeps what a client may not change; /status changes the status and nothing else. */
function merged(
  { resource }: Target,
  current: KubeObject,
  next: KubeObject,
  subresource: string,
): KubeObject {
  const { uid, creationTimestamp } = current.metadata;
  const { labels, annotations, ...identity } = next.metadata;
  const metadata = {
    ...identity,
    ...(labels ? { labels } : {}),
    ...(annotations ? { annotations } : {}),
    uid,
    creationTimestamp,
  };
  if (subresource === 'status' || subresource === 'approval') {
    return {
      ...current,
      metadata: { ...current.metadata, resourceVersion: next.metadata.resourceVersion },
      status: next['status'],
    };
  }
  if (!resource.subresources.includes('status')) return { ...next, metadata };
  const { status: _ignored, ...rest } = next;
  const kept = current['status'];
  return {
    ...rest,
    metadata,
    apiVersion: next.apiVersion,
    kind: next.kind,
    ...(kept === undefined ? {} : { status: kept }),
  };
}
