/** Patches that a real API server refuses: nothing of them is stored. */
import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenLab } from '../../../src/lab-server/open-lab.ts';
import { openRealLab } from '../../helpers/real-lab.ts';
import { credentials } from '../../helpers/up.ts';

let lab: OpenLab;
const MAP = '/api/v1/namespaces/default/configmaps/x';
beforeAll(async () => {
  lab = await openRealLab({ until: 'cluster-manifests-applied' });
  const made = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: 'b' } };
  await send('POST', '/api/v1/namespaces/default/configmaps', 'application/json', made);
});
afterAll(() => lab.close());

function send(
  method: string,
  path: string,
  type: string,
  body: unknown,
): Promise<{ status: number; body: { message?: string; data?: unknown; metadata?: object } }> {
  const { port } = new URL(lab.env['EGGTOOTH_API'] ?? '');
  const options = { method, port, path, host: '127.0.0.1', servername: 'api.ocp4.example.com' };
  const headers = { 'content-type': type };
  return new Promise((resolve, reject) => {
    const sent = request(
      { ...options, agent: false, headers, ...credentials(lab.env) },
      (response) => {
        let text = '';
        response.on('data', (bytes: Buffer) => (text += bytes.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as object }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}
const MERGE = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

test.each([
  [MERGE, { data: 5 }, 400, 'cannot unmarshal number'],
  [MERGE, { data: { a: 5 } }, 400, 'cannot unmarshal number'],
  [MERGE, { metadata: { labels: [] } }, 400, 'cannot unmarshal array'],
  [MERGE, { metadata: { labels: { a: { b: 'c' } } } }, 400, 'of type string'],
  [MERGE, '{"metadata":{"labels":{"__proto__":{"x":1}}}}', 400, 'of type string'],
  [MERGE, { metadata: { resourceVersion: 'x' } }, 400, 'invalid syntax'],
  [MERGE, { metadata: [] }, 400, ''],
  [JSON_PATCH, [{ op: 'remove', path: '' }], 422, 'missing path'],
  [JSON_PATCH, [{ op: 'add', path: '/__proto__/polluted', value: 1 }], 422, 'missing path'],
  [JSON_PATCH, [{ op: 'test', path: '/constructor', value: 1 }], 422, 'missing path'],
  [STRATEGIC, '[]', 400, ''],
  [STRATEGIC, 'null', 400, ''],
])('%s %j is refused with %i', async (type, body, status, message) => {
  const answer = await send('PATCH', MAP, type, body);
  expect(answer.status).toBe(status);
  expect(answer.body.message).toContain(message);

  const kept = await send('GET', MAP, type, '');
  expect(kept.body.data).toEqual({ a: 'b' });
  expect(kept.body.metadata).not.toHaveProperty('labels');
  expect({}).not.toHaveProperty('polluted');
});
