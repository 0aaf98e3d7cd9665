/** GET pods/<name>/log: the container's lines from its host, as the kubelet hands them out. */
import type { ContainerLine, ContainerView, Fact, KubeObject } from '../../sim/index.ts';
import { flag, plain, type KubeRequest, type KubeResponse, type Sink } from './exchange.ts';
import { at, list, text } from './json.ts';
import { int64 } from './numbers.ts';
import { StatusError } from './status.ts';
import { ask, type Kube, type Target } from './store.ts';
import { notFound } from './status.ts';
import { storageKey } from './resources.ts';

export async function podLog(
  kube: Kube,
  request: KubeRequest,
  target: Target,
): Promise<KubeResponse> {
  await ask(kube, request, 'get', target);
  const { resource, namespace, name } = target;
  const pod = kube.lab.world.read.object(storageKey(resource), namespace, name);
  if (pod === undefined) throw notFound(resource, name);
  const { query } = request;
  const container = containerName(pod, query.get('container') ?? '');
  const host = text(pod, 'spec', 'nodeName');
  const found = onHost(kube, host, pod, container);
  const previous = flag(query, 'previous');
  const chosen = previous ? found[1] : found[0];
  if (previous && chosen === undefined) {
    throw new StatusError(
      400,
      `previous terminated container "${container}" in pod "${name}" not found`,
    );
  }
  if (chosen === undefined) return removed(pod, container);
  const write = lineFormat(kube, flag(query, 'timestamps'));
  const lines = selected(kube, kube.lab.world.read.containerLog(host, chosen.id), query);
  const response = plain(200, limited(lines.map(write).join(''), query));
  response.headers['content-type'] = 'text/plain';
  if (!flag(query, 'follow')) return response;
  const followed = (sink: Sink): (() => void) => {
    sink.write(String(response.body));
    return kube.lab.world.on((fact) => {
      if (isLine(fact, host, chosen.id)) sink.write(write(fact));
      if (isEnd(fact, host, chosen.id)) sink.end();
    });
  };
  return { ...response, body: followed };
}

type Line = Pick<ContainerLine, 'at' | 'text'>;
const isLine = (fact: Fact, host: string, id: string): fact is Fact & { kind: 'containerLog' } =>
  fact.kind === 'containerLog' && fact.host === host && fact.containerId === id;
const isEnd = (fact: Fact, host: string, id: string): boolean =>
  fact.kind === 'container' && fact.host === host && fact.id === id && fact.state !== 'running';

function containerName(pod: KubeObject, wanted: string): string {
  const all = [...list(pod, 'spec', 'containers'), ...list(pod, 'spec', 'initContainers')];
  const names = all.map((container) => text(container, 'name'));
  const { name } = pod.metadata;
  if (wanted === '' && names.length > 1) {
    throw new StatusError(
      400,
      `a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`,
    );
  }
  const chosen = wanted === '' ? (names[0] ?? '') : wanted;
  if (!names.includes(chosen)) {
    throw new StatusError(400, `container ${chosen} is not valid for pod ${name}`);
  }
  return chosen;
}

/** The pod's containers of that name, newest first. A mirror pod has its static pod's own uid. */
function onHost(kube: Kube, host: string, pod: KubeObject, container: string): ContainerView[] {
  const { read } = kube.lab.world;
  const bare = pod.metadata.name.replace(new RegExp(`-${host.replaceAll('.', '\\.')}$`), '');
  const uid =
    text(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') || pod.metadata.uid;
  const pods = read
    .sandboxes(host)
    .filter(
      (sandbox) =>
        sandbox.uid === uid ||
        ((sandbox.name === pod.metadata.name || sandbox.name === bare) &&
          sandbox.namespace === pod.metadata.namespace),
    );
  return read
    .containers(host)
    .filter((one) => one.name === container && pods.some(({ id }) => id === one.sandboxId))
    .toSorted((a, b) => b.createdAt - a.createdAt || b.attempt - a.attempt);
}

/**
 * The runtime has no such container: one that ran has been removed, or none has run yet. The kubelet had
 * written its header before it asked the runtime, so the first is a 200.
 */
function removed(pod: KubeObject, container: string): KubeResponse {
  const status = list(pod, 'status', 'containerStatuses').find((s) => at(s, 'name') === container);
  const id = text(status, 'containerID');
  const ran =
    at(status, 'state', 'waiting') === undefined ||
    at(status, 'lastState', 'terminated') !== undefined;
  if (id !== '' && ran) return plain(200, `unable to retrieve container logs for ${id}`);
  const reason = text(status, 'state', 'waiting', 'reason') || 'ContainerCreating';
  const { name } = pod.metadata;
  throw new StatusError(
    400,
    `container "${container}" in pod "${name}" is waiting to start: ${reason}`,
  );
}

function selected(
  kube: Kube,
  lines: readonly ContainerLine[],
  query: URLSearchParams,
): readonly ContainerLine[] {
  const seconds = int64(query, 'sinceSeconds');
  const from =
    seconds === undefined
      ? (kube.times.parse(query.get('sinceTime') ?? '') ?? 0)
      : kube.lab.now() - seconds * 1_000_000;
  const recent = lines.filter((line) => line.at >= from);
  const tail = int64(query, 'tailLines');
  if (tail === undefined) return recent;
  return tail <= 0 ? [] : recent.slice(-tail);
}
function limited(body: string, query: URLSearchParams): string {
  const limit = int64(query, 'limitBytes') ?? 0;
  return limit > 0 ? body.slice(0, limit) : body;
}
function lineFormat(kube: Kube, timestamps: boolean): (line: Line) => string {
  return (line) => `${timestamps ? `${kube.times.nanos(line.at)} ` : ''}${line.text}\n`;
}
