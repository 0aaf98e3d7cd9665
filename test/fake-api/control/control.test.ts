import http from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { terminalSessions } from '../../../src/fake-api/control/terminal-sessions.ts';
import { serveControl, type ControlServer } from '../../../src/fake-api/control/server.ts';
import type { Branches, LabRoom } from '../../../src/fake-api/control/control-options.ts';
import type { LabInput } from '../../../src/sim/index.ts';
import { fakeLab, type FakeLab } from '../../helpers/fake-lab.ts';

const TOKEN = 'secret-token';
const TRAINEE = 'trainee-token';
let server: ControlServer;
let fake: FakeLab;
let typed: string[];
let advance: () => void;

beforeEach(async () => {
  fake = fakeLab();
  typed = [];
  const listeners = new Set<() => void>();
  advance = () => {
    for (const listener of listeners) listener();
  };
  const inputs: LabInput[] = [];
  Object.assign(fake.lab.world, {
    spec: { seed: 1, profile: 'handbook', scenario: 'first-boot' },
    status: 'running',
    counts: () => ({}),
    why: (what: string) => (what === 'f1' ? [{ at: 1e6, what: 'a disk', input: 'i1' }] : []),
    input: (input: LabInput) => ({ id: `i${inputs.push(input)}`, at: 5e6 }),
  });
  Object.assign(fake.lab, {
    onAdvance: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const room: LabRoom = {
    lab: fake.lab,
    branch: 1,
    scenario: { id: 'first-boot', title: 'First boot' },
    faults: { list: () => [], change: () => ({}), dryRun: () => ({}) },
    level: 'normal',
    clockHeld: () => false,
    holdClock: () => undefined,
    addresses: () => ({}),
    terminals: terminalSessions(
      async ({ write }) => ({
        write: (text) =>
          void (typed.push(text), write(Buffer.from(`echo ${text}`), text.length + 5)),
        resize: () => undefined,
        ackPainted: (written) => void typed.push(`painted ${written}`),
        scrolled: (lines) => void typed.push(`scrolled ${lines}`),
        close: () => undefined,
      }),
      () => 0,
    ),
  };
  server = await serveControl({
    port: 0,
    staffToken: TOKEN,
    traineeToken: TRAINEE,
    branches: onlyOne(room),
  });
});
afterEach(() => server.close());

const onlyOne = (room: LabRoom): Branches => ({
  name: room.lab.id,
  current: () => room,
  find: (id) => (id === room.lab.id ? room : undefined),
  list: () => [{ branch: 1, nowSeconds: 0, current: true, steps: [] }],
  fork: () => room,
  enter: () => undefined,
  watched: () => undefined,
  lookBack: () => undefined,
  onChange: () => () => undefined,
});

function get(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body?: object,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const all = sent === undefined ? headers : { ...headers, 'content-type': 'application/json' };
    const request = http.request(
      {
        port: server.port,
        host: '127.0.0.1',
        path,
        headers: all,
        method,
        setHost: headers['host'] === undefined,
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    request.on('error', reject).end(sent);
  });
}
const authorization = `Bearer ${TOKEN}`;
const own = (): string => `127.0.0.1:${server.port}`;

test('token, Host and Origin must all be right', async () => {
  const path = '/api/v1/labs';
  expect((await get(path, {})).status).toBe(401);
  expect((await get(path, { authorization: 'Bearer wrong' })).status).toBe(401);
  for (const same of ['/%61pi/v1/labs', '/api/v1/%6cabs', '/api/v1/nothing'])
    expect((await get(same, {})).status).toBe(401);
  expect((await get(path, { authorization, host: 'evil.example' })).status).toBe(403);
  expect((await get('/', { host: 'evil.example' })).status).toBe(403);
  expect((await get(path, { authorization, origin: 'http://evil.example' })).status).toBe(403);
  const right = await get(path, { authorization, host: own(), origin: `http://${own()}` });
  expect(right).toMatchObject({ status: 200 });
  expect(JSON.parse(right.body)).toEqual({
    labs: [{ id: 'fake-1-0000', branch: 1, scenario: 'first-boot', seed: 1, status: 'running' }],
  });
});

function open(
  headers: Record<string, string>,
  protocols: string[] = [],
): Promise<number | WebSocket> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${own()}/api/v1/labs/fake-1-0000/stream`, protocols, {
      headers,
    });
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => resolve(socket));
  });
}
test('the stream refuses a foreign Host, a foreign Origin and a wrong token', async () => {
  const protocol = `eggtooth.token.${TOKEN}`;
  expect(await open({ host: 'evil.example' }, [protocol])).toBe(403);
  expect(await open({ origin: 'http://evil.example' }, [protocol])).toBe(403);
  expect(await open({}, ['eggtooth.token.wrong'])).toBe(401);
  const socket = (await open({ origin: `http://${own()}` }, [protocol])) as WebSocket;
  expect(socket.protocol).toBe(protocol);
  socket.terminate();
});
test('the stream closes on a first message without the token, and welcomes one with it', async () => {
  const wrong = (await open({})) as WebSocket;
  wrong.send(JSON.stringify({ type: 'hello', token: 'wrong' }));
  expect(await new Promise((resolve) => wrong.on('close', resolve))).toBe(4401);
  const { socket, next } = await conversation();
  expect(await next('welcome')).toMatchObject({ lab: { id: 'fake-1-0000' } });
  socket.terminate();
});

