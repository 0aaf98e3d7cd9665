/** What proves a check and what does not, on a real lab: each row is judged by its own looks alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Look } from '../../src/host/live-lab.ts';
import { isThere, skipped } from '../helpers/clients.ts';
import { judged } from '../helpers/judged.ts';
import { KUBECTL, labWithEyes, type LabWithEyes } from './lab-with-eyes.ts';
import { EARLY, LOGS, ROWS, type Row } from './rows.ts';

let eyes: LabWithEyes;
beforeAll(async () => {
  eyes = await labWithEyes('kubelet-started');
  for (const line of EARLY) await eyes.page('bootstrap', line);
  await eyes.open.lab.clock.until('cluster-manifests-applied');
  for (const row of LOGS) young.set(row, await look(row));
  await eyes.open.lab.clock.until('etcd-three-members');
});
const young = new Map<Row, readonly Look[]>();
afterAll(() => eyes.close());

const CHECKS: readonly Row['check'][] = ['pods', 'etcd', 'api', 'manifests'];
const verdict = (looks: readonly Look[], { check }: Row): string =>
  judged(looks).find(({ id }) => id === check)?.state === 'verified' ? 'verified' : 'not';
const by = (way: Row['by']): Row[] => ROWS.filter((row) => row.by === way);
function pane({ host, line }: Row): readonly Look[] {
  const [, unit = line, words] = /^(.+?): (.+)$/.exec(line) ?? [];
  return eyes.pane(host, unit, words);
}
function look(row: Row): Promise<readonly Look[]> | readonly Look[] {
  if (row.by === 'page') return eyes.page(row.host, row.line);
  if (row.by === 'ssh') return skipped('ssh') ? [] : eyes.ssh(row.host, row.line);
  return row.by === 'kubectl' ? eyes.kubectl(row.line) : pane(row);
}
const names = ({ check, host, line, expect: wanted }: Row): string =>
  `on ${host} this ${wanted === 'verified' ? 'proves' : 'does not prove'} ${check}: ${line.replaceAll('\n', '; ')}`;

describe('in the page', () => {
  const looked = new Map<Row, readonly Look[]>();
  beforeAll(async () => {
    const look = async (row: Row): Promise<unknown> =>
      looked.set(row, await eyes.page(row.host, row.line));
    await Promise.all(by('page').map(look));
  });
  for (const row of by('page'))
    test(names(row), () => expect(verdict(looked.get(row) ?? [], row)).toBe(row.expect));
});

describe.skipIf(skipped('ssh'))('over real ssh', () => {
  for (const row of by('ssh'))
    test(names(row), async () =>
      expect(verdict(await eyes.ssh(row.host, row.line), row)).toBe(row.expect),
    );
});

describe.skipIf(skipped(KUBECTL))('with real kubectl', () => {
  test.runIf(process.env['CI'] === 'true')('is there', () => expect(isThere(KUBECTL)).toBe(true));
  for (const row of by('kubectl'))
    test(names(row), async () =>
      expect(verdict(await eyes.kubectl(row.line), row)).toBe(row.expect),
    );
});

describe('read while it is young, a log', () => {
  for (const row of LOGS)
    test.skipIf(row.by === 'ssh' && skipped('ssh'))(`${row.by} ${names(row)}`, () =>
      expect(verdict(young.get(row) ?? [], row)).toBe(row.expect),
    );
});

describe('in a journal pane, long after', () => {
  for (const row of by('journal pane'))
    test(names(row), () => {
      const looks = pane(row);

      expect(looks.flatMap(({ seen }) => seen)).not.toEqual([]);
      expect(verdict(looks, row)).toBe(row.expect);
    });
});

test.each(CHECKS)('%s has six ways that count and ten that do not, or more', (check) => {
  const count = (wanted: string): number =>
    [...ROWS, ...LOGS].filter((row) => row.check === check && row.expect === wanted).length;

  expect(count('verified')).toBeGreaterThanOrEqual(6);
  expect(count('not')).toBeGreaterThanOrEqual(10);
});
