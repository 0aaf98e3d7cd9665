/** The picture shows what was looked at, and nothing else. */
import { describe, expect, it } from 'vitest';
import { boxes, hopeless, knowledge, type Look } from '../../web/room/knowledge.ts';

const look = (atSeconds: number, cell: string, value: string, weak = false): Look => ({
  atSeconds,
  source: 'page',
  seen: [{ cell, value, asOfSeconds: atSeconds, ...(weak ? { weak } : {}) }],
});
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
