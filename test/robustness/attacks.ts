/**
 * What strangers send: one attack is one connection or message, drawn by a seed. Each resolves when it has been sent and
 * the other side has had a moment to choke on it; none looks at the answer.
 */
import { connect as connectH2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import type { Seeded } from '../helpers/seeded.ts';
import { credentials } from '../helpers/up.ts';

export interface Target {
  readonly env: Readonly<Record<string, string>>;
  /** Every port that listens, ssh too. */
  readonly ports: readonly number[];
}
export type Attack = (target: Target, chance: Seeded) => Promise<void>;

const GIVE_UP_MILLIS = 150;
const portOf = (address = ''): number => Number(new URL(address).port);

function sendRaw(socket: Socket, bytes: string | Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(late);
      socket.destroy();
      resolve();
    };
    const late = setTimeout(done, GIVE_UP_MILLIS);
    socket.on('error', done).on('close', done);
    socket.write(bytes);
  });
}
const loopback = (port: number): Socket => connect(port, '127.0.0.1');
const tls = (port: number): Socket =>
  connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });

const TARGETS = [
  '//',
  '///',
  '/',
  '*',
  '',
  'http://[',
  'http://[::1',
  'http://%zz/',
  '/%',
  '/%zz',
  '/%c0%af',
  '/..%2f..%2fetc/passwd',
  '/../../../../etc/passwd',
  '//127.0.0.1//',
  'http://a b/',
  '/?%',
  '/#',
  '/entries?%E0%A4%A',
  '/entries?follow&discrete',
  '/fields/%',
  '/api/v1/%2e%2e/labs',
  '/l/%zz',
  '/api/v1/namespaces/%/pods',
  '/apis//v1',
  '/api/v1/labs//stream',
  'https://:0',
  '\\\\',
  '/\u0001',
  '/api/v1/pods?labelSelector=(((',
  '/api/v1/pods?fieldSelector=a=b=c&limit=-1&continue=%00',
  '/api/v1/pods?watch=true&resourceVersion=-1&timeoutSeconds=99999999999999',
  '/openapi/v3/%zz',
  `/${'a'.repeat(20_000)}`,
  `/?${'a=b&'.repeat(3000)}`,
];
const METHODS = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PRI',
  'G\u0000T',
  '',
];
const HEADERS = [
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Content-Length: 5\r\nContent-Length: 6',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked, chunked',
  'Range: entries=99999999999999999999:-5:1e9',
  'Range: entries=:-1:0',
  'Range: \u0000',
  'Accept: \u00ff/\u00ff;q=1e309',
  'Connection: upgrade',
  'Expect: 100-continue',
  'Upgrade: websocket',
  'Upgrade: h2c\r\nHTTP2-Settings: %%%',
  'Sec-WebSocket-Key: x',
  'Sec-WebSocket-Version: 99999999999',
  'Authorization: Bearer ',
  'Authorization: Basic ////',
  'Host: evil.example',
  'Host: 127.0.0.1:1:1',
  'Origin: null',
  `X: ${'y'.repeat(9000)}`,
  'Content-Type: application/yaml',
  'Content-Type: \u0001',
  'Cookie: =;=;;',
];

/** A request line and headers that no client would write, to any port, in clear or by TLS. */
const badRequest: Attack = ({ ports }, chance) => {
  const port = chance.pick(ports);
  const headers = Array.from({ length: chance.int(4) }, () => chance.pick(HEADERS));
  const version = chance.pick(['HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', 'HTTP/1.1 ', '']);
  const line = `${chance.pick(METHODS)} ${chance.pick(TARGETS)} ${version}`;
  const host = chance.int(3) === 0 ? [] : [`Host: 127.0.0.1:${port}`];
  const text = `${[line, ...host, ...headers].join('\r\n')}\r\n\r\n${chance.pick(['', '0\r\n\r\n', 'ffffffffff\r\nx', '{'])}`;
  return sendRaw(chance.int(2) === 0 ? loopback(port) : tls(port), Buffer.from(text, 'latin1'));
};

const garbage: Attack = ({ ports }, chance) => {
  const port = chance.pick(ports);
  const start = chance.pick([
    '',
    'SSH-2.0-x\r\n',
    'SSH-9',
    '\u0005\u0001\u0000',
    '\u0005',
    '\u0016\u0003\u0001',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ]);
  const bytes = Buffer.concat([Buffer.from(start, 'latin1'), chance.bytes(chance.int(2000))]);
  return sendRaw(chance.int(3) === 0 ? tls(port) : loopback(port), bytes);
};

