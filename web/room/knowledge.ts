/** What she knows, from what she was shown alone: the newest observation of each cell, as boxes. */
import { room as texts } from '../texts/room.ts';

export interface Observation {
  readonly cell: string;
  readonly value: string;
  readonly asOfSeconds: number;
  readonly weak?: boolean;
  /** It had been seen as it should be before. */
  readonly wasGood?: boolean;
}
export interface Look {
  readonly atSeconds: number;
  readonly source: string;
  readonly seen: readonly Observation[];
}
export interface Box {
  readonly id: string;
  readonly state: 'unseen' | 'good' | 'bad' | 'off' | 'neutral';
  readonly says: string;
  readonly asOfSeconds?: number;
}

const MASTERS = ['master-0', 'master-1', 'master-2'];
const apiOf = (host: string): RegExp[] => [
  new RegExp(`^${host}/(readyz|healthz|livez)$`),
  new RegExp(`^${host}/pods/kube-apiserver-${host}`),
  new RegExp(`^${host}/containers/kube-apiserver(/|$)`),
];
/** Cells of a box, the telling ones first. A cell belongs to the first box that has it. */
const BOXES: Readonly<Record<string, readonly RegExp[]>> = {
  api: apiOf('bootstrap'),
  etcd: [/^bootstrap\/etcd\//, /^bootstrap\/pods\/etcd/, /^bootstrap\/containers\/etcd/],
  kcm: [
    /^bootstrap\/pods\/kube-controller-manager/,
    /^bootstrap\/containers\/kube-controller-manager/,
  ],
  scheduler: [/^bootstrap\/pods\/kube-scheduler/, /^bootstrap\/containers\/kube-scheduler/],
  bootkube: [
    /^bootstrap\/units\/bootkube/,
    /^bootstrap\/journal\/bootkube/,
    /^bootstrap\/bootkube\//,
    /^cluster\/namespaces\/openshift/,
  ],
  kubelet: [
    /^bootstrap\/units\/kubelet/,
    /^bootstrap\/journal\/kubelet/,
    /^cluster\/nodes\/bootstrap/,
  ],
  vip: [/^vip\//],
  ...Object.fromEntries(MASTERS.map((host) => [`api of ${host}`, apiOf(host)])),
  ...Object.fromEntries(
    MASTERS.map((host) => [
      host,
      [
        new RegExp(`^cluster/nodes/${host}`),
        new RegExp(`^hypervisor/${host}`),
        new RegExp(`^${host}/`),
      ],
    ]),
  ),
  operators: [/^cluster\/clusteroperators\//],
};
export const BOX_IDS = Object.keys(BOXES);
const boxOf = (cell: string): string | undefined =>
  BOX_IDS.find((id) => BOXES[id]?.some((cells) => cells.test(cell)));
const GOOD = new Set(['Running', 'healthy', 'ok', 'Active', 'running', 'Ready', 'True', 'active']);
/** That something was listed, logged or read, or ended as it should, says nothing bad. */
const NEUTRAL = new Set(['read', 'listed', 'logged', 'Completed']);

export function knowledge(
  looks: readonly Look[],
  until = Infinity,
): ReadonlyMap<string, Observation> {
  const known = new Map<string, Observation>();
  for (const { atSeconds, seen } of looks) {
    if (atSeconds > until) continue;
    for (const observation of seen) {
      const before = known.get(observation.cell);
      if (before !== undefined && before.asOfSeconds > observation.asOfSeconds) continue;
      if (observation.weak === true && before !== undefined && before.weak !== true) continue;
      const wasGood = before !== undefined && (before.wasGood === true || GOOD.has(before.value));
      known.set(observation.cell, wasGood ? { ...observation, wasGood } : observation);
    }
  }
  return known;
}

/**
 * A box says its most telling cell. Bad news about a lesser one takes its place only when it is newer; that
 * a log was read or a thing listed is said only where nothing else is known.
 */
export function boxes(known: ReadonlyMap<string, Observation>): readonly Box[] {
  return BOX_IDS.map((id) => {
    const own = [...known.values()].filter(({ cell }) => boxOf(cell) === id);
    if (id === 'operators') return { id, ...operators(own) };
    const found = (BOXES[id] ?? []).flatMap((cells) =>
      own.filter(({ cell }) => cells.test(cell)).toSorted((a, b) => b.asOfSeconds - a.asOfSeconds),
    );
    const judged = (o: Observation): Box['state'] =>
      isOff(o) && isExpected(id, known) ? 'bad' : stateOf(o);
    const telling = found.find((o) => judged(o) !== 'neutral');
    const since = telling?.asOfSeconds ?? 0;
    const worse = found.find((o) => judged(o) === 'bad' && o.asOfSeconds > since);
    const shown = found.find((o) => isFailing(o, found)) ?? worse ?? telling ?? found[0];
    if (shown === undefined) return { id, state: 'unseen', says: '' };
    return { id, state: judged(shown), says: said(shown), asOfSeconds: shown.asOfSeconds };
  });
}

/** Each asks for what the ones before ask for, and more. */
const ENDPOINTS = ['livez', 'healthz', 'readyz'];
const endpointOf = ({ cell }: Observation): number => ENDPOINTS.indexOf(cell.split('/')[1] ?? '');
/** A check that failed, and nothing that asks for as much has succeeded since. */
const isFailing = (o: Observation, found: readonly Observation[]): boolean =>
  endpointOf(o) >= 0 &&
  o.value === 'failed' &&
  o.weak !== true &&
  !found.some(
    (later) =>
      later.value === 'ok' &&
      later.asOfSeconds > o.asOfSeconds &&
      endpointOf(later) >= endpointOf(o),
  );
const said = (o: Observation): string => {
  const endpoint = ENDPOINTS[endpointOf(o)];
  return endpoint === undefined ? o.value : `${endpoint} ${o.value}`;
};

/** How many of the operators that she was shown are available, degraded, progressing; as of the oldest. */
function operators(known: readonly Observation[]): Omit<Box, 'id'> {
  const told = known.filter(({ weak }) => weak !== true);
  const [first] = known;
  if (first === undefined) return { state: 'unseen', says: '' };
  const of = (type: string): Observation[] => told.filter(({ cell }) => cell.endsWith(`/${type}`));
  const are = (type: string): number => of(type).filter(({ value }) => value === 'True').length;
  const asked = of('Available').length;
  const onlyDegraded = asked === 0 && of('Degraded').length > 0;
  const says = [
    ...(are('Degraded') > 0 || onlyDegraded
      ? [`${are('Degraded')} ${texts.operators.degraded}`]
      : []),
    ...(asked > 0 ? [`${are('Available')}/${asked} ${texts.operators.available}`] : []),
    ...(are('Progressing') > 0 ? [`${are('Progressing')} ${texts.operators.progressing}`] : []),
  ];
  const states = told.map(stateOf);
  const state = states.includes('bad') ? 'bad' : states.includes('good') ? 'good' : 'neutral';
  const asOfSeconds = Math.min(...(told.length > 0 ? told : known).map((o) => o.asOfSeconds));
  return { state, says: says.join(', '), asOfSeconds };
}

/** A machine that is off is bad only when it has been on, or the cluster counts on it. */
const isOff = ({ cell, value }: Observation): boolean =>
  cell.startsWith('hypervisor/') && value === 'shut off';
const isExpected = (id: string, known: ReadonlyMap<string, Observation>): boolean =>
  known.get(`hypervisor/${id}`)?.wasGood === true || known.has(`cluster/nodes/${id}`);

/** Who listens, and what a disk is held to, is for her to judge. */
const FOR_HER = /\/sockets\/|^disk-limit\//;
/** An operator that progresses does what it should; one that is degraded does not. */
const PROGRESSING = /^cluster\/clusteroperators\/[^/]+\/Progressing$/;
const DEGRADED = /^cluster\/clusteroperators\/[^/]+\/Degraded$/;
function stateOf(observation: Observation): Box['state'] {
  const { cell, value, weak } = observation;
  if (isOff(observation)) return 'off';
  if (NEUTRAL.has(value) || weak === true || FOR_HER.test(cell)) return 'neutral';
  if (PROGRESSING.test(cell)) return 'neutral';
  if (DEGRADED.test(cell)) return value === 'True' ? 'bad' : 'good';
  return GOOD.has(value) ? 'good' : 'bad';
}

/** Whether a look brought anything that was not as hoped. */
export const hopeless = ({ seen }: Look): boolean => seen.some((o) => stateOf(o) === 'bad');

/** Who watches the film is shown what each step brings. */
const BROUGHT: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'kubelet-started': [['bootstrap/units/kubelet', 'active']],
  'etcd-started': [['bootstrap/etcd/health', 'healthy']],
  'kube-apiserver-started': [
    ['bootstrap/healthz', 'ok'],
    ['vip/healthz', 'ok'],
  ],
  'kube-controller-manager-started': [['bootstrap/pods/kube-controller-manager', 'Running']],
  'kube-scheduler-started': [['bootstrap/pods/kube-scheduler', 'Running']],
  'cluster-manifests-applied': [['cluster/namespaces/openshift', 'Active']],
  'masters-joined': MASTERS.map((name) => [`cluster/nodes/${name}`, 'Ready'] as const),
  'control-plane-pivoted': MASTERS.map((name) => [`${name}/healthz`, 'ok'] as const),
  'bootstrap-complete': [
    'bootstrap/etcd/health',
    'bootstrap/healthz',
    'bootstrap/pods/kube-controller-manager',
    'bootstrap/pods/kube-scheduler',
  ].map((cell) => [cell, 'Completed'] as const),
};
export const shownBy = (step: { readonly id: string; readonly atSeconds: number }): Look => ({
  atSeconds: step.atSeconds,
  source: 'film',
  seen: (BROUGHT[step.id] ?? []).map(([cell, value]) => ({
    cell,
    value,
    asOfSeconds: step.atSeconds,
  })),
});
