/** The room's panes in a real browser: sized, folded, jumped to, shown alone; the palette; the terminal's buttons; a phone. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const PHONE = { width: 390, height: 844 };
const FINGER = 36;

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
const hasFocus = async (control: Locator): Promise<boolean> =>
  (await control.and(control.page().locator(':focus')).count()) === 1;
const typeInTerminal = (page: Page): Promise<void> =>
  page.locator('[role=tabpanel]:not([hidden]) .screen:not(.past) textarea').focus();
const box = (page: Page, name: string): Promise<string | null> =>
  page.getAttribute(`[data-box=${name}]`, 'data-state');

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

describe.skipIf(skipped(CHROMIUM))('on a phone', () => {
  let opened: LabPage;
  beforeAll(async () => {
    opened = await openPage(browser, lab, PHONE);
  });
  afterAll(() => opened.close());
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
        expect(await seriousFindings(opened), `${name} ${colorScheme}`).toEqual([]);
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
    expect([await box(page, 'bootkube'), await box(page, 'master-2')]).toEqual([
      'unseen',
      'unseen',
    ]);
    await tab('Terminal');
    await page.locator('[data-box=master-2][data-state=off]').waitFor({ state: 'attached' });
    expect(await box(page, 'bootkube')).toBe('unseen');
    await tab('Journal');
    await page.locator('[data-box=bootkube][data-state=neutral]').waitFor({ state: 'attached' });
    await close();
    await fresh.close();
  });
});
