/** Rules of etcd and of the API servers in front of it that hold whatever else happens. */
import { describe, expect, it } from 'vitest';
import { SECOND, type Answer, type Lab, type LabInput } from '../../src/sim/index.ts';
import { histogram, played } from './played.ts';

const WAL = 'etcd_disk_wal_fsync_duration_seconds';
const who = 'trainee';

/** What an input is answered, or undefined when nothing comes within the seconds. */
function ask(lab: Lab, input: LabInput, seconds: number): Answer | undefined {
  const answers: Answer[] = [];
  lab.input(input, (answer) => void answers.push(answer));
  lab.runUntil(lab.now + seconds * SECOND);
  return answers[0];
}
const put = (host: string): LabInput => ({
  who,
  kind: 'etcd',
  host,
  call: { op: 'put', key: 'k', value: 'v' },
});
const readyz = (host: string): LabInput => ({
  who,
  kind: 'health',
  host,
  endpoint: 'readyz',
  exclude: [],
});
const link = (host: string, up: boolean): LabInput => ({
  who,
  kind: 'patch',
  set: { [`${host}.link.up`]: up },
});
const leaderOf = (lab: Lab): string => lab.read.members().find((m) => m.leader)?.host ?? '';
function cutFollowers(lab: Lab): string {
  const leader = leaderOf(lab);
  for (const { host, running } of lab.read.members())
    if (host !== leader && running) lab.input(link(host, false));
  lab.runUntil(lab.now + 1);
  return leader;
}
const failed = (answer: Answer | undefined): string[] =>
  answer?.ok === true
    ? (answer.checks ?? []).flatMap(({ name, ok }) => (ok ? [] : [name]))
    : ['no answer'];

describe('rule 4: etcd acknowledges a write only after a majority of voters has it in its WAL', () => {
  it('with both followers cut off a put gets no OK, not in the first 500 ms either', () => {
    const lab = played('first-boot');
    expect(ask(lab, put(leaderOf(lab)), 2)).toMatchObject({ ok: true });
    const leader = cutFollowers(lab);
    expect(ask(lab, put(leader), 0.5)).not.toMatchObject({ ok: true });
    const cut = ask(lab, put(leader), 30);
    expect(cut).toMatchObject({ ok: false });
  });
  it('with one follower cut off it does get one', () => {
    const lab = played('first-boot');
    const follower = lab.read.members().find((m) => m.running && !m.leader)?.host ?? '';
    lab.input(link(follower, false));
    expect(ask(lab, put(leaderOf(lab)), 2)).toMatchObject({ ok: true });
  });
});

describe('rule 5: a leader that reaches no majority for an election timeout steps down', () => {
  it('and two members never call themselves leader of one term', () => {
    const lab = played('first-boot');
    const leader = leaderOf(lab);
    lab.input(link(leader, false));
    let steppedDown = Infinity;
    const begun = lab.now;
    for (let i = 0; i < 300; i++) {
      lab.runUntil(lab.now + SECOND / 10);
      const leaders = lab.read.members().filter((m) => m.leader && m.running);
      expect(new Set(leaders.map(({ term }) => term)).size).toBe(leaders.length);
      if (!leaders.some(({ host }) => host === leader))
        steppedDown = Math.min(steppedDown, lab.now - begun);
    }
    // An election timeout is 1 s; CheckQuorum looks once in each, so two at most.
    expect(steppedDown).toBeLessThanOrEqual(2.5 * SECOND);
    expect(leaderOf(lab)).not.toBe('');
  });
});

