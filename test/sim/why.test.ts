import { expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/index.ts';
import { createLab, MINUTE, replay, runToEnd, SECOND, type Lab } from '../../src/sim/index.ts';
import type { Kernel } from '../../src/sim/kernel/kernel.ts';
import { fresh, played } from './played.ts';

const lab = played('etcd-disk-slow', { fixedMillis: '500' }, 'masters-joined');
const line = (text: string) =>
  lab.facts().find((f) => f.kind === 'containerLog' && f.text.includes(text))?.id ?? '';
const journal = (text: string) =>
  lab.facts().find((f) => f.kind === 'journal' && f.message.includes(text))?.id ?? '';

test('a symptom of the slow disk ends at the disk', () => {
  expect(lab.why(line('apply request took too long')).at(-1)?.what).toContain(
    'bootstrap.disk.fsync',
  );
});

test('a line that the healthy run has too does not', () => {
  const chain = lab.why(journal('Applying cluster manifests...'));
  expect(chain.at(-1)?.what).not.toContain('disk');
  expect(chain.length).toBeGreaterThan(3);
});

test('the record gives the same answer', () => {
  const symptom = line('apply request took too long');
  expect(replay(lab.record()).why(symptom)).toEqual(lab.why(symptom));
});

test('milestones and conditions can be asked for', () => {
  expect(lab.why('milestone:masters-joined').length).toBeGreaterThan(2);
  expect(lab.why('/Node/master-0.Ready')[0]?.what).toContain('master-0');
});

test('an object is found by namespace, kind and name; one of the cluster under any namespace', () => {
  const first = (what: string): string => lab.why(what)[0]?.what ?? '';
  expect(first('openshift-etcd/Pod/etcd-bootstrap')).toContain('etcd-bootstrap');
  expect(first('openshift-etcd/pod/etcd-bootstrap')).toContain('etcd-bootstrap');
  expect(first('default/Node/master-0')).toContain('master-0');
  for (const nowhere of ['default/Pod/etcd-bootstrap', 'openshift-etcd/Pod/none'])
    expect(() => lab.why(nowhere)).toThrow(expect.objectContaining({ code: 'EGT_NOT_FOUND' }));
});

test('no line of CRI-O that the healthy run has too as often names the disk, whatever ids it carries', () => {
  const plain = (text: string): string => text.replaceAll(/[0-9a-f-]{12,}|-[a-z0-9]{5}\b|\d/g, '');
  const twin = fresh();
  twin.runUntil(lab.now);
  const lines = (of: Lab): { id: string; text: string }[] =>
    of
      .facts()
      .flatMap((f) =>
        f.kind === 'journal' && f.unit === 'crio.service'
          ? [{ id: f.id, text: `${f.host} ${plain(f.message)}` }]
          : [],
      );
  const left = new Map<string, number>();
  for (const { text } of lines(twin)) left.set(text, (left.get(text) ?? 0) + 1);
  const shared = lines(lab).filter(({ text }) => {
    left.set(text, (left.get(text) ?? 0) - 1);
    return (left.get(text) ?? 0) >= 0;
  });
  expect(shared.length).toBeGreaterThan(200);
  const asked = shared.filter((_, i) => i % Math.ceil(shared.length / 60) === 0);
  const blamed = asked.filter(({ id }) => lab.why(id).at(-1)?.what.includes('disk') === true);
  expect(blamed.map(({ text }) => text)).toEqual([]);
});

test.each(['etcd-started', 'cluster-manifests-applied', 'masters-joined'])(
  'that %s came late is laid to the disk, with how late',
  (milestone) => {
    const chain = lab.why(`milestone:${milestone}`);
    expect(chain.at(-1)?.what).toContain('bootstrap.disk.fsync');
    expect(chain.at(-2)?.what).toMatch(/^without what follows it comes \d+\.\d s earlier$/);
  },
);

test('a cut link is named for what etcd says of the member behind it', () => {
  const spec = {
    ...loadScenario('first-boot'),
    seed: 3,
    timeline: [{ onset: 'control-plane-pivoted', id: 'cut', set: { 'master-0.link.up': false } }],
  };
  const cut = createLab(spec, { autopilot: true });
  runToEnd(cut, 'control-plane-pivoted');
  const since = cut.now;
  cut.runUntil(cut.now + 2 * MINUTE);
  const lost = cut
    .facts()
    .find(
      (f) =>
        f.kind === 'containerLog' &&
        f.host === 'master-0' &&
        f.at > since &&
        /lost leader/.test(f.text),
    );
  expect(cut.why(lost?.id ?? 'none').at(-1)?.what).toBe('parameter master-0.link.up = false');
  // The bootstrap's controller manager led and went with it: its lease runs out before another one judges.
  cut.runUntil(cut.now + 4 * MINUTE);
  expect(cut.why('/Node/master-0.Ready').at(-1)?.what).toContain('link.up');
});

test('an invariant that breaks is told with its seed and event, step by step too', () => {
  const broken = fresh() as Lab & { step(): boolean };
  const { kernel } = (broken as unknown as { parts: { kernel: Kernel } }).parts;
  kernel.serve('thrower', () => {
    throw new TypeError('gone wrong');
  });
  kernel.schedule('thrower', { type: 'THROW' });
  const play = (): void => {
    while (broken.step()) if (broken.now > SECOND) break;
  };
  expect(play).toThrow(/gone wrong.*\n?.*seed 7, event \d+/s);
  expect(broken.status).toBe('broken');
});
