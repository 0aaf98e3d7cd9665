/**
 * What a real client outside the lab was shown by the API: health, namespaces and cluster operators, as
 * cells. A client inside is a program of the simulated shell, which marks its own output.
 */
import type { LiveLab, Observation } from '../../host/live-lab.ts';
import type { KubeRequest, KubeResponse } from './exchange.ts';
import { healthPath } from './health.ts';
import { at, condition, list, text } from './json.ts';

/** `balanced`: it had called the load balancer. */
export function noteLook(
  lab: LiveLab,
  request: KubeRequest,
  response: KubeResponse,
  balanced: boolean,
): void {
  const asOf = lab.world.now;
  const seen = observed(lab, request, response, balanced).map((one) => ({ ...one, asOf }));
  if (seen.length === 0) return;
  lab.look({ session: `kube:${request.user.name}`, source: 'kube', at: asOf, seen });
}

type Shown = Omit<Observation, 'asOf'>;
function observed(
  lab: LiveLab,
  { path, host, method, query }: KubeRequest,
  { status, body }: KubeResponse,
  balanced: boolean,
): readonly Shown[] {
  if (method !== 'GET' || typeof body !== 'string') return [];
  const endpoint = healthPath(path);
  if (endpoint !== undefined) {
    // One check by name, or all but some, is not the state of the server; nor is being refused.
    if (!/^\/\w+\/?$/.test(path) || query.has('exclude') || status === 401 || status === 403)
      return [];
    const value = status === 200 ? 'ok' : 'failed';
    return placesOf(lab, host, balanced).map((place) => ({ cell: `${place}/${endpoint}`, value }));
  }
  const [, kind] = status === 200 ? (SHOWN.exec(path) ?? []) : [];
  if (kind === undefined) return [];
  return sentIn(body).flatMap(({ name, state, conditions }) => {
    const cell = `cluster/${kind}/${name}`;
    if (kind === 'namespaces') return [{ cell, value: 'Active' }];
    if (kind === 'nodes') return state === undefined ? [] : [{ cell, value: state }];
    return conditions.map(([type, value]) => ({ cell: `${cell}/${type}`, value }));
  });
}
/** A list, or one of it by name. */
const SHOWN =
  /^\/(?:api\/v1|apis\/config\.openshift\.io\/v1)\/(namespaces|nodes|clusteroperators)(?:\/[^/]+)?$/;

/** Who calls the balancer is not told who answers, unless there is but one who can. */
function placesOf(lab: LiveLab, host: string, balanced: boolean): readonly string[] {
  if (!balanced) return [host];
  const [only, another] = lab.world.read.balanced();
  return only === host && another === undefined ? ['vip', host] : ['vip'];
}

/** As the column of the table reads. */
const READY: Readonly<Record<string, string>> = {
  True: 'Ready',
  False: 'NotReady',
  Unknown: 'NotReady',
};
const CONDITIONS = ['Available', 'Progressing', 'Degraded'];
interface Sent {
  readonly name: string;
  /** Of a node: Ready, NotReady, as the table's column says. */
  readonly state?: string;
  /** Type and status, of those that tell how an operator is. */
  readonly conditions: readonly (readonly [string, string])[];
}
/** Of an object, a list or a table: a selector or a limit leaves some out, a form leaves out the status. */
function sentIn(body: string): readonly Sent[] {
  const sent: unknown = JSON.parse(body);
  const columns = list(sent, 'columnDefinitions').map((column) => text(column, 'name'));
  const rows = list(sent, 'rows').map((row) => {
    const cell = (type: string): unknown => list(row, 'cells')[columns.indexOf(type)];
    return sentOf(at(row, 'object'), cell);
  });
  if (columns.length > 0) return rows.filter(({ name }) => name !== '');
  const objects = at(sent, 'items') === undefined ? [sent] : list(sent, 'items');
  return objects.map((object) => sentOf(object, (type) => at(condition(object, type), 'status')));
}
function sentOf(object: unknown, statusOf: (type: string) => unknown): Sent {
  const conditions = CONDITIONS.flatMap((type) => {
    const status = statusOf(type);
    return typeof status === 'string' && status !== '' ? [[type, status] as const] : [];
  });
  const ready = statusOf('Ready');
  const state = statusOf('Status') ?? (ready === undefined ? ready : READY[String(ready)]);
  return {
    name: text(object, 'metadata', 'name'),
    conditions,
    ...(typeof state === 'string' ? { state } : {}),
  };
}
