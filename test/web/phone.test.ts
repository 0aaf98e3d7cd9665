/** The room on a phone: panes below each other, tabs that lead to them, the keys that it does not have, what is out of sight. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import {
  boxState,
  CHROMIUM,
  hasFocus,
  launch,
  openPage,
  poll,
  seriousFindings,
  type LabPage,
} from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const PHONE = { width: 390, height: 844 };
const FINGER = 36;

describe.skipIf(skipped(CHROMIUM))('on a phone', () => {
  let browser: Browser;
  let lab: OpenLab;
  let opened: LabPage;
  beforeAll(async () => {
    browser = await launch();
    lab = await openRealLab({ until: 'cluster-manifests-applied' });
    opened = await openPage(browser, lab, PHONE);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });
  const tab = (name: string): Locator => opened.page.getByRole('tab', { name, exact: true });

  it('the terminal is what she sees first, between the clock and five tabs', async () => {
    const { page } = opened;
    const shown = await page.locator('.xterm-screen').boundingBox();
    expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThan(PHONE.height);
    expect(await page.getByRole('separator').count()).toBe(0);
    for (const name of ['Checklist', 'Picture', 'Journal', 'Film', 'Terminal']) {
      await tab(name).click();
      expect(await tab(name).getAttribute('aria-selected')).toBe('true');
      expect(await page.getByTestId('pace').locator('output').isVisible()).toBe(true);
      expect(await page.getByTestId('waiting').isVisible()).toBe(true);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const rules = colorScheme === 'light' ? 'all' : 'colours';
        expect(await seriousFindings(opened, rules), `${name} ${colorScheme}`).toEqual([]);
      }
    }
    await tab('Terminal').press('ArrowRight');
    expect(await hasFocus(tab('Journal'))).toBe(true);
    expect(page.url()).toContain('p=jour');
    await page.reload();
    await page.getByRole('log', { name: 'Journal' }).waitFor();
    await tab('Terminal').click();
    expect(page.url()).not.toContain('p=');
  });

  it.each([390, 320])(
    '%i wide, nothing is wider, and every button is large enough',
    async (width) => {
      const { page } = opened;
      await page.setViewportSize({ width, height: PHONE.height });
      for (const name of ['Checklist', 'Picture', 'Journal', 'Film', 'Terminal']) {
        await tab(name).click();
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide, name).toBeLessThanOrEqual(width);
        const small = await page.$$eval(
          'button, select',
          (list, least) =>
            list
              .map((each) => [each.textContent, each.getBoundingClientRect()] as const)
              .filter(([, { width: w, height: h }]) => w > 0 && (w < least || h < least - 0.5))
              .map(([text, { width: w, height: h }]) => `${text} ${w} x ${h}`),
          FINGER,
        );
        expect(small, name).toEqual([]);
      }
      await page.setViewportSize(PHONE);
    },
  );

  it('keys that it does not have type into the terminal, which keeps the focus', async () => {
    const { page, screen } = opened;
    const key = (name: string): Promise<void> =>
      page.getByRole('group', { name: 'Keys for the terminal' }).getByLabel(name).click();
    const area = page.getByRole('textbox', { name: 'Terminal on workstation' });
    await area.focus();
    await page.keyboard.type('echo a');
    await key('Pipe');
    await page.keyboard.type('cat');
    await page.keyboard.press('Enter');
    await poll(async () => (await screen()).includes('\na\n'), screen);
    await key('Up');
    await poll(async () => (await screen()).endsWith('$ echo a|cat'), screen);
    expect(await hasFocus(area)).toBe(true);
    await key('Ctrl');
    await page.keyboard.type('u');
    await page.click('#tab-bootstrap');
    await poll(async () => (await screen()).endsWith('~]$'), screen);
    await page.keyboard.type('sudo journalctl -f -n 3\n');
    await poll(
      async () => /\[\d+\]:/.test((await screen()).split('journalctl').at(-1) ?? ''),
      screen,
    );
    await key('Ctrl');
    await page.keyboard.type('c');
    await poll(async () => /\^C[\s\S]*\$$/.test(await screen()), screen);
  });

  it('its own keyboard leaves the prompt and those keys in sight', async () => {
    const { page } = opened;
    await page.setViewportSize({ width: 390, height: 500 });
    await page.keyboard.type('echo here');
    const bar = page.getByRole('group', { name: 'Keys for the terminal' });
    const line = page
      .locator('[role=tabpanel]:not([hidden]) .xterm-rows > div')
      .filter({ hasText: 'echo here' });
    const gap = async (): Promise<number> => {
      const [at, keys] = await Promise.all([line.boundingBox(), bar.boundingBox()]);
      const end = (keys?.y ?? 0) + (keys?.height ?? 0);
      return end > 500 ? -1 : (keys?.y ?? 0) - (at?.y ?? 0) - (at?.height ?? 0);
    };
    await poll(
      async () => (await gap()) >= 0,
      async () => `${await gap()}`,
    );
    await page.setViewportSize(PHONE);
  });

  it('what is out of sight does not count as seen', async () => {
    const fresh = await openRealLab({ until: 'cluster-manifests-applied' });
    const { page, close } = await openPage(browser, fresh, PHONE);
    const tab = (name: string): Promise<void> =>
      page.getByRole('tab', { name, exact: true }).click();
    await page.keyboard.type('sleep 1; virsh list --all\n');
    await tab('Picture');
    fresh.lab.clock.setPace(10);
    const from = fresh.lab.world.now;
    await poll(
      async () => fresh.lab.world.now > from + 2.5e6,
      async () => `${fresh.lab.world.now - from}`,
    );
    fresh.lab.clock.pause();
    expect([await boxState(page, 'bootkube'), await boxState(page, 'master-2')]).toEqual([
      'unseen',
      'unseen',
    ]);
    await tab('Terminal');
    await page.locator('[data-box=master-2][data-state=off]').waitFor({ state: 'attached' });
    expect(await boxState(page, 'bootkube')).toBe('unseen');
    await tab('Journal');
    await page.locator('[data-box=bootkube][data-state=neutral]').waitFor({ state: 'attached' });
    await close();
    await fresh.close();
  });
});