/** SOCKS requests of every type, cut anywhere. */
const proxy: Attack = ({ env }, chance) => {
  const name = Buffer.from(
    chance.pick(['api.ocp4.example.com', '', '\u0000', 'x'.repeat(255), '127.0.0.1', '::1']),
  );
  const whole = Buffer.concat([
    Buffer.from([
      5,
      1,
      0,
      5,
      chance.pick([1, 2, 3, 255]),
      0,
      chance.pick([1, 3, 4, 0, 9]),
      name.length,
    ]),
    name,
    chance.bytes(2),
    chance.bytes(chance.int(40)),
  ]);
  const http = `CONNECT ${chance.pick(['', ':', 'a:99999', '[::1', 'api.ocp4.example.com:6443', '\u0000:1'])} HTTP/1.1\r\n\r\n`;
  const bytes =
    chance.int(3) === 0 ? Buffer.from(http) : whole.subarray(0, 1 + chance.int(whole.length));
  return sendRaw(loopback(portOf(env['EGGTOOTH_PROXY']?.replace('socks5h', 'http'))), bytes);
};

const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  '',
  'x',
  -1,
  0,
  1,
  0.5,
  1e11,
  2 ** 53,
  -(2 ** 53),
  1e308,
  [],
  {},
  [[]],
  ['x', 5],
  '\u0000',
  '\ud800',
  '__proto__',
  '../..',
  'bootstrap',
  'workstation',
  'x'.repeat(5000),
  { toString: 1 },
];
/** One message of each type, as the page sends it. */
const MESSAGES: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'hello', token: 'x' },
  { type: 'open', channel: 1, host: 'bootstrap', columns: 80, rows: 24, session: 's', from: 0 },
  { type: 'input', channel: 1, data: 'less /etc/hosts\r' },
  { type: 'resize', channel: 1, columns: 80, rows: 24 },
  { type: 'ack', channel: 1, written: 1 },
  { type: 'painted', channel: 1, written: 1 },
  { type: 'scrolled', channel: 1, lines: 1 },
  { type: 'journal', channel: 2, host: 'bootstrap', unit: 'bootkube.service', after: 'f1' },
  { type: 'chart', channel: 3, host: 'bootstrap' },
  { type: 'drawn', channel: 3, sample: 1 },
  { type: 'seen', channel: 2, ids: ['f1'], chosen: 'f1' },
  { type: 'look-back', atSeconds: 1 },
  { type: 'close', channel: 1 },
];
/** Every message with every field wrong, after those that open what it speaks of. */
const stream: Attack = async ({ env }, chance) => {
  const { port } = new URL(env['EGGTOOTH_URL'] ?? '');
  const labs = await fetch(`http://127.0.0.1:${port}/api/v1/labs`, { headers: bearer(env) });
  const { labs: list } = (await labs.json()) as { labs: { id: string }[] };
  const address = `ws://127.0.0.1:${port}/api/v1/labs/${list[0]?.id}/stream`;
  const socket = new WebSocket(address, [`eggtooth.token.${env['EGGTOOTH_TOKEN']}`]);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.terminate();
      resolve();
    };
    socket.on('error', done).on('close', done);
    socket.on('open', () => {
      for (const message of [MESSAGES[1], MESSAGES[7], MESSAGES[8]])
        socket.send(JSON.stringify(message));
      for (const message of MESSAGES) {
        for (const field of Object.keys(message))
          socket.send(JSON.stringify({ ...message, [field]: chance.pick(VALUES) }));
      }
      socket.send(
        chance.pick([
          '',
          '{',
          '1e309',
          '[]',
          '"x"',
          `{"type":"open","channel":1,"host":"bootstrap","columns":1e309,"rows":24}`,
        ]),
      );
      socket.send(chance.bytes(chance.int(300)), { binary: true });
      setTimeout(done, GIVE_UP_MILLIS);
    });
  });
};

const bearer = (env: Target['env']): Record<string, string> => ({
  authorization: `Bearer ${env['EGGTOOTH_TOKEN']}`,
});
const BODIES: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['clock', { pace: 1 }],
  ['clock', { until: 'x' }],
  ['inputs', { who: 'x', kind: 'patch', set: { 'bootstrap.disk.fsync': { fixedMillis: 0 } } }],
  ['inputs', { who: 'x', kind: 'heal', id: 'i1' }],
  ['inputs', { who: 'x', kind: 'unit', host: 'bootstrap', unit: 'crio', verb: 'start' }],
  ['faults/dry-run', { fault: 'x', host: 'bootstrap', set: { fixedMillis: '5' } }],
  ['wait', { event: 'x' }],
  ['fork', { atSeconds: 99_999 }],
];
/** The control API's bodies with one field wrong; what would move the lab away is left out. */
const control: Attack = async ({ env }, chance) => {
  const { port } = new URL(env['EGGTOOTH_URL'] ?? '');
  const labs = await fetch(`http://127.0.0.1:${port}/api/v1/labs`, { headers: bearer(env) });
  const { labs: list } = (await labs.json()) as { labs: { id: string }[] };
  const [path, body] = chance.pick(BODIES);
  const field = chance.pick(Object.keys(body));
  const fits = (each: unknown): boolean => typeof each !== 'number' || each < 0 || each > 1e6;
  const value = chance.pick(VALUES.filter(fits));
  const text = chance.pick([
    JSON.stringify({ ...body, [field]: value }),
    JSON.stringify({ ...body, set: { [JSON.stringify(value) ?? '']: chance.pick(VALUES) } }),
    '{"pace":1e309}',
    '{"pace":-1}',
    '[',
    JSON.stringify(value) ?? '',
  ]);
  await fetch(`http://127.0.0.1:${port}/api/v1/labs/${list[0]?.id}/${path}`, {
    method: 'POST',
    headers: { ...bearer(env), 'content-type': 'application/json' },
    body: text,
    signal: AbortSignal.timeout(GIVE_UP_MILLIS),
  }).catch(() => undefined);
};

