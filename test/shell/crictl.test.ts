/** crictl over a running world, without an installed client. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShellWorld, type ShellWorld } from './world.ts';

let world: ShellWorld;
beforeAll(async () => {
  world = openShellWorld();
  world.lab.tell({ who: 'operator', kind: 'power', host: 'bootstrap', verb: 'start' });
  await world.lab.clock.until('cluster-manifests-applied');
  world.lab.clock.pause();
});
afterAll(() => world.close());

const ids = async (words: string): Promise<string[]> =>
  (await world.run('bootstrap', `sudo crictl ps ${words} -q --no-trunc`)).stdout
    .split('\n')
    .filter((line) => line !== '');

test('rule 21: crictl ps shows running containers, ps -a exited ones too', async () => {
  const [id = ''] = await ids('--name kube-scheduler');
  expect(id).not.toBe('');
  await world.run('bootstrap', `sudo crictl stop ${id}`);

  expect(await ids('')).not.toContain(id);
  expect(await ids('-a')).toContain(id);
  const rows = (await world.run('bootstrap', 'sudo crictl ps -a')).stdout.split('\n');
  expect(rows.find((row) => row.startsWith(id.slice(0, 13)))).toContain('Exited');
  const running = await ids('');
  for (const each of running) expect(await ids('-a')).toContain(each);
});
