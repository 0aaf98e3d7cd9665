/** What the API server refuses, and the Status from which a client prints why. In-process: no client. */
import { expect, test } from 'vitest';
import type { KubeRequest, KubeResponse } from '../../../src/fake-api/kube/exchange.ts';
import { answer } from '../../../src/fake-api/kube/router.ts';
import { statusResponse, type StatusError } from '../../../src/fake-api/kube/status.ts';
import { openKube } from '../../../src/fake-api/kube/store.ts';
import { labTimes } from '../../../src/fake-api/kube/times.ts';
import { openLiveLab } from '../../../src/host/open-live-lab.ts';
import { openPki } from '../../../src/host/pki.ts';
import { EPOCH_MICROS } from '../../helpers/fake-lab.ts';
import { played } from '../../sim/played.ts';

async function asked(
  method: string,
  path: string,
  sent?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const world = played('first-boot', {}, 'cluster-manifests-applied');
  const lab = openLiveLab(world, { pace: 1, paused: true });
  const pki = openPki({ read: world.read, epochMicros: EPOCH_MICROS });
  const kube = openKube(lab, labTimes(EPOCH_MICROS), pki);
  const request: KubeRequest = {
    method,
    path,
    query: new URLSearchParams(),
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: Buffer.from(sent === undefined ? '' : JSON.stringify(sent)),
    user: { name: 'system:admin', groups: ['system:masters'] },
    host: 'bootstrap',
    signal: new AbortController().signal,
  };
  const arrived: KubeResponse[] = [];
  void answer(kube, request)
    .catch((error: unknown) => statusResponse(error as StatusError))
    .then((response) => arrived.push(response));
  while (arrived.length === 0) {
    world.runUntil(world.nextDue());
    await new Promise((resolve) => setImmediate(resolve));
  }
  const [{ status, body } = { status: 0, body: '' }] = arrived;
  if (typeof body !== 'string') throw new Error('a stream');
  return { status, body: JSON.parse(body) as Record<string, unknown> };
}

test.each(['default', 'kube-system', 'kube-public'])(
  'the namespace %s may not be deleted',
  async (name) => {
    const { status, body } = await asked('DELETE', `/api/v1/namespaces/${name}`);
    expect(status).toBe(403);
    expect(body).toMatchObject({
      kind: 'Status',
      reason: 'Forbidden',
      message: `namespaces "${name}" is forbidden: this namespace may not be deleted`,
      details: { name, kind: 'namespaces' },
    });
  },
);

test('another namespace may', async () => {
  const { status } = await asked('DELETE', '/api/v1/namespaces/openshift-etcd');
  expect(status).toBe(200);
});

test('an object that is invalid is refused with the kind and a cause for each field', async () => {
  const { status, body } = await asked('POST', '/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'Bad_Name' },
    spec: { containers: [{ name: 'a' }] },
  });
  expect(status).toBe(422);
  expect(body['reason']).toBe('Invalid');
  expect(body['details']).toMatchObject({
    name: 'Bad_Name',
    kind: 'Pod',
    causes: [
      {
        reason: 'FieldValueInvalid',
        field: 'metadata.name',
        message: expect.stringMatching(
          /^Invalid value: "Bad_Name": a lowercase RFC 1123/,
        ) as string,
      },
      {
        reason: 'FieldValueRequired',
        field: 'spec.containers[0].image',
        message: 'Required value',
      },
    ],
  });
});

test('an object that asks for a generated name gets one, five characters after its prefix', async () => {
  const { status, body } = await asked('POST', '/api/v1/namespaces/default/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { generateName: 'made-' },
  });
  expect(status).toBe(201);
  expect((body['metadata'] as { name: string }).name).toMatch(/^made-[a-z0-9]{5}$/);
});

test('an object without any name is refused', async () => {
  const { status, body } = await asked('POST', '/api/v1/namespaces/default/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {},
  });
  expect(status).toBe(422);
  expect(body['details']).toMatchObject({
    kind: 'ConfigMap',
    causes: [{ field: 'metadata.name' }],
  });
});

test('a status that is sent along is dropped, and a new pod is Pending', async () => {
  const { status, body } = await asked('POST', '/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'new' },
    spec: { containers: [{ name: 'a', image: 'b' }], nodeName: 'master-9' },
    status: { phase: 'Running' },
  });
  expect(status).toBe(201);
  expect(body['status']).toEqual({ phase: 'Pending' });
});
