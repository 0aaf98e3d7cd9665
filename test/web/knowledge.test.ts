/** The picture shows what was looked at, and nothing else. */
import { describe, expect, it } from 'vitest';
import { boxes, hopeless, knowledge, type Look } from '../../web/room/knowledge.ts';

const look = (atSeconds: number, cell: string, value: string, weak = false): Look => ({
  atSeconds,
  source: 'page',
  seen: [{ cell, value, asOfSeconds: atSeconds, ...(weak ? { weak } : {}) }],
});
const said = (looks: readonly Look[], id: string): string | undefined =>
  boxes(knowledge(looks)).find((box) => box.id === id)?.says;
const stateOf = (looks: readonly Look[], id: string, until?: number): string | undefined =>
  boxes(knowledge(looks, until)).find((box) => box.id === id)?.state;

describe('the picture', () => {
  it('has nothing but unseen boxes before the first look', () => {
    expect(new Set(boxes(knowledge([])).map(({ state }) => state))).toEqual(new Set(['unseen']));
  });
  it('believes the newest look, good or bad', () => {
    const looks = [
      look(10, 'bootstrap/healthz', 'ok'),
      look(20, 'bootstrap/healthz', 'healthz check failed'),
    ];
    expect(stateOf(looks, 'api')).toBe('bad');
    expect(stateOf(looks, 'api', 15)).toBe('good');
    expect(stateOf(looks, 'api', 5)).toBe('unseen');
    expect(stateOf(looks, 'etcd')).toBe('unseen');
  });
  it('knows of a log that was read only that it was read', () => {
    expect(stateOf([look(1, 'bootstrap/journal/kubelet', 'read', true)], 'kubelet')).toBe(
      'neutral',
    );
  });
  it('does not call a container bad because it was listed, nor bootkube because it logged', () => {
    const listed = look(5, 'bootstrap/containers/etcd', 'listed');
    const logged = look(6, 'bootstrap/bootkube/api-up', 'logged');
    expect(stateOf([listed, logged], 'etcd')).toBe('neutral');
    expect(stateOf([listed, logged], 'bootkube')).toBe('neutral');
    expect([listed, logged].some(hopeless)).toBe(false);
  });
  it('keeps a doubt about etcd although its pod runs, and drops it when etcd is healthy again', () => {
    const doubt = [
      look(10, 'bootstrap/etcd/health', 'unhealthy'),
      look(20, 'bootstrap/pods/etcd-bootstrap', 'Running'),
    ];
    expect(stateOf(doubt, 'etcd')).toBe('bad');
    expect(stateOf([...doubt, look(30, 'bootstrap/etcd/health', 'healthy')], 'etcd')).toBe('good');
  });
  it('believes newer bad news about a lesser thing', () => {
    const looks = [
      look(10, 'bootstrap/healthz', 'ok'),
      look(20, 'bootstrap/pods/kube-apiserver-bootstrap', 'NotReady'),
    ];
    expect(stateOf(looks, 'api')).toBe('bad');
  });
  it('shows a machine that is off as off, and as bad only when it is expected to be on', () => {
    const off = look(10, 'hypervisor/master-1', 'shut off');
    expect(stateOf([off], 'master-1')).toBe('off');
    expect(hopeless(off)).toBe(false);
    expect(stateOf([look(5, 'hypervisor/master-1', 'running'), off], 'master-1')).toBe('bad');
    expect(stateOf([look(5, 'cluster/nodes/master-1', 'Ready'), off], 'master-1')).toBe('bad');
    const on = look(20, 'hypervisor/master-1', 'running');
    expect(stateOf([off, on], 'master-1')).toBe('good');
  });
  it('does not take an old observation for a new one', () => {
    const late: Look = {
      atSeconds: 30,
      source: 'page',
      seen: [{ cell: 'bootstrap/etcd/health', value: 'healthy', asOfSeconds: 1 }],
    };
    expect(stateOf([look(10, 'bootstrap/etcd/health', 'unhealthy'), late], 'etcd')).toBe('bad');
  });
});

