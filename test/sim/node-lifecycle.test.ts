/** A node whose kubelet cannot reach its API server is given up after 40 s, and is back with it. */
import { expect, test } from 'vitest';
import { readyOf } from '../../src/sim/text/node-object.ts';
import { played } from './played.ts';

const SECOND = 1_000_000;

test("the bootstrap's node is Unknown when its own API server has gone; the masters stay Ready", () => {
  const lab = played('first-boot');
  const ready = (node: string) => readyOf(lab.read.object('core/nodes', '', node));
  // A controller manager on a master takes the lease over first, which lasts 137 s.
  lab.runUntil(lab.now + 300 * SECOND);
  expect(ready('bootstrap')).toBe('Unknown');
  for (const master of ['master-0', 'master-1', 'master-2']) expect(ready(master)).toBe('True');
});

test('a node is heard again when its API server is back', () => {
  const lab = played('first-boot', {}, 'masters-joined');
  const ready = () => readyOf(lab.read.object('core/nodes', '', 'bootstrap'));
  const manifest = '/etc/kubernetes/manifests/kube-apiserver-pod.yaml';
  const content = lab.read.file('bootstrap', manifest)?.content ?? '';
  const files = { kind: 'files', who: 'trainee', host: 'bootstrap' } as const;
  expect(ready()).toBe('True');
  lab.input({ ...files, changes: [{ op: 'remove', path: manifest }] });
  lab.runUntil(lab.now + 100 * SECOND);
  lab.input({ ...files, changes: [{ op: 'write', path: manifest, content }] });
  lab.runUntil(lab.now + 120 * SECOND);
  expect(ready()).toBe('True');
});

const ends = {
  'a stopped kubelet': {
    kind: 'unit',
    who: 'trainee',
    host: 'master-1',
    unit: 'kubelet',
    verb: 'stop',
  },
  'a machine without power': {
    kind: 'power',
    who: 'trainee',
    host: 'master-1',
    verb: 'destroy',
  },
} as const;

test.each(Object.entries(ends))('the lease of %s keeps its last beat', (_name, end) => {
  const lab = played('first-boot');
  const renewed = () => {
    const lease = lab.read.object('coordination.k8s.io/leases', 'kube-node-lease', 'master-1');
    return (lease?.['spec'] as { renewTime: number } | undefined)?.renewTime;
  };
  lab.input(end);
  const stoppedAt = lab.now;
  lab.runUntil(lab.now + 100 * SECOND);
  expect(renewed()).toBeGreaterThan(stoppedAt - 12 * SECOND);
  expect(renewed()).toBeLessThan(stoppedAt + 12 * SECOND);
});

test('while the bootstrap’s link is down no master joins; up again, all of them do', () => {
  const cut = played('first-boot', {}, 'cluster-manifests-applied');
  const link = (up: boolean): void => {
    cut.input({ kind: 'patch', who: 'trainee', set: { 'bootstrap.link.up': up } });
  };
  const ready = (): number =>
    cut.read.milestones().filter(({ id }) => id === 'masters-joined').length;
  link(false);
  cut.runUntil(cut.now + 20 * 60_000_000);
  expect(ready()).toBe(0);
  expect(cut.read.objects('core/nodes').map(({ metadata }) => metadata.name)).toEqual([
    'bootstrap',
  ]);

  link(true);
  cut.runUntil(cut.now + 15 * 60_000_000);
  expect(ready()).toBe(1);
});
