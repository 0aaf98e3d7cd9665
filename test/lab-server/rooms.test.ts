/** Further labs of a process: who may open, end and steer them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHall, type OpenHall } from '../../src/lab-server/hall.ts';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
let hall: OpenHall;
let home: OpenLab;
beforeAll(async () => {
  hall = openHall();
  const { title, ...spec } = loadScenario('first-boot');
  home = await openLab(spec, {
    pace: 1,
    paused: true,
    autopilot: false,
    ports: PORTS,
    title,
    hall,
  });
});
afterAll(async () => {
  await home.close();
  await hall.close();
});

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly id?: string; readonly url?: string };
}
async function send(
  method: string,
  path: string,
  body: object | undefined,
  { token, person }: { token: string; person?: string },
  url = home.url,
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(person === undefined ? {} : { cookie: `eggtooth-person=${person}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
const A = 'a'.repeat(24);
const B = 'b'.repeat(24);
const CASE = { scenario: 'nothing-is-red', seed: 3 };

test('a page tells its browser who it is, once', async () => {
  const first = await fetch(home.url);
  expect(first.headers.get('set-cookie')).toMatch(
    /^eggtooth-person=[\w-]{24}; Path=\/; HttpOnly; SameSite=Strict/,
  );
  const again = await fetch(home.url, { headers: { cookie: `eggtooth-person=${A}` } });
  expect(again.headers.get('set-cookie')).toBe(null);
});

test('a case that she has open is not opened a second time by her, but by others and the staff', async () => {
  const trainee = { token: home.token };
  const opened = await send('POST', '/labs', CASE, { ...trainee, person: A });
  expect(opened.status).toBe(200);
  for (const again of [CASE, { ...CASE, level: 'exam' }, { ...CASE, seed: 4 }]) {
    const refused = await send('POST', '/labs', again, { ...trainee, person: A });
    expect(refused).toMatchObject({ status: 400, body: { code: 'EGT_CASE_OPEN' } });
  }
  // A program keeps no cookie: it may be hers.
  expect(await send('POST', '/labs', CASE, trainee)).toMatchObject({ status: 400 });
  expect(await send('POST', '/labs', CASE, { ...trainee, person: B })).toMatchObject({
    status: 200,
  });
  expect(await send('POST', '/labs', CASE, { token: home.staffToken })).toMatchObject({
    status: 200,
  });
});

test('a room ends by the instructor alone, and its place is free again', async () => {
  const { length } = hall.seats();
  const [seat] = hall.seats();
  const path = `/seats/${seat?.id}`;
  expect(await send('DELETE', path, undefined, { token: home.token })).toMatchObject({
    status: 403,
  });
  expect(await send('DELETE', path, undefined, { token: home.staffToken })).toMatchObject({
    status: 200,
  });
  expect(hall.seats()).toHaveLength(length - 1);
  await expect(fetch(seat?.url ?? '')).rejects.toThrow();
  expect(await send('DELETE', path, undefined, { token: home.staffToken })).toMatchObject({
    status: 404,
  });
});

test('the clock that the instructor holds is moved by no trainee’s key; in an exam it is held from the start', async () => {
  const base = `/labs/${home.lab.id}`;
  const trainee = { token: home.token };
  const staff = { token: home.staffToken };
  expect(await send('POST', `${base}/clock`, { pace: 2 }, trainee)).toMatchObject({ status: 200 });
  expect(await send('POST', `${base}/clock/hold`, { held: true }, trainee)).toMatchObject({
    status: 403,
  });
  expect(await send('POST', `${base}/clock/hold`, { held: true }, staff)).toMatchObject({
    status: 200,
  });
  for (const [path, body] of [
    ['/clock', { pace: 2 }],
    ['/clock', { pause: true }],
    ['/fork', { atSeconds: 0 }],
  ] as const) {
    const refused = await send('POST', `${base}${path}`, body, trainee);
    expect(refused).toMatchObject({ status: 403, body: { code: 'EGT_CLOCK_HELD' } });
  }
  expect(await send('POST', `${base}/clock`, { pause: true }, staff)).toMatchObject({
    status: 200,
  });
  await send('POST', `${base}/clock/hold`, { held: false }, staff);
  expect(await send('POST', `${base}/clock`, { pause: true }, trainee)).toMatchObject({
    status: 200,
  });

  const exam = { scenario: 'pager-says-broken', seed: 2, level: 'exam' };
  const { body } = await send('POST', '/labs', exam, { ...trainee, person: B });
  const room = new URL(body.url ?? '');
  const hers = { token: new URLSearchParams(room.hash.slice(1)).get('token') ?? '' };
  const moved = await send('POST', `/labs/${body.id}/clock`, { pace: 60 }, hers, room.origin);
  expect(moved).toMatchObject({ status: 403, body: { code: 'EGT_CLOCK_HELD' } });
});

test('the variables of a case hold no key of the staff’s', async () => {
  const { title, drill, ...spec } = loadScenario('pager-says-broken', {}, 2);
  if (drill === undefined) throw new Error('no drill');
  const lab = await openLab(spec, {
    pace: 10,
    paused: true,
    autopilot: true,
    ports: PORTS,
    title,
    hall,
    drill,
    level: 'exam',
  });
  const text = Object.entries(lab.env).join('\n');
  expect(text).not.toContain(lab.staffToken);
  expect(text).toContain(lab.token);
  await lab.close();
});