describe('an API server', () => {
  it('is known by the server that was asked, or by the balancer alone', () => {
    const looks = [look(10, 'vip/readyz', 'ok'), look(20, 'master-1/healthz', 'refused')];
    expect(stateOf(looks, 'vip')).toBe('good');
    expect(said(looks, 'vip')).toBe('readyz ok');
    expect(stateOf(looks, 'api of master-1')).toBe('bad');
    expect(said(looks, 'api of master-1')).toBe('healthz refused');
    for (const id of ['api', 'api of master-0', 'api of master-2', 'master-0', 'master-1'])
      expect(stateOf(looks, id)).toBe('unseen');
  });
  it('is said as of the newest answer, whichever endpoint gave it', () => {
    const looks = [look(10, 'bootstrap/readyz', 'ok'), look(500, 'bootstrap/healthz', 'ok')];
    expect(boxes(knowledge(looks)).find(({ id }) => id === 'api')).toEqual({
      id: 'api',
      state: 'good',
      says: 'healthz ok',
      asOfSeconds: 500,
    });
  });
  it('stays not ready although it lives, until something that asks for as much succeeds', () => {
    const doubt = [look(10, 'bootstrap/readyz', 'failed'), look(20, 'bootstrap/livez', 'ok')];
    expect(said(doubt, 'api')).toBe('readyz failed');
    expect(stateOf([...doubt, look(30, 'bootstrap/healthz', 'ok')], 'api')).toBe('bad');
    expect(stateOf([...doubt, look(30, 'bootstrap/readyz', 'ok')], 'api')).toBe('good');
  });
  it('that did not answer has answered since', () => {
    const looks = [look(10, 'vip/healthz', 'eof'), look(20, 'vip/livez', 'ok')];
    expect(stateOf(looks.slice(0, 1), 'vip')).toBe('bad');
    expect(stateOf(looks, 'vip')).toBe('good');
  });
  it('of a master is no news about its operator, nor about the machine', () => {
    const operator = look(10, 'master-0/containers/kube-apiserver-operator', 'Exited');
    expect(stateOf([operator], 'api of master-0')).toBe('unseen');
    expect(
      stateOf([look(10, 'master-0/pods/kube-apiserver-master-0', 'Running')], 'master-0'),
    ).toBe('unseen');
  });
});

describe('the cluster operators', () => {
  const told = (at: number, name: string, status: readonly [string, string, string]): Look => ({
    atSeconds: at,
    source: 'page',
    seen: ['Available', 'Progressing', 'Degraded'].map((type, i) => ({
      cell: `cluster/clusteroperators/${name}/${type}`,
      value: status[i] ?? '',
      asOfSeconds: at,
    })),
  });
  it('are counted as far as they were shown, those that are degraded first', () => {
    const looks = [
      told(10, 'etcd', ['True', 'False', 'False']),
      told(10, 'dns', ['True', 'True', 'False']),
    ];
    expect(said(looks, 'operators')).toBe('2/2 available, 1 progressing');
    expect(stateOf(looks, 'operators')).toBe('good');
    const worse = [...looks, told(20, 'network', ['False', 'True', 'True'])];
    expect(said(worse, 'operators')).toBe('1 degraded, 2/3 available, 2 progressing');
    expect(stateOf(worse, 'operators')).toBe('bad');
    expect(worse.map(hopeless)).toEqual([false, false, true]);
  });
  it('are as old as what was shown of them first, and not yet again', () => {
    const looks = [
      told(10, 'etcd', ['True', 'False', 'False']),
      told(10, 'dns', ['True', 'False', 'False']),
      told(90, 'etcd', ['True', 'False', 'False']),
    ];
    const asOf = (list: readonly Look[]): number | undefined =>
      boxes(knowledge(list)).find(({ id }) => id === 'operators')?.asOfSeconds;
    expect(asOf(looks)).toBe(10);
    expect(asOf([...looks, told(95, 'dns', ['True', 'False', 'False'])])).toBe(90);
  });
  it('of which one column was shown are known by that column alone', () => {
    const one = look(10, 'cluster/clusteroperators/etcd/Degraded', 'False');
    expect(stateOf([one], 'operators')).toBe('good');
    expect(said([one], 'operators')).toBe('0 degraded');
    const progress = look(10, 'cluster/clusteroperators/etcd/Progressing', 'True');
    expect(stateOf([progress], 'operators')).toBe('neutral');
    expect(said([progress], 'operators')).toBe('1 progressing');
    const weak = look(10, 'cluster/clusteroperators/etcd/Available', 'False', true);
    expect(stateOf([weak], 'operators')).toBe('neutral');
  });
});
