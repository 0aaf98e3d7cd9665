/** Going back: the doors lead another way with the same ports and keys, and both ways go on. */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { MINUTE } from '../../src/sim/index.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
let lab: OpenLab;
beforeAll(async () => {
  lab = await openRealLab({ until: 'masters-joined' });
});
afterAll(() => lab.close());

const api = async (path: string, body?: object): Promise<Record<string, unknown>> => {
  const response = await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${lab.staffToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
};
/** A request through the balancer's door, as somebody outside makes it. */
const balancer = (
  path: string,
  onData: (text: string) => void = () => undefined,
): Promise<string> =>
  new Promise((resolve) => {
    const ca = readFileSync(lab.env['EGGTOOTH_CA'] ?? '');
    const kubeconfig = readFileSync(lab.env['KUBECONFIG'] ?? '', 'utf8');
    const pem = (name: string): Buffer =>
      Buffer.from(new RegExp(`${name}: (\\S+)`).exec(kubeconfig)?.[1] ?? '', 'base64');
    const cert = pem('client-certificate-data');
    const key = pem('client-key-data');
    const url = `${lab.env['EGGTOOTH_API']}${path}`;
    request(url, { ca, cert, key, agent: false }, (response) => {
      let text = '';
      response
        .on('data', (chunk) => {
          text += String(chunk);
          onData(text);
        })
        .on('end', () => resolve(text))
        .on('error', ({ message }) => resolve(message));
    })
      .on('error', ({ message }) => resolve(message))
      .end();
  });

test('what has not come yet, or is no moment, cannot be gone back to', async () => {
  expect((await api('/fork', { atSeconds: 99_999 }))['error']).toMatch(
    /cannot go back to 99999 s\n.*It has not come yet/,
  );
  expect((await api('/fork', { event: 'bootstrap-complete' }))['error']).toMatch(
    /has not come yet/,
  );
  expect((await api('/fork', { atSeconds: -1 }))['error']).toMatch(/atSeconds/);
  expect(await api('~7')).toMatchObject({ error: expect.stringContaining('there is no lab') });
});

test('the doors lead to the branch; a watch from before ends as in an outage; both go on', async () => {
  const first = lab.lab.world;
  expect(await balancer('/healthz')).toBe('ok');
  let watching = (): void => undefined;
  const watched = new Promise<void>((resolve) => (watching = resolve));
  const watch = balancer('/api/v1/nodes?watch=1', watching);
  await watched;

  const ended = first.now;
  const branch = await api('/fork', { event: 'rhcos-booted' });
  expect(branch).toMatchObject({ branch: 2, from: 1, current: true });
  expect(await watch).toMatch(/ECONNRESET|aborted|hang up|"ADDED"/);
  // The same door, but the API server is not there yet: accepted, then closed.
  expect(await balancer('/healthz')).toMatch(/ECONNRESET|hang up|disconnected/);
  expect(first.read.route('workstation', 'bootstrap', 6443).ok).toBe(true);

  await api('/clock', { until: 'kube-apiserver-started' });
  expect(await balancer('/healthz')).toBe('ok');
  expect(first.now).toBe(ended);
  await api('~1/clock', { step: true });
  expect(first.now).toBeGreaterThan(ended);

  await api('~1/enter', {});
  expect((await api(''))['branch']).toBe(1);
  expect(await balancer('/api/v1/nodes')).toContain('master-2');
});

test('a terminal has what stood on it then, and a shell of its own below', async () => {
  const open = (id: string): { socket: WebSocket; text: () => string } => {
    const url = `${lab.url.replace('http', 'ws')}/api/v1/labs/${id}/stream`;
    const socket = new WebSocket(url, [`eggtooth.token.${lab.token}`]);
    let text = '';
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Record<string, unknown>;
      if (message['type'] === 'data') text += String(message['data']);
      if (message['type'] === 'welcome') {
        const opening = { type: 'open', channel: 1, host: 'workstation', columns: 80, rows: 24 };
        socket.send(JSON.stringify({ ...opening, session: 'mine', from: 0 }));
      }
    });
    return { socket, text: () => text };
  };
  const until = async (done: () => boolean): Promise<void> => {
    for (let i = 0; i < 200 && !done(); i++) await new Promise((r) => setTimeout(r, 10));
  };
  const type = (socket: WebSocket, data: string): void =>
    socket.send(JSON.stringify({ type: 'input', channel: 1, data }));
  const origin = open(`${lab.lab.id}~1`);
  await until(() => origin.text().includes('$ '));
  type(origin.socket, 'echo be""fore\r');
  await until(() => origin.text().includes('\rbefore'));
  const at = lab.lab.world.now;
  lab.lab.world.runUntil(at + MINUTE);
  type(origin.socket, 'echo af""ter\r');
  await until(() => origin.text().includes('\rafter'));

  const { id } = await api('~1/fork', { atSeconds: Math.ceil(at / 1e6) });
  const branch = open(String(id));
  await until(() => /gone back to [\s\S]*\$ $/.test(branch.text()));
  expect(branch.text()).toMatch(/\rbefore[\s\S]*-- gone back to \d\d:\d\d --[\s\S]*\$ $/);
  expect(branch.text()).not.toContain('after');
  type(origin.socket, 'echo still""here\r');
  await until(() => origin.text().includes('\rstillhere'));
  expect(origin.text()).toContain('\rstillhere');
  origin.socket.close();
  branch.socket.close();
});

