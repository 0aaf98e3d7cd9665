import { once } from 'node:events';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { serveProxy } from '../../../src/fake-api/proxy/door.ts';
import { openDoor, type Door } from '../../../src/host/door.ts';
import { openNetwork } from '../../../src/host/network.ts';
import { fakeLab, type FakeLab } from '../../helpers/fake-lab.ts';

let door: Door | undefined;
afterEach(() => door?.close());

async function setup(): Promise<{
  fake: FakeLab;
  socket: net.Socket;
  read: () => Promise<Buffer>;
}> {
  const fake = fakeLab();
  const network = openNetwork(fake.lab);
  network.listen('bootstrap', 80, (stream) => void stream.end('hello from the lab'));
  door = await openDoor({ port: 0, flag: '--proxy-port', onSocket: serveProxy(network) });
  const socket = net.connect(door.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const read = async (): Promise<Buffer> => (await once(socket, 'data'))[0] as Buffer;
  return { fake, socket, read };
}
const byName = (name: string, port: number): Buffer =>
  Buffer.concat([
    Buffer.from([5, 1, 0, 3, name.length]),
    Buffer.from(name),
    Buffer.from([port >> 8, port & 255]),
  ]);

test('SOCKS5 leads to a host by its name', async () => {
  const { socket, read } = await setup();
  socket.write(Buffer.from([5, 1, 0]));
  expect([...(await read())]).toEqual([5, 0]);
  socket.write(byName('bootstrap', 80));
  const answer = await read();
  expect([...answer.subarray(0, 2)]).toEqual([5, 0]);
  const rest = answer.length > 10 ? answer.subarray(10) : await read();
  expect(rest.toString()).toBe('hello from the lab');
});
test('a port that refuses is told as refused', async () => {
  const { fake, socket } = await setup();
  fake.setRoute({ ok: false, failure: 'refused', afterMicros: 0 });
  socket.write(Buffer.concat([Buffer.from([5, 1, 0]), byName('bootstrap', 81)]));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const answer = Buffer.concat(chunks);
  expect([...answer.subarray(0, 4)]).toEqual([5, 0, 5, 5]);
});
test('CONNECT does the same over HTTP', async () => {
  const { socket } = await setup();
  socket.write('CONNECT bootstrap:80 HTTP/1.1\r\nhost: bootstrap:80\r\n\r\n');
  let heard = '';
  for await (const chunk of socket) heard += String(chunk);
  expect(heard).toBe('HTTP/1.1 200 Connection established\r\n\r\nhello from the lab');
});
test('garbage is closed and the door stays', async () => {
  const { socket } = await setup();
  socket.write('\u0000\u0001\u0002nonsense\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
  const again = net.connect(door?.port ?? 0, '127.0.0.1');
  await once(again, 'connect');
  again.destroy();
});
test('half a greeting holds nobody up', async () => {
  const { socket, read } = await setup();
  socket.write(Buffer.from([5, 1, 0, 5]));
  expect([...(await read())]).toEqual([5, 0]);
  const again = net.connect(door?.port ?? 0, '127.0.0.1');
  await once(again, 'connect');
  again.destroy();
  socket.destroy();
});
test('a closed door refuses and opens on the same number', async () => {
  await setup();
  const port = door?.port ?? 0;
  door?.setOpen(false);
  const refused = net.connect(port, '127.0.0.1');
  expect(await once(refused, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
  door?.setOpen(true);
  const again = net.connect(port, '127.0.0.1');
  await once(again, 'connect');
  again.destroy();
});
test('a port that is taken is named with its flag', async () => {
  await setup();
  await expect(
    openDoor({ port: door?.port ?? 0, flag: '--proxy-port', onSocket: () => undefined }),
  ).rejects.toThrow(/is taken[\s\S]*--proxy-port/);
});
