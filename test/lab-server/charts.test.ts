/** Charts show what the disk does from the moment that they are opened; what is drawn is a look. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';

interface Points {
  readonly type: string;
  readonly sample: number;
  readonly points: readonly { readonly name: string; readonly value: number }[];
}
const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
const FSYNC = 'etcd_disk_wal_fsync_duration_seconds';

let lab: OpenLab;
beforeAll(async () => {
  const { title, ...spec } = loadScenario('first-boot', {}, 7);
  const until = 'cluster-manifests-applied';
  const options = { pace: 1, paused: true, autopilot: true, ports: PORTS, title, until };
  lab = await openLab(spec, options);
});
afterAll(() => lab.close());

async function openCharts(): Promise<{ socket: WebSocket; next: () => Promise<Points> }> {
  const url = `${lab.url.replace('http', 'ws')}/api/v1/labs/${lab.lab.id}/stream`;
  const socket = new WebSocket(url, [`eggtooth.token.${lab.token}`]);
  const came: Points[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Points;
    if (message.type === 'welcome')
      socket.send(JSON.stringify({ type: 'chart', channel: 1, host: 'bootstrap' }));
    if (message.type === 'points') came.push(message);
  });
  return {
    socket,
    async next() {
      for (let i = 0; i < 300 && came.length === 0; i++)
        await new Promise((resolve) => setTimeout(resolve, 10));
      const first = came.shift();
      if (first === undefined) throw new Error('no point came');
      return first;
    },
  };
}
const fsync = ({ points }: Points): number =>
  points.find(({ name }) => name === FSYNC)?.value ?? Number.NaN;
/** Twenty seconds on: past the next sample. */
const pass = (): void => {
  lab.lab.world.runUntil(lab.lab.world.now + 20_000_000);
  lab.lab.clock.pause();
};

test('a disk that becomes slow is seen in the next points, and only what was drawn is known', async () => {
  const { socket, next } = await openCharts();
  const healthy = await next();
  expect(fsync(healthy)).toBeLessThanOrEqual(0.01);
  socket.send(JSON.stringify({ type: 'drawn', channel: 1, sample: healthy.sample }));
  lab.lab.tell({
    who: 'operator',
    kind: 'patch',
    set: { 'bootstrap.disk.fsync': { fixedMillis: 100 } },
  });
  pass();
  const slow = await next();
  expect(fsync(slow)).toBeGreaterThan(0.05);
  const cells = (): (string | undefined)[] =>
    lab.lab.looks().flatMap(({ seen }) => seen.map(({ cell, value }) => `${cell} ${value}`));
  expect(cells()).toContain('bootstrap/etcd/wal-fsync ok');
  expect(cells().some((text) => text?.startsWith('bootstrap/etcd/wal-fsync p99'))).toBe(false);
  socket.send(JSON.stringify({ type: 'drawn', channel: 1, sample: slow.sample }));
  socket.send(JSON.stringify({ type: 'drawn', channel: 1, sample: 999 }));
  for (let i = 0; i < 100 && cells().length < 3; i++) await new Promise((r) => setTimeout(r, 10));
  expect(cells().join(', ')).toMatch(/wal-fsync p99 (128|256) ms/);
  socket.close();
});

test('of a member that does not listen any more nothing is shown as present', async () => {
  const { socket, next } = await openCharts();
  await next();
  lab.lab.tell({ who: 'operator', kind: 'power', host: 'bootstrap', verb: 'destroy' });
  pass();
  expect(await next()).toMatchObject({ sample: 0, points: [] });
  socket.close();
});
