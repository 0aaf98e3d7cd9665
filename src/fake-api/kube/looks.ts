/**
 * What a real client outside the lab was shown by the API: health and namespaces, as cells. A
 * client inside is a program of the simulated shell, which marks its own output.
 */
import type { LiveLab, Observation } from '../../host/live-lab.ts';
import type { KubeRequest, KubeResponse } from './exchange.ts';
import { healthPath } from './health.ts';

export function noteLook(lab: LiveLab, request: KubeRequest, response: KubeResponse): void {
  const asOf = lab.world.now;
  const seen = observed(lab, request, response, asOf);
  if (seen.length === 0) return;
  lab.look({ session: `kube:${request.user.name}`, source: 'kube', at: asOf, seen });
}

function observed(
  lab: LiveLab,
  { path, host, method, query }: KubeRequest,
  { status, body }: KubeResponse,
  asOf: number,
): readonly Observation[] {
  if (method !== 'GET') return [];
  const endpoint = healthPath(path);
  if (endpoint !== undefined) {
    // One check by name, or all but some, is not the state of the server.
    if (!/^\/\w+\/?$/.test(path) || query.has('exclude')) return [];
    return [{ cell: `${host}/${endpoint}`, value: status === 200 ? 'ok' : 'failed', asOf }];
  }
  if (path !== '/api/v1/namespaces' || status !== 200 || typeof body !== 'string') return [];
  const sent = namesIn(body);
  return lab.world.read
    .objects('core/namespaces')
    .filter(({ metadata }) => sent.has(metadata.name))
    .map(({ metadata }) => ({
      cell: `cluster/namespaces/${metadata.name}`,
      value: 'Active',
      asOf,
    }));
}

/** Of a list or a table: a selector or a limit leaves some out. */
function namesIn(body: string): ReadonlySet<string> {
  interface Named {
    readonly metadata?: { readonly name?: string };
  }
  const { items, rows } = JSON.parse(body) as {
    readonly items?: readonly Named[];
    readonly rows?: readonly { readonly object?: Named }[];
  };
  const objects = items ?? rows?.map(({ object }) => object) ?? [];
  return new Set(objects.flatMap((object) => object?.metadata?.name ?? []));
}
