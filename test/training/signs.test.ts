/** To have looked at the right place is less than to have been shown what is wrong there. */
import { describe, expect, it } from 'vitest';
import type { Look } from '../../src/host/live-lab.ts';
import { sightings } from '../../src/training/signs.ts';

/** A look that shows cells and values: `cluster/nodes/master-0=Ready`. */
const look = (...shown: readonly string[]): Look => ({
  session: 's',
  source: 'page',
  at: 0,
  seen: shown.map((text) => {
    const [cell = '', value = ''] = text.split('=');
    return { cell, value, asOf: 0 };
  }),
});
const nothingStrange = (): undefined => undefined;
const told = (where: string, ...shown: readonly string[]): string => {
  const { place, shown: sighting } = sightings(where, [look(...shown)], nothingStrange);
  return sighting?.text ?? (place === undefined ? 'elsewhere' : 'the place');
};

describe('a look at the right place', () => {
  it('shows a slow disk where etcd is unhealthy or the disk has a limit, and not where all is well', () => {
    expect(told('bootstrap/disk', 'bootstrap/etcd/health=healthy')).toBe('the place');
    expect(told('bootstrap/disk', 'disk-limit/bootstrap=0')).toBe('the place');
    expect(told('bootstrap/disk', 'bootstrap/etcd/health=unhealthy')).toMatch(/unhealthy/);
    expect(told('bootstrap/disk', 'disk-limit/bootstrap=2')).toMatch(/disk-limit/);
    expect(told('bootstrap/disk', 'bootstrap/healthz=refused')).toBe('elsewhere');
  });
  it('shows it where the log that was read has a line that no healthy run has', () => {
    const log = look('bootstrap/containers/etcd/lines=read');
    expect(sightings('bootstrap/disk', [log], nothingStrange).shown).toBeUndefined();
    expect(sightings('bootstrap/disk', [log], () => 'slow fdatasync').shown?.text).toMatch(/slow/);
  });
  it('shows a machine that is off by its state, or by a list without it', () => {
    const two = ['cluster/nodes/master-0=Ready', 'cluster/nodes/master-2=Ready'];
    expect(told('master-1/power', 'hypervisor/master-1=shut off')).toMatch(/shut off/);
    expect(told('master-1/power', ...two)).toBe('cluster/nodes/ has no master-1');
    expect(told('master-1/power', ...two, 'cluster/nodes/master-1=Ready')).toBe('the place');
    expect(told('master-1/power', 'cluster/nodes/master-0=Ready')).toBe('the place');
  });
  it('shows a manifest that is gone by a pod that the list does not have', () => {
    const pods = ['etcd-bootstrap', 'kube-apiserver-bootstrap', 'kube-scheduler', 'kube-cm'];
    const all = pods.map((name) => `bootstrap/pods/${name}=Running`);
    expect(told('bootstrap/static-pod-manifests', ...all)).toBe('the place');
    expect(told('bootstrap/static-pod-manifests', ...all.slice(1))).toMatch(/has 3 of 4/);
  });
  it('shows who holds the port, where it is not the API server', () => {
    expect(told('bootstrap/port-6443', 'bootstrap/sockets/6443=haproxy')).toMatch(/haproxy/);
    expect(told('bootstrap/port-6443', 'bootstrap/sockets/6443=kube-apiserver')).toBe('the place');
    expect(told('bootstrap/port-6443', 'bootstrap/sockets/22=sshd')).toBe('the place');
  });
});
