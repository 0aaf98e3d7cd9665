/** What is left of a lab that has ended: nothing. */
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openRealLab } from '../helpers/real-lab.ts';

function refuses(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(true)).on('connect', () => resolve(false));
  });
}
function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

test('rule 8: when a lab has ended each of its ports refuses, and can be listened on again', async () => {
  const lab = await openRealLab({ until: 'etcd-started' });
  const config = readFileSync(lab.env['EGGTOOTH_SSH_CONFIG'] ?? '', 'utf8');
  const addresses = ['EGGTOOTH_API', 'EGGTOOTH_JOURNAL', 'EGGTOOTH_PROXY'].map(
    (name) => new URL((lab.env[name] ?? '').replace('socks5h', 'http')).port,
  );
  const ports = [
    new URL(lab.url).port,
    ...addresses,
    ...[...config.matchAll(/Port (\d+)/g)].map(([, port]) => port),
  ].map(Number);
  expect(ports.length).toBeGreaterThan(7);
  expect(await refuses(ports[0] ?? 0)).toBe(false);

  // Somebody is connected to each, and a stream is open, when it ends.
  const sockets = ports.map((port) => connect(port, '127.0.0.1').on('error', () => undefined));
  await lab.close();

  for (const port of ports) expect([port, await refuses(port)]).toEqual([port, true]);
  for (const port of ports) expect([port, await canListen(port)]).toEqual([port, true]);
  for (const socket of sockets) socket.destroy();
});
