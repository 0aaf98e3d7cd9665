/** After the bootstrap: what the API's balancer finds, and what a kubelet tells of its node. */
import { expect, test } from 'vitest';
import {
  MINUTE,
  runToEnd,
  SECOND,
  type Answer,
  type Lab,
  type LabInput,
} from '../../src/sim/index.ts';
import { fresh } from './played.ts';

type Act = LabInput extends infer I ? (I extends LabInput ? Omit<I, 'who'> : never) : never;
const MASTERS = ['master-0', 'master-1', 'master-2'];

/** Puts an input through the door, and lets time pass; undefined: no answer came by then. */
function act(lab: Lab, what: Act, seconds: number): Answer | undefined {
  let answer: Answer | undefined;
  lab.input({ who: 'tester', ...what } as LabInput, (a) => {
    answer = a;
  });
  lab.runUntil(lab.now + seconds * SECOND);
  return answer;
}
const set = (lab: Lab, name: string, value: unknown, seconds = 0.001): Answer | undefined =>
  act(lab, { kind: 'patch', set: { [name]: value } }, seconds);
const slow = (lab: Lab, host: string, fixedMillis: number, seconds = 0.001): unknown =>
  set(lab, `${host}.disk.fsync`, { fixedMillis }, seconds);
function readyz(lab: Lab, host: string): readonly string[] | undefined {
  const answer = act(lab, { kind: 'health', host, endpoint: 'readyz', exclude: [] }, 3);
  if (answer?.ok !== true) return undefined;
  return (answer.checks ?? []).filter(({ ok }) => !ok).map(({ name }) => name);
}
const leaderOf = (lab: Lab): string => lab.read.members().find((m) => m.leader)?.host ?? '';

/** After the bootstrap: three masters. Each test leaves it as it found it. */
let settled: Lab | undefined;
function masters(): Lab {
  if (settled === undefined) {
    settled = fresh();
    runToEnd(settled, 'bootstrap-complete');
    settled.runUntil(settled.now + 2 * MINUTE);
  }
  return settled;
}

test('rule 6: /readyz is not ok as soon as its etcd does not answer', () => {
  const lab = masters();
  const host = MASTERS.find((each) => each !== leaderOf(lab)) ?? '';
  expect(readyz(lab, host)).toEqual([]);
  slow(lab, host, 20_000, 1);
  expect(readyz(lab, host)).toContain('etcd');
  slow(lab, host, 0, 90);
  expect(readyz(lab, host)).toEqual([]);
});

test('rule 7: the balancer sends to no server whose check fails; one that answers 500 keeps its turn', () => {
  const lab = masters();
  const routes = (): Set<string> => {
    const hosts = Array.from({ length: 40 }, () => {
      lab.runUntil(lab.now + 13_000);
      const route = lab.read.route('workstation', 'api.ocp4.example.com', 6443);
      return route.ok ? route.host : route.failure;
    });
    return new Set(hosts);
  };
  expect([...routes()].toSorted()).toEqual(MASTERS);
  const sick = MASTERS.find((host) => host !== leaderOf(lab)) ?? '';
  slow(lab, sick, 20_000, 30);
  expect(readyz(lab, sick)).toContain('etcd');
  // The check is a TCP connection, and the port is open.
  expect([...routes()].toSorted()).toEqual(MASTERS);
  slow(lab, sick, 0, 90);
  for (const host of MASTERS) set(lab, `${host}.link.up`, false);
  lab.runUntil(lab.now + 15 * SECOND);
  expect([...routes()]).toEqual(['eof']);
  for (const host of MASTERS) set(lab, `${host}.link.up`, true);
  lab.runUntil(lab.now + 3 * MINUTE);
  expect([...routes()].toSorted()).toEqual(MASTERS);
});

test('a node is heard at least every five minutes, and only what changed has a new transition', () => {
  const lab = masters();
  type Condition = Record<'type' | 'status', string> &
    Record<'lastHeartbeatTime' | 'lastTransitionTime', number>;
  const conditionsOf = (node: string): Condition[] =>
    (lab.read.object('core/nodes', '', node)?.['status'] as { conditions: Condition[] } | undefined)
      ?.conditions ?? [];
  lab.runUntil(lab.now + 12 * MINUTE);
  for (const host of MASTERS) {
    for (const { lastHeartbeatTime } of conditionsOf(host))
      expect(lab.now - lastHeartbeatTime).toBeLessThan(5 * MINUTE + SECOND);
  }
  const moved = lab.now;
  act(lab, { kind: 'unit', host: 'master-1', unit: 'crio', verb: 'stop' }, 30);
  expect(conditionsOf('master-1').find(({ type }) => type === 'Ready')?.status).toBe('False');
  act(lab, { kind: 'unit', host: 'master-1', unit: 'crio', verb: 'start' }, 30);
  for (const { type, status, lastTransitionTime } of conditionsOf('master-1')) {
    expect(status).toBe(type === 'Ready' ? 'True' : 'False');
    expect(lastTransitionTime > moved).toBe(type === 'Ready');
  }
});
