/** The three doors as somebody new goes through them, on a desk and on a phone; one of them by keys alone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHall, type OpenHall } from '../../src/lab-server/hall.ts';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { boxState, CHROMIUM, launch, poll, seriousFindings } from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
const SIZES = [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const;
/** A film lasts under a minute; this machine may have other work. */
const PATIENCE = 90_000;

const ROWS = '[role=tabpanel]:not([hidden]) .screen:not(.past) .xterm-rows > div';
const screen = async (page: Page): Promise<string> => {
  const rows = await page
    .$$eval(ROWS, (list) =>
      list.map((row) => (row.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd()),
    )
    // The page is just being left for another.
    .catch(() => ['']);
  return rows.join('\n').trimEnd();
};
const shows = (page: Page, text: string | RegExp, within = PATIENCE): Promise<void> =>
  poll(
    async () => (await screen(page)).search(text) >= 0,
    () => screen(page),
    within,
  );
const fits = async (page: Page, width: number): Promise<void> => {
  const widths = await page.$$eval('html, body', (list) => list.map((e) => e.scrollWidth));
  const wide = await page.$$eval(
    'body *',
    (list, most) =>
      list
        .filter((e) => e.getBoundingClientRect().right > most + 1)
        .map((e) => `${e.tagName} ${e.className}`),
    width,
  );
  expect(Math.max(...widths), wide.join('\n')).toBeLessThanOrEqual(width);
};

describe.skipIf(skipped(CHROMIUM))('somebody new', () => {
  let hall: OpenHall;
  let browser: Browser;
  let home: OpenLab;
  const openHome = async (viewport: { width: number; height: number }): Promise<Page> => {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    await page.goto(`${home.url}/#token=${home.token}`);
    await page.locator('[data-drill]').first().waitFor();
    return page;
  };
  const fresh = async (): Promise<OpenLab> => {
    const { title, ...spec } = loadScenario('first-boot', {}, 7);
    return openLab(spec, { pace: 1, paused: false, autopilot: false, ports: PORTS, title, hall });
  };
  beforeAll(async () => {
    hall = openHall();
    [browser, home] = await Promise.all([launch(), fresh()]);
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([home.close(), hall.close()]);
  });

  it.each(SIZES)(
    'on %s watches a bootstrap to its end, holds it, and is led on',
    async (_, viewport) => {
      const page = await openHome(viewport);
      await page.click('[data-testid=door-watch]');
      const story = async (): Promise<string> =>
        (await page.textContent('[data-testid=story]').catch(() => '')) ?? '';
      await poll(async () => (await story()).startsWith('1.'), story, PATIENCE);
      await page.click('[data-testid=pace] button >> nth=0');
      await page.locator('[data-testid=pace] button', { hasText: 'Run' }).waitFor();
      const held = await page.textContent('output');
      await page.waitForTimeout(400);
      expect(await page.textContent('output')).toBe(held);
      await page.click('[data-testid=pace] button >> nth=0');
      // On the desk as the film is; on the phone as fast as it goes.
      if (viewport.width < 1000) await page.selectOption('[data-testid=pace] select', 'max');
      await poll(async () => (await story()).startsWith('13.'), story, PATIENCE);
      expect([await boxState(page, 'master-2'), await boxState(page, 'etcd')]).toEqual([
        'good',
        'neutral',
      ]);
      await fits(page, viewport.width);
      await page.getByTestId('watched').getByRole('link').first().click();
      await page.locator('[data-testid=door-do]').waitFor();
      await page.context().close();
    },
    3 * PATIENCE,
  );

  it(
    'does it by keys alone, up to the first healthz that says ok',
    async () => {
      const lab = await fresh();
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.goto(`${lab.url}/#token=${lab.token}`);
      await page.locator('[data-drill]').first().waitFor();
      const key = (name: string): Promise<void> => page.keyboard.press(name);
      const focus = (selector: string): Promise<number> =>
        page.locator(`${selector}:focus`).count();
      const tabTo = async (selector: string): Promise<void> => {
        for (let i = 0; i < 80 && (await focus(selector)) === 0; i++) {
          await key('Tab');
          // Inside a terminal Tab belongs to the shell; its header says how it is left.
          if ((await focus('.xterm-helper-textarea')) > 0) await key('Control+Alt+ArrowUp');
        }
        expect(await focus(selector), selector).toBe(1);
      };
      await tabTo('[data-testid=door-do]');
      await key('Enter');
      await page.locator('.xterm-rows').waitFor();
      await shows(page, /virsh start \$\{CLUSTER_NAME\}-bootstrap$/);
      await key('Enter');
      await shows(page, 'started');
      const ok = async (): Promise<boolean> => /\nok\[core|\nok$|\nok\n/.test(await screen(page));
      const until = performance.now() + PATIENCE;
      while (!(await ok()) && performance.now() < until) {
        await key('Control+Alt+ArrowUp');
        await tabTo('[data-step="6"]');
        await key('Enter');
        await shows(page, /h\s*e\s*a\s*l\s*t\s*h\s*z$/);
        await key('Enter');
        await page.waitForTimeout(1500);
      }
      expect(await ok()).toBe(true);
      await context.close();
      await lab.close();
    },
    2 * PATIENCE,
  );

  it.each(SIZES)(
    'on %s does it by clicking the next thing that is offered',
    async (_, viewport) => {
      const lab = await fresh();
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      const from = performance.now();
      await page.goto(`${lab.url}/#token=${lab.token}`);
      await page.locator('[data-drill]').first().waitFor();
      await page.click('[data-testid=door-do]');
      await shows(page, /-bootstrap$/);
      await page.keyboard.press('Enter');
      await shows(page, 'started');
      while (!(await screen(page)).includes('\nok') && performance.now() - from < PATIENCE) {
        await page.click('[data-step="6"]');
        await shows(page, /h\s*e\s*a\s*l\s*t\s*h\s*z$/);
        await page.keyboard.press('Enter');
        await page.waitForTimeout(1000);
      }
      expect(await screen(page)).toContain('\nok');
      expect(performance.now() - from).toBeLessThan(PATIENCE);
      await fits(page, viewport.width);
      await context.close();
      await lab.close();
    },
    2 * PATIENCE,
  );

  it.each(SIZES)(
    'on %s takes a case, looks, answers, reads the debrief and wants another',
    async (_, viewport) => {
      const page = await openHome(viewport);
      await page.click('[data-testid=door-drill]');
      await page.locator('.mission').waitFor();
      await page.click('.xterm-screen');
      await shows(page, /\$$/);
      await page.keyboard.type('virsh list --all\n');
      await shows(page, /running|shut off/);
      await page.click('[data-testid=hint] button');
      await page.locator('[data-testid=hint] li').waitFor();
      await page.click('[data-testid=diagnosis]');
      await page.locator('.sheet select').first().selectOption('nothing');
      await fits(page, viewport.width);
      await page.click('.sheet [type=submit]');
      await page.locator('[data-testid=score]').waitFor();
      await fits(page, viewport.width);
      expect(await seriousFindings({ page })).toEqual([]);
      const before = page.url();
      await page.getByRole('button', { name: /^Again, seed/ }).click();
      await page.waitForURL((url) => url.href !== before);
      await page.locator('.mission').waitFor();
      await page.click('.xterm-screen');
      await shows(page, /\$$/);
      await page.context().close();
    },
    2 * PATIENCE,
  );

  it.each(['light', 'dark'] as const)('finds nothing serious at home in %s', async (theme) => {
    const page = await openHome({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    expect(await seriousFindings({ page })).toEqual([]);
    await page.context().close();
  });
});
