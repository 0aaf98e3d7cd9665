/** Acts that no catalogue names have consequences, and are undone. */
import { expect, test } from 'vitest';
import type { Answer, Lab, LabInput } from '../../src/sim/index.ts';
import { played } from './played.ts';

const SECOND = 1_000_000;
const MANIFEST = '/etc/kubernetes/manifests/etcd-pod.yaml';
type Act = LabInput extends infer I ? (I extends LabInput ? Omit<I, 'who'> : never) : never;

/** Puts an input through the door and lets time pass. */
function act(lab: Lab, what: Act, seconds: number): Answer | undefined {
  let answer: Answer | undefined;
  lab.input({ who: 'trainee', ...what } as LabInput, (a) => {
    answer = a;
  });
  lab.runUntil(lab.now + seconds * SECOND);
  return answer;
}
const running = (lab: Lab, name: string): number =>
  lab.read.containers('bootstrap').filter((c) => c.name === name && c.state === 'running').length;
const healthy = (lab: Lab): boolean => {
  const answer = act(
    lab,
    { kind: 'health', host: 'bootstrap', endpoint: 'healthz', exclude: [] },
    5,
  );
  return answer?.ok === true && (answer.checks ?? []).every((c) => c.ok);
};
const put = (lab: Lab) =>
  act(lab, { kind: 'etcd', host: 'bootstrap', call: { op: 'put', key: 'k', value: 'v' } }, 8);
const ready = (lab: Lab, node: string): string | undefined => {
  const status = lab.read.object('core/nodes', '', node)?.['status'] as
    { conditions: { type: string; status: string }[] } | undefined;
  return status?.conditions.find((c) => c.type === 'Ready')?.status;
};

test('the etcd manifest moved away stops etcd and fails healthz; moved back, all is well', () => {
  const lab = played('first-boot', {}, 'cluster-manifests-applied');
  const content = lab.read.file('bootstrap', MANIFEST)?.content ?? '';
  act(lab, { kind: 'files', host: 'bootstrap', changes: [{ op: 'remove', path: MANIFEST }] }, 30);
  expect(running(lab, 'etcd')).toBe(0);
  expect(healthy(lab)).toBe(false);
  act(
    lab,
    { kind: 'files', host: 'bootstrap', changes: [{ op: 'write', path: MANIFEST, content }] },
    40,
  );
  expect(running(lab, 'etcd')).toBe(1);
  expect(healthy(lab)).toBe(true);
});

test('a stopped kubelet leaves its containers and the API alone, and its node becomes Unknown', () => {
  const lab = played('first-boot', {}, 'cluster-manifests-applied');
  lab.runUntil(lab.now + 15 * SECOND);
  act(lab, { kind: 'unit', host: 'bootstrap', unit: 'kubelet', verb: 'stop' }, 60);
  expect(running(lab, 'kube-apiserver')).toBe(1);
  expect(healthy(lab)).toBe(true);
  expect(ready(lab, 'bootstrap')).toBe('Unknown');
  act(lab, { kind: 'unit', host: 'bootstrap', unit: 'kubelet', verb: 'start' }, 30);
  expect(ready(lab, 'bootstrap')).toBe('True');
});

test('a stopped crio leaves containers running and makes the node NotReady until it is back', () => {
  const lab = played('first-boot', {}, 'cluster-manifests-applied');
  lab.runUntil(lab.now + 15 * SECOND);
  act(lab, { kind: 'unit', host: 'bootstrap', unit: 'crio', verb: 'stop' }, 30);
  expect(running(lab, 'etcd')).toBe(1);
  expect(ready(lab, 'bootstrap')).toBe('False');
  act(lab, { kind: 'unit', host: 'bootstrap', unit: 'crio', verb: 'start' }, 30);
  expect(ready(lab, 'bootstrap')).toBe('True');
});

test('a stopped API server container refuses, and kubelet starts the next', () => {
  const lab = played('first-boot', {}, 'cluster-manifests-applied');
  const id = lab.read.containers('bootstrap').find((c) => c.name === 'kube-apiserver')?.id ?? '';
  act(lab, { kind: 'stopContainer', host: 'bootstrap', id, graceSeconds: 30 }, 0.2);
  expect(lab.read.route('bootstrap', 'localhost', 6443)).toMatchObject({ failure: 'refused' });
  lab.runUntil(lab.now + 40 * SECOND);
  expect(healthy(lab)).toBe(true);
});

