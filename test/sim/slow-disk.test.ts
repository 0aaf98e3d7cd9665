/** Against reference/capture/FINDINGS.md: a lone member on a disk that holds back every fsync. */
import { describe, expect, test } from 'vitest';
import { handbook } from '../../src/sim/profiles/handbook/index.ts';
import { heldBack } from '../../src/sim/physics/disk.ts';
import { runToEnd } from '../../src/sim/index.ts';
import { fresh, linesOf, histogram, played } from './played.ts';

const WAL = 'etcd_disk_wal_fsync_duration_seconds';
const saying = (lines: readonly string[], text: string): number =>
  lines.filter((l) => l.includes(text)).length;

describe.each([20, 73, 100, 137, 333, 500, 2000])('held back by %i ms', (millis) => {
  const lab = played('etcd-disk-slow', { fixedMillis: String(millis) }, 'masters-joined');
  const lines = linesOf(lab, 'bootstrap', 'etcd');
  const { mean, least } = histogram(lab, WAL, 'bootstrap');

  test('no fsync is shorter, and the mean is 1.0 to 1.9 times that', () => {
    expect(least * 1000).toBeGreaterThanOrEqual(millis);
    expect((mean * 1000) / millis).toBeGreaterThanOrEqual(1);
    expect((mean * 1000) / millis).toBeLessThanOrEqual(1.9);
  });

  test('"apply request took too long" from 100 ms on', () => {
    if (millis >= 100) expect(saying(lines, 'apply request took too long')).toBeGreaterThan(50);
    else if (millis <= 20) expect(saying(lines, 'apply request took too long')).toBeLessThan(5);
  });

  test('"slow fdatasync" needs a second', () => {
    if (millis <= 333) expect(saying(lines, 'slow fdatasync')).toBe(0);
    if (millis >= 2000) expect(saying(lines, 'slow fdatasync')).toBeGreaterThan(10);
  });

  test('a lone member says nothing of heartbeats and never changes leader', () => {
    expect(saying(lines, 'failed to send out heartbeat')).toBe(0);
    expect(saying(lines, 'elected leader')).toBe(1);
  });
});

test.each([
  [500, 9.6],
  [2000, 38],
])('etcd on a disk of %i ms is ready about %f s after its start', (millis, seconds) => {
  const lab = played('etcd-disk-slow', { fixedMillis: String(millis) }, 'etcd-started');
  const started = lab.read.containers('bootstrap').find((c) => c.name === 'etcd')?.startedAt ?? 0;
  expect((lab.now - started) / 1_000_000).toBeGreaterThan(seconds * 0.97);
  expect((lab.now - started) / 1_000_000).toBeLessThan(seconds * 1.12);
});

test('three members: a leader whose disk takes 2 s is deposed', () => {
  const lab = played(
    'etcd-disk-slow',
    { fixedMillis: '2000', onset: 'etcd-three-members' },
    'etcd-three-members',
  );
  const before = lab.read.members().find((m) => m.leader)?.name;
  lab.runUntil(lab.now + 120_000_000);
  expect(before).toBe('etcd-bootstrap');
  expect(lab.read.members().find((m) => m.leader)?.name).not.toBe('etcd-bootstrap');
  expect(
    saying(linesOf(lab, 'master-0', 'etcd'), 'became leader') +
      saying(linesOf(lab, 'master-1', 'etcd'), 'became leader'),
  ).toBeGreaterThan(0);
});

test('0 ms is sent and changes no byte', () => {
  expect(played('etcd-disk-slow', { fixedMillis: '0' }, 'masters-joined').digest()).toBe(
    played('first-boot', {}, 'masters-joined').digest(),
  );
});

test('the same table in the profile, with no fault, gives the same lines', () => {
  const text = (lab: ReturnType<typeof played>) =>
    lab
      .facts()
      .flatMap((f) =>
        f.kind === 'journal'
          ? [`${f.at} ${f.message}`]
          : f.kind === 'containerLog'
            ? [`${f.at} ${f.text}`]
            : [],
      );
  const faulty = text(played('etcd-disk-slow', { fixedMillis: '333' }, 'masters-joined'));
  const host = handbook.hosts.find((h) => h.name === 'bootstrap') as {
    fsync: (typeof handbook.hosts)[0]['fsync'];
  };
  const own = host.fsync;
  host.fsync = heldBack(own, 333);
  try {
    const slow = fresh();
    runToEnd(slow, 'masters-joined');
    expect(text(slow)).toEqual(faulty);
  } finally {
    host.fsync = own;
  }
});
