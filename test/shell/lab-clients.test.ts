/** kubectl, crictl, etcdctl and curl inside the lab over a running world, without an installed client. */
import type { Duplex } from 'node:stream';
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

test('every resource that the server names is shown as a table whose cells are all filled', async () => {
  const { stdout } = await kubectl('api-resources -o name');
  const names = stdout.split('\n').filter((name) => name !== '');
  expect(names).toContain('deployments.apps');
  const shown: string[] = [];
  for (const name of names) {
    const { stdout: table, stderr } = await kubectl(`get ${name} -A -o wide`);
    expect(stderr, name).toMatch(/^$|^No resources found\n$|the server does not allow this method/);
    expect(table, name).not.toMatch(/undefined|NaN|\[object/);
    const [header = '', ...rows] = table.split('\n').filter((line) => line !== '');
    const columns = header.split(/ {2,}/).length;
    for (const row of rows) expect(row.split(/ {2,}/).length, row).toBeLessThanOrEqual(columns);
    if (rows.length > 0) shown.push(name);
  }
  expect(shown.length).toBeGreaterThan(10);
});

test('endpoints are shown as addresses with ports, three and how many more', async () => {
  const body = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'many', namespace: 'default' },
    subsets: [
      { addresses: [1, 2, 3, 4, 5].map((n) => ({ ip: `10.0.0.${n}` })), ports: [{ port: 80 }] },
    ],
  } as unknown as KubeObject;
  world.lab.tell({
    who: 'trainee',
    kind: 'kube',
    verb: 'create',
    host: 'bootstrap',
    resource: 'core/endpoints',
    namespace: 'default',
    name: 'many',
    body,
  });
  await world.lab.sleep(2_000_000);
  const many = await kubectl('-n default get endpoints many --no-headers');
  expect(many.stdout).toMatch(
    /^many +10\.0\.0\.1:80,10\.0\.0\.2:80,10\.0\.0\.3:80 \+ 2 more\.\.\. /,
  );
});

test('crictl logs --tail gives the last lines, and no others', async () => {
  const id = '$(sudo crictl ps -q --name kube-scheduler)';
  const logs = async (words: string): Promise<string[]> => {
    const { stdout, stderr } = await world.run('bootstrap', `sudo crictl logs ${words} ${id}`);
    return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  };
  world.lab.clock.pause();
  const all = await logs('');
  expect(all.length).toBeGreaterThan(3);
  expect(await logs('--tail 2')).toEqual(all.slice(-2));
  expect(await logs('--tail=0')).toEqual([]);
  expect(await logs(`--tail ${all.length + 5}`)).toEqual(all);
  world.lab.clock.resume();
});

test('etcdctl tells the status of its endpoint, and of all that are members', async () => {
  const etcdctl = (words: string) =>
    world.run(
      'bootstrap',
      `sudo crictl exec -it $(sudo crictl ps -q --name etcd) etcdctl ${words}`,
    );
  const one = await etcdctl('endpoint status');
  const all = await etcdctl('endpoint status --cluster -w json');
  expect({ status: one.status, stderr: one.stderr }).toEqual({ status: 0, stderr: '' });
  expect(one.stdout).toMatch(/127\.0\.0\.1:2379, [0-9a-f]+, 3\.5\.\d+, .*, true, false, \d+, \d+/);
  expect(all.status).toBe(0);
  expect(JSON.parse(all.stdout)).toHaveLength(1);
});

test('curl says what the handshake failed of: no TLS, a reset, an end', async () => {
  const { network } = world.shared;
  // Where sshd listens.
  const said = async (answer: (stream: Duplex) => unknown): Promise<string> => {
    network.listen('bootstrap', 22, (stream) => void stream.once('data', () => answer(stream)));
    const { stdout, stderr, status } = await world.run(
      'bootstrap',
      'curl -sSk https://localhost:22/',
    );
    expect({ status, stdout }).toEqual({ status: 35, stdout: '' });
    return stderr;
  };
  expect(await said((stream) => stream.write('SSH-2.0-OpenSSH_8.7\r\n'))).toMatch(
    /^curl: \(35\) .*wrong version number/,
  );
  expect(await said((stream) => stream.destroy())).toMatch(/^curl: \(35\) /);
  expect(await said((stream) => stream.end())).toMatch(/^curl: \(35\) /);
});
