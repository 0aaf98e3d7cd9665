/** Every open port hears nonsense and goes on; taken ports are named; labs do not hurt each other. */
import { randomBytes } from 'node:crypto';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { openLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { openRealLab } from '../helpers/real-lab.ts';

let lab: OpenLab;
let other: OpenLab;
beforeAll(async () => {
  lab = await openRealLab({ until: 'cluster-manifests-applied' });
  other = await openRealLab({ until: 'etcd-started' });
});
afterAll(async () => {
  await lab.close();
  await other.close();
});

const NONSENSE = [
  Buffer.from('garbage\r\n\r\n'),
  Buffer.from([0]),
  Buffer.from('GET / HTTP/9.9\r\n\r\n'),
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense'),
  Buffer.from('\u0016\u0003\u0001\u0002\u0000\u0001nonsense', 'latin1'),
  Buffer.from('\u0005\u0001\u0000\u0005\u0001\u0000\u0009', 'latin1'),
  Buffer.from('CONNECT nowhere:1 HTTP/1.1\r\n\r\n'),
  Buffer.from('SSH-2.0-nonsense\r\n\u0000\u0000\u0000\u0001', 'latin1'),
  Buffer.from('SSH-1.0-old\r\n'),
  Buffer.alloc(200_000, 'x'),
  randomBytes(5_000),
];
const WAIT_MILLIS = 150;

/** Sends it, and hangs up when the other side has, or after a moment: half of them with a reset. */
function send(port: number, bytes: Buffer, reset: boolean): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const end = (): void => void (reset ? socket.resetAndDestroy() : socket.destroy());
    socket
      .on('error', () => undefined)
      .on('close', () => resolve())
      .resume();
    setTimeout(end, WAIT_MILLIS);
  });
}
const portOf = (url: string | undefined): number => Number(new URL(url ?? '').port);
const sshPorts = (of: OpenLab): number[] =>
  [...readFileSync(of.env['EGGTOOTH_SSH_CONFIG'] ?? '', 'utf8').matchAll(/Port (\d+)/g)].map(
    ([, port]) => Number(port),
  );

const healthz = (of: OpenLab): Promise<string> =>
  new Promise((resolve, reject) => {
    const ca = readFileSync(of.env['EGGTOOTH_CA'] ?? '');
    request(`${of.env['EGGTOOTH_API']}/healthz`, { ca, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
const banner = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject).once('data', (data) => {
      resolve(String(data).slice(0, 8));
      socket.destroy();
    });
  });
async function wellAt(of: OpenLab): Promise<void> {
  expect(await healthz(of)).toBe('ok');
  expect((await fetch(of.url)).status).toBeLessThan(500);
  const journal = await fetch(`${of.env['EGGTOOTH_JOURNAL']}/entries?boot`, {
    headers: { range: 'entries=0:1' },
  });
  expect(await journal.text()).not.toBe('');
  const [workstation = 0, bootstrap = 0] = sshPorts(of);
  expect(await banner(workstation)).toBe('SSH-2.0-');
  expect(await banner(bootstrap)).toBe('SSH-2.0-');
}

test(
  'nonsense on every open port changes nothing for the others',
  { timeout: 30_000 },
  async () => {
    const { env } = lab;
    const ports = [
      portOf(lab.url),
      portOf(env['EGGTOOTH_API']),
      portOf(env['EGGTOOTH_JOURNAL']),
      portOf(env['EGGTOOTH_PROXY']),
      ...sshPorts(lab),
    ];
    expect(new Set(ports).size).toBe(9);
    await wellAt(lab);
    await Promise.all(
      ports.flatMap((port) => NONSENSE.map((bytes, i) => send(port, bytes, i % 2 === 0))),
    );
    await wellAt(lab);
  },
);

test('a paused lab, and one that has ended, leave the other alone', async () => {
  const digest = lab.lab.world.digest();
  await other.lab.clock.until('kube-apiserver-started');
  expect(lab.lab.world.digest()).toBe(digest);
  await other.close();
  await wellAt(lab);
});

test.each(['page', 'api', 'journal', 'proxy', 'ssh'] as const)(
  'a taken port of %s is named with its flag, and nothing is left open',
  async (name) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { title, ...spec } = loadScenario('first-boot');
    const ports = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0, [name]: port };
    await expect(
      openLab(spec, { pace: 1, paused: true, autopilot: false, ports, title }),
    ).rejects.toThrow(new RegExp(`port ${port} .*\\n.*\\n.*--${name}-port PORT`));
    await new Promise((resolve) => taken.close(resolve));
  },
);

test('a lab that has broken refuses at its doors, its page says so, and the others go on', async () => {
  const broken = await openRealLab({ until: 'etcd-started' });
  const well = await openRealLab({ until: 'etcd-started' });
  const refused = (url: string): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.once('connect', () => resolve((socket.destroy(), false)));
      socket.once('error', () => resolve(true));
    });
  Object.defineProperty(broken.lab.world, 'status', { get: () => 'broken' });
  broken.lab.clock.resume();
  for (const name of ['EGGTOOTH_API', 'EGGTOOTH_JOURNAL', 'EGGTOOTH_PROXY'])
    await expect.poll(() => refused(broken.env[name] ?? '')).toBe(true);
  expect(await refused(well.env['EGGTOOTH_PROXY'] ?? '')).toBe(false);
  const clock = await fetch(`${broken.url}/api/v1/labs/${broken.lab.id}/clock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${broken.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ step: true }),
  });
  expect([clock.status, await clock.text()]).toEqual([
    500,
    expect.stringContaining('stands still'),
  ]);
  await broken.close();
  await well.close();
});
