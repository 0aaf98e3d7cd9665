/** The handbook's whole checklist, copied with its comments and pasted at once into the page's terminal. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import {
  CHROMIUM,
  launch,
  openPage,
  poll,
  seriousFindings,
  type LabPage,
} from '../helpers/browser.ts';
import { CHECKLIST_BLOCK, OUTPUTS } from '../helpers/checklist-block.ts';
import { skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const SSH = 'ssh core@${BOOTSTRAP_IP}';
const NONE = 'pods=to-do etcd=to-do api=to-do manifests=to-do';
const ALL = 'pods=verified etcd=verified api=verified manifests=verified';
const ASK = '[data-testid=ask-paste]';

/**
 * What the browser does at Ctrl+V: the clipboard comes as an event on xterm's textarea. Says what
 * has the keyboard after it, before a key could come.
 */
const paste = ({ page }: LabPage, text: string): Promise<string> =>
  page.evaluate(`(async () => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    document
      .querySelector('[role=tabpanel]:not([hidden]) .xterm-helper-textarea')
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve));
    return document.activeElement.textContent;
  })()`);
const shows = (page: LabPage, text: string): Promise<void> =>
  poll(async () => (await page.screen()).includes(text), page.screen);

let browser: Browser;
beforeAll(async () => {
  if (!skipped(CHROMIUM)) browser = await launch();
});
afterAll(() => browser?.close());

describe.skipIf(skipped(CHROMIUM))('several lines pasted into the page', () => {
  let lab: OpenLab;
  beforeAll(async () => {
    lab = await openRealLab({ until: 'cluster-manifests-applied' });
  });
  afterAll(() => lab.close());

  test('are asked for once, wait for Enter, and give four outputs and four ticks', async () => {
    const page = await openPage(browser, lab);
    await page.run(SSH);
    expect(await paste(page, CHECKLIST_BLOCK)).toBe('Paste');
    expect(await page.page.textContent(ASK)).toContain('Pasting 13 lines');
    expect(await seriousFindings(page)).toEqual([]);
    await page.page.keyboard.press('Enter');
    await shows(page, 'get ns');
    expect(await page.page.$(ASK)).toBeNull();
    expect(await page.checks()).toBe(NONE);

    await page.page.keyboard.press('Enter');
    await poll(async () => (await page.checks()) === ALL, page.checks);

    const screen = await page.screen();
    for (const wanted of OUTPUTS) expect(screen).toMatch(wanted);
    await page.run('clear');
    await paste(page, 'echo one\necho two\n');
    await shows(page, 'echo two');
    expect(await page.page.$(ASK)).toBeNull();
    await page.close();
  });

  test('may scroll their first answers off: scrolled back to, they count', async () => {
    const grown = await openRealLab({ until: 'masters-joined' });
    const page = await openPage(browser, grown);
    await page.run(SSH);
    await paste(page, CHECKLIST_BLOCK);
    await page.page.click(`${ASK} button`);
    await shows(page, 'get ns');
    await page.page.keyboard.press('Enter');
    // On a slow machine the first answers may have stood long enough before they went.
    await poll(async () => (await page.checks()).endsWith('manifests=verified'), page.checks);

    while (!/\n4\n.* is healthy/.test(await page.screen())) {
      await page.page.keyboard.press('Shift+PageUp');
      await page.page.waitForTimeout(100);
    }
    await poll(async () => (await page.checks()) === ALL, page.checks);
    await page.close();
    await grown.close();
  });

  test('can be left by key, and one line is pasted without a question', async () => {
    const page = await openPage(browser, lab);
    await paste(page, 'echo one\necho two\n');
    await page.page.waitForSelector(ASK);
    await page.page.keyboard.press('Escape');
    await page.page.waitForSelector(ASK, { state: 'detached' });
    expect(await page.screen()).not.toContain('echo');

    await paste(page, 'echo three');
    await shows(page, 'echo three');
    await page.page.keyboard.press('Enter');
    await shows(page, '\nthree\n');
    expect(await page.page.$(ASK)).toBeNull();
    await page.close();
  });
});
