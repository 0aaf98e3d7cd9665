/** The API server as the lab's own programs reach it: TLS over a dialled stream, no socket. */
import https from 'node:https';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { serveKube } from '../../../src/fake-api/kube/server.ts';
import { openNetwork } from '../../../src/host/network.ts';
import { openPki } from '../../../src/host/pki.ts';
import { EPOCH_MICROS, fakeLab } from '../../helpers/fake-lab.ts';

function setup() {
  const fake = fakeLab();
  const pki = openPki({ read: fake.lab.world.read, epochMicros: EPOCH_MICROS });
  const network = openNetwork(fake.lab);
  const { world } = fake.lab;
  const on = world.on.bind(world);
  /** Who is told of the world's facts at present. */
  const listening = new Set<object>();
  Object.assign(world, {
    on(listener: Parameters<typeof on>[0]) {
      const off = on(listener);
      listening.add(listener);
      return () => {
        listening.delete(listener);
        off();
      };
    },
  });
  serveKube({ lab: fake.lab, network, pki, hosts: ['bootstrap'] });
  /** Opens a watch and gives what ends its connection. */
  async function watch(path: string): Promise<() => void> {
    const socket = await connected('localhost');
    return new Promise((resolve, reject) => {
      const request = https.request({ path, createConnection: () => socket }, () =>
        resolve(() => socket.destroy()),
      );
      request.on('error', reject).end();
    });
  }
  async function connected(servername: string): Promise<tls.TLSSocket> {
    const dialled = await network.dial({ from: 'bootstrap', to: 'localhost', port: 6443 });
    if (!dialled.ok) throw new Error(dialled.failure);
    return tls.connect({
      socket: dialled.stream,
      servername,
      ca: pki.pem('root-ca.crt'),
      cert: pki.pem('admin.crt'),
      key: pki.pem('admin.key'),
    });
  }
  async function get(path: string, servername: string): Promise<{ status: number; body: string }> {
    const socket = await connected(servername);
    return new Promise((resolve, reject) => {
      const request = https.request({ path, createConnection: () => socket }, (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      request.on('error', reject).end();
    });
  }
  return { fake, get, watch, listening };
}

test('answers with the certificate of the name that was asked for', async () => {
  const { get } = setup();
  expect(await get('/healthz', 'localhost')).toEqual({ status: 200, body: 'ok' });
  expect(await get('/healthz', 'api.ocp4.example.com')).toEqual({ status: 200, body: 'ok' });
});
test('a failing check is listed without verbose, and its reason is withheld', async () => {
  const { fake, get } = setup();
  const checks = [
    { name: 'ping', ok: true, error: '' },
    { name: 'etcd', ok: false, error: 'context deadline exceeded' },
  ];
  fake.answers.set('health', { ok: true, checks });
  expect(await get('/readyz', 'localhost')).toEqual({
    status: 500,
    body: '[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n',
  });
  expect(await get('/readyz?exclude=etcd', 'localhost')).toEqual({ status: 200, body: 'ok' });
  expect(await get('/readyz/etcd', 'localhost')).toEqual({
    status: 500,
    body: 'internal server error: context deadline exceeded\n',
  });
});
test('moments are printed as the API prints them', async () => {
  const { fake, get } = setup();
  fake.put('coordination.k8s.io/leases', {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'scheduler', namespace: 'kube-system', creationTimestamp: 61_000_000 },
    spec: { renewTime: 61_500_001 },
  });
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/scheduler';
  const { body } = await get(path, 'localhost');
  expect(JSON.parse(body)).toMatchObject({
    metadata: { creationTimestamp: '2026-01-01T00:01:01Z' },
    spec: { renewTime: '2026-01-01T00:01:01.500001Z' },
  });
});
test('a path that cannot be read is a bad request', async () => {
  const { get } = setup();
  expect((await get('/api/v1/namespaces/%E0%A4%A', 'localhost')).status).toBe(400);
});
test('the log of a container that ran and was removed cannot be retrieved; one that never ran waits', async () => {
  const { fake, get } = setup();
  const pod = (name: string, status: object) =>
    fake.put('core/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'openshift-etcd', uid: name },
      spec: { nodeName: 'bootstrap', containers: [{ name: 'etcd' }] },
      status: { containerStatuses: [{ name: 'etcd', ...status }] },
    });
  pod('ran', { containerID: 'cri-o://1f2e', state: { running: { startedAt: 1 } }, lastState: {} });
  pod('new', { containerID: '', state: { waiting: { reason: 'ContainerCreating' } } });
  const log = (name: string) =>
    get(`/api/v1/namespaces/openshift-etcd/pods/${name}/log`, 'localhost');

  expect(await log('ran')).toEqual({
    status: 200,
    body: 'unable to retrieve container logs for cri-o://1f2e',
  });
  const { status, body } = await log('new');
  expect(status).toBe(400);
  expect(body).toContain(
    String.raw`\"etcd\" in pod \"new\" is waiting to start: ContainerCreating`,
  );
});

test('a client that goes ends its watch: nobody is told for it any more', async () => {
  const { fake, watch, listening } = setup();
  const before = listening.size;
  const leave = await watch('/api/v1/namespaces/default/pods?watch=1');
  expect(listening.size).toBe(before + 1);
  leave();
  while (listening.size > before) await new Promise((resolve) => setImmediate(resolve));
  fake.put('core/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default' },
  });
});