interface Conversation {
  readonly socket: WebSocket;
  readonly next: (type: string) => Promise<Record<string, unknown>>;
}
async function conversation(): Promise<Conversation> {
  const socket = (await open({})) as WebSocket;
  const waiting: { type: string; resolve: (message: Record<string, unknown>) => void }[] = [];
  const unread: Record<string, unknown>[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Record<string, unknown>;
    const index = waiting.findIndex(({ type }) => type === message['type']);
    if (index < 0) unread.push(message);
    else waiting.splice(index, 1)[0]?.resolve(message);
  });
  socket.send(JSON.stringify({ type: 'hello', token: TOKEN }));
  const next = (type: string): Promise<Record<string, unknown>> => {
    const index = unread.findIndex((message) => message['type'] === type);
    const found = unread.splice(index, index < 0 ? 0 : 1)[0];
    return found === undefined
      ? new Promise((resolve) => waiting.push({ type, resolve }))
      : Promise.resolve(found);
  };
  return { socket, next };
}
test('a terminal takes input and hears what was painted', async () => {
  const { socket, next } = await conversation();
  socket.send(
    JSON.stringify({ type: 'open', channel: 1, host: 'bootstrap', columns: 80, rows: 24 }),
  );
  socket.send(JSON.stringify({ type: 'input', channel: 1, data: 'ls' }));
  expect(await next('data')).toEqual({
    type: 'data',
    channel: 1,
    written: 7,
    data: 'echo ls',
    atSeconds: 0,
  });
  socket.send(JSON.stringify({ type: 'painted', channel: 1, written: 7 }));
  socket.send(JSON.stringify({ type: 'nonsense' }));
  expect(await next('error')).toEqual({
    type: 'error',
    error: expect.stringContaining('message not understood'),
  });
  expect(typed).toEqual(['scrolled 0', 'ls', 'painted 7']);
  socket.terminate();
});
test('a journal resumes after the entry that was seen last', async () => {
  const first = fake.write('bootstrap', 'kubelet.service', 'one');
  fake.write('bootstrap', 'bootkube.service', 'two');
  const { socket, next } = await conversation();
  socket.send(JSON.stringify({ type: 'journal', channel: 2, host: 'bootstrap', after: first.id }));
  expect(await next('lines')).toMatchObject({ channel: 2, entries: [{ message: 'two' }] });
  fake.write('bootstrap', 'kubelet.service', 'three');
  advance();
  expect(await next('lines')).toMatchObject({ entries: [{ message: 'three' }] });
  socket.terminate();
});
test('bodies are checked, and why and inputs answer', async () => {
  const base = '/api/v1/labs/fake-1-0000';
  const post = (path: string, body: object): Promise<{ status: number; body: string }> =>
    get(`${base}/${path}`, { authorization }, 'POST', body);
  expect(await post('clock', { pace: -1 })).toMatchObject({ status: 400 });
  expect((await post('clock', { nonsense: 1 })).status).toBe(400);
  expect((await post('inputs', { who: 'x', kind: 'kube' })).status).toBe(400);
  expect(JSON.parse((await post('inputs', { who: 'x', kind: 'heal', id: 'i9' })).body)).toEqual({
    atSeconds: 0,
  });
  expect(JSON.parse((await get(`${base}/why?what=f1`, { authorization })).body)).toEqual({
    what: 'f1',
    chain: [{ atSeconds: 1, what: 'a disk', input: 'i1' }],
  });
  expect((await get(`${base}/why?what=f2`, { authorization })).status).toBe(404);
});
