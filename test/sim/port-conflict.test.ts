/** Another program holds the API's port. Source: reference/faults.md, port-conflict-6443. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/index.ts';
import { createLab, MINUTE, runToEnd, SECOND, type Lab } from '../../src/sim/index.ts';

function taken(): Lab {
  const { title: _, drill: __, ...spec } = loadScenario('first-boot', {}, 7);
  const set = { 'bootstrap.unit.haproxy': 'enabled' };
  const lab = createLab({ ...spec, timeline: [{ id: 'held', at: 0, set }] }, { autopilot: true });
  runToEnd(lab, 'etcd-started');
  lab.runUntil(lab.now + 5 * MINUTE);
  return lab;
}
const exits = (lab: Lab) =>
  lab
    .facts()
    .flatMap((f) =>
      f.kind === 'container' && f.name === 'kube-apiserver' && f.state === 'exited' ? [f] : [],
    );

describe('a port that somebody else has', () => {
  it('ends kube-apiserver within two seconds of each start, while etcd serves', () => {
    const lab = taken();
    expect(exits(lab).length).toBeGreaterThan(2);
    for (const { startedAt, finishedAt, exitCode } of exits(lab)) {
      expect(finishedAt - startedAt).toBeLessThan(2 * SECOND);
      expect(exitCode).toBe(1);
    }
    expect(lab.read.members().find(({ host }) => host === 'bootstrap')?.ready).toBe(true);
    expect(lab.read.milestones().some(({ id }) => id === 'kube-apiserver-started')).toBe(false);
    const bind = 'listen tcp 0.0.0.0:6443: bind: address already in use';
    const said = lab.facts().filter((f) => f.kind === 'containerLog' && f.text.includes(bind));
    expect(said.length).toBe(exits(lab).length);
    expect(lab.read.route('bootstrap', 'localhost', 6443)).toMatchObject({ failure: 'eof' });
  });

  it('is free again once its holder is stopped, and the bootstrap completes', () => {
    const lab = taken();
    lab.input({
      who: 'trainee',
      kind: 'unit',
      host: 'bootstrap',
      unit: 'haproxy.service',
      verb: 'stop',
    });
    expect(runToEnd(lab)).toBe(true);
  });

  it('comes back with the host after a reboot, for it is enabled', () => {
    const lab = taken();
    lab.input({ who: 'trainee', kind: 'power', host: 'bootstrap', verb: 'reboot' });
    lab.runUntil(lab.now + 3 * MINUTE);
    expect(lab.read.sockets('bootstrap')).toContainEqual({ port: 6443, service: 'haproxy' });
  });

  it('stays away after a reboot once it is disabled, until it is installed anew', () => {
    const lab = taken();
    const unit = { who: 'trainee', kind: 'unit', host: 'bootstrap', unit: 'haproxy' } as const;
    lab.input({ ...unit, verb: 'disable' });
    lab.runUntil(lab.now + SECOND);
    expect(lab.read.sockets('bootstrap')).toContainEqual({ port: 6443, service: 'haproxy' });
    lab.input({ who: 'trainee', kind: 'power', host: 'bootstrap', verb: 'reboot' });
    lab.runUntil(lab.now + 3 * MINUTE);
    const state = (): string | undefined =>
      lab.read.units('bootstrap').find((each) => each.unit === 'haproxy.service')?.enabled;
    expect(state()).toBe('disabled');
    expect(lab.read.sockets('bootstrap')).not.toContainEqual({ port: 6443, service: 'haproxy' });
    expect(runToEnd(lab)).toBe(true);
    for (const value of ['absent', 'enabled'])
      lab.input({ who: 'operator', kind: 'patch', set: { 'bootstrap.unit.haproxy': value } });
    lab.runUntil(lab.now + SECOND);
    expect(state()).toBe('enabled');
  });

  it('is what a haproxy meets that comes second', () => {
    const { title: _, drill: __, ...spec } = loadScenario('first-boot', {}, 7);
    const lab = createLab(spec, { autopilot: true });
    runToEnd(lab, 'cluster-manifests-applied');
    const set = { 'bootstrap.unit.haproxy': 'enabled' };
    lab.input({ who: 'operator', kind: 'patch', set });
    lab.runUntil(lab.now + MINUTE);
    expect(lab.read.sockets('bootstrap')).toContainEqual({ port: 6443, service: 'kube-apiserver' });
    const unit = lab.read.units('bootstrap').find((u) => u.unit === 'haproxy.service');
    expect(unit?.active).toBe('failed');
    const said = lab.read.journal('bootstrap').filter((entry) => entry.unit === 'haproxy.service');
    expect(said.some(({ message }) => message.startsWith('[ALERT]'))).toBe(true);
    expect(said.some(({ message }) => message.includes('Loading success'))).toBe(false);
  });

  it('is there again when it is put there again after it was taken away', () => {
    const lab = taken();
    const set = (value: string): void => {
      lab.input({ who: 'operator', kind: 'patch', set: { 'bootstrap.unit.haproxy': value } });
      lab.runUntil(lab.now + 10 * SECOND);
    };
    const held = (): boolean =>
      lab.read.sockets('bootstrap').some(({ service }) => service === 'haproxy');
    set('absent');
    expect(held()).toBe(false);
    expect(lab.read.file('bootstrap', '/etc/haproxy/haproxy.cfg')).toBeUndefined();
    set('enabled');
    expect(held()).toBe(true);
    set('absent');
    expect(runToEnd(lab)).toBe(true);
  });

  it('is not shared: whoever comes in between is met by the API server when it listens', () => {
    const { title: _, drill: __, ...spec } = loadScenario('first-boot', {}, 7);
    const lab = createLab(spec, { autopilot: true });
    runToEnd(lab, 'etcd-started');
    const set = { 'bootstrap.unit.haproxy': 'enabled' };
    lab.input({ who: 'operator', kind: 'patch', set });
    lab.runUntil(lab.now + 5 * MINUTE);
    expect(lab.read.sockets('bootstrap')).toContainEqual({ port: 6443, service: 'haproxy' });
    expect(exits(lab).length).toBeGreaterThan(1);
  });
});
