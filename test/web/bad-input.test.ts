/** What nobody hoped for: markup where text belongs, a lab that is gone, a browser that slept, a clock that jumps. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { CHROMIUM, launch, openPage, poll } from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const MARKUP = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
const HOUR = 3_600_000_000;

describe.skipIf(skipped(CHROMIUM))('the page', () => {
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
  const note = (message: string): void =>
    lab.lab.tell({
      who: 'trainee',
      kind: 'journal',
      entry: {
        host: 'bootstrap',
        unit: 'bootkube.service',
        identifier: MARKUP,
        pid: 1,
        priority: 3,
        message,
      },
    });

  test('shows markup in a journal, a file, a look and an address as text, and runs none of it', async () => {
    const opened = await openPage(browser, lab);
    const { page, screen } = opened;
    const title = await page.title();
    note(MARKUP);
    lab.lab.look({
      session: MARKUP,
      source: MARKUP,
      at: lab.lab.world.now,
      seen: [{ cell: 'bootstrap/healthz', value: MARKUP, asOf: lab.lab.world.now }],
    });
    await page.click('#tab-bootstrap');
    await poll(async () => (await screen()).endsWith('$'), screen);
    await opened.run(`printf '%s\\n' '${MARKUP.replaceAll("'", '"')}' > /tmp/x; cat /tmp/x`);
    await page.locator('[data-testid=journal] .row.error').last().click();
    await poll(
      async () => (await page.textContent('.chosen p')) === MARKUP,
      async () => `${await page.textContent('.chosen p')}`,
    );
    expect(await page.textContent('.picture-list')).toContain('<img src=x');
    const query = `q=${encodeURIComponent(MARKUP)}&u=${encodeURIComponent(MARKUP)}&at=${encodeURIComponent(MARKUP)}&b=${encodeURIComponent(MARKUP)}`;
    await page.goto('about:blank');
    await page.goto(`${lab.url}/l/${lab.lab.id}?${query}#token=${lab.token}`);
    await page.locator('.xterm-screen').waitFor();
    await page.waitForTimeout(300);
    expect(await page.title()).toBe(title);
    expect(await page.locator('img').count()).toBe(0);
    await opened.close();
  });

  test('a branch or a lab that is gone is said, with what to do', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    for (const path of [`${lab.lab.id}?b=7`, 'first-boot-1-dead']) {
      await page.goto('about:blank');
      await page.goto(`${lab.url}/l/${path}#token=${lab.token}`);
      await page.locator('[role=alert]').waitFor();
      expect(await page.textContent('[role=alert]')).toMatch(/no longer there/);
    }
    await context.close();
  });

  test('a browser that slept for an hour has every line when it wakes', async () => {
    const opened = await openPage(browser, lab);
    const { page, context, screen } = opened;
    await page.click('#tab-bootstrap');
    await poll(async () => (await screen()).endsWith('$'), screen);
    await page.keyboard.type('sudo journalctl -f -n 0 -u bootkube | wc -l &\n');
    await context.setOffline(true);
    const until = lab.lab.world.now + HOUR;
    while (lab.lab.world.now < until) {
      lab.lab.world.runUntil(lab.lab.world.now + HOUR / 60);
      await new Promise((resolve) => setImmediate(resolve));
    }
    note('the last one');
    await context.setOffline(false);
    const count = async (): Promise<number> =>
      Number.parseInt((await page.textContent('.foot')) ?? '', 10);
    const wanted = lab.lab.world.read
      .journal('bootstrap')
      .filter(({ unit }) => unit === 'bootkube.service').length;
    await poll(
      async () => (await count()) === wanted,
      async () => `${await count()} of ${wanted}`,
    );
    const clock = async (): Promise<string> => (await page.textContent('output')) ?? '';
    await poll(async () => (await clock()).startsWith('01:'), clock);
    await opened.run('echo awake');
    expect(await screen()).toContain('\nawake');
    await opened.close();
  });

  test('a clock that jumps by a day, and back, changes nothing that is shown', async () => {
    const opened = await openPage(browser, lab);
    const { page, screen } = opened;
    await page.click('.xterm-screen');
    const before = await page.textContent('output');
    for (const days of [1, -1]) {
      await page.evaluate(
        `{ const real = Date.now.bind(Date); Date.now = () => real() + ${days} * 86_400_000; dispatchEvent(new Event('online')); }`,
      );
      await opened.run(`echo day ${days}`);
      await poll(async () => (await screen()).includes(`\nday ${days}`), screen);
    }
    expect((await page.textContent('output'))?.slice(0, 5)).toBe(before?.slice(0, 5));
    expect(await page.locator('[role=alert]', { hasText: /./ }).count()).toBe(0);
    await opened.close();
  });
});
