/** Real curl against the API server's TLS port: certificates, plain HTTP, anonymous requests. */
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, skipped, type Outcome } from '../../helpers/clients.ts';
import { fakeApiServer, type FakeApiServer } from '../../helpers/fake-api-server.ts';

const curl = (...words: string[]): Promise<Outcome> => run('curl', ['-sS', ...words]);

describe.skipIf(skipped('curl'))('curl', () => {
  let server: FakeApiServer;
  const url = (path: string, scheme = 'https'): string =>
    `${scheme}://127.0.0.1:${server.port}${path}`;

  beforeAll(async () => {
    server = await fakeApiServer();
  });
  afterAll(() => server.close());

  test('gets ok with the CA', async () => {
    const ca = join(server.folder, 'ca.crt');
    expect((await curl('--cacert', ca, url('/healthz'))).stdout).toBe('ok');
    const byName = ['--resolve', `api.ocp4.example.com:${server.port}:127.0.0.1`];
    expect(
      (await curl('--cacert', ca, ...byName, `https://api.ocp4.example.com:${server.port}/healthz`))
        .stdout,
    ).toBe('ok');
  });
  test('refuses without the CA as it always does', async () => {
    const { code, stderr } = await curl(url('/healthz'));
    expect(code).toBe(60);
    expect(stderr).toContain('SSL certificate problem: unable to get local issuer certificate');
  });
  test('is forbidden as anonymous, and unauthorized with a token', async () => {
    const anonymous = await curl('-k', url('/api/v1/nodes'));
    expect(JSON.parse(anonymous.stdout)).toMatchObject({
      kind: 'Status',
      code: 403,
      message:
        'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
    });
    const token = await curl('-k', '-H', 'Authorization: Bearer x', url('/api'));
    expect(JSON.parse(token.stdout)).toMatchObject({ code: 401, reason: 'Unauthorized' });
  });
  test('hears on plain HTTP that the port speaks HTTPS', async () => {
    const { stdout } = await curl('--http0.9', url('/healthz', 'http'));
    expect(stdout).toContain('Client sent an HTTP request to an HTTPS server.');
  });
  test('gets health over HTTP/1.1 and HTTP/2', async () => {
    for (const version of ['--http1.1', '--http2']) {
      expect((await curl('-k', version, url('/readyz'))).stdout).toBe('ok');
    }
  });
  test('still gets health after garbage', async () => {
    for (const garbage of [
      '\u0000\u0001garbage\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000nonsense',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = net.connect(server.port, '127.0.0.1', () => socket.write(garbage));
        socket
          .on('error', () => undefined)
          .on('close', () => resolve())
          .resume();
        socket.setTimeout(500, () => socket.destroy());
      });
    }
    expect((await curl('-k', url('/healthz'))).stdout).toBe('ok');
  });
});
