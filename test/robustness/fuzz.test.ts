/**
 * Nothing that a stranger sends ends the process, keeps others waiting, or fills its memory. Seeded: EGGTOOTH_SEED and
 * EGGTOOTH_SECONDS (`npm run soak`) play others, for longer.
 */
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../helpers/seeded.ts';
import { startUp, type UpProcess } from '../helpers/up.ts';
import { ATTACKS, type Target } from './attacks.ts';

const SEED = Number(process.env['EGGTOOTH_SEED'] ?? 1);
const SECONDS = Number(process.env['EGGTOOTH_SECONDS'] ?? 30);
const AT_ONCE = 6;
/** Of the main thread's CPU time. A quick machine prints less than 100. */
const TURN_MILLIS_MAX = 1000;
const GROWN_MB_MAX = 100;

let lab: UpProcess;
let target: Target;
beforeAll(async () => {
  lab = await startUp(['--autopilot', '--until', 'cluster-manifests-applied']);
  const { env } = lab;
  const port = (name: string): number =>
    Number(new URL(env[name]?.replace('socks5h', 'http') ?? '').port);
  const ssh = /Port (\d+)/.exec(readFileSync(env['EGGTOOTH_SSH_CONFIG'] ?? '', 'utf8'));
  const names = ['EGGTOOTH_URL', 'EGGTOOTH_API', 'EGGTOOTH_JOURNAL', 'EGGTOOTH_PROXY'];
  target = { env, ports: [...names.map(port), Number(ssh?.[1])] };
});
afterAll(async () => {
  expect(await lab.stop()).toBe(0);
});

async function healthy(): Promise<void> {
  const { env } = lab;
  const { origin } = new URL(env['EGGTOOTH_URL'] ?? '');
  const labs = await fetch(`${origin}/api/v1/labs`, {
    headers: { authorization: `Bearer ${env['EGGTOOTH_TOKEN']}`, connection: 'close' },
  });
  expect(labs.status).toBe(200);
  const journal = await fetch(`${env['EGGTOOTH_JOURNAL']}/machine`, {
    headers: { connection: 'close' },
  });
  expect(journal.status).toBe(200);
  for (const port of target.ports) {
    await new Promise((resolve, reject) => {
      const socket = createConnection(port, '127.0.0.1');
      socket.on('error', reject).on('connect', () => {
        socket.destroy();
        resolve(undefined);
      });
    });
  }
}

test(
  'what strangers send leaves the process alive, quick and small',
  async () => {
    const chance = seeded(SEED);
    const attacks = Object.entries(ATTACKS);
    // Code that was never run is compiled in its first turn: that is no attack's doing.
    for (const [, attack] of attacks) await attack(target, chance);
    await healthy();
    const before = lab.rssMb();
    lab.longestTurn();
    const until = performance.now() + SECONDS * 1000;
    let sent = 0;
    let worst = { millis: 0, by: '' };
    while (performance.now() < until) {
      const round = Array.from({ length: AT_ONCE }, () => chance.pick(attacks));
      await Promise.all(round.map(([, attack]) => attack(target, chance)));
      sent += AT_ONCE;
      await healthy();
      expect(lab.child.exitCode).toBe(null);
      const millis = lab.longestTurn();
      if (millis > worst.millis) worst = { millis, by: round.map(([name]) => name).join() };
    }
    const grown = lab.rssMb() - before;
    console.log(
      `fuzz: seed ${SEED}, ${sent} attacks, longest turn ${worst.millis.toFixed(0)} ms of CPU (${worst.by}), ${grown.toFixed(0)} MB more`,
    );
    expect(lab.console()).not.toContain('failed and was ended');
    expect(worst.millis).toBeLessThan(TURN_MILLIS_MAX);
    expect(grown).toBeLessThan(GROWN_MB_MAX);
  },
  (SECONDS + 60) * 1000,
);
