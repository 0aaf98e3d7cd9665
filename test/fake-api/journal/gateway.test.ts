import http from 'node:http';
import { expect, test } from 'vitest';
import { JOURNAL_PORT, serveJournal } from '../../../src/fake-api/journal/gateway.ts';
import { openNetwork } from '../../../src/host/network.ts';
import { fakeLab, type FakeLab } from '../../helpers/fake-lab.ts';

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}
function setup(): {
  fake: FakeLab;
  get: (path: string, headers?: Record<string, string>) => Promise<Reply>;
  /** What a follow sends until it has sent `count` lines; `during` is done once it stands. */
  follow: (count: number, during: () => void) => Promise<string>;
} {
  const fake = fakeLab();
  const network = openNetwork(fake.lab);
  serveJournal(fake.lab, network, 'bootstrap');
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Reply> => {
    const dialled = await network.dial({
      from: 'workstation',
      to: 'bootstrap',
      port: JOURNAL_PORT,
    });
    if (!dialled.ok) throw new Error(dialled.failure);
    return new Promise((resolve, reject) => {
      const request = http.request(
        { path, headers, createConnection: () => dialled.stream },
        (response) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (text: string) => (body += text));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'] ?? '',
              body,
            }),
          );
        },
      );
      request.on('error', reject).end();
    });
  };
  const follow = async (count: number, during: () => void): Promise<string> => {
    const dialled = await network.dial({
      from: 'workstation',
      to: 'bootstrap',
      port: JOURNAL_PORT,
    });
    if (!dialled.ok) throw new Error(dialled.failure);
    return new Promise((resolve, reject) => {
      const headers = { accept: 'application/json' };
      const options = { path: '/entries?follow', headers, createConnection: () => dialled.stream };
      const request = http.request(options, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
          if (body.split('\n').length <= count) return;
          resolve(body);
          request.destroy();
        });
        response.on('end', () => reject(new Error(`ended by itself after ${body}`)));
        during();
      });
      request.on('error', reject).end();
    });
  };
  fake.setNow(61_500_000);
  fake.write('bootstrap', 'bootkube.service', 'Starting bootkube.sh...');
  fake.setNow(62_000_000);
  fake.write('bootstrap', 'kubelet.service', 'two\nlines');
  return { fake, get, follow };
}

test('prints entries as journalctl does, continuation lines below the message', async () => {
  const { get } = setup();
  const { body, type } = await get('/entries');
  expect(type).toBe('text/plain');
  expect(body).toBe(
    'Jan 01 00:01:01 bootstrap bootkube[42]: Starting bootkube.sh...\n' +
      `Jan 01 00:01:02 bootstrap kubelet[42]: two\n${' '.repeat(39)}lines\n`,
  );
});
test('gives JSON with cursor and boot id, and matches on fields', async () => {
  const { get } = setup();
  const { body } = await get('/entries?_SYSTEMD_UNIT=bootkube.service&boot', {
    accept: 'application/json',
  });
  const entry: unknown = JSON.parse(body);
  expect(entry).toMatchObject({
    MESSAGE: 'Starting bootkube.sh...',
    __MONOTONIC_TIMESTAMP: '61500000',
    _BOOT_ID: 'fedcba9876543210fedcba9876543210',
  });
});
test('exports a value with line ends by its length', async () => {
  const { get } = setup();
  const { body } = await get('/entries', {
    accept: 'application/vnd.fdo.journal',
    range: 'entries=:-1:1',
  });
  expect(body).toContain('MESSAGE\n\t\0\0\0\0\0\0\0two\nlines\n\n');
});
test('takes a range from the start, from the end and after a cursor', async () => {
  const { get } = setup();
  const lines = async (range: string): Promise<number> =>
    (await get('/entries', { accept: 'application/json', range })).body.split('\n').length - 1;
  expect(await lines('entries=:1')).toBe(1);
  expect(await lines('entries=:1:5')).toBe(1);
  expect(await lines('entries=:-2:2')).toBe(2);
  const { body } = await get('/entries', { accept: 'application/json' });
  const cursor = /"__CURSOR":"([^"]+)"/.exec(body)?.[1] ?? '';
  expect(await lines(`entries=${cursor}:1:10`)).toBe(1);
});
test('rule 13: a cursor is the same in a list and in a follow, and the next entry comes after it', async () => {
  const { fake, get, follow } = setup();
  for (let n = 0; n < 8; n++) fake.write('bootstrap', 'crio.service', `line ${n}`);
  const read = (body: string): { cursor: string; message: string }[] =>
    body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, string>)
      .map((e) => ({ cursor: e['__CURSOR'] ?? '', message: e['MESSAGE'] ?? '' }));
  const list = read((await get('/entries', { accept: 'application/json' })).body);
  expect(new Set(list.map(({ cursor }) => cursor)).size).toBe(10);
  expect(read(await follow(10, () => undefined))).toEqual(list);
  for (const [i, { cursor }] of list.slice(0, -1).entries()) {
    const range = `entries=${cursor}:1:1`;
    const { body } = await get('/entries', { accept: 'application/json', range });
    expect(read(body)).toEqual([list[i + 1]]);
  }
});
test('rule 14: a follow goes on until its client goes: 160 entries and more come through', async () => {
  const { fake, follow } = setup();
  const body = await follow(402, () => {
    for (let n = 0; n < 400; n++) fake.write('bootstrap', 'crio.service', `line ${n}`);
  });
  const said = body.split('\n').flatMap((line) => /"MESSAGE":"(line \d+)"/.exec(line)?.[1] ?? []);
  expect(said).toEqual(Array.from({ length: 400 }, (_, n) => `line ${n}`));
});
test('answers nonsense as gatewayd does', async () => {
  const { get } = setup();
  expect(await get('/entries', { range: 'bytes=0-' })).toMatchObject({
    status: 400,
    body: 'Failed to parse Range header.\n',
  });
  expect(await get('/nothing')).toMatchObject({ status: 404 });
  expect(await get('/')).toMatchObject({ status: 301 });
});

test('an error inside is an answer: 500, and the next request is served', async () => {
  const { fake, get } = setup();
  const { read } = fake.lab.world;
  const { journal } = read;
  Object.assign(read, {
    journal() {
      throw new Error('broken');
    },
  });
  const { status, body } = await get('/entries');
  expect({ status, body }).toEqual({ status: 500, body: 'Internal server error.\n' });
  Object.assign(read, { journal });
  expect((await get('/entries')).status).toBe(200);
});
