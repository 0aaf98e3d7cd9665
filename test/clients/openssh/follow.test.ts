/** A log that is followed arrives as it happens; a busy session keeps nobody else waiting. */
import { request } from 'node:https';
import { describe, expect, test } from 'vitest';
import type { OpenLab } from '../../../src/lab-server/open-lab.ts';
import { skipped } from '../../helpers/clients.ts';
import { openRealLab } from '../../helpers/real-lab.ts';
import { logIn, type SshTerminal } from '../../helpers/ssh-terminal.ts';
import { KEY_LINES } from './handbook-lines.ts';

const STEPS_MAX = 1_000;
const CTRL_C = '\u0003';
const pause = (millis: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, millis));

/** Steps through the bootstrap; each key line is seen while the clock still stands where it was written. */
async function seeAsWritten(
  terminal: SshTerminal,
  other: SshTerminal,
  { lab }: OpenLab,
): Promise<void> {
  const open = [...KEY_LINES];
  for (let steps = 0; open.length > 0; steps += 1) {
    expect(steps).toBeLessThan(STEPS_MAX);
    await lab.clock.step();
    const written = await other.run('sudo journalctl -u bootkube --no-pager');
    while (open[0] !== undefined && written.includes(open[0]))
      await terminal.see(`: ${open.shift() ?? ''}`);
  }
}

describe.skipIf(skipped('ssh'))('a log that is followed', () => {
  test('brings the eight key lines as they happen, and nothing while paused', async () => {
    const lab = await openRealLab({ until: 'rhcos-booted' });
    const terminal = await logIn(lab.env, 'bootstrap');
    terminal.type('sudo journalctl -u bootkube -f -o short-precise\r');
    await terminal.see('\u001b[?2004l');
    await pause(300);
    const still = terminal.screen();
    await pause(700);
    expect(terminal.screen()).toBe(still);
    expect(still).not.toContain('bootkube.sh[');

    const other = await logIn(lab.env, 'bootstrap');
    await seeAsWritten(terminal, other, lab);
    await other.close();
    const paused = terminal.screen();
    await pause(700);
    expect(terminal.screen()).toBe(paused);

    terminal.type(CTRL_C);
    await terminal.see('$ ');
    expect(await terminal.run('echo $?')).toBe('130\n');
    expect(await terminal.run('hostname')).toBe('bootstrap\n');
    await terminal.close();
    await lab.close();
  });
});

const middle = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Infinity;

/** Milliseconds until the balancer's healthz has answered. */
async function healthz({ env }: OpenLab): Promise<number> {
  const from = performance.now();
  await new Promise<void>((resolve, reject) => {
    request(`${env['EGGTOOTH_API']}/healthz`, { rejectUnauthorized: false }, (answer) => {
      expect(answer.statusCode).toBe(200);
      answer.resume().on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
  return performance.now() - from;
}

describe.skipIf(skipped('ssh'))('a session that never stops', () => {
  test.each(['while :; do :; done', 'yes', 'while true; do echo x; done'])(
    '`%s` leaves the others quick, and ends by Ctrl-C at once',
    async (line) => {
      const lab = await openRealLab({ until: 'kube-apiserver-started' });
      const busy = await logIn(lab.env, 'bootstrap');
      const other = await logIn(lab.env, 'bootstrap');
      await other.run('curl -sk https://localhost:6443/healthz');
      busy.type(`${line}\r`);
      await pause(500);
      const before = process.memoryUsage().rss;
      const answers: number[] = [];
      const healths: number[] = [];
      for (let i = 0; i < 12; i += 1) {
        const from = performance.now();
        expect(await other.run('curl -sk https://localhost:6443/healthz')).toBe('ok');
        answers.push(performance.now() - from);
        healths.push(await healthz(lab));
        await pause(50);
      }
      const grown = (process.memoryUsage().rss - before) / 2 ** 20;

      const from = performance.now();
      busy.type(CTRL_C);
      await busy.see(/\^C[^]*\[core@bootstrap ~\]\$ $/);
      const ended = performance.now() - from;
      expect(middle(answers)).toBeLessThan(200);
      expect(middle(healths)).toBeLessThan(100);
      expect(Math.max(...answers, ...healths)).toBeLessThan(1500);
      expect(grown).toBeLessThan(100);
      expect(ended).toBeLessThan(1500);
      expect(await busy.run('echo $?')).toBe('130\n');
      await busy.close();
      await other.close();
      await lab.close();
    },
  );
});