test('there is room for eight ways, and the ninth is refused with what to do', async () => {
  for (let i = 0; i < 8; i++) await api('~1/fork', { atSeconds: 60 });
  expect((await api('~1/fork', { atSeconds: 60 }))['error']).toMatch(/gone 8 ways already/);
  expect((await api(''))['branch']).toBe(8);
});

test('a case goes back to where it was handed over, and its grade says how often', async () => {
  const { title, drill, ...spec } = loadScenario('pager-says-broken', {}, 1);
  if (drill === undefined) throw new Error('no drill');
  const options = { pace: 1, paused: true, autopilot: true, ports: PORTS, title, drill };
  const one = await openLab(spec, options);
  const begun = one.lab.world.now / 1e6;
  const ask = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${one.url}/api/v1/labs/${one.lab.id}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${one.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  one.lab.world.runUntil(one.lab.world.now + MINUTE);
  expect((await ask('/fork', { atSeconds: begun - 5 }))['error']).toMatch(/The case begins later/);
  expect(await ask('/fork', { atSeconds: Math.ceil(begun) + 20 })).toMatchObject({ branch: 2 });
  const debrief = await ask('/drill/diagnosis', { where: 'nothing', what: 'none' });
  expect(JSON.stringify(debrief['score'])).toContain('went back 1 time(s)');
  expect(await ask('~1/debrief')).toEqual(debrief);
  expect(await ask('~1/fork', { atSeconds: 10 })).toMatchObject({ branch: 3 });
  await one.close();
});

test('a change of what is no parameter, or to what it cannot be, is refused and breaks nothing', async () => {
  const input = (set: object): Promise<Record<string, unknown>> =>
    api('/inputs', { who: 'operator', kind: 'patch', set });
  expect((await input({ 'nowhere.disk.fsync': { fixedMillis: 1 } }))['error']).toContain(
    '"nowhere.disk.fsync" is not a parameter of the lab',
  );
  for (const set of [
    { 'bootstrap.disk.fsync': { fixedMillis: -1 } },
    { 'bootstrap.disk.fsync': 'slow' },
    { 'bootstrap.link.up': 'no' },
    { 'bootstrap.unit.haproxy': 'x' },
    { 'registry.bytesPerSecond': 'many' },
  ])
    expect((await input(set))['error']).toMatch(/cannot be .*\n.*\n.*It takes /);
  expect((await api(''))['status']).toBe('running');
  expect(await input({ 'bootstrap.disk.fsync': { fixedMillis: 1 } })).toHaveProperty('atSeconds');
});
