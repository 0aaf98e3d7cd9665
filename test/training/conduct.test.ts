/** Conduct: what a repair needs is free, what it does not need costs, and what stays broken costs double. */
import { describe, expect, it } from 'vitest';
import { runToBegin } from '../../src/lab-server/begin.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { createLab, SECOND, type LabInput } from '../../src/sim/index.ts';
import { grade, type ScorePart } from '../../src/training/grade.ts';

const WHO = { who: 'trainee', host: 'bootstrap' } as const;
/** Her acts, half a minute apart, on a seed on which something is wrong. */
function conduct(id: string, ...acts: readonly LabInput[]): ScorePart | undefined {
  const { title: _title, drill, ...spec } = loadScenario(id, {}, 1);
  if (drill === undefined || drill.quiet) throw new Error(`${id}: nothing is wrong on this seed`);
  const lab = createLab(spec, { autopilot: true });
  runToBegin(lab, drill);
  const begunAt = lab.now;
  for (const act of acts) {
    lab.input(act);
    lab.runUntil(lab.now + 30 * SECOND);
  }
  const { parts } = grade(drill, { record: lab.record(), looks: [], begunAt, hints: [] });
  return parts.find((part) => part.id === 'conduct');
}
const unit = (name: string, verb: 'stop' | 'start' | 'restart'): LabInput => ({
  ...WHO,
  kind: 'unit',
  unit: `${name}.service`,
  verb,
});
const move = (path: string, to: string): LabInput => ({
  ...WHO,
  kind: 'files',
  changes: [{ op: 'move', path, to }],
});
const MANIFESTS = '/etc/kubernetes/manifests';
const away = move(`${MANIFESTS}/kube-scheduler-pod.yaml`, '/home/core/kube-scheduler-pod.yaml');
const back = move('/home/core/kube-scheduler-pod.yaml', `${MANIFESTS}/kube-scheduler-pod.yaml`);

describe('conduct', () => {
  it('lets her stop the service that holds the port, and no other', () => {
    expect(conduct('api-never-up', unit('haproxy', 'stop'))?.points).toBe(2);
    expect(conduct('api-never-up', unit('crio', 'restart'))).toMatchObject({
      points: 1,
      evidence: 'needless: restart crio.service on bootstrap',
    });
  });
  it('lets her put a manifest back, and not take another away', () => {
    const etcd = move('/home/core/etcd-pod.yaml', `${MANIFESTS}/etcd-pod.yaml`);
    expect(conduct('gone-after-lunch', etcd)?.points).toBe(2);
    expect(conduct('gone-after-lunch', etcd, away)).toMatchObject({
      points: 0,
      evidence: `needless: move ${MANIFESTS}/kube-scheduler-pod.yaml on bootstrap (still so)`,
    });
  });
  it('takes less for what she has put right again', () => {
    expect(conduct('api-never-up', away)?.points).toBe(0);
    expect(conduct('api-never-up', away, back)?.points).toBe(1);
    const [stop, start] = [unit('crio', 'stop'), unit('crio', 'start')];
    expect(conduct('api-never-up', stop)?.points).toBe(0);
    expect(conduct('api-never-up', stop, start)?.points).toBe(1);
  });
  it('takes something for an object of the cluster that she deletes, and nothing for her own', () => {
    const target = { resource: 'core/configmaps', namespace: 'default' };
    const admin = { ...WHO, ...target, who: 'system:admin', kind: 'kube' } as const;
    const metadata = { name: 'mine', uid: '', resourceVersion: '', creationTimestamp: 0 };
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
    const own: LabInput[] = [
      { ...admin, verb: 'create', name: 'mine', body },
      { ...admin, verb: 'delete', name: 'mine' },
    ];
    const foreign: LabInput = { ...admin, verb: 'delete', name: 'kube-root-ca.crt' };
    expect(conduct('nothing-is-red', ...own)?.points).toBe(2);
    expect(conduct('nothing-is-red', foreign)?.evidence).toContain(
      'needless: delete core/configmaps kube-root-ca.crt',
    );
  });
});
