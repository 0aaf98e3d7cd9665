/**
 * Where the cause of a drill can be seen, and whether what somebody was shown there shows it: a value
 * that no healthy machine has, or a list without the one that should be in it.
 */
import type { Look, Observation } from '../host/live-lab.ts';
import type { SeenPart } from '../scenario/index.ts';
import { STATIC_CONTAINERS, staticContainer } from './views.ts';

interface Place {
  /** Cells that begin so. */
  readonly cells: string;
  /** A list of machines, in which the host of the cause should be. */
  readonly machines?: true;
  /** A list that has so many in a healthy run. */
  readonly count?: number;
  /** The list of containers, in which each static pod should have one. */
  readonly staticPods?: true;
}
const STATIC_PODS = STATIC_CONTAINERS.length;
const PLACES: Readonly<Record<SeenPart, readonly Place[]>> = {
  power: [
    { cells: 'hypervisor/', machines: true },
    { cells: 'cluster/nodes/', machines: true },
  ],
  disk: [{ cells: 'HOST/etcd/' }, { cells: 'HOST/containers/etcd' }, { cells: 'disk-limit/HOST' }],
  etcd: [{ cells: 'HOST/etcd/' }, { cells: 'HOST/containers/etcd' }],
  'port-6443': [
    { cells: 'HOST/containers/kube-apiserver' },
    { cells: 'HOST/sockets' },
    { cells: 'HOST/healthz' },
  ],
  'kube-apiserver': [{ cells: 'HOST/containers/kube-apiserver' }, { cells: 'HOST/healthz' }],
  'static-pod-manifests': [
    { cells: 'HOST/pods/', count: STATIC_PODS },
    { cells: 'HOST/etcd/' },
    { cells: 'HOST/containers/etcd' },
    { cells: 'HOST/containers/', staticPods: true },
    { cells: 'HOST/journal/kubelet' },
  ],
};

/** `read` and `logged` say no more than that she was there; 0 is a disk without a limit. */
const HEALTHY = new Set([
  ...['Running', 'healthy', 'ok', 'Active', 'running', 'Ready', 'True', 'listed'],
  ...['read', 'logged', '0'],
]);

/** Was a value shown that speaks of something wrong? */
export function ill({ cell, value, weak }: Observation): boolean {
  if (weak === true) return false;
  // An operator that progresses does what it should.
  const [, condition] = /^cluster\/clusteroperators\/[^/]+\/(\w+)$/.exec(cell) ?? [];
  if (condition === 'Progressing') return false;
  if (condition === 'Degraded') return value === 'True';
  const [, port] = /\/sockets\/(\d+)$/.exec(cell) ?? [];
  return port === undefined ? !HEALTHY.has(value) : port === '6443' && value !== 'kube-apiserver';
}

export interface Sighting {
  readonly look: Look;
  /** What showed it: `bootstrap/pods/ has 3 of 4`. */
  readonly text: string;
}
export interface Sightings {
  /** The first look at the right place. */
  readonly place?: Look;
  /** The first look that showed the cause there. */
  readonly shown?: Sighting;
}

/** `strange`: the line of a log that she read which no healthy run has. */
export function sightings(
  where: string,
  looks: readonly Look[],
  strange: (log: Observation) => string | undefined,
): Sightings {
  const [host = '', part = ''] = where.split('/');
  const places = (part in PLACES ? PLACES[part as SeenPart] : [{ cells: `${host}/` }]).map(
    (place) => ({
      ...place,
      cells: place.cells.replace('HOST', host),
    }),
  );
  const at = looks.find(({ seen }) =>
    seen.some(({ cell }) => places.some(({ cells }) => cell.startsWith(cells))),
  );
  for (const look of looks) {
    for (const place of places) {
      const text = shownBy(look, place, host, strange);
      if (text !== undefined) return { ...(at && { place: at }), shown: { look, text } };
    }
  }
  return at === undefined ? {} : { place: at };
}

/** Logs of containers, journals of units: what was read there. */
const LOG = /\/lines$|\/journal\//;
function shownBy(
  { seen }: Look,
  place: Place,
  host: string,
  strange: (log: Observation) => string | undefined,
): string | undefined {
  const { cells, machines, count, staticPods } = place;
  if (staticPods === true) return withoutContainer(seen, host);
  const there = seen.filter(({ cell }) => cell.startsWith(cells));
  const own = machines === true ? there.filter(({ cell }) => cell === `${cells}${host}`) : there;
  const bad = own.find(ill);
  if (bad !== undefined) return `${bad.cell}: ${bad.value}`;
  for (const log of there.filter(({ cell }) => LOG.test(cell))) {
    const line = strange(log);
    if (line !== undefined) return `${log.cell}: ${line}`;
  }
  // One row alone is no list: somebody asked for that one.
  const names = new Set(there.map(({ cell }) => cell));
  if (names.size < 2) return undefined;
  if (machines === true && own.length === 0) return `${cells} has no ${host}`;
  if (count !== undefined && names.size < count) return `${cells} has ${names.size} of ${count}`;
  return undefined;
}

/** A listing of several static pods' containers without that of one of them. */
function withoutContainer(seen: readonly Observation[], host: string): string | undefined {
  const listed = new Set(
    seen.filter(({ weak }) => weak !== true).map((each) => staticContainer(each, host)),
  );
  listed.delete(undefined);
  const missing = STATIC_CONTAINERS.filter((name) => !listed.has(name));
  return listed.size < 2 || missing.length === 0
    ? undefined
    : `${host}/containers/ has no ${missing.join(', ')}`;
}
