import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { openNetwork } from '../../src/host/network.ts';
import { fakeLab } from '../helpers/fake-lab.ts';

const DIAL = { from: 'workstation', to: 'bootstrap', port: 22 };

function setup() {
  const fake = fakeLab();
  const network = openNetwork(fake.lab);
  const dial = async (): Promise<Duplex> => {
    const result = await network.dial(DIAL);
    if (!result.ok) throw new Error(result.failure);
    return result.stream;
  };
  return { fake, network, dial };
}

test('bytes go both ways, and the end of one side is the end of the other', async () => {
  const { network, dial } = setup();
  network.listen('bootstrap', 22, (stream) => stream.pipe(stream));
  const stream = await dial();
  stream.setEncoding('utf8');
  stream.end('hello');
  let heard = '';
  for await (const text of stream) heard += String(text);
  expect(heard).toBe('hello');
});
test('a route that fails is a failure, and a port without a face takes the connection and closes it', async () => {
  const { fake, network } = setup();
  expect(await network.dial(DIAL)).toMatchObject({ ok: false, failure: 'eof' });
  fake.setRoute({ ok: false, failure: 'noSuchHost', afterMicros: 1000 });
  expect(await network.dial(DIAL)).toMatchObject({ ok: false, failure: 'noSuchHost' });
});
test('when the program stops listening its connections end', async () => {
  const { fake, network, dial } = setup();
  network.listen('bootstrap', 22, () => undefined);
  const stream = await dial();
  stream.resume();
  fake.emit({ kind: 'socket', host: 'bootstrap', port: 22, listening: false, service: 'sshd' });
  await once(stream, 'end');
});
test('when the host loses power its connections are reset', async () => {
  const { fake, network, dial } = setup();
  network.listen('bootstrap', 22, () => undefined);
  const stream = await dial();
  const failed = once(stream, 'error');
  fake.emit({ kind: 'power', host: 'bootstrap', on: false, how: 'destroy' });
  expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
});
test('a reader that does not read holds the writer back', async () => {
  const { network, dial } = setup();
  let far: Duplex | undefined;
  network.listen('bootstrap', 22, (stream) => (far = stream));
  const stream = await dial();
  while (stream.write(Buffer.alloc(16_384)));
  expect(stream.writableLength).toBeGreaterThan(0);
  far?.resume();
  await once(stream, 'drain');
});
