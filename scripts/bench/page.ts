/**
 * The page and going back, measured in a real browser on a session of 45 minutes with 20,000 lines and 500
 * looks. Part of `npm run bench`; prints figures beside their bars and asserts none.
 */
import { test } from 'vitest';
import { launch, openPage, poll, type LabPage } from '../../test/helpers/browser.ts';
import { openRealLab } from '../../test/helpers/real-lab.ts';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { MINUTE, SECOND } from '../../src/sim/index.ts';

const SESSION = 45 * MINUTE;
const LINES_EVERY = 1.5 * SECOND;
const LINES_EACH = 11;
const LOOKS = 500;
const PACE = 300;
const FAST_LINES = 1000;

function say(what: string, ours: string, bar: string): void {
  process.stdout.write(`${what.padEnd(52)} ${ours.padEnd(44)} ${bar}\n`);
}
function line(lab: OpenLab, message: string): void {
  lab.lab.tell({
    who: 'trainee',
    kind: 'journal',
    entry: {
      host: 'bootstrap',
      unit: 'bootkube.service',
      identifier: 'bootkube.sh',
      pid: 1,
      priority: 6,
      message,
    },
  });
}
/** Frame times of the page for a while, as rates. */
async function frames({ page }: LabPage, millis: number): Promise<string> {
  const times = await page.evaluate<number[]>(`new Promise((resolve) => {
    const times = [];
    let last = performance.now();
    const end = last + ${millis};
    const frame = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(frame);
      else resolve(times);
    };
    requestAnimationFrame(frame);
  })`);
  const sorted = times.toSorted((a, b) => a - b);
  const all = times.reduce((sum, time) => sum + time, 0);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `${((1000 * times.length) / all).toFixed(1)} frames/s, p50 ${at(0.5)} p99 ${at(0.99)} ms`;
}

/** Runs the lab for 45 minutes while somebody looks and programs log. */
async function session(lab: OpenLab): Promise<void> {
  const { world, clock } = lab.lab;
  let due = world.now;
  let said = 0;
  clock.setPace(PACE);
  while (world.now < SESSION) {
    for (; due < world.now; due += LINES_EVERY) {
      for (let i = 0; i < LINES_EACH; i++) line(lab, `line ${said++} of a long session`);
      if (lab.lab.looks().length >= LOOKS) continue;
      const cell = `bootstrap/pods/p${said % 40}`;
      const seen = [{ cell, value: 'Running', asOf: world.now }];
      lab.lab.look({ session: 'bench', source: 'page', at: world.now, seen });
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  clock.pause();
}

async function drag(opened: LabPage): Promise<void> {
  const { page } = opened;
  const box = await page.locator('.film input').boundingBox();
  if (box === null) throw new Error('there is no film');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width - 12, y);
  await page.mouse.down();
  const measured = frames(opened, 4000);
  const from = performance.now();
  for (let past = 0; past < 3800; past = performance.now() - from) {
    const share = 0.5 + 0.45 * Math.cos(past / 300);
    await page.mouse.move(box.x + 12 + (box.width - 24) * share, y);
  }
  say('dragging the film: all panes', await measured, '60 frames/s');
  await page.mouse.up();
}

async function goBack(lab: OpenLab, minutes: number): Promise<number> {
  const from = performance.now();
  await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}~1/fork`, {
    method: 'POST',
    headers: { authorization: `Bearer ${lab.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ atSeconds: minutes * 60 }),
  });
  return performance.now() - from;
}

test('the page', { timeout: 180_000 }, async () => {
  const browser = await launch();
  const lab = await openRealLab({ until: 'cluster-manifests-applied' });
  const opened = await openPage(browser, lab);
  const { page, screen, run } = opened;
  await page.click('#tab-bootstrap');
  await poll(async () => (await screen()).endsWith('$'), screen);
  await session(lab);
  await run('sudo journalctl --no-pager -u bootkube | tail -20000');
  await page.waitForTimeout(3000);
  const { world } = lab.lab;
  say(
    'the session',
    `${world.read.journal('bootstrap').length} lines, ${lab.lab.looks().length} looks`,
    '',
  );
  await drag(opened);
  for (const minutes of [40, 23, 5]) {
    const took = Math.round(await goBack(lab, minutes));
    say(`going back to minute ${minutes}, whole request`, `${took} ms`, '200 ms');
    await page.waitForTimeout(2000);
  }
  await page.locator('.film input').fill('1500');
  await page.waitForTimeout(800);
  await page.locator('[data-testid=fork]').click();
  const from = performance.now();
  await page.click('[data-testid=fork-question] .main');
  await page.waitForURL(/b=5/);
  await poll(async () => (await screen()).includes('$'), screen);
  say('going on from there on the page', `${Math.round(performance.now() - from)} ms`, '1000 ms');

  await page.goto('about:blank');
  await page.goto(`${lab.url}/l/${lab.lab.id}?b=1#token=${lab.token}`);
  await page.waitForTimeout(1500);
  const heap = async (): Promise<number> =>
    (await page.evaluate<number>('performance.memory.usedJSHeapSize')) / 1e6;
  const before = await heap();
  lab.lab.clock.setPace(1);
  let sent = 0;
  const start = performance.now();
  const timer = setInterval(() => {
    for (const due = (performance.now() - start) * (FAST_LINES / 1000); sent < due; sent++)
      line(lab, `fast ${sent}`);
  }, 10);
  say(`journal at ${FAST_LINES} lines/s`, await frames(opened, 12_000), '55 frames/s');
  clearInterval(timer);
  await page.waitForTimeout(1000);
  const lines = world.read.journal('bootstrap').filter(({ unit }) => unit === 'bootkube.service');
  const shown = Number.parseInt((await page.textContent('.foot')) ?? '', 10);
  say('its lines', `${shown} shown of ${lines.length}`, 'all');
  say(
    'its memory',
    `${before.toFixed(0)} MB before, ${(await heap()).toFixed(0)} after`,
    'bounded',
  );
  await browser.close();
  await lab.close();
});
