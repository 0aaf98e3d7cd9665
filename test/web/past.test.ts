/** Looking back and going another way, in a real browser: every pane shows the moment, a fork goes on from it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { MINUTE } from '../../src/sim/index.ts';
import {
  CHROMIUM,
  launch,
  openPage,
  poll,
  seriousFindings,
  type LabPage,
} from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const PAST = '[role=tabpanel]:not([hidden]) [data-testid=past-screen]';
/** The page has heard what time it is, and somebody drags the film back. */
async function scrub({ page }: LabPage, { lab }: OpenLab, seconds: number): Promise<void> {
  const film = page.locator('.film input');
  const max = async (): Promise<string> => (await film.getAttribute('max')) ?? '';
  await poll(async () => Number(await max()) >= Math.floor(lab.world.now / 1e6), max);
  await film.fill(String(seconds));
}
const pastScreen = async ({ page }: LabPage): Promise<string> => {
  const rows = await page.$$eval(`${PAST} .xterm-rows > div`, (list) =>
    list.map((row) => (row.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd()),
  );
  return rows.join('\n').trimEnd();
};

describe.skipIf(skipped(CHROMIUM))('the past', () => {
  let browser: Browser;
  let lab: OpenLab;
  beforeAll(async () => {
    browser = await launch();
    lab = await openRealLab({ until: 'cluster-manifests-applied' });
  });
  afterAll(async () => {
    await browser.close();
    await lab.close();
  });

  test('what stood there before a shell ended stands there still', async () => {
    const opened = await openPage(browser, lab);
    await opened.run('echo before');
    const then = Math.ceil(lab.lab.world.now / 1e6);
    lab.lab.world.runUntil(lab.lab.world.now + MINUTE / 2);
    await opened.page.keyboard.press('Control+D');
    await poll(async () => (await opened.screen()).includes('has ended'), opened.screen);
    await opened.page.keyboard.press('Enter');
    await poll(async () => !(await opened.screen()).includes('has ended'), opened.screen);
    await opened.run('echo after');
    await scrub(opened, lab, then);
    await poll(
      async () => (await pastScreen(opened)).includes('\nbefore\n'),
      () => pastScreen(opened),
    );
    expect(await pastScreen(opened)).not.toContain('after');
    await opened.close();
  });

  test('every pane shows the moment: terminal, journal, picture, checklist, clock', async () => {
    const opened = await openPage(browser, lab);
    const { page, run, checks } = opened;
    await page.click('#tab-bootstrap');
    await poll(async () => (await opened.screen()).includes('bootstrap ~]$'), opened.screen);
    await run('echo early');
    const early = Math.ceil(lab.lab.world.now / 1e6);
    lab.lab.world.runUntil(lab.lab.world.now + MINUTE);
    await run('curl -sk https://localhost:6443/healthz');
    await poll(async () => (await checks()).includes('api=verified'), checks);
    const lines = async (): Promise<number> =>
      Number.parseInt((await page.textContent('.foot')) ?? '', 10);
    const all = await lines();

    await scrub(opened, lab, early);
    await poll(
      async () => (await pastScreen(opened)).includes('early'),
      () => pastScreen(opened),
    );
    expect(await pastScreen(opened)).not.toContain('healthz');
    expect(await checks()).toContain('api=to-do');
    expect(await page.getAttribute('[data-box=api]', 'data-state')).toBe('unseen');
    expect(await lines()).toBeLessThanOrEqual(all);
    expect(await page.textContent('[data-testid=waiting]')).toContain('looking back at');
    await poll(
      async () => page.url().includes('at='),
      async () => page.url(),
    );
    expect(await seriousFindings(opened)).toEqual([]);

    await page.locator('.film').getByText('Back to now').click();
    expect(await checks()).toContain('api=verified');
    expect(await page.locator(PAST).isVisible()).toBe(false);
    await opened.close();
  });

  test('typing into the past asks once, goes on from there, and puts in what was typed', async () => {
    const opened = await openPage(browser, lab);
    const { page, screen } = opened;
    await page.click('#tab-bootstrap');
    await poll(async () => (await screen()).includes('bootstrap ~]$'), screen);
    await opened.run('echo stays');
    await opened.run('cd /etc');
    const then = Math.ceil(lab.lab.world.now / 1e6);
    lab.lab.world.runUntil(lab.lab.world.now + MINUTE);
    await opened.run('echo goes; cd /tmp');
    await scrub(opened, lab, then);
    await poll(
      async () => (await pastScreen(opened)).includes('stays'),
      () => pastScreen(opened),
    );
    await page.locator(`${PAST} textarea`).focus();
    await page.keyboard.type('echo other way');
    await page.locator('[data-testid=fork-question]').waitFor();
    expect(await seriousFindings(opened)).toEqual([]);
    const from = performance.now();
    await page.click('[data-testid=fork-question] .main');
    await page.waitForURL(/b=2/);
    await poll(async () => (await screen()).endsWith('etc]$ echo other way'), screen);
    const took = performance.now() - from;
    expect(await screen()).toMatch(/stays[\s\S]*-- gone back to \d\d:\d\d --/);
    expect(await screen()).not.toContain('goes');
    await page.keyboard.press('Enter');
    await poll(async () => (await screen()).includes('\nother way'), screen);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await poll(async () => (await screen()).endsWith('etc]$ cd /etc'), screen);
    expect(await page.locator('[data-branch]').count()).toBe(2);
    expect(took).toBeLessThan(5000);
    expect(await seriousFindings(opened)).toEqual([]);

    await page.locator('[data-branch="1"] button').click();
    await page.waitForURL(/b=1/);
    await poll(async () => (await screen()).includes('goes'), screen);
    await opened.close();
  });

  test('an address names the moment, the panes, the journal’s filter and its line', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const query = 'b=1&at=t70&p=term,jour&u=etcd&sev=warn&q=elected|slow';
    await page.goto(`${lab.url}/l/${lab.lab.id}?${query}#token=${lab.token}`);
    await page.locator('.back').first().waitFor();
    expect(await page.textContent('.back')).toContain('01:10');
    expect(await page.locator('.checklist').isVisible()).toBe(false);
    expect(await page.locator('.picture').isVisible()).toBe(false);
    const choices = page.locator('[data-testid=journal] select');
    expect(await choices.nth(1).inputValue()).toBe('pod:etcd');
    expect(await choices.nth(2).inputValue()).toBe('warn');
    expect(await page.inputValue('[data-testid=journal] input')).toBe('elected|slow');
    await page.fill('[data-testid=journal] input', '');
    await choices.nth(2).selectOption('');
    await choices.nth(1).selectOption('bootkube');
    await page.locator('[data-testid=journal] .row').first().click();
    await page.waitForURL(/line=f\d+/);
    const address = page.url();
    const line = await page.textContent('.chosen p');
    await page.goto('about:blank');
    await page.goto(address);
    await page.locator('.chosen p').waitFor();
    expect(await page.textContent('.chosen p')).toBe(line);
    await context.close();
  });
});
