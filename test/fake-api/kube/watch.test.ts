/** A watch misses nothing, tells nothing twice, and says once that something is gone. In-process: no client. */
import { expect, test } from 'vitest';
import type { KubeRequest } from '../../../src/fake-api/kube/exchange.ts';
import { answer } from '../../../src/fake-api/kube/router.ts';
import { openKube } from '../../../src/fake-api/kube/store.ts';
import { labTimes } from '../../../src/fake-api/kube/times.ts';
import { openLiveLab } from '../../../src/host/open-live-lab.ts';
import { openPki } from '../../../src/host/pki.ts';
import { SECOND, type KubeObject, type Lab, type LabInput } from '../../../src/sim/index.ts';
import { EPOCH_MICROS } from '../../helpers/fake-lab.ts';
import { played } from '../../sim/played.ts';

interface Told {
  readonly type: string;
  readonly object: KubeObject;
}
const RESOURCE = 'core/configmaps';

async function watching(since = 0): Promise<{
  told: Told[];
  write: (verb: 'create' | 'update' | 'delete', name: string, value?: string) => void;
}> {
  const world = played('first-boot', {}, 'cluster-manifests-applied');
  const lab = openLiveLab(world, { pace: 1, paused: true });
  const pki = openPki({ read: world.read, epochMicros: EPOCH_MICROS });
  const kube = openKube(lab, labTimes(EPOCH_MICROS), pki);
  /** `since` configmaps are written after the list and before the watch. */
  const listed = world.read.revision();
  for (let i = 0; i < since; i++) writeTo(world, 'create', `early-${i}`);
  const query = new URLSearchParams({ watch: 'true', resourceVersion: String(listed) });
  const request: KubeRequest = {
    method: 'GET',
    path: '/api/v1/namespaces/default/configmaps',
    query,
    headers: { accept: 'application/json' },
    body: Buffer.alloc(0),
    user: { name: 'system:admin', groups: ['system:masters'] },
    host: 'bootstrap',
    signal: new AbortController().signal,
  };
  const { body } = await answer(kube, request);
  if (typeof body === 'string') throw new Error(body);
  const told: Told[] = [];
  body({
    write: (text) => {
      for (const line of text.trim().split('\n')) told.push(JSON.parse(line) as Told);
      return true;
    },
    end: () => undefined,
  });
  return {
    told,
    write: (verb, name, value) => writeTo(world, verb, name, value),
  };
}

function writeTo(world: Lab, verb: 'create' | 'update' | 'delete', name: string, value = ''): void {
  const body = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default' },
    data: { value },
  } as unknown as KubeObject;
  const input: LabInput = {
    who: 'trainee',
    kind: 'kube',
    host: 'bootstrap',
    verb,
    resource: RESOURCE,
    namespace: 'default',
    name,
    ...(verb === 'delete' ? {} : { body }),
  };
  world.input(input);
  world.runUntil(world.now + SECOND);
}

test('rule 2: an object that is gone is told by one DELETED event with its last state', async () => {
  const { told, write } = await watching();
  write('create', 'a', 'first');
  write('update', 'a', 'last');
  write('delete', 'a');
  write('create', 'b');
  expect(told.map(({ type, object }) => [type, object.metadata.name])).toEqual([
    ['ADDED', 'a'],
    ['MODIFIED', 'a'],
    ['DELETED', 'a'],
    ['ADDED', 'b'],
  ]);
  expect(told[2]?.object['data']).toEqual({ value: 'last' });
});

test('rule 3: n changes after the list are n events, in the order of their resourceVersions', async () => {
  const { told, write } = await watching();
  for (let i = 0; i < 40; i++) write('create', `c-${i}`);
  for (let i = 0; i < 40; i += 2) write('update', `c-${i}`, 'changed');
  expect(told).toHaveLength(60);
  const versions = told.map(({ object }) => Number(object.metadata.resourceVersion));
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(new Set(versions).size).toBe(60);
});

test('rule 3: what came between the list and the watch is told first, once and in order', async () => {
  const { told, write } = await watching(3);
  write('create', 'late');
  expect(told.map(({ type, object }) => [type, object.metadata.name])).toEqual([
    ['ADDED', 'early-0'],
    ['ADDED', 'early-1'],
    ['ADDED', 'early-2'],
    ['ADDED', 'late'],
  ]);
});
