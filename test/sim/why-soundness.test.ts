/**
 * `why` against the only judge that cannot be argued with: the same run without the change that it names.
 * Undone, the symptom is gone or comes earlier; any other change undone, it stays. Of a symptom that no
 * change is named for, all of them may be undone.
 * EGGTOOTH_WHY_SYMPTOMS=2000 asks more (nightly).
 */
import { expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/index.ts';
import {
  createLab,
  hexOf,
  SECOND,
  type Fact,
  type Lab,
  type LabInput,
  type TimelineStep,
} from '../../src/sim/index.ts';
import { SEED } from './played.ts';

type Given = { readonly at: number; readonly input: LabInput };
type Change = Omit<TimelineStep, 'id'> | Given;
const who = 'trainee';
const power = (at: number, host: string): Given => ({
  at,
  input: { kind: 'power', who, host, verb: 'destroy' },
});
const stop = (at: number, host: string, unit: string): Given => ({
  at,
  input: { kind: 'unit', who, host, unit: `${unit}.service`, verb: 'stop' },
});
const MANIFESTS = '/etc/kubernetes/manifests/';
const away = (at: number, host: string, file: string): Given => ({
  at,
  input: {
    kind: 'files',
    who,
    host,
    changes: [{ op: 'move', path: `${MANIFESTS}${file}`, to: `/home/core/${file}` }],
  },
});
const set = (when: { onset: string } | { at: number }, name: string, value: unknown): Change => ({
  ...('at' in when ? { at: when.at * SECOND } : when),
  set: { [name]: value },
});

interface Run {
  readonly title: string;
  readonly seconds: number;
  readonly changes: readonly Change[];
}
const RUNS: readonly Run[] = [
  {
    title: 'a slow disk',
    seconds: 700,
    changes: [set({ at: 0 }, 'bootstrap.disk.fsync', { fixedMillis: 500 })],
  },
  {
    title: 'a cut link',
    seconds: 1000,
    changes: [set({ onset: 'control-plane-pivoted' }, 'master-0.link.up', false)],
  },
  {
    title: 'a slow registry',
    seconds: 600,
    changes: [set({ at: 10 }, 'registry.bytesPerSecond', 4_000_000)],
  },
  {
    title: 'a machine off, a disk, a unit',
    seconds: 1000,
    changes: [
      power(520, 'master-1'),
      set({ onset: 'etcd-three-members' }, 'master-0.disk.fsync', { fixedMillis: 300 }),
      stop(600, 'master-2', 'kubelet'),
    ],
  },
  {
    title: 'a manifest, a link, a registry',
    seconds: 800,
    changes: [
      away(200, 'bootstrap', 'kube-scheduler-pod.yaml'),
      set({ at: 420 }, 'master-2.link.up', false),
      set({ at: 15 }, 'registry.bytesPerSecond', 30_000_000),
    ],
  },
];
const idOf = (i: number): string => `i${101 + i}`;
const stepOf = (i: number): string => `step-${i}`;

/** The run with all of its changes but one. */
function play({ seconds, changes }: Run, without = -1): Lab {
  const kept = changes.flatMap((change, i) => (i === without ? [] : [{ change, i }]));
  const timeline = kept.flatMap(({ change, i }): TimelineStep[] =>
    'set' in change ? [{ ...change, id: stepOf(i) }] : [],
  );
  const inputs = kept.flatMap(({ change, i }) =>
    'input' in change ? [{ id: idOf(i), at: change.at * SECOND, input: change.input }] : [],
  );
  const spec = { ...loadScenario('first-boot'), seed: SEED, timeline };
  const lab = createLab(spec, { autopilot: true, inputs });
  lab.runUntil(seconds * SECOND);
  return lab;
}

/** Which of the run's changes `why` names; -1 for none of them. */
function named(lab: Lab, { changes }: Run, fact: Fact): number {
  const last = lab.why(fact.id).at(-1);
  const cause = last?.fact === undefined ? undefined : lab.fact(last.fact);
  return changes.findIndex((change, i) =>
    'input' in change
      ? last?.input === idOf(i)
      : cause?.kind === 'parameter' && Object.keys(change.set).includes(cause.name),
  );
}

const ASKED = Number(process.env['EGGTOOTH_WHY_SYMPTOMS'] ?? 200);
/** The test's own idea of what a line says. */
const plain = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{4,}(-[0-9a-f]{4,})+|[0-9a-f]{8,}/g, '')
    .replaceAll(/-[a-z0-9]{5}(?![\w-])/g, '')
    .replaceAll(/(?<!master-)\d/g, '');
