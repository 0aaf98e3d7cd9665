/** Two real kubectls against the API server's face over a lab without a world. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isThere, kubectlPath, run, skipped, type Outcome } from '../../helpers/clients.ts';
import { fakeApiServer, type FakeApiServer } from '../../helpers/fake-api-server.ts';

const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'clusteroperators.config.openshift.io' },
  spec: {
    group: 'config.openshift.io',
    scope: 'Cluster',
    names: {
      kind: 'ClusterOperator',
      plural: 'clusteroperators',
      singular: 'clusteroperator',
      shortNames: ['co'],
    },
    versions: [{ name: 'v1', served: true, storage: true, subresources: { status: {} } }],
  },
};
const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'bootstrap', creationTimestamp: 100e6, labels: { role: 'bootstrap' } },
  spec: {},
  status: {
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'ready' }],
    nodeInfo: { kubeletVersion: 'v1.31.3' },
  },
};

describe.each(['1.32', '1.28'])('kubectl %s', (version) => {
  const program = kubectlPath(version);
  const it = test.skipIf(skipped(program));
  let server: FakeApiServer;
  const kubectl = (...words: string[]): Promise<Outcome> =>
    run(program, [
      '--kubeconfig',
      server.kubeconfig,
      '--cache-dir',
      join(server.folder, 'cache'),
      ...words,
    ]);
  const printed = async (...words: string[]): Promise<string> => {
    const { code, stdout, stderr } = await kubectl(...words);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  beforeAll(async () => {
    server = await fakeApiServer();
    server.fake.setNow(600e6);
    server.fake.put('core/nodes', NODE);
    server.fake.put('core/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'default' },
      status: { phase: 'Active' },
    });
    server.fake.put('core/events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'bootstrap.1', namespace: 'default' },
      involvedObject: { kind: 'Node', name: 'bootstrap', uid: 'bootstrap' },
      type: 'Normal',
      reason: 'Starting',
      message: 'Starting kubelet.',
      firstTimestamp: 90e6,
      lastTimestamp: 540e6,
      count: 3,
      source: { component: 'kubelet', host: 'bootstrap' },
    });
  });
  afterAll(() => server.close());

  test.runIf(process.env['CI'] === 'true')('is there', () => expect(isThere(program)).toBe(true));

  it('prints nodes with ages by the lab clock', async () => {
    expect(await printed('get', 'nodes')).toBe(
      'NAME        STATUS   ROLES    AGE     VERSION\nbootstrap   Ready    <none>   8m20s   v1.31.3\n',
    );
  });
  it('knows no clusteroperators before their definition is stored', async () => {
    const before = await kubectl('get', 'co');
    expect(before.stderr).toBe(`error: the server doesn't have a resource type "co"\n`);

    server.fake.put('apiextensions.k8s.io/customresourcedefinitions', CRD);

    expect((await kubectl('get', 'co')).stderr).toBe('No resources found\n');
  });
  it('selects by label and by field', async () => {
    expect(await printed('get', 'nodes', '-l', 'role in (bootstrap)', '-o', 'name')).toBe(
      'node/bootstrap\n',
    );
    expect(await printed('get', 'nodes', '-l', 'role!=bootstrap', '-o', 'name')).toBe('');
    expect(
      await printed('get', 'nodes', '--field-selector', 'metadata.name=bootstrap', '-o', 'name'),
    ).toBe('node/bootstrap\n');
    const refused = await kubectl('get', 'nodes', '--field-selector', 'spec.foo=1');
    expect(refused.stderr).toContain('field label not supported: spec.foo');
  });
  it('describes a node with its events', async () => {
    const text = await printed('describe', 'node', 'bootstrap');
    expect(text).toContain('CreationTimestamp:  Thu, 01 Jan 2026 00:01:40 +0000');
  });
  it('reads the health checks', async () => {
    expect(await printed('get', '--raw', '/readyz?verbose')).toBe(
      '[+]ping ok\n[+]etcd ok\nreadyz check passed\n',
    );
  });
  it('creates, labels, annotates and deletes', async () => {
    expect(await printed('create', 'configmap', 'one', '--from-literal=a=b')).toBe(
      'configmap/one created\n',
    );
    expect(await printed('get', 'cm', 'one', '-o', 'jsonpath={.data.a}')).toBe('b');
    expect(await printed('label', 'cm', 'one', 'x=y')).toBe('configmap/one labeled\n');
    expect(await printed('annotate', 'cm', 'one', 'x=y')).toBe('configmap/one annotated\n');
    const again = await kubectl('create', 'configmap', 'one');
    expect(again.stderr).toContain('configmaps "one" already exists');
    expect(await printed('delete', 'cm', 'one')).toBe('configmap "one" deleted\n');
    const gone = await kubectl('get', 'cm', 'one');
    expect(gone.stderr).toBe('Error from server (NotFound): configmaps "one" not found\n');
  });
  it('applies, twice, and on the server', async () => {
    const file = join(server.folder, 'cm.yaml');
    writeFileSync(
      file,
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two, namespace: default}\ndata: {a: "1"}\n',
    );
    expect(await printed('apply', '-f', file)).toBe('configmap/two created\n');
    expect(await printed('apply', '-f', file)).toBe('configmap/two unchanged\n');
    expect(await printed('apply', '--server-side', '-f', file)).toBe(
      'configmap/two serverside-applied\n',
    );
  });
  it('asks what it may do', async () => {
    expect(await printed('auth', 'can-i', 'delete', 'nodes')).toBe('yes\n');
    expect(await printed('auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}')).toBe(
      'admin',
    );
  });
  it('watches a change as it happens', async () => {
    const words = ['--kubeconfig', server.kubeconfig, 'get', 'nodes', '-w', '--no-headers'];
    const watcher = spawn(program, words);
    let seen = '';
    watcher.stdout.setEncoding('utf8');
    const shows = (pattern: RegExp): Promise<void> =>
      new Promise((resolve) => {
        const look = (data: string): void => {
          seen += data;
          if (!pattern.test(seen)) return;
          watcher.stdout.off('data', look);
          resolve();
        };
        watcher.stdout.on('data', look);
      });
    await shows(/^bootstrap .*\n/);

    server.fake.put('core/nodes', { ...NODE, metadata: { ...NODE.metadata, name: 'master-0' } });

    await shows(/^master-0 +Ready/m);
    watcher.kill();
  });
  it('is told that etcd timed out in the server’s words', async () => {
    server.fake.answers.set('kube', { ok: false, error: 'etcdTimeout', message: '' });
    const { stderr } = await kubectl('get', 'node', 'bootstrap');
    server.fake.answers.delete('kube');
    expect(stderr).toBe('Error from server: etcdserver: request timed out\n');
  });
  it('may only read without system:masters', async () => {
    const reader = await fakeApiServer('reader');
    reader.fake.put('core/nodes', NODE);
    const as = (...words: string[]): Promise<Outcome> =>
      run(program, ['--kubeconfig', reader.kubeconfig, ...words]);
    expect((await as('get', 'nodes')).code).toBe(0);
    const refused = await as('delete', 'node', 'bootstrap');
    expect(refused.stderr).toContain(
      'User "reader" cannot delete resource "nodes" in API group "" at the cluster scope',
    );
    await reader.close();
  });
});