const KUBE_PATHS = [
  '/api/v1/namespaces/default/configmaps',
  '/api/v1/nodes/bootstrap',
  '/api/v1/namespaces/default/pods/x/log?tailLines=-1',
  '/apis/apps/v1/deployments',
  '/api/v1/namespaces/default/configmaps/x?fieldManager=',
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  '/api/v1/namespaces/x/finalize',
  '/apis/apps/v1/namespaces/x/deployments/y/scale',
  '/api/v1/events?limit=1e309',
];
const TYPES = [
  'application/json',
  'application/yaml',
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/vnd.kubernetes.protobuf',
  'text/plain',
  '',
];
const kubeBody = (chance: Seeded): string | Buffer =>
  chance.pick<string | Buffer>([
    '',
    '[',
    'a: &a [*a, *a]',
    '*nope',
    `${'['.repeat(5000)}`,
    '{"metadata":[]}',
    '{"metadata":{"name":5,"labels":[]}}',
    'null',
    '[null]',
    '[{"op":"remove","path":""}]',
    '[{"op":"add","path":"/__proto__/x","value":1}]',
    '{"metadata":{"resourceVersion":"x"}}',
    '{"data":5}',
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","annotations":{"a":null}}}',
    '{"spec":{"replicas":1e309}}',
    '{"spec":{"replicas":-5},"metadata":{"name":"\\u0000"}}',
    'k8s\u0000',
    chance.bytes(200),
    'a: 1\n---\nb: 2',
    `a: &a ["lol"]\n${Array.from({ length: 20 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`},*${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`,
  ]);

/** The Kubernetes API over HTTP/2: bad bodies, streams reset at once, streams that nobody reads, half of one. */
const http2: Attack = async ({ env }, chance) => {
  const { cert, key } = credentials(env);
  const session = connectH2(`https://127.0.0.1:${portOf(env['EGGTOOTH_API'])}`, {
    cert,
    key,
    rejectUnauthorized: false,
  });
  await new Promise<void>((resolve) => {
    const done = (): void => {
      session.destroy();
      resolve();
    };
    session.on('error', done).on('close', done);
    session.on('connect', () => {
      const many = chance.pick([1, 5, 300]);
      for (let i = 0; i < many && !session.destroyed; i += 1) {
        const method = chance.pick(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'X']);
        const path = chance.pick([...KUBE_PATHS, ...TARGETS.filter((each) => each.length < 300)]);
        try {
          const request = session.request({
            ':method': method,
            ':path': path || '/',
            'content-type': chance.pick(TYPES),
          });
          request.on('error', () => undefined);
          const end = chance.int(3);
          if (end === 0) request.close(constants.NGHTTP2_CANCEL);
          else if (end === 1) request.end(kubeBody(chance));
          else request.pause();
        } catch {
          // The client library itself refuses it: nothing was sent.
        }
      }
      setTimeout(done, GIVE_UP_MILLIS);
    });
  });
};

/** The same by curl's way, HTTP/1.1. */
const kube: Attack = ({ env }, chance) => {
  const { cert, key } = credentials(env);
  const port = portOf(env['EGGTOOTH_API']);
  const body = Buffer.from(kubeBody(chance));
  const method = chance.pick(['POST', 'PATCH', 'PUT', 'DELETE', 'GET']);
  const head = `${method} ${chance.pick(KUBE_PATHS)} HTTP/1.1\r\nHost: a\r\nContent-Type: ${chance.pick(TYPES)}\r\nContent-Length: ${body.length}\r\n\r\n`;
  const socket = connectTls({ port, host: '127.0.0.1', cert, key, rejectUnauthorized: false });
  return sendRaw(socket, Buffer.concat([Buffer.from(head), body]));
};

export const ATTACKS = { badRequest, garbage, proxy, stream, control, http2, kube } as const;
