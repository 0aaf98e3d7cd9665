/** Going back: the shells of a terminal stand as they stood at that moment, each way's its own. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { SECOND } from '../../src/sim/index.ts';
import { openRealLab } from '../helpers/real-lab.ts';

let lab: OpenLab;
beforeEach(async () => {
  lab = await openRealLab({ until: 'masters-joined' });
});
afterEach(() => lab.close());

interface Seen {
  type(line: string): void;
  /** What comes until this does. */
  see(what: RegExp): Promise<string>;
  close(): void;
}
const PROMPT = /\$ $/;
const PASTE_MODE = new RegExp(`${'\u001b'}\\[\\?2004[hl]\\r?`, 'g');
const UP = '\u001b[A';
const MILLIS = 10_000;

/** A terminal of the page on one way of the lab. */
async function open(id: string, session: string, host = 'workstation'): Promise<Seen> {
  const url = `${lab.url.replace('http', 'ws')}/api/v1/labs/${id}/stream`;
  const socket = new WebSocket(url, [`eggtooth.token.${lab.token}`]);
  let text = '';
  let heard = (): void => undefined;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Record<string, unknown>;
    if (message['type'] === 'welcome') {
      const opening = { type: 'open', channel: 1, host, columns: 120, rows: 24 };
      socket.send(JSON.stringify({ ...opening, session, from: 0 }));
    }
    if (message['type'] !== 'data') return;
    text += String(message['data']).replaceAll(PASTE_MODE, '');
    heard();
  });
  const see = async (what: RegExp): Promise<string> => {
    const over = setTimeout(() => {
      text += '(nothing more came)';
      heard();
    }, MILLIS);
    while (!what.test(text)) {
      if (text.endsWith('(nothing more came)')) throw new Error(`${what} did not come:\n${text}`);
      await new Promise<void>((resolve) => (heard = resolve));
    }
    clearTimeout(over);
    const found = text;
    text = '';
    return found;
  };
  return {
    type: (line) => socket.send(JSON.stringify({ type: 'input', channel: 1, data: line })),
    see,
    close: () => socket.close(),
  };
}
/** Types lines, and waits for the prompt after each. */
async function run({ type, see }: Seen, ...lines: string[]): Promise<string> {
  let last = '';
  for (const line of lines) {
    type(`${line}\r`);
    last = await see(/\r\n[^]*\$ $/);
  }
  return last;
}
/** So many seconds or more of lab time go by on the first way; gives the whole second of before. */
async function pass(seconds: number): Promise<number> {
  const { world, clock } = lab.lab;
  const at = Math.ceil(world.now / SECOND);
  while (world.now < (at + seconds) * SECOND) await clock.step();
  return at;
}
async function act(path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${lab.url}/api/v1/labs/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${lab.staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}
const back = async (from: string, atSeconds: number): Promise<string> =>
  String((await act(`${from}/fork`, { atSeconds }))['id']);
const first = (): string => `${lab.lab.id}~1`;

test('folder, variables, function, alias, option and history are as they were; what came later is not', async () => {
  const origin = await open(first(), 'state');
  await origin.see(PROMPT);
  await run(origin, 'cd /etc', 'export X=then', 'y=(a b)', 'f() { echo "f of $X"; }');
  await run(origin, "alias hi='echo alias of'", 'set -o pipefail', 'echo early');
  const then = await pass(60);
  await run(origin, 'cd /tmp', 'X=later', 'unset y', 'f() { echo later; }', 'unalias hi');
  await run(origin, 'set +o pipefail', 'echo late');

  const other = await open(await back(first(), then), 'state');
  const stood = await other.see(/gone back to[^]*\$ $/);
  expect(stood).toMatch(/-- gone back to \d\d:\d\d --[^]*\r\n\[core@workstation etc\]\$ $/);
  expect(stood).not.toContain('late');
  expect(await run(other, 'f; hi "$X ${y[1]}"; false | true || echo pipe; env | grep ^X=')).toMatch(
    /\r\nf of then\r\nalias of then b\r\npipe\r\nX=then\r\n/,
  );
  expect(await run(other, `${UP}${UP}`)).toContain('\r\nearly\r\n');
  expect(await run(other, 'history')).not.toMatch(/late|tmp/);

  // The first way's shell is untouched by it, and the other by the first.
  await run(other, 'X=other', 'f() { echo other; }', 'cd /var', 'alias hi=true', 'y=(other)');
  expect(await run(origin, 'f; echo "$X $PWD ${y[0]}."; alias; history')).toMatch(
    /\r\nlater\r\nlater \/tmp \.\r\n[^]*echo late/,
  );
  expect(await run(origin, 'history')).not.toContain('other');
  await run(origin, 'X=again');
  expect(await run(other, 'echo "$X $PWD ${y[0]}"')).toContain('\r\nother /var other\r\n');
  origin.close();
  other.close();
});

test('who was inside ssh and sudo on a node is there still, and comes out as she would have', async () => {
  const origin = await open(first(), 'nested');
  await origin.see(PROMPT);
  await run(origin, 'cd /tmp; where=outside');
  origin.type('inner() { local where=inside; ssh core@$BOOTSTRAP_IP; }; inner\r');
  await origin.see(/core@bootstrap ~\]\$ $/);
  await run(origin, 'cd /etc/kubernetes');
  origin.type('sudo -i\r');
  await origin.see(/root@bootstrap ~\]# $/);
  const then = await pass(60);
  origin.type('exit\rexit\r');
  await origin.see(/Connection to \S+ closed[^]*core@workstation tmp\]\$ $/);

  const other = await open(await back(first(), then), 'nested');
  await other.see(/gone back to[^]*root@bootstrap ~\]# $/);
  other.type('whoami; hostname\r');
  expect(await other.see(/# $/)).toMatch(/\r\nroot\r\nbootstrap\r\n/);
  other.type('exit\r');
  expect(await other.see(PROMPT)).toMatch(/logout\r\n\[core@bootstrap kubernetes\]\$ $/);
  other.type('exit\r');
  expect(await other.see(PROMPT)).toMatch(
    /logout\r\nConnection to 192\S+ closed\.\r\n\[core@workstation tmp\]\$ $/,
  );
  expect(await run(other, 'echo "$where"')).toContain('\r\noutside\r\n');
  origin.close();
  other.close();
});

test('a terminal that the page opened on a node stands there', async () => {
  const origin = await open(first(), 'node', 'bootstrap');
  await origin.see(PROMPT);
  await run(origin, 'cd /var/log');
  const then = await pass(60);
  const other = await open(await back(first(), then), 'node', 'bootstrap');
  await other.see(/gone back to[^]*core@bootstrap log\]\$ $/);
  origin.close();
  other.close();
});

