/** What she knows, from what she was shown alone: the newest observation of each cell, as boxes. */
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

/** Cells of a box, the telling ones first; HOST is filled for the masters. */
const BOXES: Readonly<Record<string, readonly string[]>> = {
  api: [
    'bootstrap/healthz',
    'bootstrap/pods/kube-apiserver',
    'bootstrap/containers/kube-apiserver',
  ],
  etcd: ['bootstrap/etcd/', 'bootstrap/pods/etcd', 'bootstrap/containers/etcd'],
  kcm: ['bootstrap/pods/kube-controller-manager', 'bootstrap/containers/kube-controller-manager'],
  scheduler: ['bootstrap/pods/kube-scheduler', 'bootstrap/containers/kube-scheduler'],
  bootkube: [
    'bootstrap/units/bootkube',
    'bootstrap/journal/bootkube',
    'bootstrap/bootkube/',
    'cluster/namespaces/openshift',
  ],
  kubelet: ['bootstrap/units/kubelet', 'bootstrap/journal/kubelet', 'cluster/nodes/bootstrap'],
  'master-0': ['cluster/nodes/master-0', 'hypervisor/master-0', 'master-0/'],
  'master-1': ['cluster/nodes/master-1', 'hypervisor/master-1', 'master-1/'],
  'master-2': ['cluster/nodes/master-2', 'hypervisor/master-2', 'master-2/'],
};
export const BOX_IDS = Object.keys(BOXES);
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
    const ranked = (BOXES[id] ?? []).map((prefix) =>
      [...known.values()]
        .filter(({ cell }) => cell.startsWith(prefix))
        .toSorted((a, b) => b.asOfSeconds - a.asOfSeconds),
    );
    const found = ranked.flat();
    const judged = (o: Observation): Box['state'] =>
      isOff(o) && isExpected(id, known) ? 'bad' : stateOf(o);
    const telling = found.find((o) => judged(o) !== 'neutral');
    const since = telling?.asOfSeconds ?? 0;
    const worse = found.find((o) => judged(o) === 'bad' && o.asOfSeconds > since);
    const shown = worse ?? telling ?? found[0];
    if (shown === undefined) return { id, state: 'unseen', says: '' };
    return { id, state: judged(shown), says: shown.value, asOfSeconds: shown.asOfSeconds };
  });
}

/** A machine that is off is bad only when it has been on, or the cluster counts on it. */
const isOff = ({ cell, value }: Observation): boolean =>
  cell.startsWith('hypervisor/') && value === 'shut off';
const isExpected = (id: string, known: ReadonlyMap<string, Observation>): boolean =>
  known.get(`hypervisor/${id}`)?.wasGood === true || known.has(`cluster/nodes/${id}`);

/** Who listens, and what a disk is held to, is for her to judge. */
const FOR_HER = /\/sockets\/|^disk-limit\//;
function stateOf(observation: Observation): Box['state'] {
  const { cell, value, weak } = observation;
  if (isOff(observation)) return 'off';
  if (NEUTRAL.has(value) || weak === true || FOR_HER.test(cell)) return 'neutral';
  return GOOD.has(value) ? 'good' : 'bad';
}

/** Whether a look brought anything that was not as hoped. */
export const hopeless = ({ seen }: Look): boolean => seen.some((o) => stateOf(o) === 'bad');

/** Who watches the film is shown what each step brings. */
const BROUGHT: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'kubelet-started': [['bootstrap/units/kubelet', 'active']],
  'etcd-started': [['bootstrap/etcd/health', 'healthy']],
  'kube-apiserver-started': [['bootstrap/healthz', 'ok']],
  'kube-controller-manager-started': [['bootstrap/pods/kube-controller-manager', 'Running']],
  'kube-scheduler-started': [['bootstrap/pods/kube-scheduler', 'Running']],
  'cluster-manifests-applied': [['cluster/namespaces/openshift', 'Active']],
  'masters-joined': ['master-0', 'master-1', 'master-2'].map(
    (name) => [`cluster/nodes/${name}`, 'Ready'] as const,
  ),
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
