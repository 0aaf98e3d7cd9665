/** Rules of the world that hold whatever else happens: branches, inputs, heals, nodes, restarts, draws. */
import { describe, expect, it } from 'vitest';
import {
  continued,
  createLab,
  PARAMETERS,
  replay,
  runToEnd,
  SECOND,
  type Fact,
  type Lab,
  type LabInput,
} from '../../src/sim/index.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import type { Parts } from '../../src/sim/lab/parts.ts';
import { fresh, played, SEED } from './played.ts';

const who = 'trainee';
const partsOf = (lab: Lab): Parts => (lab as unknown as { parts: Parts }).parts;

describe('rule 11: two branches never share state', () => {
  it('from the same moment, what is done in one is not in the other', () => {
    const { spec, epochMicros, inputs } = fresh('first-boot').record();
    const record = { spec, epochMicros, inputs, endedAt: 150 * SECOND };
    const [one, other] = [continued(record, true), continued(record, true)];
    const before = other.digest();
    expect(one.digest()).toBe(before);
    one.input({ who, kind: 'power', host: 'bootstrap', verb: 'destroy' });
    one.runUntil(one.now + 60 * SECOND);
    expect(other.digest()).toBe(before);
    other.runUntil(one.now);
    const again = continued(record, true);
    again.runUntil(one.now);
    expect(other.digest()).toBe(again.digest());
    expect(one.digest()).not.toBe(other.digest());
  });
});

/** One of each kind: a new kind does not compile until it stands here. */
const INPUTS: { readonly [K in LabInput['kind']]: LabInput & { readonly kind: K } } = {
  patch: { who, kind: 'patch', set: { 'bootstrap.disk.fsync': { fixedMillis: 40 } } },
  heal: { who, kind: 'heal', id: 'i1000' },
  power: { who, kind: 'power', host: 'master-1', verb: 'reboot' },
  unit: { who, kind: 'unit', host: 'bootstrap', unit: 'kubelet.service', verb: 'restart' },
  stopContainer: { who, kind: 'stopContainer', host: 'bootstrap', id: '', graceSeconds: 30 },
  files: {
    who,
    kind: 'files',
    host: 'bootstrap',
    changes: [{ op: 'write', path: '/home/core/a', content: 'b' }],
  },
  interface: {
    who,
    kind: 'interface',
    host: 'master-1',
    interface: { device: 'enp1s0', up: false, carrier: true, addresses: ['192.168.126.102/24'] },
  },
  filter: {
    who,
    kind: 'filter',
    host: 'master-1',
    rules: ['-P INPUT ACCEPT', '-P OUTPUT ACCEPT', '-A INPUT -p tcp -m tcp --dport 6443 -j DROP'],
  },
  signal: { who, kind: 'signal', host: 'workstation', program: 'dnsmasq', signal: 'TERM' },
  journal: {
    who,
    kind: 'journal',
    entry: {
      host: 'bootstrap',
      unit: 'sshd.service',
      identifier: 'sshd',
      pid: 9,
      priority: 6,
      message: 'Accepted publickey for core',
    },
  },
  kube: {
    who,
    kind: 'kube',
    host: 'bootstrap',
    verb: 'list',
    resource: 'core/nodes',
    namespace: '',
    name: '',
  },
  health: { who, kind: 'health', host: 'bootstrap', endpoint: 'livez', exclude: [] },
  scriptExit: {
    who,
    kind: 'scriptExit',
    host: 'bootstrap',
    unit: 'bootkube.service',
    exitCode: 7,
  },
  etcd: { who, kind: 'etcd', host: 'bootstrap', call: { op: 'put', key: 'a', value: 'b' } },
};
describe('rule 12: every kind of input replays', () => {
  it.each(Object.values(INPUTS))('$kind', (given) => {
    const lab = played('first-boot', {}, 'masters-joined');
    const id = lab.read.containers('bootstrap').find(({ name }) => name === 'etcd')?.id ?? '';
    lab.input(given.kind === 'stopContainer' ? { ...given, id } : given);
    lab.runUntil(lab.now + 90 * SECOND);
    expect(replay(lab.record()).digest()).toBe(lab.digest());
  });
});

