/** The lab's date: at pace 1 it is this machine's; what is written, answered and stamped has it. */
import { afterEach, expect, test } from 'vitest';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { createLab, rfc3339Micro, runToEnd, type Lab } from '../../src/sim/index.ts';

const { title, ...spec } = loadScenario('first-boot');
const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
let lab: OpenLab | undefined;
afterEach(() => lab?.close());

const wallMicros = (): number => (performance.timeOrigin + performance.now()) * 1000;
const dated = (world: Lab): string[] =>
  world
    .facts()
    .flatMap((fact) =>
      fact.kind === 'journal' ? [fact.message] : fact.kind === 'containerLog' ? [fact.text] : [],
    );

test('a lab that is dated later reads as one that was made with that date', () => {
  const epochMicros = 1_790_000_000_123_456;
  const known = createLab({ ...spec, seed: 3 }, { epochMicros, autopilot: true });
  runToEnd(known, 'cluster-manifests-applied');
  const later = createLab({ ...spec, seed: 3 }, { epochMicros: 'later', autopilot: true });
  runToEnd(later, 'cluster-manifests-applied');
  later.date(epochMicros);

  expect(dated(later)).toEqual(dated(known));
  const logs = (world: Lab) =>
    world.read.containers('bootstrap').map(({ id }) => world.read.containerLog('bootstrap', id));
  expect(logs(later)).toEqual(logs(known));
  expect(later.digest()).toBe(known.digest());
  expect(later.record().epochMicros).toBe(epochMicros);
});

test('at pace 1 the lab’s now is this machine’s when its doors open, after --until too', async () => {
  const before = wallMicros();
  lab = await openLab(spec, {
    pace: 1,
    paused: true,
    autopilot: true,
    until: 'cluster-manifests-applied',
    ports: PORTS,
    title,
  });
  const now = lab.lab.epochMicros + lab.lab.world.now;

  expect(now).toBeGreaterThan(before);
  expect(now).toBeLessThanOrEqual(wallMicros());
  const line = lab.lab.world.read
    .journal('bootstrap')
    .findLast(({ unit }) => unit === 'kubelet.service');
  const stamp = rfc3339Micro(lab.lab.epochMicros + (line?.at ?? 0))
    .slice(5, 19)
    .replaceAll(/[-T]/g, (c) => (c === 'T' ? ' ' : ''));
  expect(line?.message).toContain(stamp);
  expect(lab.env['EGGTOOTH_EPOCH']).toBe(new Date(lab.lab.epochMicros / 1000).toISOString());
});

test('at another pace it begins a day back, and the Date of an answer is the lab’s', async () => {
  lab = await openLab(spec, {
    pace: 10,
    paused: true,
    autopilot: true,
    until: 'etcd-started',
    ports: PORTS,
    title,
  });
  const { lab: live, env } = lab;

  expect(live.clock.aheadMicros / 3.6e9).toBeGreaterThan(-24.1);
  expect(live.clock.aheadMicros / 3.6e9).toBeLessThan(-23.5);
  const answer = await fetch(`${env['EGGTOOTH_JOURNAL']}/machine`);
  const date = Date.parse(answer.headers.get('date') ?? '') * 1000;
  expect(Math.abs(date - live.epochMicros - live.world.now)).toBeLessThan(1_000_000);
});

test('lab time that passes this machine’s goes on, and says by how much', async () => {
  const epochMicros = wallMicros() - 10_000_000;
  lab = await openLab(spec, {
    pace: 'max',
    paused: true,
    autopilot: true,
    epochMicros,
    ports: PORTS,
    title,
  });
  await lab.lab.clock.until('cluster-manifests-applied');

  const ahead = lab.lab.clock.aheadMicros;
  expect(ahead).toBeGreaterThan(10_000_000);
  const answer = await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}`, {
    headers: { authorization: `Bearer ${lab.token}` },
  });
  const { aheadSeconds } = (await answer.json()) as { aheadSeconds: number };
  expect(Math.abs(aheadSeconds - ahead / 1e6)).toBeLessThan(60);
});