const readyOf = (object: unknown): string =>
  JSON.stringify(
    (
      object as { status?: { conditions?: { type: string; status: string }[] } } | null
    )?.status?.conditions?.map(({ type, status }) => `${type}=${status}`) ?? [],
  );

/** A symptom as somebody would tell it: lines, conditions of nodes and operators, milestones, events. */
function saying(lab: Lab): (fact: Fact) => string | undefined {
  const containers = new Map(
    lab.facts().flatMap((f) => (f.kind === 'container' ? [[f.containerId, f.name] as const] : [])),
  );
  return (fact) => {
    if (fact.kind === 'journal') return `${fact.host} ${fact.unit} ${plain(fact.message)}`;
    if (fact.kind === 'containerLog')
      return `${fact.host} ${containers.get(fact.containerId)} ${plain(fact.text)}`;
    if (fact.kind === 'milestone') return `milestone ${fact.milestone}`;
    if (fact.kind !== 'object') return undefined;
    if (fact.resource === 'core/events')
      return `event ${plain(`${fact.namespace} ${String(fact.object['reason'])} ${String(fact.object['message'])}`)}`;
    const conditions = readyOf(fact.object);
    if (!/nodes$|clusteroperators$/.test(fact.resource)) return undefined;
    if (conditions === readyOf(fact.previous)) return undefined;
    return `${fact.resource} ${fact.name} ${conditions}`;
  };
}
const timesOf = (lab: Lab): Map<string, number[]> => {
  const times = new Map<string, number[]>();
  const said = saying(lab);
  for (const fact of lab.facts()) {
    const text = said(fact);
    if (text !== undefined) times.set(text, [...(times.get(text) ?? []), fact.at]);
  }
  return times;
};

interface Asked {
  readonly fact: Fact;
  readonly text: string;
  readonly nth: number;
}
/** Half of them of what a healthy run does not have, so that there is something to name. */
function drawn(lab: Lab, healthy: ReturnType<typeof timesOf>, count: number): readonly Asked[] {
  const said = saying(lab);
  const nths = new Map<string, number>();
  const all = lab.facts().flatMap((fact): Asked[] => {
    const text = said(fact);
    if (text === undefined) return [];
    const nth = (nths.get(text) ?? 0) + 1;
    nths.set(text, nth);
    return [{ fact, text, nth }];
  });
  const strange = all.filter(({ text }) => !healthy.has(text));
  const states = all.filter(({ fact }) => fact.kind === 'milestone' || fact.kind === 'object');
  const pick = (list: readonly Asked[], i: number): Asked => {
    const draw = Number.parseInt(hexOf(SEED, `symptom ${i}`, 8), 16);
    return (list[draw % Math.max(1, list.length)] ?? all[draw % all.length]) as Asked;
  };
  const kinds = [strange, all, strange, states];
  return Array.from({ length: count }, (_, i) => pick(kinds[i % kinds.length] ?? all, i));
}

/** There as often, but for a few; and what is no line, no later. */
function stays({ fact, text, nth }: Asked, there: ReturnType<typeof timesOf>): boolean {
  const times = there.get(text) ?? [];
  if (nth > times.length + Math.floor(times.length / 4)) return false;
  if (fact.kind === 'journal' || fact.kind === 'containerLog') return true;
  return (times[Math.min(nth, times.length) - 1] ?? 0) >= fact.at - 3 * SECOND;
}

test('of random symptoms, undoing the change that why names undoes them, and undoing another does not', () => {
  let right = 0;
  let total = 0;
  let withCause = 0;
  const wrong: string[] = [];
  for (const run of RUNS) {
    const lab = play(run);
    const without = run.changes.map((_, i) => timesOf(play(run, i)));
    const healthy = timesOf(play({ ...run, changes: [] }));
    for (const asked of drawn(lab, healthy, Math.ceil(ASKED / RUNS.length))) {
      const name = named(lab, run, asked.fact);
      total++;
      if (name >= 0) withCause++;
      const sound = without.every((there, i) => stays(asked, there) === (i !== name));
      if (sound) right++;
      else {
        const left = without.map((there) => (stays(asked, there) ? 'stays' : 'gone')).join(' ');
        wrong.push(`${run.title}: named ${name}, undone: ${left}: ${asked.fact.id} ${asked.text}`);
      }
    }
  }
  process.stdout.write(
    `why: ${right} of ${total} symptoms sound (${withCause} with a change behind them)\n${wrong.map((w) => `  ${w.slice(0, 200)}\n`).join('')}`,
  );
  expect(total).toBeGreaterThanOrEqual(ASKED);
  expect(withCause).toBeGreaterThan(total / 4);
  expect(right / total).toBeGreaterThanOrEqual(0.95);
});
