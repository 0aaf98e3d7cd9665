/**
 * Watch: one JSON line per change, for as long as the client stays. Events come straight from the
 * world's object facts; what the client missed comes from its log, or 410 Expired as an event.
 * Timeouts and bookmarks run in wall time, because the clients' clocks do.
 */
import type { Fact, KubeObject, ObjectFact } from '../../sim/index.ts';
import { flag, JSON_TYPE, type KubeRequest, type KubeResponse, type Sink } from './exchange.ts';
import type { JsonObject } from './json.ts';
import type { Form } from './negotiate.ts';
import { int64, revisionOf } from './numbers.ts';
import { included, partial } from './read.ts';
import { groupVersion, storageKey } from './resources.ts';
import { selector } from './selectors.ts';
import { StatusError, statusObject } from './status.ts';
import { ask, selectObjects, type Kube, type Target } from './store.ts';
import { columnDefinitions, table, tableColumns, tableRow } from './table.ts';

const BOOKMARK_MILLIS = 60_000;
const LONGEST_SECONDS = 1800;
/** A timer of ours holds no longer one; no client waits for it. */
const SECONDS_MAX = 2_000_000;
type Change = 'ADDED' | 'MODIFIED' | 'DELETED';

export async function watch(
  kube: Kube,
  request: KubeRequest,
  target: Target,
  form: Form,
): Promise<KubeResponse> {
  const { query } = request;
  if (query.has('sendInitialEvents') && query.get('resourceVersionMatch') !== 'NotOlderThan') {
    throw new StatusError(
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  }
  const matches = selector(query, target.resource);
  const after = revisionOf(query);
  const lasts = lastsMillis(query);
  await ask(kube, request, 'watch', target);
  const body = (sink: Sink): (() => void) =>
    startWatch(
      kube,
      { query, after, lasts },
      target,
      lineWriter(kube, request, target, form),
      matches,
      sink,
    );
  return { status: 200, headers: { 'content-type': JSON_TYPE }, body };
}

interface Asked {
  readonly query: URLSearchParams;
  /** The client has everything up to this revision. */
  readonly after: number;
  /** Wall milliseconds. */
  readonly lasts: number;
}

function lastsMillis(query: URLSearchParams): number {
  const seconds = int64(query, 'timeoutSeconds') ?? 0;
  return 1000 * (seconds === 0 ? LONGEST_SECONDS : Math.min(Math.max(seconds, 0), SECONDS_MAX));
}

function startWatch(
  kube: Kube,
  { query, after, lasts }: Asked,
  target: Target,
  lines: Lines,
  matches: (object: unknown) => boolean,
  sink: Sink,
): () => void {
  const { world } = kube.lab;
  const initial = flag(query, 'sendInitialEvents');
  const bookmarks = flag(query, 'allowWatchBookmarks');
  const inScope = (object: KubeObject | null): object is KubeObject =>
    object !== null &&
    (target.namespace === '' || object.metadata.namespace === target.namespace) &&
    (target.name === '' || object.metadata.name === target.name) &&
    matches(object);
  const key = storageKey(target.resource);

  function change(fact: ObjectFact): void {
    const now = fact.type !== 'DELETED' && inScope(fact.object);
    const before = fact.type !== 'ADDED' && inScope(fact.previous);
    if (now) put(lines.event(before ? 'MODIFIED' : 'ADDED', fact.object));
    else if (before) put(lines.event('DELETED', fact.object));
  }
  function put(line: string): void {
    if (!sink.write(line)) finish();
  }
  const missed = after > 0 && !initial ? world.read.objectLog(after) : [];
  if (missed === undefined || after > world.read.revision()) {
    sink.write(lines.error(missed === undefined ? expired(after) : tooLarge(after, kube)));
    sink.end();
    return () => undefined;
  }
  if (after === 0 || initial) {
    for (const object of selectObjects(kube, target)) {
      if (matches(object)) put(lines.event('ADDED', object));
    }
    if (initial && bookmarks) put(lines.bookmark(true));
  }
  for (const fact of missed) if (isChange(fact, key)) change(fact);

  const off = world.on((fact) => {
    if (isChange(fact, key)) change(fact);
  });
  const mark = (): void => {
    if (bookmarks) put(lines.bookmark(false));
  };
  const timers = startTimers(lasts, mark, finish);
  function stop(): void {
    off();
    timers();
  }
  function finish(): void {
    stop();
    sink.end();
  }
  return stop;
}

function startTimers(millis: number, mark: () => void, finish: () => void): () => void {
  const bookmark = setInterval(mark, BOOKMARK_MILLIS).unref();
  const timeout = setTimeout(() => {
    mark();
    finish();
  }, millis).unref();
  return () => {
    clearInterval(bookmark);
    clearTimeout(timeout);
  };
}

interface Lines {
  event(type: Change, object: KubeObject): string;
  bookmark(endOfInitial: boolean): string;
  error(error: StatusError): string;
}
const line = (type: string, object: JsonObject): string => `${JSON.stringify({ type, object })}\n`;

function lineWriter(kube: Kube, request: KubeRequest, { resource }: Target, form: Form): Lines {
  const columns = tableColumns(resource, kube.times);
  const include = included(request.query);
  let definitions: JsonObject[] | null = columnDefinitions(columns);
  return {
    event(type, object) {
      if (form === 'object') return `{"type":"${type}","object":${kube.print(resource, object)}}\n`;
      if (form === 'metadata') return line(type, partial(kube, object));
      const row = tableRow(columns, object, kube.lab.world.now, include, kube.times);
      const made = line(type, table(object.metadata.resourceVersion, definitions, [row]));
      definitions = null;
      return made;
    },
    bookmark(endOfInitial) {
      const resourceVersion = String(kube.lab.world.read.revision());
      const annotations = { 'k8s.io/initial-events-end': 'true' };
      const metadata = {
        resourceVersion,
        creationTimestamp: null,
        ...(endOfInitial ? { annotations } : {}),
      };
      if (form === 'object') {
        const { kind } = resource;
        return line('BOOKMARK', { kind, apiVersion: groupVersion(resource), metadata });
      }
      const object = {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
      };
      if (form === 'metadata') return line('BOOKMARK', object);
      return line('BOOKMARK', table(resourceVersion, null, [{ cells: [], object }]));
    },
    error: (error) => line('ERROR', statusObject(error)),
  };
}

function isChange(fact: Fact, key: string): fact is Fact & ObjectFact {
  return fact.kind === 'object' && fact.resource === key;
}
function expired(after: number): StatusError {
  return new StatusError(410, `too old resource version: ${after} (${after + 1})`);
}
function tooLarge(after: number, kube: Kube): StatusError {
  const current = kube.lab.world.read.revision();
  return new StatusError(504, `Too large resource version: ${after}, current: ${current}`);
}