describe('rule 6: /readyz is not ok as soon as its etcd does not answer', () => {
  it('on the bootstrap, when its only member is gone', () => {
    const lab = played('first-boot', {}, 'cluster-manifests-applied');
    expect(failed(ask(lab, readyz('bootstrap'), 3))).toEqual([]);
    const path = '/etc/kubernetes/manifests/etcd-pod.yaml';
    const changes = [{ op: 'move', path, to: '/home/core/etcd-pod.yaml' } as const];
    expect(lab.read.file('bootstrap', path)).toBeDefined();
    lab.input({ who, kind: 'files', host: 'bootstrap', changes });
    lab.runUntil(lab.now + 40 * SECOND);
    expect(failed(ask(lab, readyz('bootstrap'), 3))).toContain('etcd');
    // A check by TCP finds the port open all the same.
    expect(lab.read.balanced()).toEqual(['bootstrap']);
  });
  it('on a master whose etcd has no quorum', () => {
    const lab = played('first-boot');
    const leader = cutFollowers(lab);
    lab.runUntil(lab.now + 10 * SECOND);
    expect(failed(ask(lab, readyz(leader), 3))).toContain('etcd');
  });
});

describe('rule 7: a balancer sends to no server whose check fails', () => {
  const through = (lab: Lab): ReturnType<Lab['read']['route']> =>
    lab.read.route('workstation', 'api.ocp4.example.com', 6443);
  it('what it sends to answers /readyz with ok, and the others are left out', () => {
    const lab = played('first-boot');
    const [first = ''] = lab.read.balanced();
    lab.input({ who, kind: 'power', host: first, verb: 'destroy' });
    lab.runUntil(lab.now + 30 * SECOND);
    expect(lab.read.balanced()).not.toContain(first);
    expect(lab.read.balanced().length).toBe(2);
    const route = through(lab);
    expect(route).toMatchObject({ ok: true });
    expect(route.ok && lab.read.balanced().includes(route.host)).toBe(true);
    for (const host of lab.read.balanced()) expect(failed(ask(lab, readyz(host), 3))).toEqual([]);
  });
  it('with none left the client meets EOF', () => {
    const lab = played('first-boot');
    for (const host of ['master-0', 'master-1', 'master-2'])
      lab.input({ who, kind: 'power', host, verb: 'destroy' });
    lab.runUntil(lab.now + 10 * SECOND);
    expect(lab.read.balanced()).toEqual([]);
    expect(through(lab)).toMatchObject({ ok: false, failure: 'eof' });
  });
});

describe('rule 15: in a quiet minute the WAL histogram grows by the number of WAL fsyncs', () => {
  it('on each member, background writes included', () => {
    const lab = played('first-boot');
    lab.runUntil(lab.now + 60 * SECOND);
    const counts = (): number[] =>
      ['master-0', 'master-1', 'master-2'].map((host) => histogram(lab, WAL, host).count);
    const commits = (): number =>
      (lab.read.metrics().find((f) => f.name.includes('backend_commit'))?.samples ?? []).reduce(
        (sum, sample) => sum + sample.value,
        0,
      );
    const before = { wal: counts(), commits: commits(), fsyncs: lab.read.fsyncs() };
    lab.runUntil(lab.now + 60 * SECOND);
    const grown = counts().map((count, i) => count - (before.wal[i] ?? 0));
    for (const each of grown) expect(each).toBeGreaterThan(60);
    // A backend commit is two fdatasyncs that are not the WAL's.
    const wal = lab.read.fsyncs() - before.fsyncs - 2 * (commits() - before.commits);
    expect(Math.abs(grown.reduce((a, b) => a + b, 0) - wal)).toBeLessThanOrEqual(6);
  });
});

describe('rule 19: a learner’s acknowledgement commits nothing', () => {
  it('one voter, and a learner whose disk stands: writes go on', () => {
    const lab = played('first-boot', {}, 'masters-joined');
    const slow = Object.fromEntries(
      ['master-0', 'master-1', 'master-2'].map((host) => [
        `${host}.disk.fsync`,
        { fixedMillis: 5000 },
      ]),
    );
    lab.input({ who, kind: 'patch', set: slow });
    const learner = (): boolean => lab.read.members().some((m) => m.running && m.learner);
    while (!learner() && lab.now < 2000 * SECOND) lab.runUntil(lab.now + SECOND / 10);
    let puts = 0;
    while (learner() && puts < 10) {
      const answer = ask(lab, put('bootstrap'), 0.2);
      if (learner()) expect(answer).toMatchObject({ ok: true });
      puts++;
    }
    expect(puts).toBe(10);
  });
});
