/**
 * The handbook's verification checklist, judged by evidence alone: what the trainee was shown, of what
 * moment. It reads looks; it knows nothing of what was typed and changes nothing.
 */
import type { LiveLab, Look, Observation } from '../host/live-lab.ts';
import { SECOND, type Micros } from '../sim/index.ts';
import { outweighs, staticContainer, STATIC_CONTAINERS, VIEWS } from './views.ts';

/** to-do: not looked at. seen: the right place, not the proof. in-doubt: a later look speaks against it. */
export type CheckState = 'to-do' | 'seen' | 'verified' | 'in-doubt';
export interface Check {
  readonly id: 'pods' | 'etcd' | 'api' | 'manifests';
  readonly title: string;
  readonly state: CheckState;
  /** Lab time of the evidence. */
  readonly sinceSeconds?: number;
  readonly detail?: string;
}
export interface Checklist {
  checks(): readonly Check[];
  /** What it said before, each from its moment on; the first holds from the start. */
  history(): readonly { readonly atSeconds: number; readonly checks: readonly Check[] }[];
  onChange(listener: () => void): () => void;
}

/** Evidence for one check may be this far apart. */
const TOGETHER: Micros = 120 * SECOND;
const PODS_WANTED = STATIC_CONTAINERS.length;
const NAMESPACES_WANTED = 5;

/** The newest evidence per cell: by the moment it is of, not the moment of the look. */
type Knowledge = ReadonlyMap<string, Observation>;

interface Verdict {
  readonly proof: boolean;
  /** What was shown speaks against the check. */
  readonly against: boolean;
  readonly seen: boolean;
  readonly asOf: Micros;
  readonly detail: string;
}
const NOTHING: Verdict = { proof: false, against: false, seen: false, asOf: 0, detail: '' };

const under = (known: Knowledge, prefix: string): Observation[] =>
  [...known.values()].filter(({ cell }) => cell.startsWith(prefix));
const latest = (list: readonly Observation[]): Micros => Math.max(0, ...list.map((o) => o.asOf));
const together = (list: readonly Observation[]): Observation[] =>
  list.filter((o) => latest(list) - o.asOf <= TOGETHER);

/** By the list of the pods, or by that of their containers: the newer of the two. */
function pods(known: Knowledge): Verdict {
  const containers = [...known.values()].filter(
    (o) => staticContainer(o, 'bootstrap') !== undefined && o.value !== 'listed',
  );
  const sandboxes = under(known, 'bootstrap/pods/');
  return running(latest(containers) > latest(sandboxes) ? containers : sandboxes);
}

function running(all: readonly Observation[]): Verdict {
  if (all.length === 0) return NOTHING;
  const recent = together(all).filter((o) => o.weak !== true);
  const well = recent.filter((o) => o.value === 'Running').length;
  const detail = `${well} running`;
  const proof = well >= PODS_WANTED && well === recent.length;
  return { proof, against: !proof && recent.length > 0, seen: true, asOf: latest(all), detail };
}

/** The newest of several ways to see the same. */
function single(known: Knowledge, cells: readonly string[], good: string): Verdict {
  const [found] = cells
    .flatMap((cell) => known.get(cell) ?? [])
    .toSorted((a, b) => Number(a.weak === true) - Number(b.weak === true) || b.asOf - a.asOf);
  if (found === undefined) return NOTHING;
  const proof = found.value === good && found.weak !== true;
  return {
    proof,
    against: found.value !== good,
    seen: true,
    asOf: found.asOf,
    detail: found.value,
  };
}

function manifests(known: Knowledge): Verdict {
  const all = under(known, 'cluster/namespaces/').filter(({ cell }) => cell.includes('/openshift'));
  if (all.length === 0) return NOTHING;
  const shown = together(all).filter((o) => o.weak !== true && o.value === 'Active');
  const detail = `${shown.length} namespaces`;
  return {
    proof: shown.length >= NAMESPACES_WANTED,
    against: false,
    seen: true,
    asOf: latest(all),
    detail,
  };
}

const RULES: readonly {
  readonly id: Check['id'];
  readonly title: string;
  readonly judge: (known: Knowledge) => Verdict;
}[] = [
  { id: 'pods', title: 'Static pods are running', judge: pods },
  {
    id: 'etcd',
    title: 'etcd is healthy',
    judge: (known) => single(known, ['bootstrap/etcd/health'], 'healthy'),
  },
  {
    id: 'api',
    title: 'The API responds',
    judge: (known) => single(known, VIEWS.api, 'ok'),
  },
  { id: 'manifests', title: 'Cluster manifests are applied', judge: manifests },
];

/** `asked`: the checks that are shown; all of them where no drill says otherwise. */
export function openChecklist(lab: LiveLab, asked?: readonly Check['id'][]): Checklist {
  const rules = asked === undefined ? RULES : RULES.filter(({ id }) => asked.includes(id));
  const known = new Map<string, Observation>();
  const verified = new Set<string>();
  const listeners = new Set<() => void>();
  let now: readonly Check[] = judge();
  const history = [{ atSeconds: 0, checks: now }];

  function judge(): readonly Check[] {
    return rules.map(({ id, title, judge: rule }): Check => {
      const { proof, against, seen, asOf, detail } = rule(known);
      if (proof) verified.add(id);
      const doubted = against && verified.has(id);
      const state = proof ? 'verified' : doubted ? 'in-doubt' : seen ? 'seen' : 'to-do';
      return { id, title, state, ...(seen ? { sinceSeconds: asOf / SECOND, detail } : {}) };
    });
  }
  function learn({ at, seen }: Look): void {
    for (const observation of seen) {
      const before = known.get(observation.cell);
      if (before !== undefined && before.asOf > observation.asOf) continue;
      if (before !== undefined && outweighs(before, observation)) continue;
      // A hint never takes the place of a proof.
      if (observation.weak === true && before !== undefined && before.weak !== true) continue;
      known.set(observation.cell, observation);
    }
    const next = judge();
    if (JSON.stringify(next) === JSON.stringify(now)) return;
    now = next;
    history.push({ atSeconds: at / SECOND, checks: now });
    for (const listener of listeners) listener();
  }
  for (const look of lab.looks()) learn(look);
  lab.onLook(learn);
  return {
    checks: () => now,
    history: () => history,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