test('one of three members may die; with two, writes time out until a quorum is back', () => {
  const lab = played('first-boot', {}, 'etcd-three-members');
  act(lab, { kind: 'power', host: 'master-0', verb: 'destroy' }, 60);
  expect(put(lab)).toMatchObject({ ok: true });
  act(lab, { kind: 'power', host: 'master-1', verb: 'destroy' }, 60);
  expect(put(lab)).toMatchObject({ ok: false, error: 'etcdTimeout' });
  act(lab, { kind: 'power', host: 'master-0', verb: 'start' }, 180);
  expect(put(lab)).toMatchObject({ ok: true });
});

test("the workstation's disk is no business of the cluster's", () => {
  const lab = played('first-boot', {}, 'cluster-manifests-applied');
  const other = played('first-boot', {}, 'cluster-manifests-applied');
  act(other, { kind: 'patch', set: { 'workstation.disk.fsync': { fixedMillis: 2000 } } }, 300);
  lab.runUntil(other.now);
  const lines = (l: Lab) =>
    l
      .facts()
      .filter((f) => f.kind === 'journal' || f.kind === 'containerLog')
      .map((f) => JSON.stringify({ ...f, id: '', event: 0 }));
  expect(lines(other)).toEqual(lines(lab));
});

test('a healed disk is well again', () => {
  const lab = played('first-boot', {}, 'masters-joined');
  const { id } = lab.input({
    kind: 'patch',
    who: 'tester',
    set: { 'bootstrap.disk.fsync': { fixedMillis: 8000 } },
  });
  lab.runUntil(lab.now + 60 * SECOND);
  expect(put(lab)).toMatchObject({ ok: false, error: 'etcdTimeout' });
  act(lab, { kind: 'heal', id }, 60);
  expect(put(lab)).toMatchObject({ ok: true });
});

test('a deployment gets its pods, fewer when scaled down, and none when it is gone', () => {
  const lab = played('first-boot');
  lab.runUntil(lab.now + 200 * SECOND);
  const body = (replicas: number) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas, template: { spec: { containers: [{ name: 'web', image: 'nginx' }] } } },
  });
  const write = (verb: 'create' | 'update' | 'delete', replicas: number) => {
    const kube = { kind: 'kube', host: 'master-0', verb, resource: 'apps/deployments' } as const;
    act(lab, { ...kube, namespace: 'default', name: 'web', body: body(replicas) as never }, 40);
    return lab.read.objects('core/pods', 'default').length;
  };
  expect(write('create', 3)).toBe(3);
  expect(write('update', 1)).toBe(1);
  expect(write('delete', 0)).toBe(0);
});

test('a job of systemd is done when the unit is up, or down: a restart when it is up again', () => {
  const lab = played('first-boot', {}, 'kubelet-started');
  const chronyd = () => lab.read.units('bootstrap').find((u) => u.unit === 'chronyd.service');
  const done = (verb: 'start' | 'stop' | 'restart') => {
    const pid = chronyd()?.mainPid ?? 0;
    let seen = 'never done';
    lab.input({ who: 'trainee', kind: 'unit', host: 'bootstrap', unit: 'chronyd', verb }, () => {
      seen = `${chronyd()?.active}, ${chronyd()?.mainPid === pid ? 'the same' : 'another'}`;
    });
    lab.runUntil(lab.now + 10 * SECOND);
    return seen;
  };
  expect(done('restart')).toBe('active, another');
  expect(done('stop')).toBe('inactive, another');
  expect(done('start')).toBe('active, another');
  expect(done('start')).toBe('active, the same');
});

test('a machine that is started anew has a new boot id, and the same machine id', () => {
  const lab = played('first-boot', {}, 'kubelet-started');
  const before = lab.read.host('bootstrap');
  act(lab, { kind: 'power', host: 'bootstrap', verb: 'reboot' }, 120);
  const after = lab.read.host('bootstrap');
  expect(after?.boots.map(({ id }) => id)).toEqual([before?.bootId, after?.bootId]);
  expect(after?.bootId).not.toBe(before?.bootId);
  expect(after?.machineId).toBe(before?.machineId);
});
