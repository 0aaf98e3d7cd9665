/** The room's panes in a real browser: sized, folded, jumped to, shown alone; the palette; the terminal's buttons. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import {
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

/** How wide a program of the shell finds the terminal: watch fills its first line. */
async function columns({ page, screen, run }: LabPage): Promise<number> {
  await run('clear');
  await page.keyboard.type('watch true\n');
  const head = async (): Promise<string> => /^Every 2.0s: .*$/m.exec(await screen())?.[0] ?? '';
  await poll(async () => (await head()) !== '', screen);
  const { length } = await head();
  await page.keyboard.press('Control+C');
  await poll(async () => (await screen()).endsWith('~]$'), screen);
  return length;
}
const widthOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.width ?? 0;
const heightOf = async (place: Locator): Promise<number> =>
  (await place.boundingBox())?.height ?? 0;
const becomes = (wanted: number, value: () => Promise<number>): Promise<void> =>
  poll(
    async () => Math.abs((await value()) - wanted) <= 2,
    async () => `${await value()}, not ${wanted}`,
  );
const typeInTerminal = (page: Page): Promise<void> =>
  page.locator('[role=tabpanel]:not([hidden]) .screen:not(.past) textarea').focus();

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

describe.skipIf(skipped(CHROMIUM))('a splitter', () => {
  it('is dragged: the terminal has fewer columns at once, and after a reload', async () => {
    const opened = await openPage(browser, lab);
    const { page } = opened;
    const journal = page.getByTestId('journal');
    const before = { columns: await columns(opened), width: await widthOf(journal) };
    const splitter = await page.getByTestId('splitter-journal').boundingBox();
    const at = { x: (splitter?.x ?? 0) + 12, y: (splitter?.y ?? 0) + 200 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x - 160, at.y, { steps: 4 });
    await page.mouse.up();
    await becomes(before.width + 160, () => widthOf(journal));
    await typeInTerminal(page);
    const after = await columns(opened);
    expect(after).toBeLessThan(before.columns - 10);

    await page.reload();
    await page.locator('.xterm-rows').waitFor();
    await becomes(before.width + 160, () => widthOf(journal));
    await poll(async () => (await opened.screen()).includes('~]$'), opened.screen);
    expect(await columns(opened)).toBe(after);
    await opened.close();
  });

  it('is moved by arrows, Home and End; no pane becomes too small; Enter folds it away and back', async () => {
    const opened = await openPage(browser, lab);
    const { page } = opened;
    const side = page.locator('#pane-check');
    const splitter = page.getByRole('separator', { name: 'Width of the left column' });
    const stands = async (): Promise<number> =>
      Number(await splitter.getAttribute('aria-valuenow'));
    const usual = await widthOf(side);
    await splitter.focus();
    await page.keyboard.press('ArrowRight');
    await becomes(usual + 24, () => widthOf(side));
    await page.keyboard.press('Home');
    await becomes(180, () => widthOf(side));
    await becomes(0, stands);
    await page.keyboard.press('End');
    await becomes(100, stands);
    await becomes(320, () => widthOf(page.locator('#middle')));
    await page.keyboard.press('Enter');
    expect(await side.isVisible()).toBe(false);
    expect(page.url()).toContain('p=pic,term,jour');
    await page.keyboard.press('Enter');
    expect(await side.isVisible()).toBe(true);
    expect(page.url()).not.toContain('p=');

    const picture = page.getByTestId('picture');
    const high = await heightOf(picture);
    await page.getByRole('separator', { name: 'Height of the picture' }).press('ArrowUp');
    await becomes(high - 24, () => heightOf(picture));
    await page.locator('.charts summary').click();
    await page.locator('.charts figure').nth(1).waitFor();
    const charts = page.getByTestId('charts');
    const chartsHigh = await heightOf(charts);
    await page.getByRole('separator', { name: 'Height of the charts' }).press('ArrowDown');
    await becomes(chartsHigh - 24, () => heightOf(charts));
    expect(await seriousFindings(opened)).toEqual([]);
    await page.getByRole('separator', { name: 'Height of the charts' }).press('Enter');
    expect(await hasFocus(page.locator('.charts summary'))).toBe(true);
    await opened.close();
  });
});

