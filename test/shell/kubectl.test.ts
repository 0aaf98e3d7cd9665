/** kubectl inside the lab over a running world, without an installed client. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubeObject } from '../../src/sim/index.ts';
import { openShell } from '../../src/shell/open-shell.ts';
import { openShellWorld, type ShellWorld } from './world.ts';

const CONFIG = '--kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig';
let world: ShellWorld;
beforeAll(async () => {
  world = openShellWorld();
  world.lab.tell({ who: 'operator', kind: 'power', host: 'bootstrap', verb: 'start' });
  await world.lab.clock.until('cluster-manifests-applied');
});
afterAll(() => world.close());

const kubectl = (words: string) => world.run('bootstrap', `kubectl ${CONFIG} ${words}`);
function write(verb: 'create' | 'update' | 'delete', name: string, data: object = {}): void {
  const body = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default' },
    data,
  } as unknown as KubeObject;
  const where = { host: 'bootstrap', resource: 'core/configmaps', namespace: 'default', name };
  world.lab.tell({
    who: 'trainee',
    kind: 'kube',
    verb,
    ...where,
    ...(verb === 'delete' ? {} : { body }),
  });
}

test('rule 2: get -w prints one more row when an object is deleted, with its last state', async () => {
  const rows: string[] = [];
  const times = (n: number) => (): boolean => rows.length >= n;
  let look: () => void = () => undefined;
  const until = (enough: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (enough()) resolve();
      };
      look();
    });
  const session = openShell({
    ...world.shared,
    host: 'bootstrap',
    command: `kubectl ${CONFIG} -n default get configmaps -w --watch-only --no-headers`,
    stdin: 'none',
    stdout: (bytes) => {
      const lines = Buffer.from(bytes).toString().split('\n');
      rows.push(...lines.filter((line) => line !== '').map((line) => line.trim()));
      look();
    },
    onExit: () => undefined,
  });
  // The watch stands once the first change comes through.
  for (let i = 0; rows.length === 0; i += 1) {
    write('create', `first-${i}`);
    await Promise.race([until(times(1)), world.lab.sleep(1_000_000)]);
  }
  const before = rows.length;
  write('create', 'gone', { a: '1' });
  write('update', 'gone', { a: '1', b: '2' });
  write('delete', 'gone');
  write('create', 'after');
  await until(() => rows.some((row) => row.startsWith('after')));
  session.close();

  const told = rows.slice(before).filter((row) => row.startsWith('gone'));
  expect(told.map((row) => row.split(/ +/).slice(0, 2))).toEqual([
    ['gone', '1'],
    ['gone', '2'],
    ['gone', '2'],
  ]);
});

test('--sort-by puts the rows in the order of what the objects say', async () => {
  const names = async (words: string): Promise<string[]> =>
    (await kubectl(words)).stdout.split('\n').filter((line) => line !== '');
  const byName = await names('get ns -o name');
  const byAge = await names('get ns -o name --sort-by=.metadata.creationTimestamp');
  const moments = await names(
    'get ns -o custom-columns=A:.metadata.creationTimestamp --sort-by=metadata.creationTimestamp',
  );

  expect(byAge).not.toEqual(byName);
  expect(byAge.toSorted()).toEqual(byName.toSorted());
  expect(moments.slice(1)).toEqual(moments.slice(1).toSorted());
  const rows = await names('get ns --no-headers --sort-by={.metadata.creationTimestamp}');
  expect(rows.map((row) => `namespace/${row.split(' ')[0]}`)).toEqual(byAge);
});

test('--sort-by of a field that no object has says so', async () => {
  const { stderr, status } = await kubectl('get ns --sort-by=.spec.nothing');
  expect(stderr).toBe(
    `error: couldn't find any field with path "{.spec.nothing}" in the list of objects\n`,
  );
  expect(status).toBe(1);
});
