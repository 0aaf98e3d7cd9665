/** A page under load: a fast journal, a page that hangs, a connection that breaks in the middle of a paste. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { CHROMIUM, launch, openPage, poll, type LabPage } from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const LINES_A_SECOND = 1000;
const SECONDS = 3;

/** A program on the bootstrap that logs fast. */
function chatter({ lab }: OpenLab, count: number): void {
  for (let i = 0; i < count; i++)
    lab.tell({
      who: 'trainee',
      kind: 'journal',
      entry: {
        host: 'bootstrap',
        unit: 'chatty.service',
        identifier: 'bootkube',
        pid: 7,
        priority: 6,
        message: `line of many`,
      },
    });
}
async function chatterFor(lab: OpenLab, seconds: number): Promise<void> {
  const from = performance.now();
  for (let said = 0; said < seconds * LINES_A_SECOND;) {
    const due = Math.min(seconds * LINES_A_SECOND, performance.now() - from);
    chatter(lab, Math.ceil(due) - said);
    said = Math.ceil(due);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const countShown = async ({ page }: LabPage): Promise<number> =>
  Number.parseInt((await page.textContent('.foot')) ?? '', 10);

describe.skipIf(skipped(CHROMIUM))('the page', () => {
  let browser: Browser;
  let lab: OpenLab;
  beforeAll(async () => {
    browser = await launch();
    lab = await openRealLab({ until: 'cluster-manifests-applied', paused: false });
  });
  afterAll(async () => {
    await browser.close();
    await lab.close();
  });
  const allShown = async (opened: LabPage): Promise<void> => {
    const wanted = (): number => lab.lab.world.read.journal('bootstrap').length;
    await poll(
      async () => (await countShown(opened)) >= wanted() - 20,
      async () => `${await countShown(opened)} of ${wanted()}`,
    );
    lab.lab.clock.pause();
    await poll(
      async () => (await countShown(opened)) === wanted(),
      async () => `${await countShown(opened)} of ${wanted()}`,
    );
    lab.lab.clock.resume();
  };

  test('loses no line of a thousand a second, and has few of them in the document', async () => {
    const opened = await openPage(browser, lab);
    await opened.page.selectOption('[data-testid=journal] select >> nth=1', '');
    await chatterFor(lab, SECONDS);
    await allShown(opened);
    expect(await opened.page.locator('[data-testid=journal] .row').count()).toBeLessThan(100);
    await opened.close();
  });

  test('catches up after it has hung for five seconds', async () => {
    const opened = await openPage(browser, lab);
    await opened.page.selectOption('[data-testid=journal] select >> nth=1', '');
    const hung = opened.page.evaluate(
      'for (const end = performance.now() + 5000; performance.now() < end; );',
    );
    await chatterFor(lab, 5);
    await hung;
    await allShown(opened);
    await opened.close();
  });

  test('a connection that breaks in the middle of a paste loses nothing that was shown', async () => {
    const opened = await openPage(browser, lab);
    const { page, context, screen } = opened;
    await page.click('#tab-bootstrap');
    await poll(async () => (await screen()).endsWith('$'), screen);
    await page.setViewportSize({ width: 1440, height: 6000 });
    const lines = Array.from({ length: 120 }, (_, i) => `sleep 0.02; echo said-$((${i}+1000))`);
    await page.evaluate(`{
      const data = new DataTransfer();
      data.setData('text/plain', ${JSON.stringify(lines.join('\n'))});
      const area = document.querySelector('[role=tabpanel]:not([hidden]) textarea');
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }`);
    await page.locator('[data-testid=ask-paste] button').first().click();
    await page.keyboard.press('Enter');
    await poll(async () => (await screen()).includes('\nsaid-1002'), screen);
    const before = await screen();
    expect(before).not.toContain('\nsaid-1119');
    await context.setOffline(true);
    await page.waitForTimeout(700);
    await context.setOffline(false);
    const said = async (): Promise<string[]> =>
      [...(await screen()).matchAll(/^said-(\d+)$/gm)].map(([, number]) => number ?? '');
    await poll(async () => (await said()).includes('1119'), screen);
    expect(await said()).toEqual(lines.map((_, i) => String(i + 1000)));
    const shownBefore = [...before.matchAll(/^said-(\d+)$/gm)].map(([, number]) => number ?? '');
    expect((await said()).slice(0, shownBefore.length)).toEqual(shownBefore);
    await opened.close();
  });

  test('two pages that type at once have a shell each, and neither loses a key', async () => {
    const [one, other] = [await openPage(browser, lab), await openPage(browser, lab)];
    await Promise.all([one.page.click('.xterm-screen'), other.page.click('.xterm-screen')]);
    await Promise.all([
      one.page.keyboard.type('echo first-of-two\n'),
      other.page.keyboard.type('echo second-of-two\n'),
    ]);
    await poll(async () => (await one.screen()).includes('\nfirst-of-two'), one.screen);
    await poll(async () => (await other.screen()).includes('\nsecond-of-two'), other.screen);
    expect(await one.screen()).not.toContain('second');
    await one.close();
    await other.close();
  });

  test('a seat that is opened twice: the same shell is shown where it was opened last', async () => {
    const opened = await openPage(browser, lab);
    await opened.page.click('.xterm-screen');
    await opened.run('echo mine');
    const twin = await opened.context.newPage();
    await twin.addInitScript(
      `Object.entries(${JSON.stringify(await opened.page.evaluate('({...sessionStorage})'))})
        .forEach(([key, value]) => sessionStorage.setItem(key, value));`,
    );
    await twin.goto(opened.page.url());
    const rows = (): Promise<string> =>
      twin
        .$$eval('[role=tabpanel]:not([hidden]) .xterm-rows > div', (list) =>
          list.map((row) => row.textContent ?? ''),
        )
        .then((list) => list.join('\n'));
    await poll(async () => (await rows()).includes('mine'), rows);
    await poll(async () => (await opened.screen()).includes('opened elsewhere'), opened.screen);
    await opened.close();
  });
});