describe.skipIf(skipped(CHROMIUM))('by key', () => {
  let opened: LabPage;
  beforeAll(async () => {
    opened = await openPage(browser, lab);
  });
  afterAll(() => opened.close());

  it('she goes to each pane with Alt and its number; inside the terminal they are the shell’s', async () => {
    const { page } = opened;
    await page.locator('#tab-workstation').focus();
    for (const [key, pane] of [
      ['1', page.locator('#pane-check')],
      ['2', page.getByTestId('picture')],
      ['4', page.getByRole('log', { name: 'Journal' })],
      ['5', page.getByRole('slider', { name: 'Film' })],
      ['3', page.getByRole('textbox', { name: 'Terminal on workstation' })],
    ] as const) {
      await page.keyboard.press(`Alt+${key}`);
      expect(await hasFocus(pane), `Alt+${key}`).toBe(true);
    }
    await page.keyboard.press('Alt+1');
    expect(await hasFocus(page.locator('#pane-check'))).toBe(false);
    await page.keyboard.press('Control+C');
  });

  it('and to the terminal beside it with Ctrl+Alt and an arrow', async () => {
    const { page } = opened;
    await typeInTerminal(page);
    await page.keyboard.press('Control+Alt+ArrowRight');
    const beside = page.getByRole('textbox', { name: 'Terminal on bootstrap' });
    await beside.waitFor();
    await beside.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Control+Alt+ArrowLeft');
    const workstation = page.getByRole('textbox', { name: 'Terminal on workstation' });
    await workstation.and(page.locator(':focus')).waitFor();
  });

  it('she has the terminal alone, and the journal big with long lines whole; and all of it back', async () => {
    const { page } = opened;
    const shown = async (): Promise<boolean[]> =>
      Promise.all(
        ['#pane-check', '#pane-pic', '#pane-term', '#pane-jour', '#pane-film'].map((pane) =>
          page.locator(pane).isVisible(),
        ),
      );
    await page.locator('#tab-workstation').focus();
    await page.keyboard.press('Alt+Shift+Digit3');
    expect(await shown()).toEqual([false, false, true, false, true]);
    await page.keyboard.press('Control+Alt+ArrowUp');
    await page.keyboard.press('Alt+Shift+Digit3');
    expect(await shown()).toEqual([true, true, true, true, true]);

    await page.keyboard.press('Control+Alt+ArrowUp');
    await page.keyboard.press('j');
    expect(await shown()).toEqual([false, false, false, true, true]);
    expect(page.url()).toContain('p=jour');
    const cut = (): Promise<number> =>
      page.$$eval(
        '[data-testid=journal] .row span',
        (rows) => rows.filter((row) => row.scrollWidth > row.clientWidth).length,
      );
    await poll(
      async () => (await cut()) === 0,
      async () => `${await cut()}`,
    );
    await page.keyboard.press('j');
    expect(await shown()).toEqual([true, true, true, true, true]);
    expect(await cut()).toBeGreaterThan(0);
    expect(page.url()).not.toContain('p=');
  });

  it('she finds a command by its words, sees its key, and runs it', async () => {
    const { page } = opened;
    const pause = page.getByTestId('pace').getByRole('button').first();
    const before = await pause.textContent();
    await page.locator('#tab-workstation').focus();
    await page.keyboard.press('Control+k');
    const options = page.getByTestId('palette').getByRole('option');
    expect(await options.count()).toBeGreaterThan(30);
    await page.keyboard.type('lab pause');
    expect(await options.allTextContents()).toEqual(['pauses the lab, or lets it runSpace']);
    expect(await seriousFindings(opened)).toEqual([]);
    await page.keyboard.press('Enter');
    await poll(
      async () => (await pause.textContent()) !== before,
      async () => `${before}`,
    );
    expect(await hasFocus(page.locator('#tab-workstation'))).toBe(true);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('no such thing');
    expect(await options.count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await hasFocus(page.locator('#tab-workstation'))).toBe(true);
    lab.lab.clock.pause();

    await typeInTerminal(page);
    await page.keyboard.press('Control+k');
    expect(await page.getByTestId('palette').count()).toBe(0);
  });
});

describe.skipIf(skipped(CHROMIUM))('the terminal’s buttons', () => {
  it('copy what was printed last, paste it with the question, and say it when they may not', async () => {
    const opened = await openPage(browser, lab);
    const { page, context, run, screen } = opened;
    const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();
    const said = page.locator('.said');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await typeInTerminal(page);
    await press('Copy');
    expect(await said.textContent()).toMatch(/^Nothing is marked/);
    await run('printf "one\\ntwo\\n"');
    await press('Copy');
    await said.filter({ hasText: 'Copied.' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('one\ntwo');
    await press('Paste');
    const question = page.getByTestId('ask-paste');
    expect(await question.textContent()).toContain('Pasting 2 lines');
    await page.keyboard.press('Escape');
    await page.evaluate("navigator.clipboard.writeText('echo pasted')");
    await press('Paste');
    await poll(async () => (await screen()).endsWith('$ echo pasted'), screen);
    await page.keyboard.press('Enter');
    await poll(async () => (await screen()).includes('\npasted\n'), screen);

    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await press('Paste');
    await said.filter({ hasText: 'does not let this page read' }).waitFor();
    await press('Copy');
    await said.filter({ hasText: 'does not let this page copy' }).waitFor();
    expect(await seriousFindings(opened)).toEqual([]);
    await opened.close();
  });

  it('beside them Ctrl+Shift+F finds what has scrolled off, and Escape leads back', async () => {
    const opened = await openPage(browser, lab);
    const { page, run, screen } = opened;
    await typeInTerminal(page);
    await run('echo needle; seq 200');
    expect(await screen()).not.toContain('needle');
    await page.keyboard.press('Control+Shift+F');
    const search = page.getByRole('search');
    await search.getByRole('textbox').fill('nEEdle');
    await page.keyboard.press('Enter');
    await poll(async () => (await screen()).includes('\nneedle\n'), screen);
    expect(await search.getByRole('status').textContent()).toBe('');
    await search.getByRole('textbox').fill('haystack');
    await page.keyboard.press('Shift+Enter');
    await search.getByText('Nowhere.').waitFor();
    expect(await seriousFindings(opened)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await search.count()).toBe(0);
    await run('echo back');
    await opened.close();
  });

  it('make its letters larger: fewer columns, and so after a reload', async () => {
    const opened = await openPage(browser, lab);
    const { page } = opened;
    const before = await columns(opened);
    for (let i = 0; i < 3; i += 1)
      await page.getByRole('button', { name: 'Larger letters' }).click();
    const after = await columns(opened);
    expect(after).toBeLessThan(before);
    await page.reload();
    await page.locator('.xterm-rows').waitFor();
    await poll(async () => (await opened.screen()).includes('~]$'), opened.screen);
    expect(await columns(opened)).toBe(after);
    for (let i = 0; i < 3; i += 1)
      await page.getByRole('button', { name: 'Smaller letters' }).click();
    expect(await columns(opened)).toBe(before);
    await opened.close();
  });
});
