import { expect, test } from 'vitest';
import { played, secondsOf } from './played.ts';

const lab = played('first-boot');

test('a healthy bootstrap reaches its twelve milestones, none before its cause', () => {
  expect(lab.status).toBe('complete');
  const steps = lab.read.milestones().map(({ step }) => step);
  expect(steps.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13]);
  const before = (a: string, b: string) =>
    expect(secondsOf(lab, a)).toBeLessThan(secondsOf(lab, b));
  before('rhcos-booted', 'kubelet-started');
  before('kubelet-started', 'static-pods-started');
  before('static-pods-started', 'etcd-started');
  before('etcd-started', 'kube-apiserver-started');
  before('kube-apiserver-started', 'kube-controller-manager-started');
  before('kube-apiserver-started', 'kube-scheduler-started');
  before('kube-scheduler-started', 'cluster-manifests-applied');
  before('cluster-manifests-applied', 'masters-joined');
  before('masters-joined', 'etcd-three-members');
  before('etcd-three-members', 'control-plane-pivoted');
  before('control-plane-pivoted', 'bootstrap-complete');
});

test('the cluster has the objects, journals and fsyncs that a reader expects', () => {
  const counts = lab.counts();
  expect(counts.journalLines).toBeGreaterThanOrEqual(2000);
  expect(counts.pods).toBeGreaterThanOrEqual(60);
  expect(counts.namespaces).toBeGreaterThanOrEqual(40);
  expect(counts.events).toBeGreaterThanOrEqual(300);
  expect(counts.fsyncs).toBeGreaterThanOrEqual(100_000);
});

test('the run stays within its budget of transitions', () => {
  expect(lab.transitions).toBeLessThanOrEqual(8000);
});

test('the eight key lines of bootkube.sh come in their order', () => {
  const key = [
    'Starting bootkube.sh...',
    'Rendering etcd manifests...',
    'Rendering kube-apiserver manifests...',
    'Starting cluster-bootstrap...',
    'Waiting for API server to come up...',
    'API server is up',
    'Applying cluster manifests...',
    'Waiting for bootstrap to complete...',
  ];
  const said = lab.read.journal('bootstrap').filter((e) => e.unit === 'bootkube.service');
  expect(said.map((e) => e.message).filter((message) => key.includes(message))).toEqual(key);
});

test('after the end the bootstrap API refuses, and the balancer answers from the masters', () => {
  expect(lab.read.route('bootstrap', 'localhost', 6443)).toMatchObject({
    ok: false,
    failure: 'refused',
  });
  expect(lab.read.route('workstation', 'api.ocp4.example.com', 6443)).toMatchObject({ ok: true });
});

test('destroying the bootstrap then changes nothing for the cluster', () => {
  const again = played('first-boot');
  again.input({ kind: 'power', who: 'trainee', host: 'bootstrap', verb: 'destroy' });
  again.runUntil(again.now + 120_000_000);
  expect(again.read.route('workstation', 'api.ocp4.example.com', 6443)).toMatchObject({ ok: true });
  expect(again.read.members().every((m) => m.ready)).toBe(true);
});

test('cluster operators begin without being available and many have settled at the end', () => {
  const early = played('first-boot', {}, 'cluster-manifests-applied');
  const available = (l: typeof lab) =>
    l.read.objects('config.openshift.io/clusteroperators').filter((co) => {
      const { conditions } = co['status'] as { conditions: { type: string; status: string }[] };
      return conditions.some((c) => c.type === 'Available' && c.status === 'True');
    }).length;
  expect(early.read.objects('config.openshift.io/clusteroperators')).toHaveLength(34);
  expect(available(early)).toBe(0);
  expect(available(lab)).toBeGreaterThan(20);
});

test('the cluster version is available once every operator has settled, and not before', () => {
  const later = played('first-boot');
  const told = (): Record<string, string> => {
    const [version] = later.read.objects('config.openshift.io/clusterversions');
    if (version === undefined) throw new Error('there is none');
    const { conditions, history } = version['status'] as {
      conditions: { type: string; status: string }[];
      history: { state: string }[];
    };
    const state = history[0]?.state ?? '';
    return { state, ...Object.fromEntries(conditions.map(({ type, status }) => [type, status])) };
  };
  expect(told()).toMatchObject({ state: 'Partial', Available: 'False', Progressing: 'True' });
  later.runUntil(later.now + 90 * 60_000_000);
  expect(told()).toMatchObject({ state: 'Completed', Available: 'True', Progressing: 'False' });
});

test('every machine and every boot has its own boot id, and its node tells it', () => {
  const last = lab.read.hosts().find(({ name }) => name === 'master-2');
  const boots = lab.read.hosts().flatMap((host) => host.boots.map(({ id }) => id));

  expect(new Set(boots).size).toBe(boots.length);
  expect(lab.read.object('core/nodes', '', 'master-2')).toMatchObject({
    status: { nodeInfo: { bootID: last?.bootId } },
  });
});

test("klog's header has the process's own pid, and its values escape their quotes", () => {
  const said = lab.read
    .hosts()
    .flatMap(({ name }) => lab.read.journal(name))
    .filter(({ identifier }) => identifier === 'kubenswrapper');

  expect(said.length).toBeGreaterThan(100);
  for (const { message, pid } of said)
    expect(message).toMatch(new RegExp(`^[IWE]\\d{4} [\\d:.]{15} ${String(pid).padStart(7)} `));
  const errors = said.flatMap(({ message }) => / err=(".*)/.exec(message)?.[1] ?? []);
  expect(errors.some((error) => error.includes('\\"'))).toBe(true);
  for (const error of errors) expect(error).toMatch(/^"(?:[^"\\]|\\.)*"( \w+="[^"]*")*$/);
});
