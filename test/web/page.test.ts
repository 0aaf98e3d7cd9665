/** The page in a real browser: nothing is lost, everything is reached by keys, nothing overflows. */
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
import { skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const OFFLINE_MILLIS = 10_000;
const PACE = 20;
/** High enough to show every line at once. */
const TALL = { width: 1440, height: 12_000 };

let browser: Browser;
let lab: OpenLab;
beforeAll(async () => {
  if (skipped(CHROMIUM)) return;
  browser = await launch();
  lab = await openRealLab({ until: 'cluster-manifests-applied' });
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

const pause = (millis: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, millis));
const journalOf = ({ lab: { world } }: OpenLab, unit?: string): string[] =>
  world.read
    .journal('bootstrap')
    .filter((entry) => unit === undefined || entry.unit === unit)
    .map(({ message }) => message);
/** What the focused element is called. */
const focused = async ({ page }: LabPage): Promise<string> => {
  const [name] = await page.$$eval(':focus', (list) =>
    list.map((at) => {
      const label = at.getAttribute('aria-label') ?? at.closest('label')?.textContent;
      return at.id || label?.trim() || at.textContent?.trim();
    }),
  );
  return name ?? '';
};

describe.skipIf(skipped(CHROMIUM))('the page', () => {
  test('loses no line by a reload or ten seconds offline', async () => {
    const live = await openRealLab({ until: 'rhcos-booted' });
    const { page, context, screen, close } = await openPage(browser, live);
    await page.click('#tab-bootstrap');
    await poll(async () => (await screen()).includes('[core@bootstrap ~]$'), screen);
    await page.keyboard.type('sudo journalctl -n 0 -f | cut -c1-60 | cat -n\n');
    await pause(300);
    const before = journalOf(live).length;

    live.lab.clock.setPace(PACE);
    await pause(1000);
    await page.reload();
    await page.waitForSelector('#tab-bootstrap[aria-selected=true]');
    await pause(500);
    await context.setOffline(true);
    await pause(OFFLINE_MILLIS);
    await context.setOffline(false);
    await pause(500);
    live.lab.clock.pause();

    const came = journalOf(live).length - before;
    await page.setViewportSize(TALL);
    const numbers = async (): Promise<number[]> =>
      [...(await screen()).matchAll(/^ +(\d+)\s/gm)].map(([, number]) => Number(number));
    await poll(async () => (await numbers()).length >= came, screen);
    expect(came).toBeGreaterThan(200);
    expect(await numbers()).toEqual(Array.from({ length: came }, (_, i) => i + 1));
    const rows = (): Promise<string[]> =>
      page.$$eval('[data-testid=journal] .row span', (list) =>
        list.map((e) => e.textContent ?? ''),
      );
    await poll(
      async () => (await rows()).length === journalOf(live, 'bootkube.service').length,
      async () => (await rows()).join('\n'),
    );
    expect(await rows()).toEqual(journalOf(live, 'bootkube.service'));
    await close();
    await live.close();
  });

  test.each(['light', 'dark'] as const)(
    'has nothing that axe calls serious (%s)',
    async (theme) => {
      const opened = await openPage(browser, lab, { theme });
      const { page, close } = opened;
      await page.click('[data-testid=journal] .row');

      expect(await seriousFindings(opened)).toEqual([]);
      await close();
    },
  );

  test('without a token, or offline, it says so and stays readable', async () => {
    const opened = await openPage(browser, lab);
    await opened.context.setOffline(true);
    await opened.page.waitForSelector('[role=status]:has-text("reconnecting")');
    expect(await seriousFindings(opened)).toEqual([]);
    await opened.context.setOffline(false);

    await opened.page.goto('about:blank');
    await opened.page.goto(lab.url);
    expect(await opened.page.textContent('[role=alert]')).toContain('eggtooth up');
    expect(await seriousFindings(opened)).toEqual([]);
    await opened.close();
  });

  test('is worked by keys alone', async () => {
    const opened = await openPage(browser, lab);
    const { page, close } = opened;
    await page.click('.xterm-screen');
    await page.keyboard.press('Control+Alt+ArrowUp');
    expect(await focused(opened)).toBe('tab-workstation');
    await page.keyboard.press('ArrowRight');
    expect(await focused(opened)).toBe('tab-bootstrap');

    const reached = new Set<string>();
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      const at = await focused(opened);
      reached.add(at.slice(0, 40));
      if (at.startsWith('Terminal')) await page.keyboard.press('Control+Alt+ArrowUp');
    }
    expect([...reached]).toEqual(
      expect.arrayContaining([
        'Run',
        'tab-bootstrap',
        'Terminal on bootstrap',
        'Next change',
        'journal-rows',
      ]),
    );
    for (const label of ['Pace', 'Theme', 'Host', 'Unit', 'Find'])
      expect([...reached].join('\n')).toMatch(new RegExp(`^${label}`, 'm'));

    await page.focus('.rows');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    const chosen = await page.textContent('.chosen p');
    expect(chosen).toBe(journalOf(lab, 'bootkube.service').at(-2));
    await close();
  });

  test('does not overflow a narrow screen', async () => {
    const { page, close } = await openPage(browser, lab, { width: 390, height: 844 });

    const widths = await page.$$eval('html, body', (list) => list.map((e) => e.scrollWidth));
    expect(Math.max(...widths)).toBeLessThanOrEqual(390);
    await close();
  });
});
