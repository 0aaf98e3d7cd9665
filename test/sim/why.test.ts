import { expect, test } from 'vitest';
import { replay } from '../../src/sim/index.ts';
import { played } from './played.ts';

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
