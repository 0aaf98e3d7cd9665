/** GET of one object, and lists with selectors, pages and tables. */
import type { KubeObject } from '../../sim/index.ts';
import { json, type KubeRequest, type KubeResponse } from './exchange.ts';
import { int64 } from './numbers.ts';
import type { JsonObject } from './json.ts';
import type { Form } from './negotiate.ts';
import { selector } from './selectors.ts';
import { notFound, StatusError } from './status.ts';
import { ask, listHead, selectObjects, type Kube, type Target } from './store.ts';
import { columnDefinitions, table, tableColumns, tableRow, type IncludeObject } from './table.ts';
import { storageKey } from './resources.ts';

export async function get(
  kube: Kube,
  request: KubeRequest,
  target: Target,
  form: Form,
): Promise<KubeResponse> {
  const { resource, namespace, name } = target;
  const answer = await ask(kube, request, 'get', target);
  const stored = kube.lab.world.read.object(storageKey(resource), namespace, name);
  const object = stored ?? answer.object;
  if (object === undefined) throw notFound(resource, name);
  return shown(kube, request, target, object, form, 200);
}

/** One object as the client wants it: itself, a table of one row, or its metadata. */
export function shown(
  kube: Kube,
  request: KubeRequest,
  { resource }: Target,
  object: KubeObject,
  form: Form,
  status: number,
): KubeResponse {
  if (form === 'object') return json(status, `${kube.print(resource, object)}\n`);
  if (form === 'metadata') return json(status, partial(kube, object));
  const columns = tableColumns(resource, kube.times);
  const row = tableRow(columns, object, kube.lab.now(), included(request.query), kube.times);
  return json(status, table(object.metadata.resourceVersion, columnDefinitions(columns), [row]));
}

export async function list(
  kube: Kube,
  request: KubeRequest,
  target: Target,
  form: Form,
): Promise<KubeResponse> {
  const { query } = request;
  checkVersion(query);
  const matches = selector(query, target.resource);
  await ask(kube, request, 'list', target);
  const all = selectObjects(kube, target).filter((object) => matches(object));
  const { page, more } = paged(all, query, kube.lab.world.read.revision());
  const resourceVersion = String(kube.lab.world.read.revision());
  if (form === 'table') {
    const columns = tableColumns(target.resource, kube.times);
    const now = kube.lab.now();
    const include = included(query);
    const rows = page.map((object) => tableRow(columns, object, now, include, kube.times));
    return json(200, table(resourceVersion, columnDefinitions(columns), rows, more));
  }
  const metadata = { resourceVersion, ...more };
  if (form === 'metadata') {
    const items = page.map((object) => partial(kube, object));
    const kind = 'PartialObjectMetadataList';
    return json(200, { kind, apiVersion: 'meta.k8s.io/v1', metadata, items });
  }
  const items = page.map((object) => kube.print(target.resource, object)).join(',');
  const head = `${listHead(target.resource)},"metadata":${JSON.stringify(metadata)}`;
  return json(200, `{${head},"items":[${items}]}\n`);
}

export function partial(kube: Kube, object: KubeObject): JsonObject {
  const metadata = kube.times.print(object.metadata);
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
export function included(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject');
  return value === 'None' || value === 'Object' ? value : 'Metadata';
}

function checkVersion(query: URLSearchParams): void {
  if (query.has('resourceVersionMatch') && (query.get('resourceVersion') ?? '') === '') {
    throw new StatusError(
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
}

interface Page {
  readonly page: readonly KubeObject[];
  readonly more: JsonObject;
}
/** `limit` and `continue`: the token holds the list's version and the last name that was shown. */
function paged(all: readonly KubeObject[], query: URLSearchParams, revision: number): Page {
  const limit = int64(query, 'limit') ?? 0;
  const from = query.get('continue') ?? '';
  const start = from === '' ? 0 : offsetOf(from);
  const page = limit > 0 ? all.slice(start, start + limit) : all.slice(start);
  const left = all.length - start - page.length;
  if (left <= 0) return { page, more: {} };
  const token = JSON.stringify({ rv: revision, start: start + page.length });
  const next = Buffer.from(token).toString('base64url');
  return { page, more: { continue: next, remainingItemCount: left } };
}
function offsetOf(token: string): number {
  const match = /"start":(\d+)/.exec(Buffer.from(token, 'base64url').toString());
  if (match?.[1] === undefined) throw new StatusError(400, 'continue key is not valid');
  return Number(match[1]);
}