test('programs do not come along: a line says what was ended, and a job that had ended is none', async () => {
  const origin = await open(first(), 'jobs');
  await origin.see(PROMPT);
  await run(origin, 'sleep 30 &', 'sleep 300 & X=set');
  await pass(60);
  origin.type('\r');
  await origin.see(/Done +sleep 30\r\n[^]*\$ $/);
  origin.type('cat\r');
  await origin.see(/cat\r\n$/);
  origin.type('\u001a');
  await origin.see(/Stopped +cat\r\n[^]*\$ $/);
  origin.type('sleep 500\r');
  await origin.see(/500\r\n/);
  const then = await pass(60);
  origin.type('\u0003');
  await origin.see(PROMPT);
  await pass(400);

  const other = await open(await back(first(), then), 'jobs');
  const stood = await other.see(/gone back to[^]*\$ $/);
  expect(stood.slice(stood.indexOf('gone back'))).toMatch(
    /--[^]*\r\nTerminated +sleep 500\r\n\[2\][ +-] +Terminated +sleep 300\r\n\[3\][ +-] +Terminated +cat\r\n\[core@workstation ~\]\$ $/,
  );
  expect(await run(other, 'jobs; echo "$? $X"')).toContain('\r\n0 set\r\n');
  expect(await run(origin, 'echo "$X"; jobs')).toMatch(/\r\nset\r\n[^]*\[3\]\+  Stopped +cat/);
  origin.close();
  other.close();
});

test('a way that leaves another way begins as the terminal stood on that one', async () => {
  const origin = await open(first(), 'twice');
  await origin.see(PROMPT);
  await run(origin, 'cd /etc');
  const then = await pass(60);
  const second = await back(first(), then);
  const other = await open(second, 'twice');
  await other.see(/gone back to[^]*\$ $/);
  await act(`${second}/clock`, { step: true });
  await run(other, 'cd /var');
  for (let i = 0; i < 3; i++) await act(`${second}/clock`, { step: true });
  const { nowSeconds } = await act(`${second}/enter`, {});
  const third = await open(await back(second, Number(nowSeconds)), 'twice');
  await third.see(/gone back to[^]*gone back to[^]*workstation var\]\$ $/);
  // Nobody opened it there: it still stands as it stood when that way began.
  const fourth = await back(second, then);
  const fifth = await open(await back(fourth, then), 'twice');
  await fifth.see(/gone back to[^]*workstation etc\]\$ $/);
  for (const { close } of [origin, other, third, fifth]) close();
});

test('a connection whose far host went down before anybody came back to it is closed', async () => {
  const origin = await open(first(), 'lost');
  await origin.see(PROMPT);
  origin.type('ssh core@$BOOTSTRAP_IP\r');
  await origin.see(/core@bootstrap ~\]\$ $/);
  const other = await back(first(), await pass(5));
  const off = { who: 'operator', kind: 'power', host: 'bootstrap', verb: 'destroy' };
  await act(`${other}/inputs`, off);
  const come = await open(other, 'lost');
  expect(await come.see(/gone back to[^]*workstation ~\]\$ $/)).toMatch(
    /Connection to \S+ closed by remote host\.\r\nConnection to \S+ closed\.\r\n\[core@workstation/,
  );
  for (const { close } of [origin, come]) close();
});
