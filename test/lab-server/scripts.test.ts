/** A unit's script that is not the shipped one: run by the node's shell, recorded as inputs of that process. */
import { afterEach, expect, test } from 'vitest';
import { serveKube } from '../../src/fake-api/kube/server.ts';
import type { LiveLab } from '../../src/host/live-lab.ts';
import { openNetwork } from '../../src/host/network.ts';
import { openLiveLab } from '../../src/host/open-live-lab.ts';
import { openPki } from '../../src/host/pki.ts';
import { runScripts } from '../../src/lab-server/scripts.ts';
import { RUN_EPOCH_MICROS, SECOND, replay } from '../../src/sim/index.ts';
import { played } from '../sim/played.ts';

const SCRIPT = '/opt/openshift/bootkube.sh';
const who = 'trainee';
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function begun(at: string): LiveLab {
  const world = played('first-boot', {}, at);
  const lab = openLiveLab(world, { pace: 100, paused: true });
  const network = openNetwork(lab);
  const pki = openPki({ read: world.read, epochMicros: RUN_EPOCH_MICROS });
  const nodes = world.read.hosts().map(({ name }) => name);
  serveKube({ lab, network, pki, hosts: nodes.filter((name) => name !== 'workstation') });
  const rooms = { lab, network, pki, assetsDir: '/assets', isHandedOver: false };
  closers.push(
    runScripts(rooms),
    () => network.close(),
    () => lab.close(),
  );
  return lab;
}

function write({ world }: LiveLab, content: string): void {
  const changes = [{ op: 'write', path: SCRIPT, content, mode: 0o755 }] as const;
  world.input({ who, kind: 'files', host: 'bootstrap', changes: [...changes] });
  world.input({ who, kind: 'unit', host: 'bootstrap', unit: 'bootkube.service', verb: 'restart' });
}
const lines = ({ world }: LiveLab): readonly string[] =>
  world.read
    .journal('bootstrap')
    .filter(({ unit }) => unit === 'bootkube.service')
    .map(({ message }) => message);

/** Lab time goes on until it holds. */
async function until(lab: LiveLab, holds: () => boolean): Promise<void> {
  lab.clock.resume();
  await new Promise<void>((resolve) => {
    const off = lab.onAdvance(() => {
      if (!holds()) return;
      off();
      resolve();
    });
  });
  lab.clock.pause();
}

test('its lines, its effects and its exit status are in the record, and replay to the same digest', async () => {
  const lab = begun('etcd-started');
  write(lab, '#!/bin/bash\necho one\nsleep 20\ntouch /var/tmp/mark\necho two >&2\nexit 5\n');
  await until(lab, () => lines(lab).includes('two'));
  const failed = 'bootkube.service: Main process exited, code=exited, status=5/NOTINSTALLED';
  await until(lab, () => lines(lab).includes(failed));

  const { world } = lab;
  const at = (text: string): number =>
    world.read.journal('bootstrap').find(({ message }) => message === text)?.at ?? Number.NaN;
  expect(at('two') - at('one')).toBeGreaterThanOrEqual(20 * SECOND);
  expect(world.read.file('bootstrap', '/var/tmp/mark')?.owner).toBe('root');
  expect(replay(world.record()).digest()).toBe(world.digest());
});

test('in the same lab without the change the script never ran, and says nothing', async () => {
  const lab = begun('etcd-started');
  write(lab, '#!/bin/bash\necho HACKED\nexit 7\n');
  await until(lab, () => lines(lab).includes('HACKED'));
  const line = lab.world.facts().findLast((f) => f.kind === 'journal' && f.message === 'HACKED');

  const root = lab.world.why(line?.id ?? 'none').at(-1)?.what;
  expect(root).toContain('trainee');
});

test('stopping the unit ends its script', async () => {
  const lab = begun('etcd-started');
  write(lab, '#!/bin/bash\nwhile true; do echo tick; sleep 5; done\n');
  await until(lab, () => lines(lab).filter((text) => text === 'tick').length > 3);
  lab.world.input({
    who,
    kind: 'unit',
    host: 'bootstrap',
    unit: 'bootkube.service',
    verb: 'stop',
  });
  await until(lab, () => lines(lab).includes('bootkube.service: Deactivated successfully.'));
  const ticks = lines(lab).filter((text) => text === 'tick').length;
  lab.world.runUntil(lab.world.now + 60 * SECOND);
  expect(lines(lab).filter((text) => text === 'tick')).toHaveLength(ticks);
});

test('the shipped script with one comment more brings the bootstrap to its end, as the machine does', async () => {
  const lab = begun('masters-joined');
  const shipped = lab.world.read.file('bootstrap', SCRIPT)?.content ?? '';
  write(lab, `${shipped}# mine\n`);
  const done = (): boolean =>
    lab.world.read.milestones().some(({ id }) => id === 'bootstrap-complete');
  await until(lab, done);

  const said = lines(lab);
  const from = said.lastIndexOf('Starting bootkube.sh...');
  const order = [
    'Waiting for bootstrap to complete...',
    '  Ready masters: 3/3',
    '  Control plane is moving to the masters',
    '  Control plane runs on the masters, etcd has left the bootstrap',
    '  Removing /etc/kubernetes/manifests/etcd-pod.yaml',
  ].map((text) => said.indexOf(text, from));
  expect(order.every((place) => place > 0)).toBe(true);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
}, 240_000);