describe('rule 16: heal gives back every kind of parameter', () => {
  const VALUES: Readonly<Record<string, unknown>> = {
    'disk.fsync': { fixedMillis: 700 },
    'link.up': false,
    'unit.haproxy': 'enabled',
    'registry.bytesPerSecond': 20_000,
  };
  const state = (lab: Lab): string => {
    const { etcd, registry, foreignUnits } = partsOf(lab);
    const disks = lab.read.hosts().map(({ name }) => {
      const known = ['bootstrap', 'master-0'].includes(name);
      return known ? etcd.disk(name).table : '';
    });
    const units = [...foreignUnits].map(([host, list]) => [host, list.length]);
    const sockets = lab.read.sockets('bootstrap').filter(({ service }) => service === 'haproxy');
    return JSON.stringify([
      disks,
      lab.read.interfaces('bootstrap'),
      registry.bytesPerSecond,
      units,
      sockets,
    ]);
  };
  it.each(PARAMETERS.map(({ suffix, perHost }) => ({ suffix, perHost })))(
    '$suffix',
    ({ suffix, perHost }) => {
      const lab = played('first-boot', {}, 'kubelet-started');
      const name = perHost ? `bootstrap.${suffix}` : suffix;
      const units = (text: string): string => text.replace('["bootstrap",0]', '');
      const before = units(state(lab));
      const { id } = lab.input({ who, kind: 'patch', set: { [name]: VALUES[suffix] } });
      lab.runUntil(lab.now + 5 * SECOND);
      expect(units(state(lab))).not.toBe(before);
      lab.input({ who, kind: 'heal', id });
      lab.runUntil(lab.now + 5 * SECOND);
      expect(units(state(lab))).toBe(before);
    },
  );
});

describe('rule 17: no node is Ready before a CNI configuration lies on that host', () => {
  it.each(['first-boot', 'etcd-disk-slow'])('in %s', (scenario) => {
    const lab = played(scenario, {}, 'masters-joined');
    const lies = new Set<string>();
    const ready: string[] = [];
    for (const fact of lab.facts()) {
      const isCni = fact.kind === 'file' && fact.path.startsWith('/etc/kubernetes/cni/net.d/');
      if (isCni && fact.content !== null && !fact.folder) lies.add(fact.host);
      if (!isReadyNode(fact)) continue;
      expect(lies).toContain(fact.name);
      ready.push(fact.name);
    }
    expect(new Set(ready).size).toBeGreaterThanOrEqual(3);
  });
  const isReadyNode = (fact: Fact): fact is Fact & { kind: 'object' } =>
    fact.kind === 'object' &&
    fact.resource === 'core/nodes' &&
    (
      fact.object as { status?: { conditions?: { type: string; status: string }[] } }
    ).status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') === true;
});

describe('rule 18: the n-th restart of a crashing container waits 10·2^(n-2) s, at most 300 s', () => {
  it('a kube-apiserver whose port is taken', () => {
    const set = { 'bootstrap.unit.haproxy': 'enabled' };
    const { title: _, drill: __, ...spec } = loadScenario('first-boot', {}, SEED);
    const lab = createLab({ ...spec, timeline: [{ id: 'held', at: 0, set }] }, { autopilot: true });
    runToEnd(lab, 'etcd-started');
    lab.runUntil(lab.now + 1500 * SECOND);
    const runs = lab
      .facts()
      .flatMap((f) =>
        f.kind === 'container' && f.name === 'kube-apiserver' && f.state === 'exited'
          ? [{ began: f.startedAt, ended: f.finishedAt }]
          : [],
      );
    expect(runs.length).toBeGreaterThan(6);
    const waits = runs.slice(1).map(({ began }, i) => (began - (runs[i]?.ended ?? 0)) / SECOND);
    for (const [i, wait] of waits.entries()) {
      const due = i === 0 ? 0 : Math.min(300, 10 * 2 ** (i - 1));
      expect(wait).toBeGreaterThanOrEqual(due);
      // The kubelet's sync, sandbox and start come on top.
      expect(wait).toBeLessThan(due + 12);
    }
    expect(waits.some((wait) => wait >= 300)).toBe(true);
  });
});

describe('rule 20: a fault on one host moves no draw of another host of the same kind', () => {
  it('with a slow follower the k-th latency of the others is what it was', () => {
    /** By position in the stream: what was drawn ahead and given back is drawn again. */
    const draws = (slow: boolean): Map<string, Map<string, number>> => {
      const lab = played('first-boot', {}, 'etcd-three-members');
      const set = { 'master-2.disk.fsync': { fixedMillis: 300 } };
      if (slow) lab.input({ who, kind: 'patch', set });
      const drawn = new Map<string, Map<string, number>>();
      lab.runUntil(lab.now + 1);
      for (const host of ['bootstrap', 'master-0', 'master-1']) {
        const { stream } = partsOf(lab).etcd.disk(host);
        const list = new Map<string, number>();
        drawn.set(host, list);
        const next = stream.next.bind(stream);
        stream.next = () => {
          const k = stream.save()[3];
          const value = next();
          list.set(`${k}`, value);
          return value;
        };
      }
      lab.runUntil(lab.now + 60 * SECOND);
      return drawn;
    };
    const [without, withIt] = [draws(false), draws(true)];
    for (const [host, list] of without) {
      const other = withIt.get(host);
      const both = [...list.keys()].filter((k) => other?.has(k) === true);
      if (host !== 'bootstrap') expect(both.length).toBeGreaterThan(100);
      expect(both.map((k) => other?.get(k))).toEqual(both.map((k) => list.get(k)));
    }
  });
});
